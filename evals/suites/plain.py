"""Plain: our maps beside those that one plain prompt draws of the same briefs, by what can be asked of both."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.export import FORMATS
from assistant.model import JourneyMap
from evals.models import open_model
from evals.one_prompt import MAX_TOKENS, draw_in_one
from evals.scorer import Metric, Outcome, Result, mean, only_reported, share
from evals.scoring.neutral import invented_figures, neutral
from evals.solver import Bench
from evals.suites.drafting import BriefCase, Drawn, by_hand

NAME = "plain"
Scores = Mapping[str, float]


@dataclass(frozen=True)
class Pair:
    """Two maps of one brief."""

    ours: Drawn
    theirs: JourneyMap | str
    """What one prompt has drawn, or why it cannot be used."""


async def run(bench: Bench) -> Result:
    """Draw both maps of every brief and measure them alike; nothing of it is held to a baseline."""
    drawn = await pairs(bench)
    judged = [(pair, *_scores(pair, bench)) for pair in drawn]
    usable = [(ours, theirs) for _, ours, theirs in judged if theirs is not None]
    metrics = (
        share("plain.usable", (isinstance(pair.theirs, JourneyMap) for pair in drawn)),
        *_side("plain.ours", [ours for ours, _ in usable]),
        *_side("plain.one_prompt", [theirs for _, theirs in usable]),
        *_figures(drawn, bench),
    )
    notes = (
        "What needs cards (review, labels, tactics that fit) is left out, because one prompt knows none. In the heat "
        "map sand is a draw, teal where our map is better.",
    )
    outcomes = tuple(_outcome(*one) for one in judged)
    return Result(suite=NAME, metrics=only_reported(metrics), outcomes=outcomes, notes=notes)


async def pairs(bench: Bench) -> list[Pair]:
    """Return our map and that of one prompt for every brief written by hand; the prompt is asked once a case."""
    cases = bench.cases("drafting", BriefCase)
    new = [case for case in cases if case.name not in bench.one_prompt]
    async with open_model(bench.settings, MAX_TOKENS) as endpoint:
        maps = await asyncio.gather(*(draw_in_one(case.brief, endpoint, bench.meter) for case in new))
    bench.one_prompt.update({case.name: journey for case, journey in zip(new, maps, strict=True)})
    return [Pair(await by_hand(case, bench), bench.one_prompt[case.name]) for case in cases]


def _scores(pair: Pair, bench: Bench) -> tuple[Scores, Scores | None]:
    one = pair.ours
    ours = neutral(one.journey, one.brief, bench.library, one.survey)
    theirs = neutral(pair.theirs, one.brief, bench.library) if isinstance(pair.theirs, JourneyMap) else None
    return ours, theirs


def _side(prefix: str, scores: Sequence[Scores]) -> Iterable[Metric]:
    """Return the mean of each measure over the briefs that both could draw."""
    names = scores[0] if scores else ()
    return [mean(f"{prefix}.{name.replace(' ', '_')}", (one[name] for one in scores)) for name in names]


def _figures(drawn: Sequence[Pair], bench: Bench) -> tuple[Metric, Metric]:
    """Return the mean number of figures without a source on a map of either."""
    both = [(pair.ours.journey, pair.theirs, pair.ours.brief) for pair in drawn if isinstance(pair.theirs, JourneyMap)]
    return (
        mean("plain.ours.invented_figures", (invented_figures(ours, b, bench.library) for ours, _, b in both)),
        mean("plain.one_prompt.invented_figures", (invented_figures(t, b, bench.library) for _, t, b in both)),
    )


def _outcome(pair: Pair, ours: Scores, theirs: Scores | None) -> Outcome:
    """Return where one prompt does better than we do: those are the cases to learn from."""
    one = pair.ours
    if theirs is None or isinstance(pair.theirs, str):
        return Outcome(name=one.name, note=one.note, score=1.0, failures=(f"one prompt drew no map: {pair.theirs}",))
    behind = [name for name in ours if theirs[name] > ours[name]]
    better = [f"{name}: one prompt {theirs[name]:.2f}, ours {ours[name]:.2f}" for name in behind]
    maps = "\n\n".join(FORMATS["md"].write(journey).decode("utf-8") for journey in (one.journey, pair.theirs))
    return Outcome(
        name=one.name, note=one.note, score=1 - len(better) / len(ours), failures=tuple(better),
        marks=tuple((name, 0.5 + (ours[name] - theirs[name]) / 2) for name in ours), transcript=maps,
    )  # fmt: skip
