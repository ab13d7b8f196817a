"""Run the evals: `python -m evals [SUITE…]`; leaves with 1 when a metric falls below the baseline."""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import JourneyError
from assistant.settings import Settings, load_settings
from evals.asked import Asked, read_command
from evals.costs import estimated, spent
from evals.gate import Verdict, baseline_of, judge, load_baseline, slug
from evals.marks import told, write_baseline
from evals.repeating import together
from evals.report import table, tree, write_reports
from evals.scorer import Metric, Result
from evals.solver import RESULTS, Bench, open_bench
from evals.suites import MINDFUL, SUITES

OK, BELOW = 0, 1


@dataclass(frozen=True)
class Place:
    """Where the figures of a run are held to, and where its report goes."""

    baseline: Path
    results: Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suites named, all by default; print a table or one JSON document."""
    asked = read_command(arguments, main.__doc__)
    try:
        settings = load_settings()
        if asked.mind == "model":
            print(estimated(asked.suites, asked.repeats, asked.only, settings), file=sys.stderr)
        return OK if asked.estimate else _measured(asked, settings)
    except JourneyError as error:
        print(error, file=sys.stderr)
        return BELOW


def _measured(asked: Asked, settings: Settings) -> int:
    """Run, judge, report; return the exit code."""
    place = place_of(asked, settings)
    results = asyncio.run(run(asked))
    metrics = [metric for result in results for metric in result.metrics]
    verdicts = verdicts_on(metrics, asked, place)
    write_reports(results, verdicts, whole=asked.whole, folder=place.results)
    if asked.as_json:
        print(json.dumps(tree(results, verdicts)))
    else:
        print(table(verdicts))
    if asked.keep:
        changes = write_baseline(metrics, place.baseline, asked.lowering)
        print(told(changes, place.baseline), file=sys.stderr)
        verdicts = verdicts_on(metrics, asked, place)  # because a mark that was lowered on purpose holds from now on
    if not asked.as_json:
        print(_closing(verdicts, results, asked, place))
    return OK if all(verdict.holds for verdict in verdicts) else BELOW


def place_of(asked: Asked, settings: Settings) -> Place:
    """Return the baseline and the folder of a run: a language model has its own, named after it."""
    if asked.mind == "embedded":
        return Place(baseline_of(None), RESULTS)
    return Place(baseline_of(settings.model), RESULTS / slug(settings.model))


def verdicts_on(metrics: Sequence[Metric], asked: Asked, place: Place) -> tuple[Verdict, ...]:
    """Put the metrics beside the baseline; a run of some cases is not comparable and held to nothing."""
    return judge(metrics, {} if asked.only else load_baseline(place.baseline), asked.suites)


async def run(asked: Asked, settings: Settings | None = None) -> tuple[Result, ...]:
    """Run the suites one after the other on one copy of the product."""
    results = []
    async with open_bench(asked.mind, asked.only, asked.judge, settings) as bench:
        for name in asked.suites:
            start = time.perf_counter()
            result = await _repeated(name, asked.repeats if name in MINDFUL else 1, bench)
            results.append(result.model_copy(update={"seconds": round(time.perf_counter() - start, 1)}))
            if not asked.as_json:
                print(f"{name}: {len(result.outcomes)} cases in {results[-1].seconds:.0f} s", file=sys.stderr)
        if asked.mind == "model":
            print(spent(bench.meter.used, bench.settings), file=sys.stderr)
    return tuple(results)


async def _repeated(name: str, repeats: int, bench: Bench) -> Result:
    return together([await SUITES[name](bench.again(number)) for number in range(repeats)])


def _closing(verdicts: Sequence[Verdict], results: Sequence[Result], asked: Asked, place: Place) -> str:
    below = [verdict.name for verdict in verdicts if not verdict.holds]
    notes = [note for result in results for note in result.notes]
    if asked.only:
        said = "Only some cases ran, so nothing was held to a baseline."
    elif not place.baseline.exists():
        said = "There is no baseline for this model; the figures are reported only. --update-baseline keeps them."
    else:
        said = f"Below the baseline: {', '.join(below)}." if below else "Everything holds the baseline."
    return "\n".join([*notes, said, f"The cases in full: {place.results / 'report.html'}"])


if __name__ == "__main__":
    sys.exit(main())
