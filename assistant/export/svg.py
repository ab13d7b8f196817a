"""Renders a map as one SVG poster: the grid with its emotion curve, drawn from shapes and text alone."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from assistant.documents import neutral
from assistant.export.grid import Badge, Cell, Entry, Grid, Lane
from assistant.export.layout import lay_out
from assistant.export.wrapping import wrapped
from assistant.model import JourneyMap
from assistant.words import Words, load_words

MARGIN, SIDE, COLUMN, PAD = 48.0, 150.0, 230.0, 12.0
"""Page margin, width of the lane titles, width of a stage, space around a cell's text; in pixels."""
SIZE, LEADING = 13.0, 18.0
CURVE = 150.0
SERIF, SANS = "Georgia, 'Times New Roman', serif", "system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"
PAPER, INK, SOFT, RULE, RUST, TEAL = "#fffdf9", "#23201c", "#564f47", "#cfc4b3", "#a83a22", "#0d6f64"
BADGES: dict[Badge, str] = {"you": TEAL, "survey": "#6b3a86", "card": "#855800", "assumption": "#71695f"}
TINTS = {"moment": "#fae6df", "opportunities": "#e3f0ed"}


class Line(NamedTuple):
    """One line of text as it will be drawn."""

    text: str
    colour: str = INK
    bold: bool = False


def render(map: JourneyMap) -> str:
    """Return `map` as an SVG document."""
    return _Poster(lay_out(map), load_words("export")).text()


