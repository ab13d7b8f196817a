"""Judge: what code cannot see, by a language model that first has to order texts of which we know the better one."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from assistant.minds.openai.endpoint import Endpoint
from assistant.minds.openai.telling import brief_told
from assistant.model import JourneyMap
from evals.dataset import load_cases
from evals.judging import (
    EVERY_TRAP,
    MAX_TOKENS,
    QUALITIES,
    TRAPS,
    TRUSTED,
    Judged,
    LabelledPair,
    Quality,
    Trap,
    compare,
    labelled,
    trusted,
)
from evals.models import open_model
from evals.scorer import Metric, Outcome, Result, mean, only_reported, share
from evals.scoring.controls import template
from evals.scoring.excerpt import excerpt
from evals.solver import Bench
from evals.suites.drafting import Drawn
from evals.suites.plain import pairs

NAME = "judge"


@dataclass(frozen=True)
class Match:
    """Our map against another of the same brief."""

    ours: Drawn
    against: str
    theirs: JourneyMap


async def run(bench: Bench) -> Result:
    """Test the judge, then let it compare; nothing of it is held to a baseline, and a judge that fails is left out."""
    known = load_cases(NAME, LabelledPair)
    async with open_model(bench.settings, MAX_TOKENS, bench.judge) as endpoint:
        said = await labelled(known, endpoint, bench.meter)
        qualities = trusted(known, said)
        matches = await _matches(bench) if qualities else []
        scores = [metric for quality in qualities for metric in await _scores(quality, matches, endpoint, bench)]
    metrics = (*reliability(known, said), *scores)
    notes = (*_trust(known, said, qualities), *_kinship(bench, qualities))
    outcomes = tuple(_outcome(pair, one) for pair, one in zip(known, said, strict=True))
    return Result(suite=NAME, metrics=only_reported(metrics), outcomes=outcomes, notes=notes)


def reliability(known: Sequence[LabelledPair], said: Sequence[Judged]) -> tuple[Metric, ...]:
    """Return how well the judge orders pairs of which we know the better text."""
    both = list(zip(known, said, strict=True))

    def right(name: str, keep: Callable[[LabelledPair], bool]) -> Metric:
        return share(f"judge.labelled.{name}", (one.points == 1 for pair, one in both if keep(pair)))

    return (
        right("right", lambda pair: True),
        right("traps", lambda pair: pair.trap != "none"),
        *(right(name, partial(_is, name)) for name in QUALITIES),
        *(right(f"trap.{name}", partial(_lures, name)) for name in TRAPS),
        share("judge.labelled.steady", (one.steady for one in said)),
        share("judge.labelled.broken", (one.broken for one in said)),
    )


def _is(quality: Quality, pair: LabelledPair) -> bool:
    return pair.quality == quality


def _lures(trap: Trap, pair: LabelledPair) -> bool:
    return pair.trap == trap


async def _matches(bench: Bench) -> list[Match]:
    """Return our maps against those of one prompt, where it drew any, and against what any firm of the trade gets."""
    found = []
    for pair in await pairs(bench):
        if isinstance(pair.theirs, JourneyMap):
            found.append(Match(pair.ours, "one_prompt", pair.theirs))
        found.append(Match(pair.ours, "template", template(pair.ours.journey, bench.library)))
    return found


async def _scores(quality: Quality, matches: Sequence[Match], endpoint: Endpoint, bench: Bench) -> list[Metric]:
    async def points(match: Match) -> float:
        texts = (excerpt(match.ours.journey, quality), excerpt(match.theirs, quality))
        return (await compare(quality, brief_told(match.ours.brief), texts, endpoint, bench.meter)).points

    won = await asyncio.gather(*map(points, matches))
    opponents = dict.fromkeys(match.against for match in matches)
    return [
        mean(
            f"judge.{quality}.against_{opponent}",
            (one for one, match in zip(won, matches, strict=True) if match.against == opponent),
        )
        for opponent in opponents
    ]


def _trust(known: Sequence[LabelledPair], said: Sequence[Judged], qualities: Sequence[Quality]) -> tuple[str, ...]:
    metrics = {metric.name.rpartition(".")[2]: metric for metric in reliability(known, said)}
    doubted = [quality for quality in QUALITIES if quality not in qualities]
    if not doubted:
        return ()
    why = ", ".join(f"{name} {metrics[name].value:.2f}" for name in ("traps", *TRAPS, *doubted))
    return (
        f"Judge not trusted on {', '.join(doubted)}: it ordered too few of the labelled pairs rightly ({why}). At "
        f"least {TRUSTED} of the traps and of a quality and over {EVERY_TRAP} of each kind of trap are asked for, so "
        "its scores there are left out.",
    )


def _kinship(bench: Bench, qualities: Sequence[Quality]) -> tuple[str, ...]:
    if not qualities or (bench.judge or bench.settings.model) != bench.settings.model:
        return ()
    return ("The judge is the model that worded the maps and may like its own words; --judge MODEL names another.",)


def _outcome(pair: LabelledPair, one: Judged) -> Outcome:
    return Outcome(
        name=pair.name, note=f"{pair.quality}, trap {pair.trap}: {pair.note}", score=one.points,
        failures=() if one.points == 1 else (_mistake(one),),
        marks=(("right", one.points), ("steady", float(one.steady))),
        transcript="\n\n".join((f"better: {pair.better}", f"worse: {pair.worse}", *one.reasons)),
    )  # fmt: skip


def _mistake(one: Judged) -> str:
    if one.broken:
        return "no verdict that could be read"
    if not one.steady:
        return "the order decided"
    return "the worse text was preferred" if one.points == 0 else "it could not tell"
