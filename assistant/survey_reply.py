"""What is said when a survey has come in or was counted again: how it was read, its scores, themes and quotes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.codebook import Offer
from assistant.interview import Question, next_question, settled_by
from assistant.model import JourneyMap
from assistant.phrasing import Phrasing
from assistant.quick_replies import quick_replies
from assistant.reply import Choice
from assistant.state import State, Step
from assistant.survey.corrections import About, Called, Correction, Corrections, NotAbout, Same
from assistant.survey_wishes import Wish
from assistant.synthesis import Quote, Score, Synthesis
from assistant.words import Words, load_words

_MOST_THEMES = 3
_MOST_QUOTES = 3
_LONGEST_QUOTE = 240
_FEW = 30


class SurveyReply:
    """Puts together the step for one survey, come in or counted again."""

    def __init__(
        self, state: State, synthesis: Synthesis, phrasing: Phrasing, draw: Callable[[State], JourneyMap | None]
    ) -> None:
        self.state, self.synthesis, self.phrasing, self.draw = state, synthesis, phrasing, draw
        self.words = load_words("surveying")

    def step(
        self, paper: str, reading: Sequence[str], letter: str, wished: Wish | None = None, offered: str = ""
    ) -> Step:
        """Return the step for the turn log.

        `reading` says how each file was read, `letter` names a column for an example of a correction, and `wished`
        is what was asked for if the survey was counted again. `offered` asks whether a language model shall read it;
        then the question of the interview waits.
        """
        first = tuple(self._granted(wished)) if wished else tuple(self._read(reading, letter))
        corrections = (*(self.state.corrections if wished else ()), *(wished.corrections if wished else ()))
        lead = "" if wished else self.words("reply.next")
        return self._counted(first, paper, corrections, Offer(about="use") if offered else None, offered or lead)

    def read_again(self, paper: str) -> Step:
        """Return the step for a survey that a language model has helped to read."""
        model = self.synthesis.model
        first = [self.words("model.done", lines=" ".join(self._by_model()))] if model else []
        if model and model.summary:
            first.append("\n\n".join((self.words("model.summary"), " ".join(plain(one) for one in model.summary))))
        return self._counted(first, paper, self.state.corrections)

    def aside(self, words: str, offer: Offer | None = None) -> Step:
        """Return a step that leaves the survey as it is; an `offer` is asked about before the interview goes on."""
        question = self._question()
        ask = "" if question is None or offer else self.phrasing.question(question, self.state.brief)
        return Step(
            intent="survey", reply="\n\n".join(part for part in (words, ask) if part), offer=offer,
            asks=question.topic if question else None, choices=self._choices(question, offer),
        )  # fmt: skip

    def _counted(
        self, first: Sequence[str], paper: str, corrections: Corrections, offer: Offer | None = None, last: str = ""
    ) -> Step:
        """Return the step that carries the synthesis; `last` is the question of the offer, or leads to the next one."""
        question = self._question()
        journey = self._redrawn(question)
        said = [*first, *self._found()]
        if journey is not None:
            said.append(self.words("reply.on_map"))
        if last and (offer is not None or question is not None):
            said.append(last)
        if offer is None and question is not None:
            said.append(self.phrasing.question(question, self.state.brief))
        return Step(
            intent="survey", synthesis=self.synthesis, paper=paper, corrections=corrections, offer=offer,
            reply="\n\n".join(said), asks=question.topic if question else None, draws=journey is not None,
            choices=self._choices(question, offer),
        )  # fmt: skip

    def _choices(self, question: Question | None, offer: Offer | None) -> tuple[Choice, ...]:
        if offer is not None:
            return tuple(Choice(**one) for one in self.words.get(f"model.choices.{offer.about}"))
        return quick_replies(question, self.state.brief, self.phrasing.library, self.phrasing.words, self.synthesis)

    def _by_model(self) -> Iterator[str]:
        """Yield which parts are the model's, as the notes say it."""
        model, words = self.synthesis.model, load_words("survey")
        if model and (model.named or model.found):
            yield words("notes.model_named", model=model)
        if model and (model.read or model.kept):
            yield words("notes.model_read", model=model)

    def _question(self) -> Question | None:
        """Return the question of the interview that stands after this, None if it is over."""
        state, told = self.state, settled_by(self.synthesis)
        if state.drafted:
            return None
        if state.asking is not None and state.asking not in told:
            return Question(state.asking, known=state.brief.knows(state.asking))
        return next_question(state.brief, (*state.asked, *told), None, vague=False)

    def _redrawn(self, question: Question | None) -> JourneyMap | None:
        """Return the map if this hands it over: it was drawn before, or nothing is left to ask."""
        return self.draw(replace(self.state, synthesis=self.synthesis)) if question is None else None

    def _read(self, reading: Sequence[str], letter: str) -> Iterator[str]:
        how = " ".join(plain(one) for one in reading)
        yield f"{self.words('reply.read', reading=how)} {self.words('reply.wrong', letter=letter)}"

    def _granted(self, wished: Wish) -> Iterator[str]:
        names = self.words.get("wishes.roles")
        changed = [self.words("reply.column", name=plain(name), role=_spelled(role, names))
                   for name, role in wished.columns]  # fmt: skip
        changed += [self._corrected(one) for one in wished.corrections]
        yield " ".join((*changed, self.words("reply.again")))

    def _corrected(self, one: Correction) -> str:
        match one:
            case Called():
                return self.words("reply.renamed", old=self._label(one.theme), new=plain(one.label))
            case Same():
                return self.words("reply.joined", other=self._label(one.theme), one=self._label(one.into))
            case NotAbout():
                return self.words("reply.moved_off", theme=self._label(one.theme))
            case About():
                return self.words("reply.moved_on", theme=self._label(one.theme))

    def _label(self, theme: str) -> str:
        """Return the name a theme had before the correction."""
        before = self.state.synthesis or self.synthesis
        known = (*before.themes, *before.praise, *before.unclassified.possible)
        return next((plain(one.label) for one in known if one.id == theme), plain(theme))

    def _found(self) -> Iterator[str]:
        """Yield scores, themes, praise and quotes, a paragraph each."""
        found, words = self.synthesis, self.words
        if found.scores:
            yield "\n".join(score_words(score, words) for score in found.scores[:4])
        if found.themes:
            yield "\n".join((words("reply.themes"), "", *self._themes()))
        elif found.comments:
            yield words("reply.no_themes")
        if found.praise:
            yield words("reply.praised", labels=", ".join(plain(one.label) for one in found.praise[:3]))
        quotes = strongest_quotes(found)
        if quotes:
            lines = (words("reply.quote", text=_clipped(plain(quote.text))) for quote in quotes)
            yield "\n".join((words("reply.quotes"), "", *lines))
        if found.responses < _FEW:
            yield words("reply.few", n=found.responses)

    def _themes(self) -> Iterator[str]:
        for number, theme in enumerate(self.synthesis.themes[:_MOST_THEMES], 1):
            low, high = (round(bound) for bound in theme.interval)
            yield self.words(
                "reply.theme", number=number, label=plain(theme.label), count=theme.count,
                comments=self.synthesis.comments, share=round(theme.share), low=low, high=high,
            )  # fmt: skip


