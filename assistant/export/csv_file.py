"""Renders a map as CSV: one row for each line of the grid, safe to open in any spreadsheet."""

import csv
import io

from assistant.documents import neutral
from assistant.export.layout import lay_out
from assistant.export.rows import rows
from assistant.model import JourneyMap

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""


def render(map: JourneyMap) -> str:
    """Return `map` as comma-separated values in UTF-8 with a byte order mark."""
    out = io.StringIO()
    # because a cell that holds another program's separator must not fall apart, every cell is quoted
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows(tuple(neutral.csv(cell) for cell in row) for row in rows(lay_out(map)))
    return BOM + out.getvalue()
