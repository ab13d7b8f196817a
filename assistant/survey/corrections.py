"""What a user corrects in a synthesis, kept as values and applied again each time the survey is counted."""

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from assistant.model import Frozen
from assistant.synthesis import Synthesis, Theme
from assistant.text import Line, fold
from assistant.words import load_words


class Same(Frozen):
    """Two themes are one: the second goes into the first."""

    kind: Literal["same"] = "same"
    theme: Line
    into: Line


class Called(Frozen):
    """A theme has another name."""

    kind: Literal["called"] = "called"
    theme: Line
    label: Line


class NotAbout(Frozen):
    """A response does not speak of a theme."""

    kind: Literal["not_about"] = "not_about"
    response: str
    theme: Line


class About(Frozen):
    """A response speaks of a theme."""

    kind: Literal["about"] = "about"
    response: str
    theme: Line


Correction = Annotated[Same | Called | NotAbout | About, Field(discriminator="kind")]
Corrections = tuple[Correction, ...]
CORRECTIONS: TypeAdapter[Corrections] = TypeAdapter(Corrections)
"""Reads and writes corrections as JSON."""

Assigned = dict[str, set[str]]
"""For each theme the ids of its responses."""


def apply(assigned: Assigned, corrections: Iterable[Correction], responses: frozenset[str]) -> Assigned:
    """Return the assignments after the corrections, in their order; what names nothing known changes nothing."""
    found = {theme: set(ids) for theme, ids in assigned.items()}
    merged: dict[str, str] = {}
    for one in corrections:
        theme = _end(merged, one.theme)
        match one:
            case Same() if _end(merged, one.into) != theme:
                into = _end(merged, one.into)
                found[into] = found.get(into, set()) | found.pop(theme, set())
                merged[theme] = into
            case NotAbout():
                found.get(theme, set()).discard(one.response)
            case About() if one.response in responses:
                found.setdefault(theme, set()).add(one.response)
            case _:
                pass
    return {theme: ids for theme, ids in found.items() if ids}


def moved(response: str, theme: str, to: str = "") -> Corrections:
    """Return the corrections that take an answer off a theme and, if `to` names one, put it under another."""
    off = NotAbout(response=response, theme=theme)
    return (off, About(response=response, theme=to)) if to and to != theme else (off,)


def names(corrections: Iterable[Correction]) -> dict[str, str]:
    """Return the names that users gave to themes, by id; the last one counts."""
    return {one.theme: one.label for one in corrections if isinstance(one, Called)}


def _end(merged: dict[str, str], theme: str) -> str:
    while theme in merged:
        theme = merged[theme]
    return theme


def understand(
    message: str, synthesis: Synthesis, shown: Sequence[str] = (), response: str | None = None
) -> Correction | None:
    """Read a correction from a chat message; None if it is none.

    `shown` are the ids of the themes last shown, the newest last: "these two" are the last two, "it" is the last.
    `response` is the response that is open, if one is.
    """
    text = fold(message)
    themes = (*synthesis.themes, *synthesis.praise, *synthesis.unclassified.possible)
    for kind, patterns in load_words("survey-words").get("corrections").items():
        for pattern in patterns:
            found = re.search(pattern, text)
            if found:
                return _correction(kind, found, message, themes, shown, response)
    return None


def _correction(
    kind: str, found: re.Match[str], message: str, themes: Sequence[Theme], shown: Sequence[str], response: str | None
) -> Correction | None:
    parts = found.groupdict()
    if kind == "same":
        one, other = _named(parts.get("one"), themes), _named(parts.get("other"), themes)
        if one is None and other is None and len(shown) >= 2:
            return Same(theme=shown[-1], into=shown[-2])
        return Same(theme=other, into=one) if one and other and one != other else None
    if kind == "called":
        theme = _named(parts.get("one"), themes) or (shown[-1] if shown else None)
        label = _as_written(message, parts["label"]).strip(" .!\"'“”")
        return Called(theme=theme, label=label) if theme and label else None
    theme = _named(parts.get("one"), themes)
    if theme is None or response is None:
        return None
    return NotAbout(response=response, theme=theme) if kind == "not_about" else About(response=response, theme=theme)


def _named(words: str | None, themes: Sequence[Theme]) -> str | None:
    """Return the theme that `words` mean: its label, or the one label that holds most of them."""
    wanted = set(re.findall(r"\w+", fold(words or ""))) - {"the", "a", "and", "about", "theme", "it", "this", "that"}
    if not wanted:
        return None
    scored = [(len(wanted & set(re.findall(r"\w+", fold(f"{theme.label} {theme.id}")))), theme.id) for theme in themes]
    best = max((score for score, _ in scored), default=0)
    leading = [theme for score, theme in scored if score == best]
    return leading[0] if best and len(leading) == 1 else None


def _as_written(message: str, folded: str) -> str:
    at = fold(message).find(folded)
    return message[at : at + len(folded)] if at >= 0 and len(fold(message)) == len(message) else folded
