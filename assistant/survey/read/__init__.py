"""Reads survey files and pasted text into tables: `read_file`, `read_content`, `read_pasted`."""

from collections.abc import Sequence
from pathlib import Path

from assistant.survey.read.delimited import Rows, guess_delimiter, records, skip_preamble, usual_width
from assistant.survey.read.encoding import decode
from assistant.survey.read.headings import read_headings
from assistant.survey.read.limits import MOST_BYTES, check_shape, read_bytes, refuse
from assistant.survey.read.pasted import comment_table, is_table, looks_like_survey, without_markdown
from assistant.survey.read.stacked import is_stacked
from assistant.survey.read.structured import read_json
from assistant.survey.read.workbook import Sheet, read_workbook
from assistant.survey.table import Reading, Table

__all__ = ["looks_like_survey", "read_content", "read_file", "read_pasted"]

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_FOREIGN = ((b"%PDF", "pdf"), (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"))
_NAMES = {"\t": "tab", ";": "semicolon", ",": "comma", "|": "bar"}


def read_file(path: Path) -> Table:
    """Read one file of answers; BadFile says in one sentence what it is and what to export instead."""
    return read_content(read_bytes(path), path.name)


def read_content(content: bytes, name: str) -> Table:
    """Read the bytes of a file called `name`: CSV, Excel, OpenDocument, JSON or plain text."""
    if len(content) > MOST_BYTES:
        raise refuse("too_large", name, megabytes=MOST_BYTES // 1024**2)
    if content.startswith(_WORKBOOKS):
        return _from_workbook(read_workbook(content, name), name)
    for mark, kind in _FOREIGN:
        if content.startswith(mark):
            raise refuse(kind, name)
    text, encoding = decode(content)
    if not text.strip("\x00\ufeff \t\r\n"):
        raise refuse("empty", name)
    if text.count("\x00") > len(text) // 100 or text[:2000].count("\ufffd") > 200:
        raise refuse("binary", name)
    return _from_text(text.replace("\x00", ""), name, encoding)


def read_pasted(text: str, name: str = "pasted text") -> Table:
    """Read text from a message or from standard input: a table, JSON, or comments."""
    if not text.strip():
        raise refuse("empty", name)
    return _from_text(text, name, "")


def _from_text(text: str, name: str, encoding: str) -> Table:
    start = text.lstrip()[:1]
    if start in ("{", "[") and (name.casefold().endswith((".json", ".jsonl", ".ndjson")) or _closes(text)):
        return read_json(text, name, encoding)
    text = without_markdown(text)
    if name.casefold().endswith((".csv", ".tsv")) or is_table(text):
        delimiter = guess_delimiter(text)
        if delimiter is None and not name.casefold().endswith((".csv", ".tsv")):
            return comment_table(text, name, encoding)
        rows = records(text, delimiter or ",")
        return _table(rows, name, Reading("csv", encoding, _NAMES[delimiter] if delimiter else ""))
    return comment_table(text, name, encoding)


def _closes(text: str) -> bool:
    first, last = text.strip()[0], text.strip()[-1]
    return (first, last) in (("{", "}"), ("[", "]"))


def _from_workbook(sheets: list[Sheet], name: str) -> Table:
    tables: list[Table] = []
    stacked = False
    for sheet, rows in sheets:
        if is_stacked(rows):
            stacked = True
            continue
        table = _table(rows, name, Reading("excel", sheet=sheet))
        if table.rows:
            tables.append(table)
    if not tables:
        raise refuse("stacked" if stacked else "empty", name)
    best = max(tables, key=lambda table: len(table.rows) * len(table.headings))
    same = [table for table in tables if table.headings == best.headings]
    others = tuple(table.reading.sheet for table in tables if table.headings != best.headings)
    rows_of_all = tuple(row for table in same for row in table.rows)
    check_shape(len(rows_of_all), len(best.headings), name)
    reading = best.reading
    read = Reading(
        "excel", skipped=reading.skipped, header_rows=reading.header_rows, layout=reading.layout,
        sheet=", ".join(table.reading.sheet for table in same), other_sheets=others,
        uneven=sum(table.reading.uneven for table in same), blank=sum(table.reading.blank for table in same),
    )  # fmt: skip
    return Table(name, best.headings, rows_of_all, read, best.groups)


def _table(rows: Rows, name: str, reading: Reading) -> Table:
    skipped, rows = skip_preamble(rows)
    width = usual_width(rows)
    check_shape(len(rows), width, name)
    if width == 0:
        raise refuse("empty", name)
    if reading.format == "csv" and is_stacked(rows):
        raise refuse("stacked", name)
    headed = read_headings(rows, width)
    body = rows[headed.header_rows :]
    filled = [row for row in body if any(cell.strip() for cell in row)]
    used = _used(headed.headings, filled, width)
    return Table(
        name,
        tuple(headed.headings[n] for n in used),
        tuple(_even(row, width, used) for row in filled),
        Reading(
            reading.format, reading.encoding, reading.delimiter, skipped, headed.header_rows, headed.layout,
            reading.sheet, (), sum(len(row) != width for row in filled), len(body) - len(filled),
        ),
        tuple(headed.groups[n] for n in used),
    )  # fmt: skip


def _used(headings: Sequence[str], rows: Rows, width: int) -> list[int]:
    """Leave out columns that have neither a name nor a cell, as trailing delimiters make them."""
    filled = [False] * width
    for row in rows:
        for position, cell in enumerate(row[:width]):
            if cell and not filled[position]:
                filled[position] = bool(cell.strip())
    return [n for n in range(width) if filled[n] or not headings[n].startswith("column ")]


def _even(row: list[str], width: int, used: list[int]) -> tuple[str, ...]:
    """Bring a row to the table's width; what stands beyond it is kept in the last cell rather than lost."""
    if len(row) < width:
        row = [*row, *[""] * (width - len(row))]
    elif len(row) > width:
        row = [*row[: width - 1], ",".join(row[width - 1 :])] if any(row[width:]) else row[:width]
    return tuple(row[n].strip() for n in used)
