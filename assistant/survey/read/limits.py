"""How much a file may hold; checked before it is opened."""

from pathlib import Path

from assistant.errors import BadFile
from assistant.words import load_words

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_UNPACKED = 400 * 1024 * 1024
"""Bytes of a workbook once unpacked."""
MOST_RATIO = 150
"""Unpacked to packed size of any large part of a workbook; honest sheets stay far below."""
MOST_PARTS = 2_000
LONGEST_ANSWER = 20_000
"""Characters of a cell that are read; more is cut."""


def refuse(reason: str, name: str, **values: object) -> BadFile:
    """Return the error that says in one sentence why the file `name` cannot be used and what to do instead."""
    return BadFile(load_words("survey")(f"refused.{reason}", name=name, **values))


def read_bytes(path: Path) -> bytes:
    """Return the content of `path`; BadFile if it cannot be opened or is over 50 MB."""
    try:
        if path.is_dir():
            raise refuse("folder", path.name)
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise refuse("too_large", path.name, megabytes=MOST_BYTES // 1024**2)
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        raise refuse("cannot_open", path.name, why=getattr(error, "strerror", None) or str(error)) from error


def check_shape(rows: int, columns: int, name: str) -> None:
    """Raise BadFile if a table has more rows or columns than are read."""
    if rows > MOST_ROWS:
        raise refuse("too_many_rows", name, rows=rows, most=MOST_ROWS)
    if columns > MOST_COLUMNS:
        raise refuse("too_many_columns", name, columns=columns, most=MOST_COLUMNS)
