"""Finds the heading rows of a table and makes one heading of them for each column."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

_MARKS = {"response", "open-ended response", "responses", "other (please specify)", "open ended response"}
_NUMBER = re.compile(r"^[\s$£€]*[-+]?[\d.,:/ %-]*\d[\d.,:/ %-]*$")
_DATE = re.compile(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:\d{2}.*)?$")
_GRID = re.compile(r"^(?P<question>.*\S)\s*\[(?P<item>[^\[\]]+)\]\s*$", re.DOTALL)


class Headed(NamedTuple):
    """The columns of a table with their headings."""

    headings: tuple[str, ...]
    groups: tuple[str, ...]
    header_rows: int
    layout: str


def read_headings(rows: Sequence[Sequence[str]], width: int) -> Headed:
    """Recognise one to three heading rows at the top of `rows`, or none."""
    top = [[" ".join(cell.split()) for cell in [*row, *[""] * width][:width]] for row in rows[:3]]
    known = _qualtrics(top) or _survey_monkey(top)
    if known:
        return known
    if not _is_heading(top, rows, width):
        return Headed(tuple(f"column {letter(n)}" for n in range(width)), ("",) * width, 0, "")
    if len(top) > 2 and _merged(top[0], top[1], rows):
        return _two_rows(top[0], top[1], "")
    names = [name or f"column {letter(n)}" for n, name in enumerate(top[0])]
    return _grids(names, _layout(names))


def letter(position: int) -> str:
    """Return the letters by which spreadsheets name the column at `position` from 0."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def _qualtrics(top: list[list[str]]) -> Headed | None:
    for at, row in enumerate(top):
        if sum("ImportId" in cell for cell in row) * 2 > len(row):
            names = top[at - 1] if at else row
            codes = top[0]
            headings = [_both(code, name) for code, name in zip(codes, names, strict=True)]
            return Headed(_distinct(headings), ("",) * len(headings), at + 1, "qualtrics")
    return None


def _both(code: str, name: str) -> str:
    """Keep a question's short code in front of its words: `Q2 – How was it?`."""
    if not name or name.casefold() == code.casefold() or not re.fullmatch(r"Q?\d+.*", code):
        return code if re.fullmatch(r"[A-Z][A-Za-z]+(\s\(.*\))?", code) else (name or code)
    return f"{code} – {name}"


def _survey_monkey(top: list[list[str]]) -> Headed | None:
    if len(top) < 2 or not top[0] or not re.fullmatch(r"(?i)respondent ?id", top[0][0]):
        return None
    if sum(cell.casefold() in _MARKS for cell in top[1]) and not top[1][0]:
        return _two_rows(top[0], top[1], "surveymonkey")
    return _grids([name or f"column {letter(n)}" for n, name in enumerate(top[0])], "surveymonkey")


def _two_rows(first: list[str], second: list[str], layout: str) -> Headed:
    headings, groups, question = [], [], ""
    spans = Counter[str]()
    filled = []
    for name, option in zip(first, second, strict=True):
        question = name or (question if option else "")
        filled.append(question)
        spans[question] += 1
    for position, (question, option) in enumerate(zip(filled, second, strict=True)):
        single = option.casefold() in _MARKS or not option or option == question
        shared = bool(question) and spans[question] > 1
        headings.append(question if single and not shared else " – ".join(part for part in (question, option) if part))
        headings[-1] = headings[-1] or f"column {letter(position)}"
        groups.append(question if shared else "")
    return Headed(_distinct(headings), tuple(groups), 2, layout)


def _grids(names: list[str], layout: str) -> Headed:
    """Read `Question [item]` headings as parts of one question."""
    parts = [_GRID.match(name) for name in names]
    times = Counter(part["question"] for part in parts if part)
    groups = [part["question"] if part and times[part["question"]] > 1 else "" for part in parts]
    headings = [f"{part['question']} – {part['item']}" if part and group else name
                for name, part, group in zip(names, parts, groups, strict=True)]  # fmt: skip
    return Headed(_distinct(headings), tuple(groups), 1, layout)


def _layout(names: Sequence[str]) -> str:
    lower = {name.casefold() for name in names}
    if names and names[0] == "Timestamp":
        return "google forms"
    if {"submit date (utc)", "network id"} & lower:
        return "typeform"
    return ""


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    seen = Counter[str]()
    result = []
    for name in names:
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(result)


def _is_heading(top: list[list[str]], rows: Sequence[Sequence[str]], width: int) -> bool:
    """Tell headings from a first row of data: they are words, unlike what stands below them."""
    first = top[0]
    below = [row for row in rows[1:60] if len(row) == width]
    if not any(first) or (len(rows) > 1 and not below):
        return False
    signs = 0
    for position, name in enumerate(first):
        column = [row[position].strip() for row in below if row[position].strip()]
        if not name:
            continue
        numeric = sum(bool(_NUMBER.match(cell)) for cell in column) > 0.7 * len(column) if column else False
        if _NUMBER.match(name) or _DATE.match(name):
            signs -= 2
        elif numeric:
            signs += 2
        elif name in column:
            signs -= 1 if sum(cell == name for cell in column) > 1 or len(column) < 20 else 0
        elif column and len(name) <= 120 and not name.endswith((".", "!")):
            signs += 1
    return signs > 0 or len(rows) == 1


def _merged(first: list[str], second: list[str], rows: Sequence[Sequence[str]]) -> bool:
    """Recognise a merged heading above a second heading row: gaps above, words below them, other things in the data."""
    gaps = [position for position, name in enumerate(first) if not name]
    if len(gaps) < 2 or any(_NUMBER.match(cell) for cell in second if cell):
        return False
    under = [second[position] for position in gaps]
    third = rows[2] if len(rows) > 2 else []
    return (
        sum(bool(cell) for cell in under) >= len(gaps) * 0.6
        and len(set(under)) > len(under) * 0.5
        and (list(second) != [" ".join(cell.split()) for cell in third])
    )
