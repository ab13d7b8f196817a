"""The cases: comments of our own writing with the themes they speak of, and public data beside the checkout."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import defusedxml.ElementTree
import yaml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

HERE = Path(__file__).parent
SHARED = HERE.parent.parent.parent / "shared" / "data"
"""Public data sets; never part of this project, left out where they are missing."""

_REPAIRS = (
    (re.compile(r"Cancelled Flight(?=l?ed|l?ing|l?ation|s|\b)"), "cancel"),
    (re.compile(r"Late Flight"), "late"),
    (re.compile(r"Flight Booking Problems"), "booking"),
)
"""In the airline texts a search-and-replace put the labels where words stood ("Cancelled Flightled")."""


class Labelled(NamedTuple):
    """A comment and what people say it is about."""

    text: str
    labels: frozenset[str]


class Own(NamedTuple):
    """A comment of our own."""

    text: str
    themes: tuple[str, ...]
    """Ids of candidates, any of which is right as the first theme; empty if it speaks of none."""
    industry: str | None


def load_own() -> tuple[Own, ...]:
    """Return the comments of our own writing."""
    tree = yaml.safe_load((HERE / "own.yaml").read_text(encoding="utf-8"))
    return tuple(
        Own(text, tuple(entry["themes"]), entry.get("industry")) for entry in tree for text in entry["comments"]
    )


def airline(*, repaired: bool = False) -> tuple[Labelled, ...]:
    """Return the complaints about airlines that have one of nine reasons."""
    with (SHARED / "airline_dev.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["negativereason"] not in ("", "Can't Tell")]
    texts = (repair(row["text"]) if repaired else row["text"] for row in rows)
    return tuple(Labelled(text, frozenset((row["negativereason"],))) for text, row in zip(texts, rows, strict=True))


def airline_moods() -> Iterator[Labelled]:
    """Yield all texts about airlines with their sentiment."""
    with (SHARED / "airline_dev.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Labelled(row["text"], frozenset((row["airline_sentiment"],)))


def repair(text: str) -> str:
    """Put a word back where a label was substituted."""
    for pattern, word in _REPAIRS:
        text = pattern.sub(word, text)
    return text


def restaurants() -> Iterator[Labelled]:
    """Yield sentences about restaurants with their aspects."""
    for sentence in _sentences("Restaurants"):
        aspects = frozenset(str(one.get("category")) for one in sentence.iter("aspectCategory"))
        yield Labelled(sentence.findtext("text") or "", aspects)


def laptops() -> Iterator[Labelled]:
    """Yield sentences about laptops."""
    for sentence in _sentences("Laptop"):
        yield Labelled(sentence.findtext("text") or "", frozenset())


def clothes() -> Iterator[Labelled]:
    """Yield reviews of clothes with their stars."""
    with (SHARED / "womens" / "womens_clothing_partial.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["Review Text"].strip():
                yield Labelled(f"{row['Title']}\n{row['Review Text']}".strip(), frozenset((row["Rating"],)))


def moods_of(what: str) -> Iterator[Labelled]:
    """Yield the sentences about "Restaurants" or "Laptop" with the polarities of all that they mention."""
    for sentence in _sentences(what):
        mentioned = (*sentence.iter("aspectCategory"), *sentence.iter("aspectTerm"))
        yield Labelled(sentence.findtext("text") or "", frozenset(str(one.get("polarity")) for one in mentioned))


def _sentences(what: str) -> "Iterator[Element]":
    root = defusedxml.ElementTree.parse(SHARED / "semeval" / f"2014_{what}_Train.xml").getroot()
    assert root is not None
    return root.iter("sentence")
