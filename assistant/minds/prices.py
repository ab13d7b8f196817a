"""Read what the offer costs, in the words that name the amount: "£6 a bar", "from 22", "35 euro for a taster"."""

import re

from assistant.minds.commands import mentions
from assistant.numerals import Numeral, find_numerals
from assistant.words import Words

_START, _ENDS = ".;\n", (". ", ";", "\n", ", ")
_PRICED = re.compile(
    r"\s*(?:$|[,;)+]|\.(?=\s|$)|/|(?:a|an|per|each|pp|p\.p\.|every|monthly|weekly|yearly)\b|\band\b|\bto\s+\d|-\s*\d)"
)
_MEASURED = re.compile(
    r"\b(?:for|since|under|over|aged?|kids|staff|people|team of|after|about|around|of|us|we|than)\s*$", re.IGNORECASE
)
_LONGEST = 200


def find_price(message: str, words: Words, *, asked: bool) -> str | None:
    """Return the words that say what something costs, None if none do.

    `asked` what is offered, owners leave the currency out: "gel nails 45". Elsewhere an amount must have one, and must
    not be a fee, a budget or an average.
    """
    priced = [number for number in find_numerals(message) if number.unit == "money"]
    if not asked:
        no_price: list[str] = words.get("no_price")
        priced = [number for number in priced if not mentions(_around(message, number, number), no_price)]
    if not priced and asked:
        priced = [number for number in find_numerals(message) if _bare(message, number)]
    return _around(message, priced[0], priced[-1])[:_LONGEST] or None if priced else None


def _bare(message: str, number: Numeral) -> bool:
    """Tell whether a number without a currency stands where a price does: after a thing, before a break."""
    before, after = message[: number.start], message[number.end :]
    named = re.search(r"[^\W\d]{3,}\s*:?\s*$", before) is not None
    if number.words[-1:].lower() == "k" and number.value >= 1000:
        return True
    counted = number.unit == "count" and number.value >= 3 and number.words[:1].isdigit()
    return counted and named and _PRICED.match(after) is not None and _MEASURED.search(before) is None


def _around(message: str, first: Numeral, last: Numeral) -> str:
    """Return the part of the sentence that runs from the `first` number to the `last`, to the commas around them."""
    start = max(message.rfind(mark, 0, first.start) for mark in _START) + 1
    comma = message.rfind(", ", start, first.start)
    start = comma + 2 if comma >= 0 else start
    ends = [message.find(mark, last.end) for mark in _ENDS]
    end = min([len(message), *(at for at in ends if at >= 0)])
    return message[start:end].strip(" .,;")
