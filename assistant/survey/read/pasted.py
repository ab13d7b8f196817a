"""Reads pasted text: a table, or comments one per line or one per paragraph; tells whether a message is one."""

import re
from typing import Literal

from assistant.survey.read.delimited import guess_delimiter, records, usual_width
from assistant.survey.table import Reading, Table

_BULLET = re.compile(r"^\s*(?:[-*•·–]|\(?\d{1,4}[.)])\s+")
_MARKDOWN_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
_TELLTALE = re.compile(r"(?i)\b(survey|responses?|respondents?|nps|csat|feedback|comments?|reviews?|results|answers)\b")

Likelihood = Literal["yes", "unsure", "no"]


def is_table(text: str) -> bool:
    """Tell whether pasted or plain text is a table rather than comments."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return False
    delimiter = guess_delimiter(text)
    if delimiter is None:
        return False
    rows = [row for row in records(text, delimiter, 200) if any(cell.strip() for cell in row)]
    width = usual_width(rows)
    even = sum(len(row) == width for row in rows) / len(rows)
    if delimiter == ",":
        # because commas also stand in plain sentences, where the number of words before them is large and uneven
        first = rows[0]
        short = all(len(cell) <= 120 for cell in first) and not any(cell.startswith(" ") for cell in first[1:])
        return width >= 2 and even >= 0.9 and short
    return width >= 2 and even >= 0.8


def without_markdown(text: str) -> str:
    """Turn a Markdown table into one with bars between the cells; other text is returned as it is."""
    lines = text.strip().splitlines()
    if len(lines) < 2 or not _MARKDOWN_RULE.match(lines[1]):
        return text
    return "\n".join(line.strip().strip("|") for line in lines if not _MARKDOWN_RULE.match(line))


def comments(text: str) -> tuple[str, ...]:
    """Return the comments in `text`: its paragraphs if blank lines part them, else its lines; bullets are taken off."""
    paragraphs = [
        part for part in re.split(r"\n[ \t]*\n+", text.replace("\r\n", "\n").replace("\r", "\n")) if part.strip()
    ]
    lines = [line for line in text.splitlines() if line.strip()]
    by_paragraph = len(paragraphs) >= 3 or (len(paragraphs) == 2 and len(lines) <= 4)
    bulleted = sum(bool(_BULLET.match(line)) for line in lines) > 0.7 * len(lines)
    parts = paragraphs if by_paragraph and not bulleted else lines
    return tuple(_BULLET.sub("", part, count=1).strip() for part in parts if _BULLET.sub("", part, count=1).strip())


def comment_table(text: str, name: str, encoding: str = "") -> Table:
    """Return pasted comments as a table of one column."""
    rows = tuple((comment,) for comment in comments(text))
    return Table(name, ("Comment",), rows, Reading(format="text", encoding=encoding), ("",))


def looks_like_survey(text: str) -> Likelihood:
    """Tell whether a chat message is pasted survey data, is not, or has to be asked about."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) >= 3 and is_table(without_markdown(text)):
        return "yes"
    if len(lines) < 4:
        return "no"
    bulleted = sum(bool(_BULLET.match(line)) for line in lines) >= 0.7 * len(lines)
    if (len(lines) >= 8 or bulleted) and _TELLTALE.search(text):
        return "yes"
    return "unsure" if len(lines) >= 5 or bulleted else "no"
