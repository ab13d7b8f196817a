"""Masks personal data in what customers wrote: addresses, numbers and handles become `[email]`, `[phone]` and so on.

Names without a cue before them are not found; whoever shows masked text says so.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

MASKS = ("[email]", "[phone]", "[card]", "[iban]", "[id number]", "[ip]", "[address]", "[name]", "[link]", "[handle]")

_EMAIL = re.compile(
    r"[\w.+'-]+(?:@|\s?\(at\)\s?|\s?\[at\]\s?)[\w-]+(?:(?:\.|\s?\(dot\)\s?)[\w-]+)*"
    r"(?:\.|\s?\(dot\)\s?)[a-zA-Z]{2,24}\b"
)
_LINK = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>\"')\]]+")
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IP = re.compile(rf"\b(?:{_OCTET}\.){{3}}{_OCTET}\b|\b(?:[0-9a-fA-F]{{1,4}}:){{7}}[0-9a-fA-F]{{1,4}}\b")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])")
_NUMBER_CUE = (
    r"(?i:\b(?:passport|customer|account|order|booking|record locator|confirmation|policy|member(?:ship)?|ssn"
    r"|licen[cs]e)(?: (?:number|no\.?|id|code|#))?\s?(?:is|:|#)?\s?)"
)
_PERSONAL_NUMBER = re.compile(
    r"\b\d{3}-\d{2}-\d{4}\b"  # US social security
    r"|\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"  # UK national insurance
    rf"|(?P<cue>{_NUMBER_CUE})(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{{4,}}"
)
_STREET = re.compile(
    r"\b\d{1,5}[a-z]? (?:[A-Z][\w'’.-]+ ){1,4}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Square"
    r"|Boulevard|Blvd|Way|Close|Crescent|Terrace|Place|Pl)\b\.?(?:,? (?:Apt|Flat|Unit|Suite) ?\w+)?"
    r"|\b[A-ZÄÖÜ][\wäöüß-]+(?:straße|strasse|str\.|weg|platz|allee) \d{1,4}[a-z]?\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
)
_TITLES = r"Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Mme|Señora?"
_NAMED = re.compile(
    r"(?P<cue>\b(?:[Mm]y name is|[Mm]y name's|[Tt]his is|[Ss]igned,?|[Rr]egards,?|[Aa]sk for|[Cc]ontact|[Yy]ours,?)\s+|"
    rf"\b(?:{_TITLES})\.?\s+)"
    r"(?P<name>[A-ZÀ-Ý][a-zà-ÿ'’-]+(?:\s+[A-ZÀ-Ý][a-zà-ÿ'’-]+){0,2})"
)
_NOT_NAMES = frozenset(
    {"The", "This", "That", "It", "Is", "My", "Our", "Your", "Customer", "Service", "Support", "Us", "Me", "Them"}
    | {"Christmas", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Not", "A", "An"}
    | {"Absolutely", "Really", "Very", "Why", "What", "How"}
)
_HANDLE = re.compile(r"(?<![\w@.])@\w{2,30}\b(?!\.\w)")
_MAYBE_PHONE = re.compile(r"(?<![\w])[+(]?\d(?:[\s().\-/]{0,3}\d){6,14}(?!\w)")
_NOT_PHONE = re.compile(
    r"^(?:\d{4}\s?[-–/]\s?\d{4}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:\s+\d.*)?|\d{1,3}(?:[ .]\d{3})+|\d+\.\d+"
    r"|(?:19|20)\d{2}(?:[-/ ]\d{1,2}){1,2}.*)$"
)
_WORTH_A_LOOK = re.compile(
    rf"[\d@]|https?:|www\.|\(at\)|\b(?:name|{_TITLES}|[Rr]egards|[Cc]ontact|[Ss]igned|[Yy]ours|[Aa]sk for|[Tt]his is)\b"
)
_REGIONS = ("US", "GB", "DE", "FR", "ES", "BR", "IN", "AU")
"""Countries whose way of writing numbers without a country code is known."""


class Masked(NamedTuple):
    """Masked texts and how often each kind of personal data stood in them."""

    texts: tuple[str, ...]
    found: tuple[tuple[str, int], ...]


def mask(text: str) -> str:
    """Return `text` with personal data replaced by what it was, in brackets."""
    if not _WORTH_A_LOOK.search(text):
        return text
    for pattern, label in (
        (_EMAIL, "[email]"), (_LINK, "[link]"), (_IP, "[ip]"), (_IBAN, "[iban]"), (_STREET, "[address]"),
    ):  # fmt: skip
        text = pattern.sub(label, text)
    text = _PERSONAL_NUMBER.sub(_keep_cue, text)
    text = _CARD.sub(lambda found: "[card]" if luhn(found[0]) else found[0], text)
    text = _MAYBE_PHONE.sub(lambda found: "[phone]" if is_phone(found[0]) else found[0], text)
    text = _NAMED.sub(_keep_name_cue, text)
    return _HANDLE.sub("[handle]", text)


def mask_all(texts: Iterable[str]) -> Masked:
    """Mask every text and count what was masked."""
    masked, found = [], Counter[str]()
    for text in texts:
        clean = mask(text)
        masked.append(clean)
        if clean is not text and clean != text:
            found.update({label: clean.count(label) - text.count(label) for label in MASKS if label in clean})
    return Masked(tuple(masked), tuple(sorted((label, n) for label, n in found.items() if n > 0)))


def luhn(digits: str) -> bool:
    """Tell whether the digits in `digits` carry the check digit of a payment card."""
    numbers = [int(char) for char in digits if char.isdigit()]
    doubled = [sum(divmod(2 * n, 10)) for n in numbers[-2::-2]]
    return (sum(numbers[::-2]) + sum(doubled)) % 10 == 0


@lru_cache(maxsize=4096)
def is_phone(digits: str) -> bool:
    """Tell whether `digits` is a phone number somewhere; year ranges, dates and amounts are not."""
    import phonenumbers  # because it costs a tenth of a second and most texts hold no number

    shape = digits.strip()
    count = sum(char.isdigit() for char in shape)
    if _NOT_PHONE.match(shape) or count < 7:
        return False
    separated = any(char in shape for char in " -.()/")
    regions: tuple[str | None, ...] = (None,) if shape.startswith("+") else _REGIONS
    if not separated and not shape.startswith(("+", "0")) and count != 10:
        return False
    for region in regions:
        try:
            number = phonenumbers.parse(shape, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return True
    return (count >= 9 and shape.startswith(("+", "00", "("))) or _seven(shape)


def _seven(shape: str) -> bool:
    return re.fullmatch(r"(?:\(?\d{3}\)?[ .-])?\d{3}[-.]\d{4}", shape) is not None


def _keep_cue(found: re.Match[str]) -> str:
    return f"{found['cue'] or ''}[id number]"


def _keep_name_cue(found: re.Match[str]) -> str:
    name = found["name"]
    first = name.split()[0]
    weak = found["cue"].strip().casefold() in ("this is", "contact", "ask for")
    ends = found.string[found.end() :].lstrip().startswith((",", ".", "from"))
    if first in _NOT_NAMES or (weak and " " not in name and not ends):
        return found[0]
    return f"{found['cue']}[name]"
