"""Write what a run has brought: a table for the terminal, JSON, a Markdown report and a page with plots."""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from evals.dataset import HERE
from evals.gate import Verdict
from evals.page import page
from evals.scorer import Metric, Outcome, Result
from evals.solver import RESULTS

REPORT = HERE / "report.md"
WORST = 5


def write_reports(
    results: Sequence[Result], verdicts: Sequence[Verdict], *, whole: bool, folder: Path = RESULTS
) -> None:
    """Write `results.json` and `report.html` to `folder`; the report that is kept only after a run of all suites."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(tree(results, verdicts), indent=1), encoding="utf-8")
    (folder / "report.html").write_text(page(results, verdicts), encoding="utf-8")
    if whole:
        REPORT.write_text(markdown(results, verdicts), encoding="utf-8")


def tree(results: Sequence[Result], verdicts: Sequence[Verdict]) -> dict[str, object]:
    """Return everything that a program may want to know."""
    return {
        "holds": all(verdict.holds for verdict in verdicts),
        "verdicts": [{**v.model_dump(mode="json"), "change": v.change, "holds": v.holds} for v in verdicts],
        "results": [result.model_dump(mode="json") for result in results],
    }


def table(verdicts: Iterable[Verdict]) -> str:
    """Return the metrics with interval, count and change against the baseline, one a line."""
    rows = [("metric", "value", "95 %", "n", "baseline", "change", "")]
    rows += [_row(verdict) for verdict in verdicts]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) if place in (0, 6) else cell.rjust(width)
                  for place, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in rows
    )  # fmt: skip


def _row(verdict: Verdict) -> tuple[str, str, str, str, str, str, str]:
    metric, mark = verdict.metric, verdict.mark
    verdict_word = "" if verdict.holds else "BELOW"
    if metric is None:
        return verdict.name, "missing", "", "", f"{mark.value:.3f}" if mark else "", "", verdict_word
    base = f"{mark.value:.3f}" if mark else "new" if metric.held else "–"
    change = f"{verdict.change:+.3f}" if verdict.change is not None else ""
    return verdict.name, f"{metric.value:.3f}", _interval(metric), str(metric.n), base, change, verdict_word


def _interval(metric: Metric) -> str:
    return f"{metric.low:.2f}–{metric.high:.2f}"


def markdown(results: Sequence[Result], verdicts: Sequence[Verdict]) -> str:
    """Return the report that is kept in the repository."""
    parts = [
        "# What the evals say",
        "Written by `make evals`; what each metric means stands in [README.md](README.md). Intervals are 95 %.",
    ]
    for suite, group in groupby(verdicts, key=lambda verdict: verdict.name.partition(".")[0]):
        result = next((one for one in results if one.suite == suite), None)
        parts.append(f"## {suite.capitalize()}")
        parts.append(_metrics(group))
        if result is not None:
            parts += list(result.notes)
            parts.append(_worst(result.outcomes))
    return "\n\n".join(part for part in parts if part) + "\n"


def _metrics(verdicts: Iterable[Verdict]) -> str:
    lines = ["| metric | value | 95 % | n | baseline | change |", "|---|---:|---:|---:|---:|---:|"]
    for verdict in verdicts:
        name, value, interval, n, base, change, word = _row(verdict)
        lines.append(
            f"| {name}{' **' + word + '**' if word else ''} | {value} | {interval} | {n} | {base} | {change} |"
        )
    return "\n".join(lines)


def _worst(outcomes: Iterable[Outcome]) -> str:
    worst = [outcome for outcome in sorted(outcomes, key=lambda o: o.score) if outcome.failures][:WORST]
    lines = [f"- **{o.name}** ({o.score:.2f}; {o.note}): {'; '.join(o.failures[:4])}" for o in worst]
    return "\n".join(["Worst cases:", "", *lines]) if lines else ""
