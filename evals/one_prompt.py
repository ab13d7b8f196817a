"""A journey map as one plain prompt draws it: the peer of our maps, read as far as it can be read."""

import re
from collections.abc import Mapping
from itertools import count
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from assistant.brief import Brief
from assistant.minds.openai.endpoint import Ask, Endpoint, Unusable
from assistant.minds.openai.telling import brief_told
from assistant.model import Channel, JourneyMap
from assistant.prompts import load_prompt
from assistant.text import clean, fold
from assistant.usage import Meter
from evals.dataset import HERE

PROMPTS = HERE / "prompts"
MAX_TOKENS = 6_000
"""Of an answer: a whole map is written at once."""
_NOTHING = "–"
"""Stands where the answer says nothing; no measure takes it for an answer."""

_TACTIC, _KPI = "tactic:of-the-prompt", "kpi:of-the-prompt"
"""Ids for what has none, because the prompt knows no cards."""


def _filled(words: str) -> str:
    return clean(words) or _NOTHING


Words = Annotated[str, StringConstraints(max_length=500), AfterValidator(_filled)]
Maybe = Annotated[str, StringConstraints(max_length=500), AfterValidator(clean)]
"""Words that may be missing."""
Kind = Literal["awareness", "consideration", "purchase", "onboarding", "use", "retention", "advocacy", "exit"]


class Part(BaseModel):
    """A part of the answer; what else it says is left aside."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)


class PlainLine(Part):
    """One thing the map says."""

    text: Words
    said: Maybe = ""
    """The owner's exact words on which it rests, else empty."""


class PlainTouchpoint(PlainLine):
    """Where the customer meets the business."""

    channel: Channel
    exists: bool


class PlainPain(PlainLine):
    """What goes wrong."""

    number: int


class PlainIdea(Part):
    """What to do about a pain."""

    text: Words
    answers: int
    """The number of the pain."""
    first_step: Words
    kpi: Words
    who: Words


class PlainKpi(PlainLine):
    """A number to watch."""

    today: Maybe = ""
    """Where it stands, only if the owner said so."""


class PlainStage(Part):
    """One stage."""

    kind: Kind
    name: Words
    goal: Words
    actions: Annotated[tuple[PlainLine, ...], Field(min_length=1, max_length=6)]
    thoughts: Annotated[tuple[PlainLine, ...], Field(max_length=6)] = ()
    touchpoints: Annotated[tuple[PlainTouchpoint, ...], Field(max_length=8)] = ()
    feeling: Annotated[int, Field(ge=-2, le=2)]
    feels: Words
    """One word for it."""
    because: PlainLine
    pains: Annotated[tuple[PlainPain, ...], Field(max_length=6)] = ()
    decides: Maybe = ""
    ideas: Annotated[tuple[PlainIdea, ...], Field(max_length=6)] = ()
    kpis: Annotated[tuple[PlainKpi, ...], Field(max_length=6)] = ()
    keeping: Annotated[tuple[PlainLine, ...], Field(max_length=4)] = ()


class PlainUnknown(Part):
    """Something to find out."""

    text: Words
    find_out: Words


class PlainMap(Part):
    """The whole answer."""

    title: Words
    customer: Words
    stages: Annotated[tuple[PlainStage, ...], Field(min_length=1, max_length=10)]
    first: Annotated[tuple[Words, ...], Field(max_length=3)] = ()
    unknown: Annotated[tuple[PlainUnknown, ...], Field(max_length=12)] = ()


async def draw_in_one(brief: Brief, endpoint: Endpoint, meter: Meter) -> JourneyMap | str:
    """Ask for a map with one prompt, once more if it cannot be read; where that fails too, return why."""
    stable, changing = load_prompt("one_prompt", PROMPTS).render(brief=brief_told(brief))
    try:
        return as_journey(await endpoint.ask(Ask(PlainMap, stable, changing), meter), brief)
    except Unusable as unusable:
        return unusable.why


