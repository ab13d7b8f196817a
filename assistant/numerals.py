"""Read numbers out of plain words: "3 in 10", "a third", "€1.5k", "about 180", "half"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
_WORDS = {**_ONES, **_TEENS, **_TENS}
_FRACTIONS = {
    "half": 50.0, "a third": 100 / 3, "one third": 100 / 3, "two thirds": 200 / 3, "a quarter": 25.0,
    "one quarter": 25.0, "three quarters": 75.0, "a fifth": 20.0, "one fifth": 20.0, "two fifths": 40.0,
    "three fifths": 60.0, "four fifths": 80.0, "a sixth": 100 / 6, "an eighth": 12.5, "a tenth": 10.0,
}  # fmt: skip
_ORDINALS = {"second": 2, "other": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_FRACTION = "|".join(words.replace(" ", r"[\s-]+") for words in _FRACTIONS)
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES)})\b)?|{'|'.join(_TEENS)}|{'|'.join(_ONES)})"
_MANY = rf"(?:(?:{_SMALL}|an?)\s+)?(?:{'|'.join(_SCALES)})(?:\s+(?:and\s+)?{_SMALL}\b)?"
_BROKEN = rf"{_SMALL}(?:\s+point(?:\s+(?:{'|'.join(_ONES)})\b)+|\s+and\s+a\s+half)?"
_WORD = rf"(?:half\s+a\s+dozen|{_MANY}|a\s+couple(?:\s+of)?|{_BROKEN})"
_AMOUNT = r"(?:\d{1,3}(?:[,\u00a0 ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?)"
_SIGN = r"[£€$₹₦¥₺₽₩₪₴฿]|zł|r\$"
_CODE = r"gbp|eur|usd|chf|aud|cad|nzd|sek|nok|dkk|pln|czk|huf|ron|inr|ngn|zar|kes|jpy|brl|mxn|aed|sar|sgd|hkd"
_NAMED = r"""euros?|pounds?|quid|dollars?|bucks?|francs?|z[lł]ot(?:y|ys|ych|e)|kr|kron(?:a|or|er|e)|crowns?
    |rupees?|naira|rand|yen|liras?|pesos?|reais|dirhams?|riyals?|shekels?|forints?|lei|shillings?|cedis?|ringgit|baht"""
_CURRENCY = rf"{_SIGN}|(?<![^\W\d])(?:{_CODE}|kr|rs\.?)(?=\s*\d)"
_CURRENCY_AFTER = rf"{_SIGN}|(?:{_CODE}|{_NAMED})\b"
_UNITS = {
    "minutes": r"min(?:ute)?s?", "hours": r"h(?:ou)?rs?|h", "days": r"days?", "weeks": r"w(?:ee)?ks?",
    "months": r"months?|mths?", "years": r"years?|yrs?", "seconds": r"sec(?:ond)?s?", "stars": r"stars?",
}  # fmt: skip
_UNIT = "|".join(f"(?:{pattern})" for pattern in _UNITS.values())
_PER_CENT = r"%|per\ ?cents?\b|percents?\b|pct\b"
_PERIOD = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)?day|hour|week|month|quarter|year|night|morning|weekend)s?\b"
_PATTERN = re.compile(
    rf"""
    (?P<rest>\b(?P<out>out\ )?of\s+(?:every\s+)?(?P<rest_whole>\d+|{_SMALL})\s+(?:[^\W\d]+\s+){{1,3}}?
        (?:only\s+|about\s+|maybe\s+)?(?P<rest_part>\d+|(?(out){_SMALL}|(?!)))\b(?!\s*[%€£$]))
    | (?P<far>\b(?P<far_part>\d+)\s+(?:[^\W\d]+\s+){{1,4}}?out\ of\s+(?:every\s+|our\s+|the\s+)?(?P<far_whole>\d+)\b)
    | (?P<stars>(?<![\w.,])[1-4][.,]\d\s*(?:/|out\ of)\s*(?:5|five)\b)
    | (?P<share>(?:(?:\b|(?<=\s))(?P<part>{_AMOUNT}|\b{_WORD})
        \s*(?:in|out\ of|of\ every|of|von|per|/)\s*(?:every\s+|our\s+|the\s+)?
        (?P<whole>{_AMOUNT}|{_WORD}\b)))
    | (?P<span>\bhalf\s+an?\s+(?P<span_unit>{_UNIT})\b)
    | (?P<within>\b(?:within|under|over|takes?)\s+an?\s+(?P<within_unit>{_UNIT})\b)
    | (?P<fraction>\b(?:{_FRACTION})\b(?!\s+a\s+(?:dozen|{_UNIT})))
    | (?P<each>\bevery\s+(?P<ordinal>{"|".join(_ORDINALS)})\s+(?!{_PERIOD})(?=[^\W\d]))
    | (?P<times>\b(?P<often>{"|".join(_TIMES)})\s+(?:an?|per|each|every)\s+(?={_PERIOD}))
    | (?P<money>(?P<sign>{_CURRENCY})\s*(?P<money_amount>{_AMOUNT})\s*(?P<money_k>k\b|m\b)?)
    | (?P<minus>\bminus\s+|(?<![\w.,)%\s-])[-−]|(?<=\s)[-−](?=\d))?
        (?<![\w.,])(?P<amount>{_AMOUNT})\s*(?P<k>k\b|grand\b)?\s*(?P<percent>{_PER_CENT})?
        (?P<money_after>\s?(?:{_CURRENCY_AFTER}))?
        (?:\s*-?\s*(?P<unit>{_UNIT})\b)?
    | \b(?P<word>{_WORD})\b(?:\s*(?P<word_percent>{_PER_CENT}))?
        (?P<word_money>\s(?:{_NAMED})\b)?
        (?:\s*(?P<word_unit>{_UNIT})\b)?
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
    if found["stars"]:
        return _amount(found["stars"][:3]), "stars"
    if found["span"]:
        return 0.5, _unit(found["span_unit"])
    if found["within"]:
        return 1.0, _unit(found["within_unit"])
    if found["fraction"]:
        return _FRACTIONS[re.sub(r"[\s-]+", " ", found["fraction"].lower())], "%"
    if found["each"]:
        return 100 / _ORDINALS[found["ordinal"].lower()], "%"
    if found["times"]:
        return _TIMES[found["often"].lower()], "count"
    if found["money"]:
        scale = {"k": 1_000, "m": 1_000_000}.get((found["money_k"] or "").lower(), 1)
        return _amount(found["money_amount"]) * scale, "money"
    if found["word"]:
        value = _amount(found["word"])
        return value, "money" if found["word_money"] else _unit(found["word_unit"], found["word_percent"])
    value = _amount(found["amount"]) * (1_000 if found["k"] else 1) * (-1 if found["minus"] else 1)
    money = found["money_after"] or (found["k"] or "").lower() == "grand"
    return value, "money" if money else _unit(found["unit"], found["percent"])


def _unit(unit: str | None, percent: str | None = None) -> str:
    if percent:
        return "%"
    if unit is None:
        return "count"
    return next(name for name, pattern in _UNITS.items() if re.fullmatch(pattern, unit, re.IGNORECASE))


def _amount(words: str) -> float:
    """Return the value of digits ("1,200", "2,5") or of words ("forty-one", "four point nine")."""
    digits = re.sub(r"[\u00a0 ]", "", words)
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    return float(digits.replace(",", ".")) if digits[:1].isdigit() else _spelled(words)


def _spelled(words: str) -> float:
    parts = re.findall(r"[a-z]+", words.lower())
    if "couple" in parts:
        return 2.0
    if parts == ["half", "a", "dozen"]:
        return 6.0
    if "half" in parts:
        return _spelled(" ".join(parts[: parts.index("and")])) + 0.5
    if "point" in parts:
        at = parts.index("point")
        decimals = "".join(str(_ONES[part]) for part in parts[at + 1 :])
        return float(f"{_spelled(' '.join(parts[:at])):.0f}.{decimals}")
    total = 0.0
    for part in parts:
        if part in _SCALES:
            total = max(total, 1.0) * _SCALES[part]
        else:
            total += _WORDS.get(part, 0)
    return total
