"""A survey ready to be counted: responses with ids, masked comments and the cells of each question."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.errors import BadInput
from assistant.masking import MASKS, mask, mask_all
from assistant.survey.columns import Column
from assistant.survey.read.limits import check_shape
from assistant.survey.roles import correct_roles, find_column, read_roles
from assistant.survey.table import Table
from assistant.text import clean
from assistant.words import load_words

_WRITTEN = ("open", "ignore", "date", "id")
"""Roles of columns whose cells are masked before they are kept, but for the id in use; the rest are choices."""


@dataclass(frozen=True)
class Survey:
    """All responses, as columns; nothing in it names a person except by accident."""

    name: str
    columns: tuple[Column, ...]
    ids: tuple[str, ...]
    texts: tuple[str, ...]
    """What each respondent wrote, masked; several comments are parted by line breaks; empty if nothing."""
    cells: tuple[tuple[str, ...], ...]
    """For each column its cells, in the order of `ids`; empty for columns that are comments or not used."""
    weights: tuple[float, ...] | None = None
    masked: tuple[tuple[str, int], ...] = ()
    segments: tuple[int, ...] = ()
    """Columns by which to compare groups."""
    headings: str = ""
    """Name of the file and headings, by which the trade is guessed."""
    reading: tuple[str, ...] = ()
    """One sentence per file on how it was read."""
    repeated_ids: int = 0

    def __len__(self) -> int:
        return len(self.ids)


def build_survey(
    tables: Sequence[Table],
    roles: Mapping[str, str] | None = None,
    segments: Sequence[str] = (),
) -> Survey:
    """Join `tables`, propose and correct the roles of their columns, and mask what people wrote."""
    if not tables:
        raise BadInput(load_words("survey")("no_tables"))
    table = tables[0] if len(tables) == 1 else join(tables)
    columns = read_roles(table, roles)
    each = (columns,) if len(tables) == 1 else tuple(_alone(one, roles or {}) for one in tables)
    return _built(tables, table, columns, each, segments)


def build_again(kept: "Kept", roles: Mapping[str, str], segments: Sequence[str] = ()) -> Survey:
    """Build a survey of tables that were kept, with other roles for their columns."""
    table = kept.tables[0] if len(kept.tables) == 1 else join(kept.tables)
    columns = correct_roles(kept.columns, table, roles)
    each = tuple(
        correct_roles(known, one, _known(known, roles)) for one, known in zip(kept.tables, kept.each, strict=True)
    )
    survey = _built(kept.tables, table, columns, each, segments)
    # because what was masked before it was kept is not found again, the marks are counted
    found = Counter({label: sum(text.count(label) for text in survey.texts) for label in MASKS})
    return replace(survey, masked=tuple(sorted((label, count) for label, count in found.items() if count)))


def _built(
    tables: Sequence[Table], table: Table, columns: tuple[Column, ...], each: Sequence[tuple[Column, ...]],
    segments: Sequence[str],
) -> Survey:  # fmt: skip
    compared = tuple(find_column(columns, name).index for name in segments)
    compared = compared or tuple(c.index for c in columns if c.role == "segment")
    ids, repeated = _ids(table, columns)
    open_columns = [column.index for column in columns if column.role == "open"]
    texts = mask_all(_comment(row, open_columns) for row in table.rows)
    kept = {c.index for c in columns if c.role not in ("open", "ignore", "id", "date")} | set(compared)
    cells = tuple(table.column(n) if n in kept else () for n in range(len(columns)))
    return Survey(
        table.name, columns, ids, texts.texts, cells, _weights(columns, cells), texts.found, compared,
        " ".join((table.name.replace("_", " ").replace("-", " "), *table.headings)),
        tuple(describe(one, known) for one, known in zip(tables, each, strict=True)), repeated,
    )  # fmt: skip


def _alone(table: Table, roles: Mapping[str, str]) -> tuple[Column, ...]:
    """Return the columns of one of several tables; a role may be meant for another one."""
    columns = read_roles(table)
    return correct_roles(columns, table, _known(columns, roles))


def _known(columns: Sequence[Column], roles: Mapping[str, str] | None) -> dict[str, str]:
    found = {}
    for name, role in (roles or {}).items():
        try:
            find_column(columns, name)
        except BadInput:
            continue  # because with several files a correction may concern another one
        found[name] = role
    return found


@dataclass(frozen=True)
class Kept:
    """Tables as they are kept to be read another way: masked, each column as it was read at first."""

    tables: tuple[Table, ...]
    columns: tuple[Column, ...]
    """Of all tables put together."""
    each: tuple[tuple[Column, ...], ...]
    """Of each table."""


def keep(tables: Sequence[Table], tell: Callable[[], None] = lambda: None) -> Kept:
    """Return `tables` so that they may be kept: what people wrote, and what is not used, without personal data.

    `tell` is called after each column and may raise to stop.
    """
    table = tables[0] if len(tables) == 1 else join(tables)
    columns = read_roles(table)
    each = (columns,) if len(tables) == 1 else tuple(read_roles(one) for one in tables)
    masked = tuple(_masked(one, columns, tell) for one, columns in zip(tables, each, strict=True))
    return Kept(masked, columns, each)


def _masked(table: Table, columns: Sequence[Column], tell: Callable[[], None]) -> Table:
    personal = re.compile("|".join(load_words("survey").get("personal")), re.IGNORECASE)
    cells: list[Sequence[str]] = []
    id = next((column.index for column in columns if column.role == "id"), None)
    for column in columns:
        own = table.column(column.index)
        if column.role == "ignore" and personal.search(column.heading):
            own = tuple("[name]" if cell.strip() else "" for cell in own)
        elif column.role in _WRITTEN and column.index != id:
            known = {cell: mask(cell) for cell in set(own)}
            own = tuple(known[cell] for cell in own)
        cells.append(own)
        tell()
    return replace(table, rows=tuple(zip(*cells, strict=True)))


def join(tables: Sequence[Table]) -> Table:
    """Put tables below each other; columns of the same heading become one, missing cells are empty."""
    headings = tuple(dict.fromkeys(heading for table in tables for heading in table.headings))
    groups = {heading: group for table in tables for heading, group in zip(table.headings, table.groups, strict=True)}
    rows = []
    for table in tables:
        at = {heading: n for n, heading in enumerate(table.headings)}
        for row in table.rows:
            rows.append(tuple(row[at[heading]] if heading in at else "" for heading in headings))  # noqa: PERF401
    name = ", ".join(table.name for table in tables)
    check_shape(len(rows), len(headings), name)
    return Table(name, headings, tuple(rows), tables[0].reading, tuple(groups[heading] for heading in headings))


def describe(table: Table, columns: Sequence[Column]) -> str:
    """Say in one sentence how a table was read, so that a wrong reading is seen at once."""
    words = load_words("survey")
    read = table.reading
    named = [c for c in columns if c.role not in ("ignore", "single", "multi")]
    parts = [words("reading.rows", rows=len(table.rows), columns=len(table.headings))]
    parts += [words(f"reading.{key}", value=value) for key, value in (
        ("layout", read.layout), ("sheet", read.sheet), ("encoding", read.encoding), ("delimiter", read.delimiter),
        ("header_rows", read.header_rows), ("skipped", read.skipped), ("uneven", read.uneven), ("blank", read.blank),
        ("other_sheets", ", ".join(read.other_sheets)),
    ) if value]  # fmt: skip
    by_role: dict[str, list[str]] = {}
    for column in named:
        by_role.setdefault(_role_words(column), []).append(f"“{_short(column.heading)}”")
    parts += [words("reading.role", role=role, headings=", ".join(_few(names))) for role, names in by_role.items()]
    closed = sum(column.role in ("single", "multi") for column in columns)
    if closed:
        parts.append(words("reading.closed", count=closed))
    doubtful = [f"“{_short(c.heading)}” ({c.role})" for c in columns if not c.sure]
    end = " " + words("reading.doubtful", headings=", ".join(doubtful)) if doubtful else ""
    return f"{table.name}: {'; '.join(parts)}.{end}"


def _role_words(column: Column) -> str:
    words = load_words("survey")
    scale = "" if column.scale is None else words("reading.scale", low=column.scale[0], high=column.scale[1])
    turned = "" if column.higher_is_better else words("reading.reversed")
    return " ".join(part for part in (words(f"role_names.{column.role}"), scale, turned) if part)


def _short(heading: str) -> str:
    return heading if len(heading) <= 50 else f"{heading[:47].rstrip()}…"


def _few(names: list[str]) -> list[str]:
    return names if len(names) <= 4 else [*names[:3], load_words("survey")("reading.more", count=len(names) - 3)]


def _ids(table: Table, columns: Sequence[Column]) -> tuple[tuple[str, ...], int]:
    """Return an id for each row: the survey's own if there is one, else its number; a repeated id gets a suffix."""
    column = next((c for c in columns if c.role == "id"), None)
    own = [clean(row[column.index])[:80] for row in table.rows] if column else []
    given = [own[n] if own and own[n] else f"r{n + 1}" for n in range(len(table.rows))]
    seen = Counter[str]()
    ids = []
    for one in given:
        seen[one] += 1
        ids.append(one if seen[one] == 1 else f"{one}~{seen[one]}")
    return tuple(ids), sum(n - 1 for n in seen.values())


def _comment(row: Sequence[str], open_columns: Sequence[int]) -> str:
    parts = [clean(row[n]) for n in open_columns]
    return "\n".join(part for part in parts if part and not _nothing(part))


def _nothing(text: str) -> bool:
    """Tell an answer without letters from a comment; "None" and "N/A" stay, because they are answers."""
    return not any(char.isalnum() for char in text) and len(text) < 4 and text.isascii()


def _weights(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> tuple[float, ...] | None:
    column = next((c for c in columns if c.role == "weight"), None)
    if column is None:
        return None
    return tuple(_weight(cell) for cell in cells[column.index])


def _weight(cell: str) -> float:
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        return 1.0
    return value if 0 <= value < 1e6 else 1.0
