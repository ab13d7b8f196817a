"""Cuts comments into clauses, because one comment often praises one thing and complains of another."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_BREAK = re.compile(
    r"(?<=[.!?;…])[\"')\]]*\s+|\n+|,?\s+(?=(?:but|however|although|though|except|yet|while|whereas|unfortunately)\b)"
    r"|\s+[-–—]{1,3}\s+",
    re.IGNORECASE,
)
_FEWEST = 3
"""Words of a clause; shorter ones stay with what stands before them."""
MOST = 60
"""Clauses of one comment that are looked at."""


class Clause(NamedTuple):
    """A span of one comment."""

    start: int
    end: int


def clauses(text: str) -> Iterator[Clause]:
    """Yield the clauses of `text` in order; together they hold all its words."""
    spans: list[Clause] = []
    start = 0
    for found in (*_BREAK.finditer(text), None):
        end = found.start() if found else len(text)
        if text[start:end].strip():
            spans.append(Clause(start, end))
        start = found.end() if found else end
    yield from _joined(text, spans)


def _joined(text: str, spans: list[Clause]) -> Iterator[Clause]:
    kept: list[Clause] = []
    for span in spans:
        short = len(text[span.start : span.end].split()) < _FEWEST
        # because a line break may part two answers, and a quote must not run from one into the other
        same_line = bool(kept) and "\n" not in text[kept[-1].start : span.end]
        if same_line and (short or len(text[kept[-1].start : kept[-1].end].split()) < _FEWEST):
            kept[-1] = Clause(kept[-1].start, span.end)
        else:
            kept.append(span)
    yield from kept[:MOST]
