"""The places of a drawn map under the names by which a model may point to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.map_edits import Part, Removable
from assistant.model import Assumed, Basis, JourneyMap, OwnerSaid, Stage

What = Literal[
    "name", "customer_goal", "actions", "thoughts", "feeling", "touchpoints", "pains", "opportunities", "first_step",
    "kpis", "retention_tactics", "backstage",
]  # fmt: skip
REMOVABLE: tuple[Removable, ...] = get_args(Removable)
REWORDED: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True)
class Place:
    """One place: what stands there, and how that is known."""

    name: str
    stage: int
    what: What
    index: int
    words: str
    basis: Basis

    @property
    def cards(self) -> tuple[str, ...]:
        """The cards on which it rests."""
        return tuple(getattr(self.basis, "cards", ()))

    @property
    def turns(self) -> tuple[int, ...]:
        """The messages on which it rests."""
        return self.basis.turns if isinstance(self.basis, OwnerSaid | Assumed) else ()


def places(journey: JourneyMap) -> dict[str, Place]:
    """Return all places by name, in reading order."""
    return {place.name: place for position, stage in enumerate(journey.stages) for place in _of(stage, position)}


def _of(stage: Stage, position: int) -> Iterator[Place]:
    at = str(position + 1)

    def single(what: What, words: str, basis: Basis) -> Place:
        return Place(f"{at}.{what}", position, what, 0, words, basis)

    def listed(what: What, said: list[tuple[str, Basis]]) -> Iterator[Place]:
        for index, (words, basis) in enumerate(said):
            yield Place(f"{at}.{what}[{index}]", position, what, index, words, basis)

    yield Place(at, position, "name", 0, stage.name, stage.basis)
    yield single("customer_goal", stage.customer_goal.text, stage.customer_goal.basis)
    yield from listed("actions", [(one.text, one.basis) for one in stage.actions])
    yield from listed("thoughts", [(one.text, one.basis) for one in stage.thoughts])
    feeling = stage.emotion
    yield single("feeling", f"{feeling.word} ({feeling.valence}), because {feeling.because}", feeling.basis)
    yield from listed("touchpoints", [(one.name, one.basis) for one in stage.touchpoints])
    yield from listed("pains", [(one.text, one.basis) for one in stage.pains])
    yield from listed("opportunities", [(one.text, one.basis) for one in stage.opportunities])
    yield from listed("first_step", [(one.first_step, one.basis) for one in stage.opportunities])
    yield from listed("kpis", [(one.name, one.basis) for one in stage.kpis])
    yield from listed("retention_tactics", [(one.name, one.basis) for one in stage.retention_tactics])
    if stage.backstage is not None:
        yield single("backstage", stage.backstage.text, stage.backstage.basis)
