"""Drafting: the maps of all owners and of briefs written by hand, against the rubric, controls and a swap test."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.brief import Brief
from assistant.drafting import draft
from assistant.export import FORMATS
from assistant.knowledge import Library
from assistant.model import Channel, JourneyMap
from assistant.synthesis import Synthesis
from evals.dataset import Case
from evals.owners import OwnerCase
from evals.scorer import Metric, Outcome, Result, mean, share
from evals.scoring.controls import controls
from evals.scoring.rubric import rubric, total
from evals.scoring.swap import CHOICES, difference, line_up, picked_by_cards, picked_by_words
from evals.solver import Bench

NAME = "drafting"


class BriefCase(Case):
    """A brief written by hand, with a survey or without."""

    brief: Brief
    survey: Synthesis | None = None


@dataclass(frozen=True)
class Drawn:
    """One map with what it was drawn from."""

    name: str
    note: str
    brief: Brief
    survey: Synthesis | None
    journey: JourneyMap
    absent: tuple[Channel, ...] = ()


async def run(bench: Bench) -> Result:
    """Draw all maps and score them."""
    drawn = [*await _played(bench), *[await by_hand(case, bench) for case in bench.cases(NAME, BriefCase)]]
    scores = [rubric(one.journey, one.brief, bench.library, one.absent) for one in drawn]
    by_check = defaultdict[str, list[float]](list)
    for score in scores:
        for name, value in score.items():
            by_check[name].append(value)
    ranked, outcomes = _controls(drawn, scores, bench.library)
    metrics = (
        mean("drafting.rubric", (total(score) for score in scores)),
        *(mean(f"drafting.{name.replace(' ', '_')}", values) for name, values in by_check.items()),
        *((_stable(drawn, bench.library),) if bench.mind == "embedded" else ()),
        *ranked,
        *_swapped(drawn),
    )
    return Result(suite=NAME, metrics=metrics, outcomes=outcomes)


async def _played(bench: Bench) -> list[Drawn]:
    """Draw the maps of all owners; with a model those that it worded at the end of the interview."""
    found = []
    for one in await bench.play_all(bench.cases("interview", OwnerCase)):
        worded = one.journey if bench.mind == "model" else None
        journey = worded or draft(one.brief, bench.library)
        found.append(Drawn(one.case.name, one.case.note, one.brief, None, journey, one.case.gold.not_channels))
    return found


async def by_hand(case: BriefCase, bench: Bench) -> Drawn:
    """Draw the map of a brief written by hand."""
    journey = await bench.worded(draft(case.brief, bench.library, case.survey), case.brief)
    return Drawn(case.name, case.note, case.brief, case.survey, journey)


def _stable(drawn: Sequence[Drawn], library: Library) -> Metric:
    """Return how often the same input gives the same map; a model words it differently, which the repeats show."""
    return share("drafting.stable", (draft(one.brief, library, one.survey) == one.journey for one in drawn))


def _controls(
    drawn: Sequence[Drawn], scores: Sequence[dict[str, float]], library: Library
) -> tuple[list[Metric], tuple[Outcome, ...]]:
    """Rank each map above its controls; return the shares by control and the outcome of each map."""
    below, gaps, outcomes = defaultdict[str, list[bool]](list), list[float](), []
    for place, (one, score) in enumerate(zip(drawn, scores, strict=True)):
        lost = []
        if one.brief.personas and one.brief.pains:  # because a control needs something to spoil
            other = drawn[place - 1].journey if len(drawn) > 1 else None
            for name, control in controls(one.journey, other, library).items():
                gaps.append(total(score) - total(rubric(control, one.brief, library, one.absent)))
                worse = gaps[-1] > 0
                below[name].append(worse)
                lost += [] if worse else [f"the control “{name}” is not ranked below"]
        outcomes.append(_outcome(one, score, lost))
    metrics = [share(f"drafting.above.{name.replace(' ', '_')}", seen) for name, seen in below.items()]
    every = [worse for seen in below.values() for worse in seen]
    every_gap = mean("drafting.control_gap", gaps)
    return [share("drafting.above_controls", every), every_gap, *metrics], tuple(outcomes)


def _swapped(drawn: Sequence[Drawn]) -> tuple[Metric, ...]:
    told = [one for one in drawn if one.brief.pains]
    if len(told) < CHOICES:
        return ()
    briefs = [one.brief for one in told]
    lines = [line_up(place, briefs) for place in range(len(told))]
    same = [
        difference(one.journey, other.journey)
        for one, other in combinations(told, 2)
        if one.journey.business.industry == other.journey.business.industry
    ]
    pairs = list(zip(told, lines, strict=True))
    return (
        share("drafting.swap_by_words", (picked_by_words(one.journey, line, briefs) for one, line in pairs)),
        share("drafting.swap_by_cards", (picked_by_cards(one.journey, line, briefs) for one, line in pairs)),
        mean("drafting.same_trade_difference", same),
    )


def _outcome(one: Drawn, score: dict[str, float], lost: Sequence[str]) -> Outcome:
    short = [f"{name} {value:.2f}" for name, value in score.items() if value < 0.95]
    return Outcome(
        name=one.name, note=one.note, score=total(score), failures=(*short, *lost), marks=tuple(score.items()),
        transcript=FORMATS["md"].write(one.journey).decode("utf-8"),
    )  # fmt: skip
