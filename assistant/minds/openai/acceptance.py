"""What a model's words must be to be shown: no number, name, link or id that has no root in what it was given."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.model import KINDS
from assistant.numerals import find_numerals
from assistant.text import clean, fold

_LINK = re.compile(
    r"https?:|www\.|://|\]\(|!\[|\]\[|\]:|<\s*/?\s*[a-z!]|@\w|\b[\w-]+\.(?:com|org|net|io|co|uk|de|fr|es|it|eu|info|app|dev|shop|biz|me|ly)\b",
    re.IGNORECASE,
)
_CARD_ID = re.compile(rf"\b(?:{'|'.join(KINDS)}):[a-z0-9-]+", re.IGNORECASE)
_CODE = re.compile(r"```|`|\{|\}|\[|\]|\||<|>|\\")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SENTENCE = re.compile(r"(?:[.!?:;…¿¡]\s*|\n|^|[“„«\"(‘'¿¡]\s*|\s[-–—·|/]\s+)")
_NAME = re.compile(r"[^\W\d_][\w&'’.-]*")
_QUOTED = re.compile(r"[“„«\"]([^”“»\"]{3,})[”“»\"]")
_MARK = re.compile(r"\[(?:email|phone|card|account)-\d+\]")
MANY_CAPITALS = 0.2
"""From this share of words with a capital inside sentences on, an owner's language (German) capitalises plain nouns."""


@dataclass(frozen=True)
class Ground:
    """The texts on which words may rest."""

    texts: tuple[str, ...]
    foreign: str = ""
    """What an owner of another language wrote, by which one knows whether it capitalises plain nouns."""

    def bears(self, words: str) -> bool:
        """Tell whether nothing in `words` is invented and nothing in it could act on a page."""
        plain = _MARK.sub("", clean(words))
        if not re.search(r"[^\W\d_]{2}", plain) or _LINK.search(plain) or _CARD_ID.search(plain) or _CODE.search(plain):
            return False
        return self._numbers(plain) and self._names(plain) and self._quotes(plain)

    @cached_property
    def _folded(self) -> str:
        return fold("\n".join(self.texts))

    @cached_property
    def _values(self) -> frozenset[float]:
        return frozenset().union(*(_values(text) for text in self.texts))

    def _numbers(self, words: str) -> bool:
        """Tell whether every figure stands in the ground; a number in words counts only when it tells a share."""
        digits = {_value(found) for found in _DIGITS.findall(words)}
        shares = {
            round(number.value, 2)
            for number in find_numerals(words)
            if number.unit in ("%", "money") and not number.words.casefold().startswith("half")
        }
        return (digits | shares) <= self._values

    def _names(self, words: str) -> bool:
        """Tell whether every word with a capital inside a sentence stands in the ground."""
        if self._capitalises:
            return True
        starts = {found.end() for found in _SENTENCE.finditer(words)}
        inside = (found for found in _NAME.finditer(words) if found.start() not in starts)
        named = [found.group() for found in inside if found.group()[0].isupper()]
        return all(_bare(name) in self._folded for name in named if not re.match(r"I(?:['’]|$)", name))

    def _quotes(self, words: str) -> bool:
        return all(fold(found) in self._folded for found in _QUOTED.findall(words))

    @cached_property
    def _capitalises(self) -> bool:
        starts = {found.end() for found in _SENTENCE.finditer(self.foreign)}
        inside = [found.group() for found in _NAME.finditer(self.foreign) if found.start() not in starts]
        capitals = [word for word in inside if word[0].isupper() and word[1:].islower()]
        return len(inside) >= 5 and len(capitals) >= MANY_CAPITALS * len(inside)


def ground(texts: Iterable[str], foreign: str = "") -> Ground:
    """Return the ground that `texts` make."""
    return Ground((*texts, foreign), foreign)


@lru_cache(maxsize=256)  # because brief and cards are the ground of many words
def _values(text: str) -> frozenset[float]:
    values = {_value(found) for found in _DIGITS.findall(text)}
    return frozenset(values | {round(number.value, 2) for number in find_numerals(text)})


def _value(digits: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    whole, *rest = re.split(r"[.,]", digits)
    return round(float(f"{whole}.{rest[0]}"), 2) if len(rest) == 1 else float(whole + "".join(rest))


def _bare(name: str) -> str:
    return re.sub(r"'s$|[.'-]+$", "", fold(name))
