"""Read what an owner can put in: hours, money, people and tools."""

import re
from typing import Literal

from assistant.edits import SetResources
from assistant.minds.clauses import find_words, has_phrase
from assistant.minds.commands import mentions
from assistant.numerals import find_numerals
from assistant.text import fold
from assistant.words import Words

_A_DAY = re.compile(r"\b(?:a day|per day|daily|every day|each day)\b")
_ONE_HOUR = re.compile(r"\b(?:an|one)\s+(?:[a-z]+\s)?hour\b")
_PARTS = (
    (re.compile(r"\b(?:an )?hour or two\b"), 2.0), (re.compile(r"\b(?:a )?couple (?:of )?(?:hours|hrs)\b"), 2.0),
    (re.compile(r"\bhalf (?:a |an )?day\b"), 4.0), (re.compile(r"\bhalf (?:an )?hour\b"), 0.5),
    (re.compile(r"\b(?:one|a|1) day (?:a|per|each|every) (?:week|wk)\b"), 8.0),
)  # fmt: skip
_LONGEST = 200


def read_means(message: str, words: Words) -> SetResources:
    """Return the means that an answer to the question for them names."""
    folded = fold(message)
    tools = (find_words(message, tool) for tool in words.get("tools") if has_phrase(folded, tool))
    helpers: list[str] = words.get("helpers")
    parts = re.split(r"[,.;]|\s+and\s+(?=no\s|\d|[£€$])", message)
    people = next((part.strip() for part in parts if mentions(part, helpers)), None)
    return SetResources(
        words=message,
        people=people[:_LONGEST] if people else None,
        hours_a_week=hours_in(message),
        budget=budget_in(message, words),
        tools=tuple(tool for tool in tools if tool),
    )


def hours_in(message: str) -> float | None:
    """Return the hours a week that the message offers, None if it offers none plainly."""
    folded = fold(message)
    a_day = _A_DAY.search(folded) is not None
    for pattern, hours in _PARTS:
        if pattern.search(folded):
            return hours
    if _ONE_HOUR.search(folded):
        return 5.0 if a_day else 1.0
    for number in find_numerals(message):
        if number.unit == "hours" and number.value <= 80:
            return number.value * 5 if a_day and number.value <= 8 else number.value
        if number.unit == "days" and number.value <= 7:
            return number.value * 8
    return None


def budget_in(message: str, words: Words) -> Literal["none", "small", "some"] | None:
    """Return how much money the message offers, None if it does not say."""
    folded = fold(message)
    if any(phrase in folded for phrase in words.get("budget_none")):
        return "none"
    if any(phrase in folded for phrase in words.get("budget_small")):
        return "small"
    return "some" if any(number.unit == "money" for number in find_numerals(message)) else None
