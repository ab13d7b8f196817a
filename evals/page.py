"""The page of a run: metrics, plots, and the worst cases in full; one file, no script, nothing from elsewhere."""

from collections.abc import Iterable, Sequence
from html import escape

from evals.explained import question_of
from evals.gate import Verdict
from evals.plots import bars, heat_map, line
from evals.scorer import Outcome, Result

WORST = 8
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1f2933;background:#fff}
h2{margin-top:3rem;border-top:2px solid #d8dee6;padding-top:1rem}nav a{margin-right:1rem;display:inline-block}
a{color:#1f6f80}.wide{overflow-x:auto;margin:1rem 0}table{border-collapse:collapse;width:100%}
td,th{padding:.3rem .7rem;border-bottom:1px solid #d8dee6;text-align:left;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td small{display:block;color:#52606d}
.below td{color:#a61b1b;font-weight:600}.key{color:#52606d;font-size:.9rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f5f7fa;padding:1rem;border-radius:.4rem;font-size:.85rem}
svg{display:block;max-width:100%;min-width:30rem;height:auto}details{margin:.4rem 0}summary{cursor:pointer}
@media(max-width:40rem){td,th{padding:.3rem .35rem}.spare{display:none}h2{margin-top:2rem}}
"""
_BARS = "Bar: value. Line through its end: 95 % interval. Red: the least that the baseline allows."
_HEAT = "Rows are cases, the worst first; teal is 1, sand 0.5, red 0; white was not asked of this case."


def page(results: Sequence[Result], verdicts: Sequence[Verdict]) -> str:
    """Return the page as HTML."""
    parts = ["<!doctype html><html lang='en'><meta charset='utf-8'><title>What the evals say</title>"]
    parts.append(f"<meta http-equiv='Content-Security-Policy' content=\"{_POLICY}\">")
    parts.append("<meta name='viewport' content='width=device-width,initial-scale=1'>")
    parts.append(f"<style>{_STYLE}</style><h1>What the evals say</h1>{_summary(results, verdicts)}")
    for result in results:
        own = [verdict for verdict in verdicts if verdict.name.partition(".")[0] == result.suite]
        parts.append(f"<h2 id='{escape(result.suite)}'>{escape(result.suite.capitalize())}</h2>")
        parts.append(f"<p>{len(result.outcomes)} cases in {result.seconds:.0f} s. {escape(' '.join(result.notes))}</p>")
        parts.append(_table(own))
        parts += _plots(result, own)
        parts += _worst(result.outcomes)
    return "\n".join(parts)


def _summary(results: Sequence[Result], verdicts: Sequence[Verdict]) -> str:
    """Say first whether everything holds, then where to look."""
    below = [verdict.name for verdict in verdicts if not verdict.holds]
    held = sum(verdict.mark is not None for verdict in verdicts)
    said = f"Below the baseline: {', '.join(below)}." if below else "Everything holds the baseline."
    if not held:
        said = "Nothing was held to a baseline."
    links = "".join(f"<a href='#{escape(one.suite)}'>{escape(one.suite.capitalize())}</a>" for one in results)
    shade = " class='below'" if below else ""
    return (
        f"<p{shade}><b>{escape(said)}</b> {len(verdicts)} metrics, {held} of them held; "
        f"{sum(len(one.outcomes) for one in results)} cases.</p><nav>{links}</nav>"
    )


def _plots(result: Result, verdicts: Sequence[Verdict]) -> list[str]:
    plots = (
        (bars(verdicts), _BARS),
        *((line(curve), "") for curve in result.curves),
        (heat_map(result.outcomes), _HEAT),
    )
    return [f"<div class='wide'>{plot}</div><p class='key'>{key}</p>" for plot, key in plots if plot]


def _table(verdicts: Iterable[Verdict]) -> str:
    rows = [
        "<tr><th>metric<th class='n'>value<th class='n spare'>95 %<th class='n spare'>n<th class='n'>baseline"
        "<th class='n'>worst allowed"
    ]
    for verdict in verdicts:
        metric, mark = verdict.metric, verdict.mark
        shade = "" if verdict.holds else " class='below'"
        value = f"{metric.value:.3f}" if metric else "missing"
        interval = f"{metric.low:.2f}–{metric.high:.2f}" if metric else ""
        base = f"{mark.value:.3f}" if mark else "new" if metric and metric.held else "–"
        least = f"{mark.worst_allowed:.3f}" if mark else ""
        name, question = verdict.name.partition(".")[2], question_of(verdict.name) or ""
        rows.append(
            f"<tr{shade}><td>{escape(name)}<small>{escape(question)}</small><td class='n'>{value}"
            f"<td class='n spare'>{interval}<td class='n spare'>{metric.n if metric else ''}<td class='n'>{base}"
            f"<td class='n'>{least}"
        )
    return f"<div class='wide'><table>{''.join(rows)}</table></div>"


def _worst(outcomes: Iterable[Outcome]) -> list[str]:
    worst = [outcome for outcome in sorted(outcomes, key=lambda o: o.score) if outcome.failures][:WORST]
    return ["<h3>The worst cases in full</h3>", *map(_case, worst)] if worst else []


def _case(outcome: Outcome) -> str:
    failures = "".join(f"<li>{escape(failure)}" for failure in outcome.failures)
    return (
        f"<details><summary><b>{escape(outcome.name)}</b> {outcome.score:.2f}: {escape(outcome.note)}</summary>"
        f"<ul>{failures}</ul><pre>{escape(outcome.transcript)}</pre></details>"
    )
