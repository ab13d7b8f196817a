"""What a model reworded on a drawn map, beside the words it replaced: a redrawn map takes only what still fits."""

from collections.abc import Iterable

from assistant.errors import Refused
from assistant.map_edits import MapEdit, apply_to_map, words_at
from assistant.model import Frozen, JourneyMap
from assistant.text import Line


class Tailored(Frozen):
    """One edit of a model."""

    edit: MapEdit
    was: Line
    """The words that stood there; where others stand by now, the edit is left out."""


class Tailoring(Frozen):
    """All that a model made of one drawn map."""

    edits: tuple[Tailored, ...] = ()
    notes: tuple[Line, ...] = ()
    """Which parts keep the built-in words, and why."""


def redrawn(before: JourneyMap | None, after: JourneyMap) -> frozenset[int]:
    """Return the positions of the stages of `after` that are not as they were."""
    old = before.stages if before is not None else ()
    return frozenset(n for n, stage in enumerate(after.stages) if n >= len(old) or stage != old[n])


def merged(before: Tailoring | None, changed: frozenset[int], new: Tailoring) -> Tailoring:
    """Return the words of the stages that stayed as they were, with the new ones of those that changed."""
    kept = before or Tailoring()
    edits = tuple(one for one in kept.edits if one.edit.stage not in changed)
    return Tailoring(edits=(*edits, *new.edits), notes=tuple(dict.fromkeys((*kept.notes, *new.notes))))


def tailor(journey: JourneyMap, tailoring: Tailoring) -> JourneyMap:
    """Return the map with the edits that still fit it, and with the notes."""
    journey = apply_fitting(journey, tailoring.edits)
    return JourneyMap.model_validate({**dict(journey), "notes": (*journey.notes, *tailoring.notes)})


def apply_fitting(journey: JourneyMap, edits: Iterable[Tailored]) -> JourneyMap:
    """Return the map with those `edits` whose words still stand there and whose cards are among its sources."""
    sources = {source.id for source in journey.sources}
    for tailored in edits:
        cites = getattr(getattr(tailored.edit, "basis", None), "cards", ())
        if words_at(journey, tailored.edit) != tailored.was or not sources.issuperset(cites):
            continue
        try:
            journey = apply_to_map(journey, (tailored.edit,))
        except Refused:
            continue  # the map was redrawn since, and what the edit was about is gone
    return journey
