"""Takes quotes from responses and checks them: a quote is a span of the response it names, word for word."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from assistant.errors import Refused
from assistant.masking import MASKS
from assistant.survey.clauses import Clause
from assistant.synthesis import Quote
from assistant.text import fold
from assistant.words import load_words

LONGEST = 240
SHORTEST = 12
_LIKE = 0.5
"""Share of common words from which two quotes say the same."""
_EDGE = re.compile(
    r"^(?:[\s,;:.\-–—)\]}>*#/&]|\[(?:handle|link)\]|RT\b)+|(?:[\s,;:\-–—(\[{<*#/]|\[(?:handle|link)\])+$"
)


class Candidate(NamedTuple):
    """A clause that might be quoted."""

    response: str
    text: str
    """The whole response, masked."""
    clause: Clause
    weight: float
    """How well it speaks for the theme."""


def is_verbatim(quote: str, source: str) -> bool:
    """Tell whether `quote` stands word for word in `source`; only quotes, dashes, case and spaces are folded."""
    wanted, text = fold(quote), fold(source)
    if not wanted:
        return False
    start = text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        before, after = text[start - 1 : start], text[end : end + 1]
        joined_before = before.isalnum() and wanted[0].isalnum()
        joined_after = after.isalnum() and wanted[-1].isalnum()
        if not joined_before and not joined_after:
            return True
        start = text.find(wanted, start + 1)
    return False


def check_quote(quote: Quote, texts: dict[str, str]) -> Quote:
    """Return `quote` if its words stand in the response it names; Refused otherwise."""
    if quote.response not in texts or not is_verbatim(quote.text, texts[quote.response]):
        raise Refused(load_words("survey")("quote_not_there", response=quote.response))
    return quote


def pick(found: Iterable[Candidate], most: int = 4) -> tuple[Quote, ...]:
    """Choose quotes that speak clearly and differ from one another; the order of the responses plays no part."""
    ready = [(one, span) for one in found if not sounds_like_orders(one.text) and (span := span_of(one))]
    ready.sort(key=lambda pair: (-_appeal(pair[0], pair[1]), pair[1], pair[0].response))
    chosen: list[tuple[str, str]] = []
    words: list[frozenset[str]] = []
    for one, span in ready[:400]:
        own = frozenset(fold(span).split())
        if all(len(own & other) <= _LIKE * min(len(own), len(other)) for other in words):
            chosen.append((one.response, span))
            words.append(own)
        if len(chosen) == most:
            break
    return tuple(
        check_quote(Quote(response=response, text=span), {response: _text_of(ready, response)})
        for response, span in chosen
    )


def _text_of(ready: Sequence[tuple[Candidate, str]], response: str) -> str:
    return next(one.text for one, _ in ready if one.response == response)


def span_of(one: Candidate) -> str:
    """Return the clause without stray signs at its edges, cut at a word if it is long; empty if too short."""
    span = _EDGE.sub("", one.text[one.clause.start : one.clause.end])
    if len(span) > LONGEST:
        cut = span.rfind(" ", 0, LONGEST)
        span = span[: cut if cut > 0 else LONGEST]
    return _EDGE.sub("", span) if len(span) >= SHORTEST else ""


def _appeal(one: Candidate, span: str) -> float:
    length = 1.0 if 40 <= len(span) <= 160 else 0.6 if len(span) >= 25 else 0.2
    masked = 0.8 if any(mask in span for mask in MASKS) else 0.0
    return round(one.weight + length - masked, 3)


def sounds_like_orders(text: str) -> bool:
    """Tell whether a response speaks to software rather than about an experience; it is counted but never quoted."""
    return _orders().search(text) is not None


@cache
def _orders() -> re.Pattern[str]:
    return re.compile("|".join(load_words("survey-words").get("orders")), re.IGNORECASE)
