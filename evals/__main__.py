"""Run the evals: `python -m evals [SUITE…]`; leaves with 1 when a metric falls below the baseline."""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.errors import JourneyError
from evals.gate import Verdict, judge, load_baseline, write_baseline
from evals.report import table, write_reports
from evals.scorer import Result
from evals.solver import RESULTS, Mind, open_bench
from evals.suites import SUITES

OK, BELOW, WRONG_USE = 0, 1, 2


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    suites: tuple[str, ...]
    as_json: bool
    keep: bool
    """Whether the values reached become the baseline."""
    mind: Mind
    repeats: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suites named, all by default; print a table or one JSON document."""
    asked = _read(arguments)
    try:
        results = asyncio.run(run(asked))
    except JourneyError as error:
        print(error, file=sys.stderr)
        return BELOW
    metrics = [metric for result in results for metric in result.metrics]
    verdicts = judge(metrics, load_baseline(), asked.suites)
    write_reports(results, verdicts, whole=asked.mind == "embedded" and set(asked.suites) == set(SUITES))
    if asked.keep:
        write_baseline(metrics)
    if asked.as_json:
        print(json.dumps(document(results, verdicts)))
    else:
        print(table(verdicts))
        print(_verdict(verdicts, results))
    return OK if all(verdict.holds for verdict in verdicts) else BELOW


async def run(asked: Asked) -> tuple[Result, ...]:
    """Run the suites one after the other on one copy of the product."""
    results = []
    async with open_bench(asked.mind, asked.repeats) as bench:
        for name in asked.suites:
            start = time.perf_counter()
            result = await SUITES[name](bench)
            results.append(result.model_copy(update={"seconds": round(time.perf_counter() - start, 1)}))
            if not asked.as_json:
                print(f"{name}: {len(result.outcomes)} cases in {results[-1].seconds:.0f} s", file=sys.stderr)
    return tuple(results)


def document(results: Sequence[Result], verdicts: Sequence[Verdict]) -> dict[str, object]:
    """Return everything a program may want to know."""
    return {
        "holds": all(verdict.holds for verdict in verdicts),
        "verdicts": [{**v.model_dump(mode="json"), "change": v.change, "holds": v.holds} for v in verdicts],
        "results": [result.model_dump(mode="json") for result in results],
    }


def _verdict(verdicts: Sequence[Verdict], results: Sequence[Result]) -> str:
    below = [verdict.name for verdict in verdicts if not verdict.holds]
    notes = [note for result in results for note in result.notes]
    said = f"Below the baseline: {', '.join(below)}." if below else "Everything holds the baseline."
    return "\n".join([*notes, said, f"The cases in full: {RESULTS / 'report.html'}"])


def _read(arguments: Sequence[str] | None) -> Asked:
    parser = argparse.ArgumentParser(prog="python -m evals", description=main.__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"{', '.join(SUITES)}; all by default")
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    parser.add_argument("--update-baseline", action="store_true", help="keep the values reached as the new baseline")
    parser.add_argument("--mind", choices=("embedded", "model"), default="embedded", help="what reads the messages")
    parser.add_argument("--repeats", type=int, help="how often each interview is held; 3 with a model, else 1")
    known = parser.parse_args(arguments)
    wrong = [name for name in known.suites if name not in SUITES]
    if wrong:
        parser.error(f"there is no suite named {wrong[0]}; the suites are {', '.join(SUITES)}")
    suites = tuple(dict.fromkeys(known.suites)) or tuple(SUITES)
    repeats = known.repeats or (3 if known.mind == "model" else 1)
    return Asked(suites, known.json, known.update_baseline, known.mind, repeats)


if __name__ == "__main__":
    sys.exit(main())
