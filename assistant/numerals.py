"""Read numbers out of plain words: "3 in 10", "a third", "€1.5k", "about 180", "half"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12,
}  # fmt: skip
_FRACTIONS = {
    "half": 50.0, "a third": 100 / 3, "one third": 100 / 3, "two thirds": 200 / 3, "a quarter": 25.0,
    "one quarter": 25.0, "three quarters": 75.0, "a fifth": 20.0, "one fifth": 20.0, "a tenth": 10.0,
}  # fmt: skip
_FRACTION = "|".join(words.replace(" ", r"\s+") for words in _FRACTIONS)
_WORD = "|".join(_ONES)
_AMOUNT = r"(?:\d{1,3}(?:[,\u00a0 ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?)"
_CURRENCY = r"[£€$]|(?:gbp|eur|usd|chf)\b"
_UNITS = {
    "minutes": r"min(?:ute)?s?", "hours": r"h(?:ou)?rs?|h", "days": r"days?", "weeks": r"w(?:ee)?ks?",
    "months": r"months?|mths?", "years": r"years?|yrs?", "seconds": r"sec(?:ond)?s?", "stars": r"stars?",
}  # fmt: skip
_PATTERN = re.compile(
    rf"""
    (?P<rest>\b(?:out\ )?of\s+(?:every\s+)?(?P<rest_whole>\d+)\s+(?:[^\W\d]+\s+){{1,3}}?
        (?:only\s+|about\s+|maybe\s+)?(?P<rest_part>\d+)\b(?!\s*[%€£$]))
    | (?P<far>\b(?P<far_part>\d+)\s+(?:[^\W\d]+\s+){{1,4}}?out\ of\s+(?:every\s+|our\s+|the\s+)?(?P<far_whole>\d+)\b)
    | (?P<share>(?:(?:\b|(?<=\s))(?P<part>{_AMOUNT}|\b(?:{_WORD}))
        \s*(?:in|out\ of|of\ every|of|von|per|/)\s*(?:every\s+|our\s+|the\s+)?
        (?P<whole>{_AMOUNT}|(?:{_WORD})\b)))
    | (?P<fraction>\b(?:{_FRACTION})\b)
    | (?P<money>(?P<sign>{_CURRENCY})\s*(?P<money_amount>{_AMOUNT})\s*(?P<money_k>k\b|m\b)?)
    | (?<![\w.,])(?P<amount>{_AMOUNT})\s*(?P<k>k\b)?\s*(?P<percent>%|per\ ?cent\b|percent\b)?
        (?P<money_after>\s?(?:€|£|\$|eur\b|gbp\b|usd\b|euros?\b|pounds?\b|quid\b|dollars?\b))?
        (?:\s*-?\s*(?P<unit>{"|".join(f"(?:{pattern})" for pattern in _UNITS.values())})\b)?
    | \b(?P<word>{_WORD})\b(?:\s*(?P<word_percent>%|per\ ?cent\b|percent\b))?
        (?:\s*(?P<word_unit>{"|".join(f"(?:{pattern})" for pattern in _UNITS.values())})\b)?
    """,
    re.IGNORECASE | re.VERBOSE,
)


_SHARES = (("rest", "rest_part", "rest_whole"), ("far", "far_part", "far_whole"), ("share", "part", "whole"))


@dataclass(frozen=True)
class Numeral:
    """A number found in a text."""

    value: float
    unit: str
    """`%`, `money`, `count`, `stars` or a unit of time."""
    start: int
    end: int
    words: str


def find_numerals(text: str) -> tuple[Numeral, ...]:
    """Return every number that `text` states, in order; "1 in 4" is 25 with unit %."""
    return tuple(_numerals(text))


def _numerals(text: str) -> Iterator[Numeral]:
    for found in _PATTERN.finditer(text):
        value_unit = _read(found)
        if value_unit is not None:
            value, unit = value_unit
            yield Numeral(round(value, 4), unit, found.start(), found.end(), found.group().strip())


def _read(found: re.Match[str]) -> tuple[float, str] | None:
    for kind, part_name, whole_name in _SHARES:
        if found[kind]:
            part, whole = _amount(found[part_name]), _amount(found[whole_name])
            return (100 * part / whole, "%") if whole > 0 and part <= whole else None
    if found["fraction"]:
        return _FRACTIONS[re.sub(r"\s+", " ", found["fraction"].lower())], "%"
    if found["money"]:
        scale = {"k": 1_000, "m": 1_000_000}.get((found["money_k"] or "").lower(), 1)
        return _amount(found["money_amount"]) * scale, "money"
    if found["word"]:
        return _amount(found["word"]), _unit(found["word_unit"], found["word_percent"])
    value = _amount(found["amount"]) * (1_000 if found["k"] else 1)
    return value, "money" if found["money_after"] else _unit(found["unit"], found["percent"])


def _unit(unit: str | None, percent: str | None) -> str:
    if percent:
        return "%"
    if unit is None:
        return "count"
    return next(name for name, pattern in _UNITS.items() if re.fullmatch(pattern, unit, re.IGNORECASE))


def _amount(words: str) -> float:
    words = words.lower().strip()
    if words in _ONES:
        return float(_ONES[words])
    digits = re.sub(r"[\u00a0 ]", "", words)
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    return float(digits.replace(",", "."))
