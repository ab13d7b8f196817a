"""What a response may be about: pain cards of any trade and this one, the user's own map, things people praise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.knowledge import Library
from assistant.knowledge.cards import IndustryCard, PainCard
from assistant.model import JourneyMap, StageId
from assistant.text import fold
from assistant.words import load_words

GENERAL, LINKED, OWN = -0.5, -0.2, 0.0
"""Head start of a candidate when the trade is known: of any trade, linked by the trade, written for it."""


@dataclass(frozen=True)
class Candidate:
    """One theme that responses are matched to."""

    id: str
    label: str
    kind: Literal["pain", "praise"]
    phrases: tuple[str, ...]
    signals: tuple[str, ...]
    pain: str | None = None
    stage: StageId | None = None
    touchpoint: str | None = None
    prior: float = 0.0
    severity: int | None = None
    own_trade: bool = False
    """Written for the trade of this survey."""
    answers: tuple[str, ...] = ()
    """Pains that this praise is the contrary of."""

    def opposes(self, other: "Candidate") -> bool:
        """Tell whether one praises what the other complains of."""
        return other.id in self.answers or self.id in other.answers


def candidates(
    library: Library, industry: str | None = None, journey: JourneyMap | None = None
) -> tuple[Candidate, ...]:
    """Return all candidates, by id; those for other trades are left out."""
    trade = library.get(IndustryCard, industry) if industry else None
    found = {one.id: one for one in (*_pains(library, trade), *_praise(trade))}
    for one in _of_map(journey) if journey else ():
        known = found.get(one.pain or "")
        if known is not None:
            # because the user's words for a pain are further phrasings of its card
            phrases = tuple(dict.fromkeys((*known.phrases, *one.phrases)))
            found[known.id] = _replaced(known, phrases, OWN, one.stage)
        else:
            found[one.id] = one
    return tuple(found[key] for key in sorted(found))


def guess_trade(headings: str, library: Library) -> str | None:
    """Return the trade that file name and headings speak of; answers are not looked at, so no answer can change it."""
    said = f" {fold(headings)} "
    plain = "".join(char if char.isalnum() or char in "&'-" else " " for char in said)
    hits: dict[str, int] = {}
    for trade in library.of(IndustryCard):
        for word in (fold(word) for word in trade.words):
            if len(word) > 3 and any(f" {form} " in plain for form in (word, f"{word}s")):
                hits[trade.id] = hits.get(trade.id, 0) + 1
    if not hits:
        return None
    best = max(hits.values())
    leading = [trade for trade, count in hits.items() if count == best]
    return leading[0] if len(leading) == 1 else None


def _replaced(known: Candidate, phrases: tuple[str, ...], prior: float, stage: StageId | None) -> Candidate:
    return Candidate(known.id, known.label, known.kind, phrases, known.signals, known.pain, stage or known.stage,
                     known.touchpoint, prior, known.severity, known.own_trade)  # fmt: skip


def _pains(library: Library, trade: IndustryCard | None) -> Iterator[Candidate]:
    for card in library.of(PainCard):
        own = trade is not None and trade.id in card.industries
        if not card.signals or (card.industries and not own):
            continue
        linked = trade is not None and card.id in trade.pains
        prior = OWN if trade is None or own else LINKED if linked else GENERAL
        yield Candidate(
            card.id, card.title, "pain", (card.title, *card.customer_says), card.signals, card.id, card.stages[0],
            card.touchpoints[0], prior, card.severity, own,
        )  # fmt: skip


def _praise(trade: IndustryCard | None) -> Iterator[Candidate]:
    listed: Sequence[dict[str, Any]] = load_words("survey-words").get("praise")
    for one in listed:
        trades = one.get("industries", ())
        if trades and (trade is None or trade.id not in trades):
            continue
        yield Candidate(
            f"praise:{one['id']}", one["label"], "praise", (one["label"], *one["says"]), tuple(one["signals"]),
            stage=one["stage"], prior=0.0 if trade is None else LINKED,
            answers=tuple(f"pain:{name}" for name in one["answers"]),
        )  # fmt: skip


def _of_map(journey: JourneyMap) -> Iterator[Candidate]:
    """Yield the pains of the user's own map under their names, so that answers land where the map has its cells."""
    for stage in journey.stages:
        for pain in stage.pains:
            yield Candidate(
                f"map:{pain.id}", pain.text, "pain", (pain.text,), (), pain.card, stage.id, None, OWN, pain.severity
            )
