"""Renders a map as a workbook: the map as a grid, its lines as a table, its evidence; text cells only, no formula."""

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from assistant.documents import archive, neutral
from assistant.export.grid import Badge, Entry, Grid
from assistant.export.layout import lay_out
from assistant.export.rows import rows, told
from assistant.model import JourneyMap
from assistant.words import Words, load_words

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CHARACTERS = 32_000
"""A cell of a workbook holds 32,767."""
INK, TEAL, TINTS = "FF23201C", "FF0D6F64", {"moment": "FFFAE6DF", "opportunities": "FFE3F0ED"}


def render(map: JourneyMap) -> bytes:
    """Return `map` as an Excel workbook of three sheets."""
    from openpyxl import Workbook  # because it takes a tenth of a second that no other format needs

    grid, words = lay_out(map), load_words("export")
    book = Workbook()
    first = book.worksheets[0]
    first.title = words("xlsx.map")
    _fill_map(first, grid, words)
    lines = book.create_sheet(words("xlsx.lines"))
    _fill(lines, rows(grid), (16, 8, 24, 18, 24, 60, 16, 60, 14, 70))
    evidence = book.create_sheet(words("xlsx.evidence"))
    notes = ((str(note.number), words(f"groups.{note.badge}"), told(note)) for note in grid.footnotes)
    _fill(evidence, ((*words.get("xlsx.columns"),), *notes), (8, 26, 110))
    out = io.BytesIO()
    book.save(out)
    return archive.steady(out.getvalue())


def _fill_map(sheet: "Worksheet", grid: Grid, words: Words) -> None:
    from openpyxl.styles import PatternFill

    signs: dict[Badge, str] = {entry.badge: f"{entry.sign} {entry.word}" for entry in grid.legend}
    stages = (f"{number}. {column.name.text}" for number, column in enumerate(grid.columns, start=1))
    lanes = [lane for lane in grid.lanes if not lane.empty]
    cells = ((lane.title, *(_lines(cell.entries, signs) for cell in lane.cells)) for lane in lanes)
    _fill(sheet, ((grid.head.title, *stages), *cells), (24, *(34 for _ in grid.columns)))
    for row, lane in enumerate(lanes, start=2):
        for column, cell in enumerate(lane.cells, start=2):
            if lane.id in TINTS and cell.entries:
                sheet.cell(row, column).fill = PatternFill("solid", fgColor=TINTS[lane.id])
    sheet.freeze_panes = "B2"
    sheet.print_title_cols = "A:A"


def _lines(entries: Iterable[Entry], signs: dict[Badge, str]) -> str:
    return "\n\n".join("\n".join(_told(entry, signs)) for entry in entries)


def _told(entry: Entry, signs: dict[Badge, str]) -> Iterator[str]:
    yield entry.text
    yield from (f"{d.told} ({signs[d.badge]})" if d.badge else d.told for d in entry.brief)
    known = f"{signs[entry.badge]} {', '.join(map(str, entry.notes))}" if entry.badge else ""
    tags = " · ".join(part for part in (entry.tag, known) if part)
    if tags:
        yield tags


def _fill(sheet: "Worksheet", table: Iterable[tuple[str, ...]], widths: tuple[int, ...]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for row, texts in enumerate(table, start=1):
        for column, text in enumerate(texts, start=1):
            cell = sheet.cell(row, column, neutral.xml(text)[:MOST_CHARACTERS])
            cell.data_type = "s"
            # because Excel makes a formula of such a text when someone edits its cell, the cell says that it is quoted
            cell.quotePrefix = True
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(color="FFFFFFFF" if row == 1 else INK, bold=row == 1 or column == 1)
            if row == 1:
                cell.fill = PatternFill("solid", fgColor=TEAL)
    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
