"""A finding: what is wrong with a map or could be better, where, and how to mend it."""

from typing import Literal

from assistant.model import Frozen
from assistant.text import Line


class Finding(Frozen):
    """One thing a review has to say."""

    level: Literal["error", "advice"]
    """An error makes the map untrue or unusable; advice makes it better."""
    rule: Line
    """Id of the rule, in kebab case."""
    where: Line
    """Path in the map, such as `stages[2].pains[0]`; `map` for the whole."""
    message: Line
    """One plain sentence."""
    fix: Line
    """What to do about it."""


def error(rule: str, where: str, message: str, fix: str) -> Finding:
    """Return an error."""
    return Finding(level="error", rule=rule, where=where, message=message, fix=fix)


def advice(rule: str, where: str, message: str, fix: str) -> Finding:
    """Return a piece of advice."""
    return Finding(level="advice", rule=rule, where=where, message=message, fix=fix)


def short(text: str) -> str:
    """Return `text` cut to what fits into a message."""
    return text if len(text) <= 60 else text[:57].rstrip() + "…"
