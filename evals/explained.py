"""What each metric asks, as the table of `README.md` says it, so that reports explain themselves."""

import re
from functools import cache

from evals.dataset import HERE

_ROW = re.compile(r"^\| (`[^|]+`) \| ([^|]+) \|", re.MULTILINE)
_BLANK = re.compile(r"<[a-z ]+>")


def question_of(metric: str) -> str | None:
    """Return the question that `metric` answers; None if the table does not name it."""
    return next((question for pattern, question in _table() if re.fullmatch(pattern, metric)), None)


@cache
def _table() -> tuple[tuple[str, str], ...]:
    """Return patterns of names with their questions: `.name` goes on from the suite, or from the name before it."""
    text = (HERE / "README.md").read_text(encoding="utf-8")
    found = []
    for names, question in _ROW.findall(text):
        first, *more = re.findall(r"`([^`]+)`", names)
        starts = {first.partition(".")[0], first.rpartition(".")[0]}
        full = [first, *(f"{start}{name}" for name in more if name.startswith(".") for start in sorted(starts))]
        full += [name for name in more if not name.startswith(".")]
        found += [(_pattern(name), question.strip()) for name in full]
    return tuple(found)


def _pattern(name: str) -> str:
    """Return the name as a pattern in which `<what>` stands for one part or more."""
    return r"[\w.-]+".join(map(re.escape, _BLANK.split(name)))
