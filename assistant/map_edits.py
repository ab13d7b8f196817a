"""Legal changes to a drawn map: what an owner may edit by chat and what a model may reword."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import Field, ValidationError

from assistant.errors import Refused
from assistant.model import (
    Basis,
    Channel,
    Emotion,
    FromSurvey,
    Frozen,
    JourneyMap,
    OwnerSaid,
    PainPoint,
    Source,
    Stage,
    StageId,
    Statement,
    Touchpoint,
)
from assistant.text import Line

T = TypeVar("T")
Part = Literal["customer_goal", "actions", "thoughts", "touchpoints", "pains", "backstage"]
Removable = Literal["actions", "thoughts", "touchpoints", "pains", "opportunities", "kpis", "retention_tactics"]
Position = Annotated[int, Field(ge=0, lt=100)]
_WORDED_ANEW = ("actions", "thoughts")
"""Parts whose words may change with each drawing; everything else is known by them."""


class AtStage(Frozen):
    """What every change has: the stage it is for."""

    stage: Position
    column: StageId | None = None
    """The canonical stage it was meant for: a map that was redrawn may have it elsewhere."""


class AtPlace(AtStage):
    """A change of one thing among others."""

    index: Position = 0
    was: Line | None = None
    """The words that stood there, by which it is found again on a map that was redrawn."""


class RenameStage(AtStage):
    """Call a stage something else."""

    do: Literal["rename"] = "rename"
    name: Line
    basis: Basis


class Reword(AtPlace):
    """Give something other words; `index` counts within its part, one past the end of actions or thoughts adds."""

    do: Literal["reword"] = "reword"
    part: Part
    text: Line
    basis: Basis


class Feel(AtStage):
    """Change what the customer feels at a stage."""

    do: Literal["feel"] = "feel"
    valence: int = Field(ge=-2, le=2)
    word: Line
    because: Line
    basis: Basis


class FirstStep(AtPlace):
    """Fit the first step of an opportunity to this owner."""

    do: Literal["first_step"] = "first_step"
    text: Line
    basis: Basis


class Remove(AtPlace):
    """Take something off the map; a pain takes its opportunities along."""

    do: Literal["remove"] = "remove"
    part: Removable


class NewPain(AtStage):
    """Add a pain to a stage."""

    do: Literal["pain"] = "pain"
    text: Line
    severity: int = Field(default=2, ge=1, le=3)
    basis: Basis


class NewTouchpoint(AtStage):
    """Add a touchpoint to a stage."""

    do: Literal["touchpoint"] = "touchpoint"
    name: Line
    channel: Channel
    basis: Basis


MapEdit = Annotated[
    RenameStage | Reword | Feel | FirstStep | Remove | NewPain | NewTouchpoint, Field(discriminator="do")
]


def apply_to_map(journey: JourneyMap, edits: Iterable[MapEdit]) -> JourneyMap:
    """Return the map after `edits`; Refused, with the map left as it was, if one is not legal."""
    try:
        for edit in edits:
            at = _position(journey, edit)
            stage = _edited(journey.stages[at], edit, _next_pain_id(journey))
            stages = (*journey.stages[:at], stage, *journey.stages[at + 1 :])
            journey = JourneyMap.model_validate({**dict(journey), "stages": stages})
    except ValidationError as error:
        raise Refused(f"That cannot go on the map: {error.errors()[0]['msg']}.") from error
    return journey


def pinned(journey: JourneyMap, edits: Iterable[MapEdit]) -> tuple[MapEdit, ...]:
    """Return the edits with what they are about on `journey`, so that they hit nothing else once it is redrawn."""
    found: list[MapEdit] = []
    for edit in edits:
        pins: dict[str, object] = {"column": journey.stages[edit.stage].id}
        if isinstance(edit, AtPlace):
            pins["was"] = words_at(journey, edit)
        found.append(type(edit).model_validate({**dict(edit), **pins}))
        journey = apply_to_map(journey, (edit,))
    return tuple(found)


def _position(journey: JourneyMap, edit: MapEdit) -> int:
    """Return where the stage of `edit` stands."""
    if edit.stage < len(journey.stages) and edit.column in (None, journey.stages[edit.stage].id):
        return edit.stage
    same = [position for position, stage in enumerate(journey.stages) if stage.id == edit.column]
    if not same:
        raise Refused(f"The map has {len(journey.stages)} stages; there is no stage {edit.stage + 1}.")
    return same[0]


def words_at(journey: JourneyMap, edit: MapEdit) -> str | None:
    """Return the words that `edit` replaces or takes off; None where there are none."""
    if edit.stage >= len(journey.stages):
        return None
    stage = journey.stages[edit.stage]
    match edit:
        case RenameStage():
            return stage.name
        case Feel():
            return stage.emotion.because
        case FirstStep():
            return stage.opportunities[edit.index].first_step if edit.index < len(stage.opportunities) else None
        case Reword() | Remove():
            items = getattr(stage, edit.part)
            items = items if isinstance(items, tuple) else (items,)
            return _label(items[edit.index]) if edit.index < len(items) else None
    return None


def _label(item: object) -> str | None:
    words = getattr(item, "name", None) or getattr(item, "text", None)
    return str(words) if words else None


def with_messages(journey: JourneyMap, said: Mapping[int, str]) -> JourneyMap:
    """Return the map with these messages among its sources, so that what rests on them can be checked."""
    known = {source.id for source in journey.sources}
    new = [
        Source(id=f"turn:{turn}", kind="turn", title=f"Message {turn}", text=text)
        for turn, text in said.items()
        if f"turn:{turn}" not in known
    ]
    return JourneyMap.model_validate({**dict(journey), "sources": (*journey.sources, *new)}) if new else journey


def _next_pain_id(journey: JourneyMap) -> str:
    numbers = [int(pain.id.partition("-")[2]) for stage in journey.stages for pain in stage.pains]
    return f"pain-{max(numbers, default=0) + 1}"


def _with(stage: Stage, **changes: object) -> Stage:
    return Stage.model_validate({**dict(stage), **changes})


def _edited(stage: Stage, edit: MapEdit, pain_id: str) -> Stage:
    match edit:
        case RenameStage():
            return _with(stage, name=edit.name, basis=edit.basis)
        case Reword():
            return _reworded(stage, edit)
        case Feel():
            emotion = Emotion(valence=edit.valence, word=edit.word, because=edit.because, basis=edit.basis)
            return _with(stage, emotion=emotion)
        case FirstStep():
            index = _found([chance.first_step for chance in stage.opportunities], edit)
            old = stage.opportunities[index]
            new = type(old).model_validate({**dict(old), "first_step": edit.text, "basis": edit.basis})
            return _with(stage, opportunities=_swapped(stage.opportunities, index, new))
        case Remove():
            return _removed(stage, edit)
        case NewPain():
            pain = PainPoint(id=pain_id, text=edit.text, severity=edit.severity, basis=edit.basis)
            return _with(stage, pains=(*stage.pains, pain))
        case NewTouchpoint():
            return _with(stage, touchpoints=(*stage.touchpoints, _touchpoint(edit.name, edit.channel, edit.basis)))


def _touchpoint(name: str, channel: Channel, basis: Basis) -> Touchpoint:
    named = isinstance(basis, OwnerSaid | FromSurvey)  # what nobody named does not stand there as if it existed
    return Touchpoint(name=name, channel=channel, owner="brand", status="exists" if named else "suggested", basis=basis)


def _reworded(stage: Stage, edit: Reword) -> Stage:
    if edit.part == "touchpoints":
        index = _found([met.name for met in stage.touchpoints], edit)
        new = _touchpoint(edit.text, stage.touchpoints[index].channel, edit.basis)
        return _with(stage, touchpoints=_swapped(stage.touchpoints, index, new))
    if edit.part == "pains":
        index = _found([pain.text for pain in stage.pains], edit)
        changed = PainPoint.model_validate({**dict(stage.pains[index]), "text": edit.text, "basis": edit.basis})
        return _with(stage, pains=_swapped(stage.pains, index, changed))
    statement = Statement(text=edit.text, basis=edit.basis)
    if edit.part in ("customer_goal", "backstage"):
        return _with(stage, **{edit.part: statement})
    old: tuple[Statement, ...] = getattr(stage, edit.part)
    if edit.was is None and edit.index >= len(old):
        return _with(stage, **{edit.part: (*old, statement)})
    return _with(stage, **{edit.part: _swapped(old, _found([one.text for one in old], edit), statement)})


def _removed(stage: Stage, edit: Remove) -> Stage:
    old: tuple[object, ...] = getattr(stage, edit.part)
    index = _found([_label(item) for item in old], edit)
    gone, left = old[index], (*old[:index], *old[index + 1 :])
    if edit.part in ("actions", "touchpoints") and not left:
        raise Refused("A stage keeps at least one thing the customer does and one place where they meet you.")
    if isinstance(gone, PainPoint):
        kept = tuple(chance for chance in stage.opportunities if chance.answers != gone.id)
        return _with(stage, pains=left, opportunities=kept)
    return _with(stage, **{edit.part: left})


def _found(labels: Sequence[str | None], edit: AtPlace) -> int:
    """Return the position of what `edit` is about; by its words first, because a redrawn map may list more or fewer."""
    if edit.was in labels and (edit.index >= len(labels) or labels[edit.index] != edit.was):
        return labels.index(edit.was)
    worded = isinstance(edit, FirstStep) or getattr(edit, "part", None) in _WORDED_ANEW
    if edit.index >= len(labels):
        raise Refused(f"There are only {len(labels)} of those at this stage.")
    if edit.was not in (None, labels[edit.index]) and not worded:
        raise Refused("That is not on the map any more.")
    return edit.index


def _swapped(items: tuple[T, ...], index: int, new: T) -> tuple[T, ...]:
    return (*items[:index], new, *items[index + 1 :])
