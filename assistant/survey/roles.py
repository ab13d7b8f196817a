"""Proposes what each column is: ids, scores with scale and direction, comments, choices; users may correct it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple, cast

from assistant.errors import BadInput
from assistant.survey.columns import ROLES, SCORED, Column, Role, Scale, leading_number
from assistant.survey.table import Table
from assistant.text import fold
from assistant.words import load_words

_FEW = 40
"""More different answers than this are not a choice."""
_NO_ANSWER = frozenset({"", "n/a", "na", "-", "–", "none", "null", "nan"})
_DATE = re.compile(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}([ T]\d{1,2}:\d{2}.*)?$")


class _Cells(NamedTuple):
    """What stands in a column."""

    filled: int
    distinct: Counter[str]
    numbers: tuple[float, ...]
    mean_words: float

    @property
    def numeric(self) -> bool:
        return self.filled > 0 and len(self.numbers) >= 0.9 * self.filled

    @property
    def unique(self) -> bool:
        return self.filled > 3 and len(self.distinct) >= 0.98 * self.filled


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile("|".join(parts), re.IGNORECASE) for name, parts in load_words("survey").get("roles").items()
    }


@cache
def _scales() -> tuple[tuple[str, tuple[tuple[str, float], ...]], ...]:
    """The scales in words: name of the role and the words from lowest to highest."""
    listed = load_words("survey").get("scales")
    return tuple(
        (scale["role"], tuple((fold(word), float(value)) for value, words in scale["values"].items() for word in words))
        for scale in listed
    )


def read_roles(table: Table, corrections: Mapping[str, str] | None = None) -> tuple[Column, ...]:
    """Propose a role for each column of `table`; `corrections` (heading or letter → role) overrule the proposal."""
    looked = [_look(table.column(n)) for n in range(len(table.headings))]
    multis = _spread_choices(table, looked)
    columns = [
        Column(n, heading, "multi", group=table.groups[n]) if n in multis
        else _propose(n, heading, table.groups[n] if table.groups else "", looked[n])
        for n, heading in enumerate(table.headings)
    ]  # fmt: skip
    columns = _unnamed_nps(columns, table.name)
    if not any(column.role == "open" for column in columns):
        columns = _find_comments(columns, looked)
    return _corrected(columns, looked, corrections or {})


def correct_roles(columns: Sequence[Column], table: Table, corrections: Mapping[str, str]) -> tuple[Column, ...]:
    """Return columns that were read before, with the roles the user gives them."""
    looked = [_look(table.column(column.index)) for column in columns]
    return _corrected(list(columns), looked, corrections)


def _look(cells: Iterable[str]) -> _Cells:
    filled = [cell for cell in cells if cell.strip()]
    numbers = tuple(number for number in map(leading_number, filled) if number is not None)
    words = sum(len(cell.split()) for cell in filled) / max(1, len(filled))
    return _Cells(len(filled), Counter(filled), numbers, words)


def _propose(index: int, heading: str, group: str, cells: _Cells) -> Column:
    name = heading.strip()
    is_named = {kind: bool(pattern.search(name)) for kind, pattern in _patterns().items()}
    if not cells.filled:
        return Column(index, heading, "ignore", group)
    if is_named["ignore"]:
        return Column(index, heading, "ignore", group)
    if is_named["id"] and len(cells.distinct) > 0.5 * cells.filled:
        return Column(index, heading, "id" if len(cells.distinct) >= 0.9 * cells.filled else "ignore", group)
    if is_named["date"] or _dates(cells):
        return Column(index, heading, "date", group)
    if is_named["weight"] and cells.numeric:
        return Column(index, heading, "weight", group)
    scored = _score(index, heading, group, cells, is_named)
    if scored:
        return scored
    if is_named["segment"] and len(cells.distinct) <= max(12, _FEW) and cells.mean_words < 8:
        return Column(index, heading, "segment", group)
    if is_named["stage"] and len(cells.distinct) <= 12:
        return Column(index, heading, "stage", group)
    return _words_or_choice(index, heading, group, cells, named_open=is_named["open"])


def _dates(cells: _Cells) -> bool:
    sample = list(cells.distinct)[:50]
    return bool(sample) and sum(bool(_DATE.match(cell)) for cell in sample) > 0.8 * len(sample)


def _score(index: int, heading: str, group: str, cells: _Cells, named: Mapping[str, bool]) -> Column | None:
    worded = _worded(index, heading, group, cells, named)
    if worded:
        return worded
    if not cells.numeric or named["number"]:
        return None
    low, high = min(cells.numbers), max(cells.numbers)
    whole = all(number.is_integer() for number in cells.numbers)
    scale = _stated_scale(heading) or _usual_scale(low, high, nps=named["nps"])
    if scale is None or low < scale[0] or high > scale[1] or not (whole or named["rating"] or named["csat"]):
        return None
    if named["nps"] and scale in ((0.0, 10.0), (1.0, 10.0)):
        return Column(index, heading, "nps", group, scale, sure=scale[0] == 0)
    if named["ces"]:
        better = not _patterns()["effort"].search(heading)
        return Column(index, heading, "ces", group, scale, higher_is_better=better, sure=False)
    if named["csat"]:
        return Column(index, heading, "csat", group, scale)
    if named["rating"] or _stated_scale(heading):
        return Column(index, heading, "rating", group, scale)
    return None


def _worded(index: int, heading: str, group: str, cells: _Cells, named: Mapping[str, bool]) -> Column | None:
    counted = {fold(cell): n for cell, n in cells.distinct.items()}
    answered = sum(n for word, n in counted.items() if word not in _NO_ANSWER and not word.startswith("n/a"))
    for role, values in _scales():
        known = dict(values)
        hit = sum(n for word, n in counted.items() if word in known)
        if answered and hit >= 0.85 * answered and sum(word in known for word in counted) >= 2:
            scale = (min(known.values()), max(known.values()))
            chosen = cast(Role, "ces" if role == "agree" and named["ces"] else "rating" if role == "agree" else role)
            if role == "agree" and not named["ces"]:
                return None
            return Column(index, heading, chosen, group, scale, words=values)
    return None


def _stated_scale(heading: str) -> Scale | None:
    found = re.search(r"(?i)\b(?:scale (?:of|from) )?(\d{1,2})\s?(?:-|–|to|through)\s?(\d{1,3})\b", heading)
    if not found:
        return None
    low, high = float(found[1]), float(found[2])
    return (low, high) if low in (0, 1) and high in (3, 4, 5, 6, 7, 10, 100) else None


def _usual_scale(low: float, high: float, *, nps: bool) -> Scale | None:
    if low < 0 or high > 100:
        return None
    if nps:
        return (0.0, 10.0) if high <= 10 else None
    for bottom, top in ((1.0, 5.0), (1.0, 7.0), (0.0, 10.0), (0.0, 100.0)):
        if low >= bottom and high <= top and not (top == 7 and high < 6):
            return bottom, top
    return (0.0, 5.0) if high <= 5 else None


def _words_or_choice(index: int, heading: str, group: str, cells: _Cells, *, named_open: bool) -> Column:
    different = len(cells.distinct)
    repeated = different <= _FEW and different < 0.5 * cells.filled
    longest = max((len(cell) for cell in cells.distinct), default=0)
    if cells.numeric:
        return Column(index, heading, "ignore" if different > _FEW or cells.unique else "single", group)
    if named_open and (not repeated or cells.mean_words >= 3):
        return Column(index, heading, "open", group)
    if repeated:
        return Column(index, heading, "single", group)
    if _several_in_a_cell(cells):
        return Column(index, heading, "multi", group)
    if cells.mean_words >= 2.5 or longest > 60:
        return Column(index, heading, "open", group)
    return Column(index, heading, "id" if cells.unique and cells.mean_words < 1.2 and longest > 6 else "single", group)


def _several_in_a_cell(cells: _Cells) -> bool:
    """Recognise several choices in one cell, parted by semicolons or commas, that come back in other cells."""
    for separator in (";", ","):
        parts = Counter(part.strip() for cell in cells.distinct for part in cell.split(separator))
        with_it = sum(separator in cell for cell in cells.distinct)
        if with_it > 0.3 * len(cells.distinct) and len(parts) <= _FEW and max(len(part) for part in parts) <= 60:
            return sum(n > 1 for n in parts.values()) >= 0.6 * len(parts)
    return False


def _spread_choices(table: Table, looked: Sequence[_Cells]) -> frozenset[int]:
    """Return the columns that are the options of a multiple choice: one question, one option a column."""
    found: set[int] = set()
    groups: dict[str, list[int]] = {}
    for n, group in enumerate(table.groups):
        if group:
            groups.setdefault(group, []).append(n)
    for members in groups.values():
        ticks = [n for n in members if len(looked[n].distinct) <= 1 or _ticked(looked[n])]
        if len(members) > 1 and len(ticks) >= 0.8 * len(members):
            found.update(members)
    return frozenset(found)


def _ticked(cells: _Cells) -> bool:
    return {cell.casefold() for cell in cells.distinct} <= {
        "0",
        "1",
        "x",
        "true",
        "false",
        "yes",
        "no",
        "checked",
        "selected",
    }


def _unnamed_nps(columns: list[Column], name: str) -> list[Column]:
    """Where nothing is called NPS, take the first 0-10 question that is followed by "why?", to be confirmed."""
    if any(column.role == "nps" for column in columns):
        return columns
    for before, after in pairwise(columns):
        asked_why = after.role == "open" and bool(re.search(r"(?i)\b(why|reason)\b", after.heading))
        if before.role == "rating" and before.scale == (0.0, 10.0) and (asked_why or "nps" in fold(name)):
            columns[before.index] = replace(before, role="nps", sure=False)
            break
    return columns


def _find_comments(columns: list[Column], looked: Sequence[_Cells]) -> list[Column]:
    """When nothing looks like comments, take the wordiest column of many different answers."""
    free = [
        c
        for c in columns
        if c.role in ("single", "id") and looked[c.index].mean_words >= 1.5 and not looked[c.index].numeric
    ]
    if free:
        best = max(free, key=lambda c: (looked[c.index].mean_words * len(looked[c.index].distinct), -c.index))
        cells = looked[best.index]
        if len(cells.distinct) > 0.5 * cells.filled:
            columns[best.index] = replace(best, role="open", sure=False)
    return columns


def _corrected(columns: list[Column], looked: Sequence[_Cells], wanted: Mapping[str, str]) -> tuple[Column, ...]:
    for name, role in wanted.items():
        column = find_column(columns, name)
        known, _, detail = role.partition(":")
        if known not in ROLES:
            raise BadInput(load_words("survey")("unknown_role", role=role, known=", ".join(ROLES)))
        columns[column.index] = _as_role(column, known, detail, looked[column.index])
    return tuple(columns)


def find_column(columns: Sequence[Column], name: str) -> Column:
    """Return the column that `name` means: a heading, its start, a part of it, or a letter; BadInput otherwise."""
    from assistant.survey.read.headings import letter

    wanted = fold(name)
    for matches in (
        [c for c in columns if fold(c.heading) == wanted],
        [c for c in columns if letter(c.index) == name.strip().upper()],
        [c for c in columns if fold(c.heading).startswith(wanted)],
        [c for c in columns if wanted and wanted in fold(c.heading)],
    ):
        if matches:
            return matches[0]
    raise BadInput(
        load_words("survey")("unknown_column", name=name, known=", ".join(c.heading[:40] for c in columns[:12]))
    )


def _as_role(column: Column, role: Role, detail: str, cells: _Cells) -> Column:
    """Return `column` in the role the user names; `detail` may be a scale ("1-7") or "reversed"."""
    if role not in SCORED:
        return Column(column.index, column.heading, role, column.group)
    stated = _stated_scale(detail) or column.scale
    numbers = cells.numbers or (0.0,)
    scale = stated or _usual_scale(min(numbers), max(numbers), nps=role == "nps") or (min(numbers), max(numbers))
    reversed_ = "revers" in detail or "lower" in detail
    return Column(column.index, column.heading, role, column.group, scale, not reversed_ and (
        column.higher_is_better or role != column.role), column.words)  # fmt: skip
