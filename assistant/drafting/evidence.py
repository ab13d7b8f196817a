"""Customer evidence from a survey: themes beside the pains they speak of, praise, and where views disagree."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.drafting.columns import Column, nearest
from assistant.drafting.ground import Ground
from assistant.drafting.match import lexicon, stems
from assistant.drafting.pains import Placed
from assistant.drafting.wording import capital, clip, quotable
from assistant.knowledge.cards import PainCard
from assistant.model import Contradiction, FromSurvey, OwnerSaid, Statement
from assistant.numerals import find_numerals
from assistant.synthesis import Theme

_MOST_THEMES = 6


@dataclass(frozen=True)
class Evidence:
    """What customers said, ready for the columns."""

    pains: tuple[Placed, ...] = ()
    praise: tuple[tuple[int, FromSurvey], ...] = ()
    """Column and the praise that belongs there."""


def basis_of(theme: Theme) -> FromSurvey | None:
    """Return the basis that a theme gives: its responses and one verbatim quote; None without a quote."""
    if not theme.quotes or not theme.response_ids:
        return None
    quote = min(theme.quotes, key=lambda quote: (abs(len(quote.text) - 90), quote.response))
    return FromSurvey(responses=theme.response_ids, quote=quotable(quote.text), count=theme.count)


def hear(ground: Ground, columns: tuple[Column, ...]) -> Evidence:
    """Return the survey's themes and praise, each in the column it belongs to."""
    if ground.survey is None:
        return Evidence()
    themes = [theme for theme in ground.survey.themes if not theme.few_voices] or list(ground.survey.themes)
    themes = sorted(themes, key=lambda theme: (-theme.count, theme.id))[:_MOST_THEMES]
    praise: dict[int, FromSurvey] = {}
    for theme in sorted(ground.survey.praise, key=lambda theme: (-theme.count, theme.id)):
        basis = basis_of(theme)
        if basis is not None:
            praise.setdefault(_column(ground, columns, theme, "stage:use").index, basis)
    return Evidence(tuple(_pains(ground, columns, themes)), tuple(praise.items()))


def praise_at(evidence: Evidence, column: Column) -> FromSurvey | None:
    """Return the praise that belongs to a column."""
    return next((basis for index, basis in evidence.praise if index == column.index), None)


def _pains(ground: Ground, columns: tuple[Column, ...], themes: list[Theme]) -> Iterator[Placed]:
    seen: set[str] = set()
    for theme in themes:
        basis = basis_of(theme)
        if basis is None or theme.sentiment > 0.4:
            continue
        card = _card(ground, theme)
        title = card.title if card else capital(theme.label)
        plain = card is None and not _wording(theme.label)
        text = clip(
            ground.words("pain.plain" if plain else "pain.survey", title=title, quote=basis.quote, words=basis.quote)
        )
        if text in seen:
            continue
        seen.add(text)
        severity = _severity(theme, card)
        column = _column(ground, columns, theme, card.stages[0] if card else "stage:use")
        yield Placed(column.index, text, basis.quote, card, severity, basis, stage=column.stage, share=theme.share)


def _wording(label: str) -> bool:
    """Tell whether a label is plain words; a figure or a name in it would need a source of its own."""
    return not find_numerals(label) and not any(letter.isdigit() or letter.isupper() for letter in label[1:])


def _card(ground: Ground, theme: Theme) -> PainCard | None:
    if theme.pain is not None and theme.pain.startswith("pain:") and theme.pain in ground.library:
        return ground.library.get(PainCard, theme.pain)
    found = lexicon(ground.library).best(theme.label, (card.id for card in ground.library.of(PainCard)))
    return ground.library.get(PainCard, found) if found else None


def _severity(theme: Theme, card: PainCard | None) -> int:
    if theme.severity is not None:
        return 3 if theme.severity >= 0.5 else 2 if theme.severity >= 0.2 else 1
    return card.severity if card else 2


def _column(ground: Ground, columns: tuple[Column, ...], theme: Theme, otherwise: str) -> Column:
    if theme.touchpoint is not None:
        there = [c for c in columns if any(one.id == theme.touchpoint for one in c.touchpoints)]
        if there:
            return there[0]
    stage = theme.stage or otherwise
    there = [column for column in columns if column.stage == stage]
    about = stems(f"{theme.label} {' '.join(quote.text for quote in theme.quotes)}")
    if there:
        return max(there, key=lambda column: (len(column.stems & about), -column.index))
    return nearest(columns, stage)  # type: ignore[arg-type]  # a stage id by the cards' schema


def contradictions(ground: Ground, evidence: Evidence, owned: tuple[Placed, ...]) -> Iterator[Contradiction]:
    """Yield where the owner's view and the customers' words disagree."""
    named = {pain.card.id for pain in owned if pain.card}
    said = [pain for pain in owned if isinstance(pain.basis, OwnerSaid) and not pain.gap]
    top = max(evidence.pains, key=lambda pain: pain.share or 0, default=None)
    if top is None or not said or not isinstance(top.basis, FromSurvey):
        return
    if (top.card is None or top.card.id not in named) and not any(_alike(top, pain) for pain in said):
        yield Contradiction(
            topic=ground.words("contradiction.topic_most"),
            owner_view=_owner_view(ground, said[0]),
            customer_view=Statement(
                text=clip(
                    ground.words(
                        "contradiction.customer", count=top.basis.count,
                        label=top.card.title if top.card else top.words, quote=top.words,
                    )
                ),
                basis=top.basis,
            ),
        )  # fmt: skip


def _alike(one: Placed, other: Placed) -> bool:
    first, second = stems(f"{one.words} {one.text}"), stems(other.words)
    return len(first & second) >= 2


def _owner_view(ground: Ground, pain: Placed) -> Statement:
    text = ground.words("contradiction.owner_first", words=clip(pain.words, 200))
    return Statement(text=clip(text), basis=pain.basis)
