"""Splits text into rows and cells: which delimiter, which lines come before the table, which rows are uneven."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.survey.read.limits import LONGEST_ANSWER, MOST_BYTES, MOST_ROWS, check_shape

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 400
"""Records that are enough to tell delimiters apart."""
Rows = list[list[str]]


def records(text: str, delimiter: str, most: int | None = None) -> Rows:
    """Return the cells of each record, quotes resolved; cells may run over several lines."""
    csv.field_size_limit(MOST_BYTES)
    found = _parsed(text, delimiter, csv.QUOTE_MINIMAL, most)
    if any(cell.count("\n") > 500 for row in found for cell in row):
        # because a lone quote character otherwise swallows the rest of the file
        found = _parsed(text, delimiter, csv.QUOTE_NONE, most)
    return found


def _parsed(text: str, delimiter: str, quoting: int, most: int | None) -> Rows:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    rows: Rows = []
    for row in reader:
        rows.append([cell if len(cell) <= LONGEST_ANSWER else cell[:LONGEST_ANSWER] for cell in row])
        if len(rows) == most:
            break
        if len(rows) > MOST_ROWS + 100:
            check_shape(_count(reader, len(rows)), 1, "this file")
    return rows


def _count(reader: Iterable[Sequence[str]], already: int) -> int:
    return already + sum(1 for _ in reader)


def guess_delimiter(text: str) -> str | None:
    """Return the character that cuts most records into the same number of cells; None if nothing does."""
    best: tuple[float, int, str] | None = None
    for rank, delimiter in enumerate(DELIMITERS):
        if delimiter not in text:
            continue
        widths = [len(row) for row in records(text, delimiter, _SAMPLE) if any(cell.strip() for cell in row)]
        if not widths:
            continue
        width, times = Counter(widths).most_common(1)[0]
        wide = [w for w in widths if w > 1]
        if width < 2 and wide and len(wide) >= 0.6 * len(widths):
            width, times = Counter(wide).most_common(1)[0]
        share = times / len(widths)
        if width >= 2 and share >= 0.5:
            score = (round(share, 2) + min(width, 20) / 100, -rank, delimiter)
            best = max(best, score) if best else score
    return best[2] if best else None


def usual_width(rows: Sequence[Sequence[str]]) -> int:
    """Return how many cells most rows have."""
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    return max(widths, key=lambda width: (widths[width], width)) if widths else 0


def skip_preamble(rows: Rows) -> tuple[int, Rows]:
    """Return how many lines stand before the table, and the rows from its heading on."""
    width = usual_width(rows)
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:40]]
    usual = Counter(filled[-20:]).most_common(1)[0][0] if filled else 0
    for position, row in enumerate(rows[:40]):
        enough = filled[position] >= 2 or width == 1
        whole = len(row) == width or (width > 5 and len(row) == width - 1)
        if enough and whole and filled[position] >= min(usual, width) * 0.4:
            return position, rows[position:]
    return 0, rows
