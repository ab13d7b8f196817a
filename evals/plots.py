"""Plots as inline SVG: metrics with their intervals, and a heat map of cases by part."""

from collections.abc import Sequence
from xml.etree import ElementTree as Tree

from evals.gate import Verdict
from evals.scorer import Curve, Outcome

ROW, LABEL, WIDE = 22, 210, 400
CELL, NAME = 26, 230
MOST_ROWS = 60
"""Cases shown in a heat map, the worst first."""
STEP, TALL = 36, 180
_INK, _BAR, _MARK = "#1f2933", "#2f7f8f", "#a61b1b"


def bars(verdicts: Sequence[Verdict]) -> str:
    """Return the shares among the metrics as bars with whiskers; a red line is the least the baseline allows."""
    shares = [v for v in verdicts if v.metric is not None and 0 <= v.metric.value <= 1 and v.metric.high <= 1.0001]
    if not shares:
        return ""
    svg = _svg(LABEL + WIDE + 60, ROW * len(shares) + 8, "Metrics between 0 and 1 with their 95 % intervals")
    for place, verdict in enumerate(shares):
        metric, y = verdict.metric, place * ROW + 4
        assert metric is not None
        _text(svg, 0, y + 14, verdict.name.partition(".")[2])
        _box(svg, LABEL, y + 3, WIDE * metric.value, ROW - 8, _BAR)
        low, high = max(0.0, metric.low), min(1.0, metric.high)  # an interval of a mean may lie beyond
        _line(svg, LABEL + WIDE * low, LABEL + WIDE * high, y + ROW / 2 - 1)
        _text(svg, LABEL + WIDE + 6, y + 14, f"{metric.value:.2f}")
        if verdict.mark is not None and verdict.mark.better == "up":
            least = max(0.0, verdict.mark.value - verdict.mark.tolerance)
            _box(svg, LABEL + WIDE * least - 1, y, 2, ROW - 2, _MARK)
    return Tree.tostring(svg, encoding="unicode")


def heat_map(outcomes: Sequence[Outcome]) -> str:
    """Return cases as rows and their parts as columns; the darker the better, a gap was not scored."""
    parts = list(dict.fromkeys(name for outcome in outcomes for name, _ in outcome.marks))
    if len(parts) < 2:
        return ""
    tall = 150
    worst = sorted(outcomes, key=lambda one: one.score)[:MOST_ROWS]
    svg = _svg(NAME + CELL * len(parts) + 120, tall + CELL * len(worst), "Score of each case by part")
    for column, part in enumerate(parts):
        x = NAME + column * CELL + 16
        label = _text(svg, x, tall - 8, part)
        label.set("transform", f"rotate(-60 {x} {tall - 8})")
    for row, outcome in enumerate(worst):
        y = tall + row * CELL
        _text(svg, 0, y + 17, outcome.name[:34])
        for part, value in outcome.marks:
            cell = _box(svg, NAME + parts.index(part) * CELL, y, CELL - 2, CELL - 2, _shade(value))
            Tree.SubElement(cell, "title").text = f"{outcome.name}, {part}: {value:.2f}"
    return Tree.tostring(svg, encoding="unicode")


def line(curve: Curve) -> str:
    """Return a curve as a line from 0 to 1 with a dot and the percentage at every step."""
    svg = _svg(60 + STEP * len(curve.values), TALL + 60, curve.title)
    _text(svg, 0, 14, f"{curve.title}, by {curve.steps}")
    points = [(40 + STEP * step, 30 + TALL * (1 - value)) for step, value in enumerate(curve.values)]
    path = Tree.SubElement(svg, "polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), fill="none")
    path.set("stroke", _BAR)
    path.set("stroke-width", "2")
    for step, ((x, y), value) in enumerate(zip(points, curve.values, strict=True)):
        Tree.SubElement(svg, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="3", fill=_BAR)
        _text(svg, x - 10, y - 8, f"{100 * value:.0f}")
        _text(svg, x - 4, TALL + 52, str(step))
    return Tree.tostring(svg, encoding="unicode")


def _shade(value: float) -> str:
    """Return a colour from red-brown (0) over sand (0.5) to teal (1)."""
    ends = ((166, 74, 54), (236, 220, 180), (38, 110, 126))
    low, high, part = (ends[0], ends[1], value * 2) if value < 0.5 else (ends[1], ends[2], value * 2 - 1)
    mixed = [round(a + (b - a) * min(1.0, max(0.0, part))) for a, b in zip(low, high, strict=True)]
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _svg(width: float, height: float, label: str) -> Tree.Element:
    svg = Tree.Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width:g} {height:g}", role="img")
    svg.set("width", f"{width:g}")
    svg.set("aria-label", label)
    return svg


def _text(svg: Tree.Element, x: float, y: float, words: str) -> Tree.Element:
    text = Tree.SubElement(svg, "text", x=f"{x:g}", y=f"{y:g}", fill=_INK)
    text.set("font-size", "13")
    text.set("font-family", "system-ui,sans-serif")
    text.text = words
    return text


def _box(svg: Tree.Element, x: float, y: float, width: float, height: float, colour: str) -> Tree.Element:
    size = {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{width:.1f}", "height": f"{height:.1f}"}
    return Tree.SubElement(svg, "rect", {**size, "fill": colour})


def _line(svg: Tree.Element, start: float, end: float, y: float) -> None:
    line = Tree.SubElement(svg, "line", x1=f"{start:.1f}", x2=f"{end:.1f}", y1=f"{y:.1f}", y2=f"{y:.1f}")
    line.set("stroke", _INK)
    line.set("stroke-width", "1.5")
