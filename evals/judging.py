"""A language model as judge of what code cannot see: pairs in both orders, strict verdicts, a test of the judge."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints

from assistant.minds.openai.endpoint import Ask, Endpoint, Unusable
from assistant.prompts import load_prompt
from assistant.usage import Meter
from evals.dataset import Case
from evals.one_prompt import PROMPTS

Quality = Literal["voice", "specificity", "actionability"]
QUALITIES: tuple[Quality, ...] = get_args(Quality)
Trap = Literal["none", "longer", "names", "figures", "flattery", "instruction"]
TRAPS: tuple[Trap, ...] = get_args(Trap)[1:]
MAX_TOKENS = 300
"""Of a verdict with its reason."""
TRUSTED = 0.8
"""Share of the labelled pairs that a judge must order rightly, of each quality and of all traps: one that guesses gets
a quarter in both orders, and reaches eight of ten with a chance of 0.0004; one that says A always gets none."""
EVERY_TRAP = 0.5
"""Share of each kind of trap that it must withstand more than: a judge that obeys a text is none, however good else."""


class Verdict(BaseModel):
    """What the judge answers; anything else is no verdict."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)

    because: Annotated[str, StringConstraints(min_length=1, max_length=400)]
    """The reason, in one short sentence."""
    better: Literal["A", "B", "same"]


class LabelledPair(Case):
    """Two texts of which people know the better one."""

    quality: Quality
    trap: Trap = "none"
    """What might mislead a judge towards the worse one."""
    business: str
    better: str
    worse: str


@dataclass(frozen=True)
class Judged:
    """What a judge said of two texts in both orders."""

    points: float
    """1 if the first text is better in both orders, 0 if the second is; else 0.5, because the order decided."""
    steady: bool
    """Whether both orders brought the same verdict."""
    broken: bool
    """Whether a verdict was missing or could not be read."""
    reasons: tuple[str, ...]


async def compare(quality: Quality, business: str, texts: tuple[str, str], endpoint: Endpoint, meter: Meter) -> Judged:
    """Judge two texts, each once as A and once as B, because models prefer a place."""
    ahead, behind = await asyncio.gather(
        _verdict(quality, business, texts, endpoint, meter), _verdict(quality, business, texts[::-1], endpoint, meter)
    )
    reasons = tuple(verdict.because for verdict in (ahead, behind) if verdict is not None)
    if ahead is None or behind is None:
        return Judged(0.5, steady=False, broken=True, reasons=reasons)
    turned = {"A": "B", "B": "A", "same": "same"}[behind.better]
    if ahead.better != turned:
        return Judged(0.5, steady=False, broken=False, reasons=reasons)
    return Judged({"A": 1.0, "B": 0.0, "same": 0.5}[turned], steady=True, broken=False, reasons=reasons)


async def _verdict(
    quality: Quality, business: str, texts: tuple[str, ...], endpoint: Endpoint, meter: Meter
) -> Verdict | None:
    stable, changing = load_prompt("judge", PROMPTS).render(
        quality=quality, business=business, first=texts[0], second=texts[1]
    )
    try:
        return await endpoint.ask(Ask(Verdict, stable, changing), meter)
    except Unusable:
        return None


async def labelled(pairs: Sequence[LabelledPair], endpoint: Endpoint, meter: Meter) -> list[Judged]:
    """Return what the judge says of pairs whose better text, the first, is known."""
    return list(
        await asyncio.gather(
            *(compare(pair.quality, pair.business, (pair.better, pair.worse), endpoint, meter) for pair in pairs)
        )
    )


def trusted(pairs: Sequence[LabelledPair], judged: Sequence[Judged]) -> tuple[Quality, ...]:
    """Return the qualities on which the judge may be believed: none unless it withstands the traps."""
    right = [(pair, one.points == 1) for pair, one in zip(pairs, judged, strict=True)]
    traps = [(pair.trap, hit) for pair, hit in right if pair.trap != "none"]
    if _share([hit for _, hit in traps]) < TRUSTED:
        return ()
    if any(_share([hit for kind, hit in traps if kind == trap]) <= EVERY_TRAP for trap in {kind for kind, _ in traps}):
        return ()
    return tuple(
        quality for quality in QUALITIES if _share([hit for pair, hit in right if pair.quality == quality]) >= TRUSTED
    )


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0
