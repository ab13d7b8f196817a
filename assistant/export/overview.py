"""The map at a glance on slides: a table that people can edit, split where it would not fit."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.export.grid import Badge, Entry, Grid, LaneId
from assistant.export.palette import INK, NBSP, PAPER, RUST, RUST_WASH, SERIF, TEAL, TEAL_WASH, TONES, WHITE
from assistant.export.slides import BOTTOM, MARGIN, TOP, WIDTH, Deck, Paragraph, Run, batches, describe, fill
from assistant.words import Words

if TYPE_CHECKING:
    from pptx.slide import Slide
    from pptx.table import _Cell

SIDE, PAD, MOST = 84.0, 5.0, 7
"""Width of the titles of the rows, space in a cell, most stages on one slide."""
SIZES = (13.0, 12.0, 11.0, 10.0)
"""Sizes of the words, best first; the last one always goes."""
LANES: tuple[LaneId, ...] = ("goal", "touchpoints", "feeling", "pains", "opportunities")
TINTS: dict[LaneId, str] = {"pains": RUST_WASH, "opportunities": TEAL_WASH}

Row = tuple[LaneId | None, tuple[tuple[Paragraph, ...], ...]]
"""A row of the table: its lane, None for the head, and its cells, the title first."""


def add_overview(deck: Deck, grid: Grid, words: Words) -> None:
    """Add the table of all stages: what customers want, where they meet the business, how it feels, what to do."""
    signs: dict[Badge, str] = {entry.badge: entry.sign for entry in grid.legend}
    legend = "   ".join(f"{entry.sign} {entry.word}" for entry in grid.legend)
    most, size = _fitting(grid, signs)
    for stages in batches(range(len(grid.columns)), most):
        width = _column(len(stages))
        head, *rows = _rows(grid, stages, signs, size)
        for some in _slides(rows, BOTTOM - TOP - _height(head, width), width):
            slide = deck.slide(words("page.map"), legend)
            _draw(slide, words("pptx.overview"), (head, *some), width)


def _column(stages: int) -> float:
    return (WIDTH - 2 * MARGIN - SIDE) / stages


def _fitting(grid: Grid, signs: dict[Badge, str]) -> tuple[int, float]:
    """Return how many stages stand side by side and the size of the words: one slide each, or at least a row each."""
    every = range(len(grid.columns))
    even = -(-len(every) // -(-len(every) // MOST))
    for size in SIZES:
        heights = _heights(tuple(_rows(grid, every, signs, size)), _column(even))
        if sum(heights) <= BOTTOM - TOP:
            return even, size
    for stages in range(even, 1, -1):
        head, *heights = _heights(tuple(_rows(grid, every, signs, SIZES[-1])), _column(stages))
        if head + max(heights) <= BOTTOM - TOP:
            return stages, SIZES[-1]
    return 1, SIZES[-1]


def _heights(rows: Sequence[Row], width: float) -> list[float]:
    return [_height(row, width) for row in rows]


def _rows(grid: Grid, stages: Sequence[int], signs: dict[Badge, str], size: float) -> Iterator[Row]:
    heads = tuple(_head(grid, position) for position in stages)
    yield None, ((Paragraph((Run(""),), size),), *heads)
    for name in LANES:
        lane = grid.lane(name)
        if not lane.empty:
            title = (Paragraph((Run(lane.title, bold=True),), 10),)
            cells = (tuple(_cell(name, lane.cells[position].entries, signs, size)) for position in stages)
            yield name, (title, *cells)


def _head(grid: Grid, position: int) -> tuple[Paragraph, ...]:
    column = grid.columns[position]
    return (
        Paragraph((Run(f"{position + 1} · {column.canonical}", "D9EBE8"),), 8.5),
        Paragraph((Run(column.name.text, WHITE, bold=True),), 11.5, font=SERIF),
    )


def _cell(lane: LaneId, entries: Sequence[Entry], signs: dict[Badge, str], size: float) -> Iterator[Paragraph]:
    if lane == "pains":
        entries = sorted(entries, key=lambda entry: entry.mark or "", reverse=True)[:1]
    elif lane == "opportunities":
        entries = entries[:1]
    for entry in entries:
        added = "+ " if lane == "touchpoints" and entry.mark == "suggested" else ""
        sign = (Run(f"{NBSP}{signs[entry.badge]}", TONES[entry.badge]),) if entry.badge else ()
        colour = RUST if entry.mark == "severity-3" else INK
        yield Paragraph((Run(added, TEAL, bold=True), Run(entry.text, colour, bold=lane == "feeling"), *sign), size, 2)


def _height(row: Row, width: float) -> float:
    _, (title, *cells) = row
    sides = [sum(it.height(SIDE - 2 * PAD) for it in title)]
    return max([*sides, *(sum(it.height(width - 2 * PAD) for it in cell) for cell in cells)]) + 2 * PAD


def _slides(rows: Sequence[Row], room: float, width: float) -> Iterator[tuple[Row, ...]]:
    some: list[Row] = []
    used = 0.0
    for row in rows:
        needed = _height(row, width)
        if some and used + needed > room:
            yield tuple(some)
            some, used = [], 0.0
        some.append(row)
        used += needed
    yield tuple(some)


def _draw(slide: "Slide", told: str, rows: Sequence[Row], width: float) -> None:
    from pptx.util import Pt

    columns = len(rows[0][1])
    frame = slide.shapes.add_table(len(rows), columns, Pt(MARGIN), Pt(TOP), Pt(WIDTH - 2 * MARGIN), Pt(10))
    describe(frame, told)
    table = frame.table
    table.first_row, table.first_col, table.horz_banding = True, True, False
    for position in range(columns):
        table.columns[position].width = Pt(width if position else SIDE)
    for number, (lane, cells) in enumerate(rows):
        table.rows[number].height = Pt(_height(rows[number], width))
        for position, paragraphs in enumerate(cells):
            plain = TEAL if lane is None else WHITE if number % 2 else PAPER
            tint = TINTS.get(lane, plain) if lane and position and paragraphs else plain
            _fill_cell(table.cell(number, position), paragraphs, tint)


def _fill_cell(cell: "_Cell", paragraphs: Sequence[Paragraph], tint: str) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    fill(cell.text_frame, paragraphs or (Paragraph((Run(""),), SIZES[-1]),))
    cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = Pt(PAD)
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(tint)
