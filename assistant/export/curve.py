"""Draws inline SVG: the emotion curve, across the columns or down a phone, and the bar of how we know."""

from itertools import pairwise
from xml.etree.ElementTree import Element, SubElement, tostring

from assistant.documents import neutral
from assistant.export.grid import EmotionPoint, Grid
from assistant.export.lanes import valence
from assistant.words import Words

Point = tuple[float, float]

WIDE_COLUMN, WIDE_HEIGHT, WIDE_AT_LEAST = 150.0, 150.0, 900.0
"""Units of the wide drawing: one column is never narrower than a word of twelve letters."""
NARROW_WIDTH, NARROW_ROW = 340.0, 58.0
LONGEST_WORD = 18


def wide_curve(grid: Grid, words: Words) -> str:
    """Return the curve with one dot in the middle of each column of the table."""
    width = max(WIDE_COLUMN, WIDE_AT_LEAST / len(grid.columns))
    svg = _canvas("curve wide", width * len(grid.columns), WIDE_HEIGHT, grid, words)
    middle, step = WIDE_HEIGHT / 2, (WIDE_HEIGHT / 2 - 26) / 2
    points = [(width * (point.column + 0.5), middle - step * point.valence) for point in grid.emotions]
    for level in (2, 0, -2):
        y = middle - step * level
        _line(svg, (0, y), (width * len(points), y), "zero" if level == 0 else "edge")
    if len(points) > 1:
        SubElement(svg, "path", {"class": "line", "d": _across(points)})
    for point, (x, y) in zip(grid.emotions, points, strict=True):
        _dot(svg, point, (x, y))
        below = point.valence < 0 or (point.valence == 0 and _dips(grid, point))
        _label(svg, point.word, (x, y + 21 if below else y - 12), "middle")
    return tostring(svg, encoding="unicode")


def narrow_curve(grid: Grid, words: Words) -> str:
    """Return the curve running down the page: worse to the left, better to the right."""
    height = NARROW_ROW * len(grid.columns) + 26
    svg = _canvas("curve narrow", NARROW_WIDTH, height, grid, words)
    middle, step, top = 92.0, 34.0, 26 + NARROW_ROW / 2
    points = [(middle + step * point.valence, top + NARROW_ROW * point.column) for point in grid.emotions]
    for level in (-2, 0, 2):
        x = middle + step * level
        _line(svg, (x, 22), (x, height), "zero" if level == 0 else "edge")
    _text(svg, words("curve.worst"), (middle - 2 * step, 14), "axis", "middle")
    _text(svg, words("curve.best"), (middle + 2 * step, 14), "axis", "middle")
    if len(points) > 1:
        SubElement(svg, "path", {"class": "line", "d": _downwards(points)})
    for column, point, place in zip(grid.columns, grid.emotions, points, strict=True):
        _dot(svg, point, place)
        _label(svg, column.name.text, (182, place[1] - 3), "start", "stage", 20)
        _label(svg, f"{point.word} ({valence(point.valence)})", (182, place[1] + 15), "start", longest=20)
    return tostring(svg, encoding="unicode")


def tally(grid: Grid, words: Words) -> str:
    """Return a bar whose parts are the shares of what the owner, customers, cards and nobody said."""
    svg = Element("svg", {"class": "tally", "viewBox": "0 0 600 14", "preserveAspectRatio": "none", "role": "img"})
    svg.set("aria-label", tally_in_words(grid, words))
    start = 0.0
    for entry in grid.legend:
        width = 600 * entry.lines / grid.leaves
        if width:
            place = {"x": f"{start + 1:.2f}", "width": f"{max(width - 2, 0.5):.2f}", "y": "0", "height": "14"}
            SubElement(svg, "rect", {"class": entry.badge, **place})
        start += width
    return tostring(svg, encoding="unicode")


def curve_in_words(grid: Grid, words: Words) -> str:
    """Return the curve as a sentence, for those who do not see it."""
    points = (
        words("curve.point", stage=column.name.text, valence=valence(point.valence), word=point.word)
        for column, point in zip(grid.columns, grid.emotions, strict=True)
    )
    return words("curve.label", points="; ".join(points))


def tally_in_words(grid: Grid, words: Words) -> str:
    """Return the bar as a sentence."""
    parts = [words("page.tally_part", lines=entry.lines, word=entry.word) for entry in grid.legend if entry.lines]
    return words("page.tally", leaves=grid.leaves, parts=", ".join(parts))


def _canvas(kind: str, width: float, height: float, grid: Grid, words: Words) -> Element:
    svg = Element("svg", {"class": kind, "viewBox": f"0 0 {width:g} {height:g}", "role": "img"})
    svg.set("aria-label", neutral.xml(curve_in_words(grid, words)))
    return svg


def _dips(grid: Grid, point: EmotionPoint) -> bool:
    around = [other.valence for other in grid.emotions if abs(other.column - point.column) == 1]
    return sum(around) > 0


def _across(points: list[Point]) -> str:
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for (x0, y0), (x1, y1) in pairwise(points):
        # because level tangents at the dots keep the curve from rising above what was said
        bend = (x0 + x1) / 2
        parts.append(f"C{bend:g} {y0:g} {bend:g} {y1:g} {x1:g} {y1:g}")
    return "".join(parts)


def _downwards(points: list[Point]) -> str:
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for (x0, y0), (x1, y1) in pairwise(points):
        bend = (y0 + y1) / 2
        parts.append(f"C{x0:g} {bend:g} {x1:g} {bend:g} {x1:g} {y1:g}")
    return "".join(parts)


def _line(svg: Element, start: Point, end: Point, kind: str) -> None:
    places = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    SubElement(svg, "line", {"class": kind, **{name: f"{place:g}" for name, place in places.items()}})


def _dot(svg: Element, point: EmotionPoint, place: Point) -> None:
    mood = "low" if point.valence < 0 else "high" if point.valence > 0 else "even"
    known = "guessed" if point.badge == "assumption" else "known"
    SubElement(svg, "circle", {"class": f"{mood} {known}", "cx": f"{place[0]:g}", "cy": f"{place[1]:g}", "r": "6"})


def _label(
    svg: Element, words: str, place: Point, anchor: str, kind: str = "word", longest: int = LONGEST_WORD
) -> None:
    short = words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
    _text(svg, short, place, kind, anchor)


def _text(svg: Element, words: str, place: Point, kind: str, anchor: str) -> None:
    text = SubElement(svg, "text", {"class": kind, "x": f"{place[0]:g}", "y": f"{place[1]:g}", "text-anchor": anchor})
    text.text = neutral.xml(words)