def as_journey(plain: PlainMap, brief: Brief) -> JourneyMap:
    """Return the answer as one of our maps, so that the same rubric can look at it.

    A line stands on the owner's words if they are in the brief letter by letter, else it is an assumption, whatever
    it claims. It knows no cards, so tactics and KPIs have names of their own. Pains are numbered anew, because many a
    model counts them from 1 at every stage.
    """
    told, ids = fold(brief_told(brief)), count(1)
    numbered = [{pain.number: f"pain-{next(ids)}" for pain in stage.pains} for stage in plain.stages]
    anywhere = {number: name for names in reversed(numbered) for number, name in names.items()}
    business = brief.business
    tree = {
        "title": plain.title,
        "business": {
            "offer": business.offer or _NOTHING, "model": business.model or "b2c", "name": business.name,
            "industry": business.industry or "industry:other", "place": business.place, "price": business.price,
            "basis": _basis(business.offer or "", told),
        },
        "persona": {"name": plain.customer, "who": plain.customer, "basis": _basis(plain.customer, told)},
        "scenario": {"text": plain.title, "basis": _guess()},
        "stages": [
            _stage(stage, told, own, {**anywhere, **own}) for stage, own in zip(plain.stages, numbered, strict=True)
        ],
        "top_actions": [
            {"text": text, "when": _NOTHING, "stage": 0, "tactic": _TACTIC, "kpi": _KPI, "effort": "S",
             "why": _NOTHING, "basis": _guess()}
            for text in plain.first
        ],
        "assumptions_to_validate": [
            {"text": one.text, "find_out": one.find_out, "basis": _guess()} for one in plain.unknown
        ],
    }  # fmt: skip
    return JourneyMap.model_validate(tree)


def _stage(stage: PlainStage, told: str, own: Mapping[int, str], known: Mapping[int, str]) -> dict[str, Any]:
    lows = -stage.feeling
    return {
        "id": f"stage:{stage.kind}",
        "name": stage.name,
        "customer_goal": {"text": stage.goal, "basis": _guess()},
        "actions": [_line(one, told) for one in stage.actions],
        "thoughts": [_line(one, told) for one in stage.thoughts],
        "touchpoints": [
            {"name": one.text, "channel": one.channel, "owner": "brand", "basis": _basis(one.said, told),
             "status": "exists" if one.exists else "suggested"}
            for one in stage.touchpoints
        ],
        "emotion": {"valence": stage.feeling, "word": stage.feels, "because": stage.because.text,
                    "basis": _basis(stage.because.said, told)},
        "pains": [
            {"id": own[number], "text": one.text, "severity": max(1, min(3, lows + 1)),
             "basis": _basis(one.said, told)}
            for number, one in {pain.number: pain for pain in stage.pains}.items()
        ],
        "moment_of_truth": {"why": stage.decides, "basis": _guess()} if stage.decides else None,
        "opportunities": [_idea(idea, known) for idea in stage.ideas if idea.answers in known],
        "kpis": [
            {"kpi": _kpi(one.text), "name": one.text, "formula": _NOTHING, "unit": _NOTHING, "direction": "up",
             "how_to_measure": one.today or _NOTHING, "basis": _basis(one.said, told)}
            for one in stage.kpis
        ],
        "retention_tactics": [
            {"tactic": _TACTIC, "name": one.text, "trigger": _NOTHING, "action": one.text, "channel": "store",
             "timing": _NOTHING, "kpi": _KPI, "effort": "S", "basis": _basis(one.said, told)}
            for one in stage.keeping
        ],
        "owner": _NOTHING,
        "basis": _guess(),
    }  # fmt: skip


def _idea(idea: PlainIdea, known: Mapping[int, str]) -> dict[str, Any]:
    return {
        "text": idea.text, "answers": known[idea.answers], "tactic": _TACTIC, "kpi": _kpi(idea.kpi),
        "reason": _NOTHING, "customer_value": _NOTHING, "business_value": _NOTHING, "effort": "S",
        "first_step": idea.first_step, "owner": idea.who, "basis": _guess(),
    }  # fmt: skip


def _line(line: PlainLine, told: str) -> dict[str, Any]:
    return {"text": line.text, "basis": _basis(line.said, told)}


def _basis(said: str, told: str) -> dict[str, Any]:
    """Return the owner's words as basis if the owner did say them."""
    words = fold(said)
    return {"kind": "owner_said", "turns": [0], "quote": said} if words and words in told else _guess()


def _guess() -> dict[str, Any]:
    return {"kind": "assumption", "why": "the model says so"}


def _kpi(name: str) -> str:
    """Return a number's name as an id, so that an idea and the number it should move find each other."""
    return f"kpi:{re.sub(r'[^a-z0-9]+', '-', name.casefold()).strip('-') or 'unnamed'}"
