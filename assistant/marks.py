"""Hide e-mail addresses, phone, card and account numbers behind marks that can be taken off again.

For what an owner writes of their business: its name, its link and its handle are facts and stay, unlike in a survey.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from assistant.masking import luhn
from assistant.model import Frozen

Kind = Literal["email", "phone", "card", "account"]

REGIONS = ("GB", "US", "DE", "FR", "ES", "IT", "NL", "AU", "IN")
"""Countries whose national ways of writing a phone number are known; numbers with +… are known everywhere."""

_EMAIL = re.compile(r"[\w.%+'-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"(?<![\w.,-])\d(?:[ -]?\d){11,18}(?![\w-])")
_SORT_CODE = re.compile(r"\b\d{2}-\d{2}-\d{2}\b(?:\D{1,20}\d{8}\b)?")
_LABELLED = re.compile(
    r"\b(?:account|acct|konto|compte|cuenta|sort code)(?:\s*(?:no|nr|number|nummer))?[.:#\s]*(\d(?:[ -]?\d){4,18})",
    re.IGNORECASE,
)
_PHONE_HINT = re.compile(r"\d(?:[\s().\-/]*\d){6,}")
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")


class Private(Frozen):
    """A stretch of text that identifies somebody."""

    kind: Kind
    start: int
    end: int
    words: str


def find_private(text: str) -> tuple[Private, ...]:
    """Return what in `text` identifies somebody, in order, without overlaps."""
    found: list[Private] = []
    for private in sorted(_all(text), key=lambda one: (one.start, -one.end)):
        if not found or private.start >= found[-1].end:
            found.append(private)
    return tuple(found)


@dataclass
class Masks:
    """Marks that can be taken off again: the same words always get the same mark, such as `[email-1]`."""

    _marks: dict[str, str] = field(default_factory=dict)

    def hide(self, text: str) -> str:
        """Return `text` with a numbered mark in place of what identifies somebody."""
        for private in reversed(find_private(text)):
            text = text[: private.start] + self._mark(private) + text[private.end :]
        return text

    def show(self, text: str) -> str:
        """Return `text` with the words back in place of their marks."""
        for words, mark in self._marks.items():
            text = text.replace(mark, words)
        return text

    def _mark(self, private: Private) -> str:
        return self._marks.setdefault(private.words, f"[{private.kind}-{len(self._marks) + 1}]")


def _all(text: str) -> Iterator[Private]:
    for found in _EMAIL.finditer(text):
        yield _private("email", found)
    for found in _IBAN.finditer(text):
        account = _iban(found.group())
        if account:
            yield Private(kind="account", start=found.start(), end=found.start() + len(account), words=account)
    for found in _LONG_NUMBER.finditer(text):
        if luhn(found.group()):
            yield _private("card", found)
    for found in _SORT_CODE.finditer(text):
        yield _private("account", found)
    for found in _LABELLED.finditer(text):
        yield Private(kind="account", start=found.start(1), end=found.end(1), words=found.group(1))
    yield from _phones(text)


def _private(kind: Kind, found: re.Match[str]) -> Private:
    return Private(kind=kind, start=found.start(), end=found.end(), words=found.group())


def _phones(text: str) -> Iterator[Private]:
    if not _PHONE_HINT.search(text):
        return  # because the tables of all countries take a while to load and few messages hold a number
    import phonenumbers

    for region in REGIONS:
        for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID):
            if not _DATE.fullmatch(match.raw_string.strip()):
                yield Private(kind="phone", start=match.start, end=match.end, words=match.raw_string)


def _iban(letters: str) -> str | None:
    """Return the start of `letters` that passes the check of account numbers (ISO 13616, modulo 97), if any does."""
    for end in range(len(letters), 14, -1):  # because the words after it may look like more of it
        plain = re.sub(r"[ -]", "", letters[:end]).upper()
        if len(plain) >= 15 and int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1:
            return letters[:end].rstrip(" -")
    return None
