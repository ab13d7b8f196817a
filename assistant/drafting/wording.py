"""Small rules of wording: capitals, clipping, clauses, and how a KPI is called within a sentence."""

import re
from collections.abc import Collection

from assistant.knowledge.cards import KpiCard
from assistant.text import fold

QUOTE_LENGTH = 280
"""Characters of the owner's words that a cell quotes; a longer quote is cut at a word, so it stays verbatim."""

_CLAUSE = re.compile(
    r"\s*(?:[;!?\n]|:(?=\s)|\.(?=\s|$)|,(?!\d)|\s[–—-]\s|→|->|\s>\s)\s*|\s+(?<!now and )then\s+", re.IGNORECASE
)
_SENTENCE = re.compile(r"\s*(?:[;!?\n]|\.(?=\s|$))\s*")


def capital(text: str) -> str:
    """Return `text` with a capital at the start."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """Return `text` with a small letter at the start, unless it starts with a name-like word or "I"."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    keep = first in ("I", "I'm", "I’m") or any(letter.isupper() for letter in first[1:])
    return text if keep else text[:1].lower() + text[1:]


def clip(text: str, length: int = 560) -> str:
    """Return `text` cut at a word so that it fits a cell, with "…" where something is missing."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def quotable(words: str) -> str:
    """Return the part of `words` that is quoted: all of them, or a verbatim beginning."""
    words = re.sub(r"\s+", " ", words).strip()
    if len(words) > QUOTE_LENGTH:
        words = words[:QUOTE_LENGTH].rsplit(" ", 1)[0] if " " in words[:QUOTE_LENGTH] else words[:QUOTE_LENGTH]
    return words.strip() or words


def tidy(words: str, leads: Collection[str]) -> str:
    """Return `words` without a leading "and", "then", "some" and without punctuation at the ends; still verbatim."""
    words = words.strip(' \t\n.,;:!?…-–—"“”') or words.strip()
    while True:
        first, _, rest = words.partition(" ")
        rest = rest.lstrip(" ,:")
        if not rest or fold(first) not in leads:
            return words
        words = rest


def clauses(text: str) -> tuple[str, ...]:
    """Return the clauses of `text`: what stands between commas, full stops and "then"."""
    return tuple(part.strip() for part in _CLAUSE.split(text) if part and part.strip())


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of `text`."""
    return tuple(part.strip() for part in _SENTENCE.split(text) if part and part.strip())


_HEAD = re.compile(
    r"\s+(?:who|that|whose|which|with|without|of|in|on|at|for|from|to|aged?|over|under|between|late|mid|early|around|near|\w+ing|\w+ed)\b"
    r"|[,;(\d]"
)
_MANY = frozenset(
    ["people", "women", "men", "children", "folk", "folks", "staff", "everyone", "kids", "parents", "police", "youth"]
)


def is_plural(words: str) -> bool:
    """Tell whether a name such as "couples late 20s" or "ops manager" is about several, as far as letters tell."""
    head = re.findall(r"[a-z]+", _HEAD.split(fold(words), maxsplit=1)[0])
    if not head:
        return False
    several = head[-1].endswith("s") and not head[-1].endswith(("ss", "us", "is"))
    return several or "and" in head or bool(_MANY & {head[0], head[-1]})


def with_article(name: str) -> str:
    """Return a name as it stands within a sentence: "the IT manager", "couples planning weddings"."""
    words = lower(name)
    if fold(words).split()[0] in ("a", "an", "the", "my", "our", "your", "any") or is_plural(words):
        return words
    return f"the {words}"


def kpi_name(card: KpiCard) -> str:
    """Return what a KPI is called within a sentence: "win rate" for "Win rate (quote acceptance)"."""
    name = re.sub(r"\s*\([^)]*\)", "", card.title).split(" / ")[0].strip()
    return lower(name)
