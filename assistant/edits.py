"""Legal changes: facts that enter a brief, each with the words that carry it."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from assistant.brief import (
    Brief,
    ChannelUse,
    Number,
    Origin,
    Pain,
    Persona,
    Resources,
    Said,
    Topic,
    Turns,
    Use,
)
from assistant.errors import Refused
from assistant.model import CardId, Channel, Frozen, StageId
from assistant.text import Line, Text, fold

Fact = Literal[
    "business.name", "business.offer", "business.model", "business.industry", "business.place", "business.price",
    "goal", "journey.discovery", "journey.purchase", "journey.delivery", "journey.after_sale",
]  # fmt: skip


class SetFact(Frozen):
    """Set a fact that has one value; an earlier value is replaced."""

    do: Literal["set"] = "set"
    fact: Fact
    value: Text
    words: Text


class AddPersona(Frozen):
    """Add a kind of customer; one of the same name is replaced."""

    do: Literal["persona"] = "persona"
    name: Line
    who: Line
    goals: tuple[Line, ...] = ()
    worries: tuple[Line, ...] = ()
    words: Text


class AddChannel(Frozen):
    """Add a channel with its use."""

    do: Literal["channel"] = "channel"
    channel: Channel
    use: Use
    words: Text


class AddPain(Frozen):
    """Add something that goes wrong for customers."""

    do: Literal["pain"] = "pain"
    words: Line
    pain: CardId | None = None
    stage: StageId | None = None


class SetNumber(Frozen):
    """Give a number; it replaces an earlier one of the same KPI, or the one whose words are named."""

    do: Literal["number"] = "number"
    kpi: CardId | None = None
    value: float = Field(ge=-1e12, le=1e12, allow_inf_nan=False)
    unit: Line
    words: Line
    replaces: Line | None = None
    """Words of the number it corrects."""


class AddKeeping(Frozen):
    """Add something the owner does to keep customers."""

    do: Literal["keeping"] = "keeping"
    words: Text


class SetResources(Frozen):
    """Say what the owner can put in."""

    do: Literal["resources"] = "resources"
    words: Text
    people: Line | None = None
    hours_a_week: float | None = Field(default=None, ge=0, le=1000)
    budget: Literal["none", "small", "some"] | None = None
    tools: tuple[Line, ...] = ()


class MarkUnknown(Frozen):
    """Leave a topic unknown: skipped, or the owner does not know."""

    do: Literal["unknown"] = "unknown"
    topic: Topic


class Drop(Frozen):
    """Take a fact back, because the owner said it is wrong."""

    do: Literal["drop"] = "drop"
    what: Literal["channel", "persona", "pain", "number", "keeping"]
    words: Line
    """The channel's id, or words of the persona, pain, number or habit."""


BriefEdit = Annotated[
    SetFact | AddPersona | AddChannel | AddPain | SetNumber | AddKeeping | SetResources | MarkUnknown | Drop,
    Field(discriminator="do"),
]


def is_rooted(edit: BriefEdit, message: str) -> bool:
    """Tell whether the words that carry `edit` stand in `message`, case, quotes and spaces apart."""
    if isinstance(edit, MarkUnknown | Drop):
        return True
    return fold(edit.words) in fold(message)


def apply(brief: Brief, edits: Iterable[BriefEdit], turn: int, message: str) -> Brief:
    """Return the brief after `edits` from the owner's message number `turn`; Refused if one is not legal."""
    changed = brief
    try:
        for edit in edits:
            changed = _apply_one(changed, edit, turn)
        if changed != brief and message.strip():
            kept = tuple(said for said in changed.said if said.turn != turn)
            changed = _with(changed, said=(*kept, Said(turn=turn, text=message)))
    except ValidationError as error:
        raise Refused(f"That cannot go into the brief: {error.errors()[0]['msg']}.") from error
    return changed


def _with(brief: Brief, **changes: object) -> Brief:
    # rebuilt, because model_copy(update=…) does not validate
    return Brief.model_validate({**dict(brief), **changes})


def _apply_one(brief: Brief, edit: BriefEdit, turn: int) -> Brief:
    match edit:
        case SetFact():
            return _known(_set_fact(brief, edit, turn), edit.fact)
        case AddPersona():
            persona = Persona(name=edit.name, who=edit.who, goals=edit.goals, worries=edit.worries, turns=(turn,))
            others = tuple(old for old in brief.personas if fold(old.name) != fold(edit.name))
            return _known(_with(brief, personas=(*others, persona)), "customer")
        case AddChannel():
            return _add_channel(brief, edit, turn)
        case AddPain():
            return _add_pain(brief, edit, turn)
        case SetNumber():
            return _known(_set_number(brief, edit, turn), "numbers")
        case AddKeeping():
            others_kept = tuple(old for old in brief.keeping if fold(old) != fold(edit.words))
            return _known(
                _traced(_with(brief, keeping=(*others_kept, edit.words)), "keeping", turn, add=True), "retention"
            )
        case SetResources():
            return _known(_set_resources(brief, edit, turn), "resources")
        case MarkUnknown():
            # what is known already does not become unknown because there is no more to say about it
            told = edit.topic in brief.unknown or brief.knows(edit.topic)
            return brief if told else _with(brief, unknown=(*brief.unknown, edit.topic))
        case Drop():
            return _drop(brief, edit)


