"""The page of a run: metrics, plots, and the worst cases in full; one file, no script, nothing from elsewhere."""

from collections.abc import Iterable, Sequence
from html import escape

from evals.gate import Verdict
from evals.plots import bars, heat_map, line
from evals.scorer import Outcome, Result

WORST = 8
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1f2933;background:#fff}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .7rem;border-bottom:1px solid #d8dee6;text-align:left}
td.n{text-align:right;font-variant-numeric:tabular-nums}.below{color:#a61b1b;font-weight:600}
pre{white-space:pre-wrap;background:#f5f7fa;padding:1rem;border-radius:.4rem;font-size:.85rem}
svg{max-width:100%;height:auto;display:block;margin:1rem 0}summary{cursor:pointer}
"""


def page(results: Sequence[Result], verdicts: Sequence[Verdict]) -> str:
    """Return the page as HTML."""
    parts = ["<!doctype html><html lang='en'><meta charset='utf-8'><title>Evals</title>"]
    parts.append(f"<meta http-equiv='Content-Security-Policy' content=\"{_POLICY}\">")
    parts.append("<meta name='viewport' content='width=device-width,initial-scale=1'>")
    parts.append(f"<style>{_STYLE}</style><h1>What the evals say</h1>")
    for result in results:
        own = [verdict for verdict in verdicts if verdict.name.partition(".")[0] == result.suite]
        parts.append(f"<h2>{escape(result.suite.capitalize())}</h2>")
        parts.append(f"<p>{len(result.outcomes)} cases in {result.seconds:.0f} s. {escape(' '.join(result.notes))}</p>")
        parts += [
            _table(own),
            bars(own),
            *map(line, result.curves),
            heat_map(result.outcomes),
            *_worst(result.outcomes),
        ]
    return "\n".join(parts)


def _table(verdicts: Iterable[Verdict]) -> str:
    rows = ["<tr><th>metric<th>value<th>95 %<th>n<th>baseline"]
    for verdict in verdicts:
        metric, mark = verdict.metric, verdict.mark
        shade = "" if verdict.holds else " class='below'"
        value = f"{metric.value:.3f}" if metric else "missing"
        interval = f"{metric.low:.2f}–{metric.high:.2f}" if metric else ""
        base = f"{mark.value:.3f} ± {mark.tolerance:g}" if mark else "new" if metric and metric.held else "–"
        count = metric.n if metric else ""
        rows.append(
            f"<tr{shade}><td>{escape(verdict.name)}<td class='n'>{value}<td class='n'>{interval}"
            f"<td class='n'>{count}<td class='n'>{base}"
        )
    return f"<table>{''.join(rows)}</table>"


def _worst(outcomes: Iterable[Outcome]) -> list[str]:
    worst = [outcome for outcome in sorted(outcomes, key=lambda o: o.score) if outcome.failures][:WORST]
    return [_case(outcome) for outcome in worst]


def _case(outcome: Outcome) -> str:
    failures = "".join(f"<li>{escape(failure)}" for failure in outcome.failures)
    return (
        f"<details><summary><b>{escape(outcome.name)}</b> {outcome.score:.2f}: {escape(outcome.note)}</summary>"
        f"<ul>{failures}</ul><pre>{escape(outcome.transcript)}</pre></details>"
    )
