"""A table of answers as it stood in a file, and how the file was read."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reading:
    """How a file was understood; shown to the user in one sentence."""

    format: str
    """`csv`, `excel`, `json` or `text`."""
    encoding: str = ""
    delimiter: str = ""
    skipped: int = 0
    """Lines before the table that are not part of it."""
    header_rows: int = 0
    layout: str = ""
    """The tool that wrote it, such as `qualtrics`; empty if none is known."""
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    uneven: int = 0
    """Rows that had too few or too many cells."""
    blank: int = 0
    """Rows without any answer, left out."""


@dataclass(frozen=True)
class Table:
    """Rows of text cells under headings; nothing is converted, so no id and no "None" gets lost."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    reading: Reading
    groups: tuple[str, ...] = field(default=())
    """For each column the question it belongs to, if several columns share one; else empty."""

    def column(self, index: int) -> tuple[str, ...]:
        """Return the cells of one column."""
        return tuple(row[index] for row in self.rows)
