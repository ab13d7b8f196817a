"""Recognises reports of summary blocks, which hold totals and no answers and so cannot be read as a survey."""

import re
from collections.abc import Sequence

_QUESTION = re.compile(r"(?i)^\s*(question|q)\s*\.?\s*\d+\b")
_SUMMARY = re.compile(
    r"(?i)^\s*(answer choices|answer options|answered( question)?|skipped( question)?|response (count|percent)"
    r"|total( respondents)?|responses)\s*$"
)


def is_stacked(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether `rows` are blocks of totals one below the other instead of one row per response."""
    if len(rows) < 6:
        return False
    blank = [not any(cell.strip() for cell in row) for row in rows]
    blocks = sum(before and not now for before, now in zip([True, *blank], blank, strict=False))
    alone = [cell for row in rows for cell in row if cell.strip()]
    questions = sum(bool(_QUESTION.match(cell)) for row in rows[1:] for cell in row)
    summaries = sum(bool(_SUMMARY.match(cell)) for row in rows[1:] for cell in row[:4])
    cells = sum(len(row) for row in rows) or 1
    sparse = len(alone) / cells < 0.4
    return (blocks >= 3 and (questions >= 3 or summaries >= 3)) or (blocks >= 5 and sparse)