class _Poster:
    """A grid on its way to a drawing, from the top down."""

    def __init__(self, grid: Grid, words: Words) -> None:
        self._grid = grid
        self._words = words
        self._signs: dict[Badge, str] = {entry.badge: f"{entry.sign} {entry.word}" for entry in grid.legend}
        self._width = max(2 * MARGIN + SIDE + COLUMN * len(grid.columns), 900.0)
        self._svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "font-family": SANS})
        SubElement(self._svg, "title").text = neutral.xml(grid.head.title)
        self._back = SubElement(self._svg, "rect", {"width": "100%", "height": "100%", "fill": PAPER})
        self._y = MARGIN

    def text(self) -> str:
        """Draw everything and return the document."""
        self._head()
        self._row(None, [self._stage(position) for position in range(len(self._grid.columns))])
        for lane in self._grid.lanes:
            if not lane.empty:
                self._lane(lane)
        self._legend()
        height = self._y + MARGIN
        self._svg.set("viewBox", f"0 0 {self._width:g} {height:g}")
        self._svg.set("width", f"{self._width:g}")
        self._svg.set("height", f"{height:g}")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(self._svg, encoding="unicode")}\n'

    def _head(self) -> None:
        head, width = self._grid.head, self._width - 2 * MARGIN
        self._write(Line(head.kind, TEAL, bold=True), MARGIN, 12)
        self._y += 38
        for line in wrapped(head.title, width, 34):
            self._write(Line(line), MARGIN, 34, SERIF)
            self._y += 42
        who = " – ".join((head.persona.text, *(detail.text for detail in head.persona.brief)))
        for text in (head.scenario.text, who):
            for line in wrapped(text, min(width, 900), 15):
                self._write(Line(line, SOFT), MARGIN, 15)
                self._y += 21
        self._y += 18

    def _stage(self, position: int) -> list[Line]:
        column = self._grid.columns[position]
        lines = [Line(f"{position + 1} · {column.canonical}", SOFT)]
        lines += [Line(text, bold=True) for text in wrapped(column.name.text, COLUMN - 2 * PAD, SIZE)]
        return [*lines, Line(self._words("page.decides"), RUST, bold=True)] if column.decides else lines

    def _lane(self, lane: Lane) -> None:
        if lane.id == "feeling":
            self._rule()
            self._curve()
        self._row(lane, [list(self._cell(cell)) for cell in lane.cells])

    def _cell(self, cell: Cell) -> Iterator[Line]:
        for position, entry in enumerate(cell.entries):
            if position:
                yield Line("")
            yield from self._entry(entry)

    def _entry(self, entry: Entry) -> Iterator[Line]:
        width = COLUMN - 2 * PAD
        yield from (Line(text) for text in wrapped(entry.text, width, SIZE))
        for detail in entry.brief:
            told = f"{detail.told} ({self._signs[detail.badge]})" if detail.badge else detail.told
            yield from (Line(text, SOFT) for text in wrapped(told, width, SIZE))
        yield from (Line(text, SOFT, bold=True) for text in wrapped(entry.tag, width, SIZE))
        if entry.badge:
            # because a poster carries no footnotes, it says who said so without a number
            yield Line(self._signs[entry.badge], BADGES[entry.badge], bold=True)

    def _row(self, lane: Lane | None, cells: Iterable[list[Line]]) -> None:
        columns = list(cells)
        title = [Line(text, bold=True) for text in wrapped(lane.title if lane else "", SIDE - PAD, SIZE)]
        height = max(len(column) for column in (*columns, title)) * LEADING + 2 * PAD
        if not lane or lane.id != "feeling":
            self._rule()
        for position, column in enumerate(columns):
            x = MARGIN + SIDE + COLUMN * position
            if lane and lane.id in TINTS and column:
                self._box(x, height, TINTS[lane.id])
            self._column(column, x + PAD)
        self._column(title, MARGIN)
        self._y += height

    def _column(self, lines: Iterable[Line], x: float) -> None:
        top = self._y
        self._y += PAD + SIZE
        for line in lines:
            self._write(line, x, SIZE)
            self._y += LEADING
        self._y = top

    def _curve(self) -> None:
        middle, step = self._y + CURVE / 2, (CURVE / 2 - 22) / 2
        points = [
            (MARGIN + SIDE + COLUMN * (point.column + 0.5), middle - step * point.valence)
            for point in self._grid.emotions
        ]
        path = f"M{points[0][0]:g} {points[0][1]:g}"
        for (x0, y0), (x1, y1) in pairwise(points):
            path += f"C{(x0 + x1) / 2:g} {y0:g} {(x0 + x1) / 2:g} {y1:g} {x1:g} {y1:g}"
        SubElement(self._svg, "path", {"d": path, "fill": "none", "stroke": INK, "stroke-width": "2.5"})
        for point, (x, y) in zip(self._grid.emotions, points, strict=True):
            colour = RUST if point.valence < 0 else TEAL if point.valence > 0 else INK
            fill = PAPER if point.badge == "assumption" else colour
            place = {"cx": f"{x:g}", "cy": f"{y:g}", "r": "6"}
            SubElement(self._svg, "circle", {**place, "fill": fill, "stroke": colour, "stroke-width": "2.5"})
        self._y += CURVE

    def _legend(self) -> None:
        self._rule()
        self._y += 30
        for entry in self._grid.legend:
            text = f"{entry.sign} {entry.word} ({entry.lines}): {entry.meaning}"
            for line in wrapped(text, self._width - 2 * MARGIN, SIZE):
                self._write(Line(line, BADGES[entry.badge]), MARGIN, SIZE)
                self._y += LEADING

    def _rule(self) -> None:
        places = {"x1": f"{MARGIN:g}", "x2": f"{self._width - MARGIN:g}", "y1": f"{self._y:g}", "y2": f"{self._y:g}"}
        SubElement(self._svg, "line", {**places, "stroke": RULE})

    def _box(self, x: float, height: float, colour: str) -> None:
        places = {"x": f"{x:g}", "y": f"{self._y + 1:g}", "width": f"{COLUMN:g}", "height": f"{height - 2:g}"}
        SubElement(self._svg, "rect", {**places, "fill": colour})

    def _write(self, line: Line, x: float, size: float, family: str | None = None) -> None:
        shape = {"x": f"{x:g}", "y": f"{self._y:g}", "font-size": f"{size:g}", "fill": line.colour}
        weight = {"font-weight": "600"} if line.bold else {}
        written = SubElement(self._svg, "text", {**shape, **weight, **({"font-family": family} if family else {})})
        written.text = neutral.xml(line.text)
