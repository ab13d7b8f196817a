"""A survey ready to be counted: responses with ids, masked comments and the cells of each question."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.errors import BadInput
from assistant.masking import mask_all
from assistant.survey.columns import Column
from assistant.survey.read.limits import check_shape
from assistant.survey.roles import find_column, read_roles
from assistant.survey.table import Table
from assistant.text import clean
from assistant.words import load_words


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
        tuple(describe(one, read_roles(one, _known(one, roles))) for one in tables), repeated,
    )  # fmt: skip


def _known(table: Table, roles: Mapping[str, str] | None) -> dict[str, str]:
    found = {}
    for name, role in (roles or {}).items():
        try:
            find_column(read_roles(table), name)
        except BadInput:
            continue  # because with several files a correction may concern another one
        found[name] = role
    return found


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