def _known(brief: Brief, fact: str) -> Brief:
    """Take the topic of `fact` off the list of the unknown."""
    topic = {"business.offer": "offer"}.get(fact, fact.removeprefix("journey."))
    if topic not in brief.unknown:
        return brief
    return _with(brief, unknown=tuple(left for left in brief.unknown if left != topic))


def _traced(brief: Brief, fact: str, turn: int, *, add: bool = False) -> Brief:
    before: Turns = brief.turns_of(fact) if add else ()
    others = tuple(origin for origin in brief.origins if origin.fact != fact)
    turns = tuple(dict.fromkeys((*before, turn)))
    return _with(brief, origins=(*others, Origin(fact=fact, turns=turns)))


def _set_fact(brief: Brief, edit: SetFact, turn: int) -> Brief:
    group, _, name = edit.fact.rpartition(".")
    if group == "business":
        business = type(brief.business).model_validate({**dict(brief.business), name: edit.value})
        return _traced(_with(brief, business=business), edit.fact, turn)
    if group == "journey":
        journey = type(brief.journey).model_validate({**dict(brief.journey), name: edit.value})
        return _traced(_with(brief, journey=journey), edit.fact, turn)
    return _traced(_with(brief, goal=edit.value), edit.fact, turn)


def _add_channel(brief: Brief, edit: AddChannel, turn: int) -> Brief:
    same = next((old for old in brief.channels if (old.channel, old.use) == (edit.channel, edit.use)), None)
    turns = tuple(dict.fromkeys((*(same.turns if same else ()), turn)))
    words = same.words if same and same.words else edit.words
    new = ChannelUse(channel=edit.channel, use=edit.use, words=words, turns=turns)
    if same is None:
        return _with(brief, channels=(*brief.channels, new))
    return _with(brief, channels=tuple(new if old is same else old for old in brief.channels))


def _add_pain(brief: Brief, edit: AddPain, turn: int) -> Brief:
    pain = Pain(words=edit.words, pain=edit.pain, stage=edit.stage, turns=(turn,))
    others = tuple(old for old in brief.pains if fold(old.words) != fold(edit.words))
    return _known(_with(brief, pains=(*others, pain)), "pains")


def _set_number(brief: Brief, edit: SetNumber, turn: int) -> Brief:
    new = Number(kpi=edit.kpi, value=edit.value, unit=edit.unit, words=edit.words, turns=(turn,))

    def replaced(old: Number) -> bool:
        if edit.replaces is not None:
            return fold(old.words) == fold(edit.replaces)
        return old.kpi == new.kpi if new.kpi else fold(old.words) == fold(new.words)

    if any(replaced(old) for old in brief.numbers):
        first = next(old for old in brief.numbers if replaced(old))
        rest = tuple(new if old is first else old for old in brief.numbers if old is first or not replaced(old))
        return _with(brief, numbers=rest)
    return _with(brief, numbers=(*brief.numbers, new))


def _set_resources(brief: Brief, edit: SetResources, turn: int) -> Brief:
    old = brief.resources
    words = edit.words if old is None or fold(edit.words) in fold(old.words) else f"{old.words}; {edit.words}"
    resources = Resources(
        words=words[:4000],
        people=edit.people or (old.people if old else None),
        hours_a_week=edit.hours_a_week if edit.hours_a_week is not None else (old.hours_a_week if old else None),
        budget=edit.budget or (old.budget if old else None),
        tools=tuple(dict.fromkeys((*(old.tools if old else ()), *edit.tools))),
    )
    return _traced(_with(brief, resources=resources), "resources", turn, add=True)


def _drop(brief: Brief, edit: Drop) -> Brief:
    words = fold(edit.words)
    match edit.what:
        case "channel":
            return _with(brief, channels=tuple(old for old in brief.channels if old.channel != edit.words))
        case "persona":
            return _with(brief, personas=tuple(old for old in brief.personas if words not in fold(old.who)))
        case "pain":
            return _with(brief, pains=tuple(old for old in brief.pains if words not in fold(old.words)))
        case "number":
            return _with(brief, numbers=tuple(old for old in brief.numbers if words not in fold(old.words)))
        case "keeping":
            return _with(brief, keeping=tuple(old for old in brief.keeping if words not in fold(old)))
