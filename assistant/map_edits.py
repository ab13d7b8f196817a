"""Legal changes to a drawn map: what an owner may edit by chat and what a model may reword."""

from collections.abc import Iterable, Mapping
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
    Statement,
    Touchpoint,
)
from assistant.text import Line

T = TypeVar("T")
Part = Literal["customer_goal", "actions", "thoughts", "touchpoints", "pains", "backstage"]
Removable = Literal["actions", "thoughts", "touchpoints", "pains", "opportunities", "kpis", "retention_tactics"]
Position = Annotated[int, Field(ge=0, lt=100)]


class RenameStage(Frozen):
    """Call a stage something else."""

    do: Literal["rename"] = "rename"
    stage: Position
    name: Line
    basis: Basis


class Reword(Frozen):
    """Give something other words; `index` counts within its part, one past the end of actions or thoughts adds."""

    do: Literal["reword"] = "reword"
    stage: Position
    part: Part
    index: Position = 0
    text: Line
    basis: Basis


class Feel(Frozen):
    """Change what the customer feels at a stage."""

    do: Literal["feel"] = "feel"
    stage: Position
    valence: int = Field(ge=-2, le=2)
    word: Line
    because: Line
    basis: Basis


class FirstStep(Frozen):
    """Fit the first step of an opportunity to this owner."""

    do: Literal["first_step"] = "first_step"
    stage: Position
    index: Position
    text: Line
    basis: Basis


class Remove(Frozen):
    """Take something off the map; a pain takes its opportunities along."""

    do: Literal["remove"] = "remove"
    stage: Position
    part: Removable
    index: Position


class NewPain(Frozen):
    """Add a pain to a stage."""

    do: Literal["pain"] = "pain"
    stage: Position
    text: Line
    severity: int = Field(default=2, ge=1, le=3)
    basis: Basis


class NewTouchpoint(Frozen):
    """Add a touchpoint to a stage."""

    do: Literal["touchpoint"] = "touchpoint"
    stage: Position
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
            if edit.stage >= len(journey.stages):
                raise Refused(f"The map has {len(journey.stages)} stages; there is no stage {edit.stage + 1}.")
            stage = _edited(journey.stages[edit.stage], edit, _next_pain_id(journey))
            stages = (*journey.stages[: edit.stage], stage, *journey.stages[edit.stage + 1 :])
            journey = JourneyMap.model_validate({**dict(journey), "stages": stages})
    except ValidationError as error:
        raise Refused(f"That cannot go on the map: {error.errors()[0]['msg']}.") from error
    return journey


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
            old = _at(stage.opportunities, edit.index)
            new = type(old).model_validate({**dict(old), "first_step": edit.text, "basis": edit.basis})
            return _with(stage, opportunities=_swapped(stage.opportunities, edit.index, new))
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
        met = _at(stage.touchpoints, edit.index)
        new = _touchpoint(edit.text, met.channel, edit.basis)
        return _with(stage, touchpoints=_swapped(stage.touchpoints, edit.index, new))
    if edit.part == "pains":
        pain = _at(stage.pains, edit.index)
        changed = PainPoint.model_validate({**dict(pain), "text": edit.text, "basis": edit.basis})
        return _with(stage, pains=_swapped(stage.pains, edit.index, changed))
    statement = Statement(text=edit.text, basis=edit.basis)
    if edit.part in ("customer_goal", "backstage"):
        return _with(stage, **{edit.part: statement})
    old: tuple[Statement, ...] = getattr(stage, edit.part)
    if edit.index == len(old):
        return _with(stage, **{edit.part: (*old, statement)})
    _at(old, edit.index)
    return _with(stage, **{edit.part: _swapped(old, edit.index, statement)})


def _removed(stage: Stage, edit: Remove) -> Stage:
    old: tuple[object, ...] = getattr(stage, edit.part)
    gone = _at(old, edit.index)
    left = (*old[: edit.index], *old[edit.index + 1 :])
    if edit.part in ("actions", "touchpoints") and not left:
        raise Refused("A stage keeps at least one thing the customer does and one place where they meet you.")
    if isinstance(gone, PainPoint):
        kept = tuple(chance for chance in stage.opportunities if chance.answers != gone.id)
        return _with(stage, pains=left, opportunities=kept)
    return _with(stage, **{edit.part: left})


def _at(items: tuple[T, ...], index: int) -> T:
    if index >= len(items):
        raise Refused(f"There are only {len(items)} of those at this stage.")
    return items[index]


def _swapped(items: tuple[T, ...], index: int, new: T) -> tuple[T, ...]:
    return (*items[:index], new, *items[index + 1 :])
