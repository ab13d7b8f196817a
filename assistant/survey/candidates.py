"""What a response may be about: pain cards of any trade and this one, the user's own map, things people praise."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.knowledge import Library
from assistant.knowledge.cards import IndustryCard, PainCard
from assistant.model import JourneyMap, StageId
from assistant.words import load_words

GENERAL, LINKED, OWN = -0.7, -0.35, 0.0
"""Head start of a candidate where the trade has enough pains written for it: of any trade, linked by it, its own."""
ENOUGH = 6
"""Pains written for a trade from which they cover most of what its customers say."""
BROAD = 4
"""Trades for which something has to be written to be looked for where the trade is unknown."""


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
    scope = _Scope(library, library.get(IndustryCard, industry) if industry else None)
    found = {one.id: one for one in (*_pains(library, scope), *_praise(scope))}
    for one in _of_map(journey) if journey else ():
        known = found.get(one.pain or "")
        if known is not None:
            # because the user's words for a pain are further phrasings of its card
            phrases = tuple(dict.fromkeys((*known.phrases, *one.phrases)))
            found[known.id] = _replaced(known, phrases, OWN, one.stage)
        else:
            found[one.id] = one
    return tuple(found[key] for key in sorted(found))


def _replaced(known: Candidate, phrases: tuple[str, ...], prior: float, stage: StageId | None) -> Candidate:
    return Candidate(known.id, known.label, known.kind, phrases, known.signals, known.pain, stage or known.stage,
                     known.touchpoint, prior, known.severity, known.own_trade)  # fmt: skip


class _Scope:
    """Which themes are looked for in a trade, and with what head start."""

    def __init__(self, library: Library, trade: IndustryCard | None) -> None:
        own = Counter(name for card in library.of(PainCard) for name in card.industries)
        self.trade = trade
        self._covered = {name for name, count in own.items() if count >= ENOUGH}

    @property
    def covered(self) -> bool:
        """Whether the trade has pains enough of its own."""
        return self.trade is not None and self.trade.id in self._covered

    def holds(self, industries: Sequence[str]) -> bool:
        """Tell whether something written for `industries` belongs here; without a trade, special trades do not."""
        if not industries:
            return True
        if self.trade is None:
            return len(industries) >= BROAD
        return self.trade.id in industries

    def prior(self, card: PainCard) -> float:
        """Return the head start of a pain."""
        if not self.covered or self.trade is None or self.trade.id in card.industries:
            return OWN
        return LINKED if card.id in self.trade.pains else GENERAL


def _pains(library: Library, scope: _Scope) -> Iterator[Candidate]:
    for card in library.of(PainCard):
        if card.signals and scope.holds(card.industries):
            own = scope.trade is not None and scope.trade.id in card.industries
            yield Candidate(
                card.id, card.title, "pain", (card.title, *card.customer_says), card.signals, card.id, card.stages[0],
                card.touchpoints[0], scope.prior(card), card.severity, own,
            )  # fmt: skip


def _praise(scope: _Scope) -> Iterator[Candidate]:
    listed: Sequence[dict[str, Any]] = load_words("survey-words").get("praise")
    for one in listed:
        if scope.holds(one.get("industries", ())):
            yield Candidate(
                f"praise:{one['id']}", one["label"], "praise", (one["label"], *one["says"]), tuple(one["signals"]),
                stage=one["stage"], prior=LINKED if scope.covered else OWN,
                answers=tuple(f"pain:{name}" for name in one["answers"]),
            )  # fmt: skip


def _of_map(journey: JourneyMap) -> Iterator[Candidate]:
    """Yield the pains of the user's own map under their names, so that answers land where the map has its cells."""
    for stage in journey.stages:
        for pain in stage.pains:
            yield Candidate(
                f"map:{pain.id}", pain.text, "pain", (pain.text,), (), pain.card, stage.id, None, OWN, pain.severity
            )
