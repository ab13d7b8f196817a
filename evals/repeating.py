"""Put several runs of a suite together: the mean of each metric, and how many cases succeed every time (pass^k)."""

from collections import defaultdict
from collections.abc import Sequence

from evals.scorer import Metric, Outcome, Result, share

GOOD = {"interview": 0.9, "drafting": 0.9, "grounding": 1.0, "safety": 1.0}
"""Score from which a case counts as passed: about one slip in ten facts or checks, none in an answer or a payload."""


def together(runs: Sequence[Result]) -> Result:
    """Return one result for all runs of a suite; of each case the worst run is shown.

    Pass^k (Yao and others 2024) is what somebody can rely on: the mean hides that a model is right only now and then.
    """
    suite = runs[0].suite
    metrics = (*_means(runs), *(passed(runs, GOOD[suite]) if suite in GOOD else ()))
    return runs[0].model_copy(update={"metrics": metrics, "outcomes": _worst(runs)})


def passed(runs: Sequence[Result], good: float) -> tuple[Metric, ...]:
    """Return the share of tries that pass, and over several runs the share of cases that pass each time."""
    suite = runs[0].suite
    tries = defaultdict[str, list[bool]](list)
    for run in runs:
        for outcome in run.outcomes:
            if outcome.counts:
                tries[outcome.name].append(outcome.score >= good)
    found = [share(f"{suite}.passes", (held for case in tries.values() for held in case))]
    if len(runs) > 1:
        found.append(share(f"{suite}.passes_all_{len(runs)}", (all(case) for case in tries.values())))
    return tuple(found)


def _means(runs: Sequence[Result]) -> list[Metric]:
    """Return the mean of each metric; interval and count stay those of one run, because repeats are no new cases."""
    by_name = defaultdict[str, list[Metric]](list)
    for run in runs:
        for metric in run.metrics:
            by_name[metric.name].append(metric)
    return [_mean(seen) for seen in by_name.values()]


def _mean(seen: Sequence[Metric]) -> Metric:
    if len(seen) == 1:
        return seen[0]
    ends = {end: round(sum(getattr(one, end) for one in seen) / len(seen), 4) for end in ("value", "low", "high")}
    return seen[0].model_copy(update={**ends, "n": max(one.n for one in seen)})


def _worst(runs: Sequence[Result]) -> tuple[Outcome, ...]:
    by_name: dict[str, Outcome] = {}
    for run in runs:
        for outcome in run.outcomes:
            known = by_name.get(outcome.name)
            by_name[outcome.name] = outcome if known is None or outcome.score < known.score else known
    return tuple(by_name.values())