def recounted_words(before: Synthesis, after: Synthesis, trade: str) -> str:
    """Return what counting a survey again as one of a trade changed: how many themes, and the clearest of them."""
    words = load_words("surveying")
    old, new = ({one.id: one for one in (*found.themes, *found.praise)} for found in (before, after))
    counts = {id: (old[id].count if id in old else 0, new[id].count if id in new else 0) for id in {*old, *new}}
    changed = sorted((id for id, (was, now) in counts.items() if was != now), key=lambda id: (-abs(
        counts[id][1] - counts[id][0]), id))  # fmt: skip
    if not changed:
        return words("reply.same_by_trade", trade=trade)
    examples = [
        words("reply.went", label=plain((new.get(id) or old[id]).label), was=counts[id][0], now=counts[id][1])
        for id in changed[:3]
    ]
    return words("reply.by_trade", trade=trade, changed=len(changed), themes=len(counts), examples=", ".join(examples))


def score_words(score: Score, words: Words) -> str:
    """Return a score in one line, with its interval."""
    unit = " %" if score.measure == "csat" else ""
    signed = "+" if score.measure == "nps" else ""
    digits = 0 if score.measure in ("nps", "csat") else 1
    value, low, high = (f"{number:{signed}.{digits}f}{unit}" for number in (score.value, *score.interval))
    name = words(f"measures.{score.measure}")
    return words("reply.score", name=name, value=value, low=low, high=high, n=score.n)


def strongest_quotes(synthesis: Synthesis) -> tuple[Quote, ...]:
    """Return one quote for each of the first themes, of different people."""
    found: dict[str, Quote] = {}
    for theme in synthesis.themes:
        quote = next((quote for quote in theme.quotes if quote.response not in found), None)
        if quote is not None:
            found[quote.response] = quote
    return tuple(found.values())[:_MOST_QUOTES]


def plain(text: str) -> str:
    """Return words of a respondent on one line, in which no asterisk makes bold letters."""
    return " ".join(text.split()).replace("**", "*\u2060*")


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rsplit(' ', 1)[0]} …"


def _spelled(role: str, names: dict[str, list[str]]) -> str:
    """Return a role in plain words: `rating:1-5` is "rating, 1 to 5"."""
    known, _, scale = role.partition(":")
    name = names[known][0] if known in names else known
    return f"{name}, {scale.replace('-', ' to ')}" if scale else name
