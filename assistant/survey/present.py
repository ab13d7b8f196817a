"""What a conversation says of a survey: the result in a few sentences, strong quotes, a theme with its responses."""

from typing import NamedTuple

from assistant.survey.synthesize import Analysis
from assistant.synthesis import Quote, Synthesis, Theme
from assistant.words import load_words

_MOST_NAMED = 3
_MOST_READ = 50


class Voice(NamedTuple):
    """One response to a theme, masked."""

    response: str
    text: str
    sure: bool
    """Whether it speaks of the theme beyond doubt."""


def message(synthesis: Synthesis) -> str:
    """Return the result in a few sentences: scores, what goes wrong, what is praised, what to beware of."""
    words = load_words("survey")
    named = [theme for theme in synthesis.themes if not theme.few_voices][:_MOST_NAMED]
    praised = [theme for theme in synthesis.praise if not theme.few_voices][:1]
    lines = [words("cli.head", n=synthesis.responses, comments=synthesis.comments)]
    lines += [words("cli.score", score=score) for score in synthesis.scores[:2]]
    if named:
        listed = ", ".join(words("chat.theme", theme=theme) for theme in named)
        lines.append(words("chat.named", listed=listed))
    if praised:
        lines.append(words("chat.praised", theme=praised[0]))
    if synthesis.themes and not named:
        lines.append(words("chat.few"))
    return "\n".join(lines)


def strongest_quotes(synthesis: Synthesis, most: int = 3) -> tuple[tuple[Theme, Quote], ...]:
    """Return the first quote of each of the most pressing themes."""
    quoted = [theme for theme in synthesis.themes if theme.quotes]
    return tuple((theme, theme.quotes[0]) for theme in quoted[:most])


def voices(analysis: Analysis, theme_id: str, most: int = _MOST_READ) -> tuple[Voice, ...]:
    """Return the responses of one theme, those beyond doubt first; none for an unknown theme."""
    synthesis = analysis.synthesis
    known = (*synthesis.themes, *synthesis.praise, *synthesis.unclassified.possible)
    theme = next((one for one in known if one.id == theme_id), None)
    if theme is None:
        return ()
    texts = dict(zip(analysis.survey.ids, analysis.survey.texts, strict=True))
    sure = frozenset(theme.sure_ids)
    found = (Voice(one, texts[one], one in sure) for one in theme.response_ids)
    return tuple(sorted(found, key=lambda voice: (not voice.sure, voice.response)))[:most]
