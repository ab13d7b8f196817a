"""Recognise platforms by where their name stands: "booked through Zupp", "Zupp and Google", "on bark"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.minds.places import is_place
from assistant.model import Channel
from assistant.retrieval.embedder import VOCABULARY
from assistant.retrieval.wording import english_words
from assistant.text import fold
from assistant.words import Words

_LIST = re.compile(r"\s*(?:,|;|/|\+|&|\band\b|\bor\b)\s*")
_LISTED = ("booking", "bark", "yell")
"""Everyday words that alone in a list of ways to be found are platforms: "google, booking, our site"."""
_OWN = re.compile(r"\b(?:our|my|own)\s+(?:\w+\s+)?$", re.IGNORECASE)


@dataclass(frozen=True)
class BrandReader:
    """Takes unknown brands for platforms, because owners name their own website and shop otherwise."""

    lists: Words
    other: frozenset[str]
    """Names that mean something else or are known channels."""

    def unknown(self, clause: str) -> Iterator[tuple[Channel, str]]:
        """Yield brands that no list holds, told as a way to be found or bought from."""
        for found in self._after.finditer(clause):
            if self._is_brand(found["brand"]):
                yield "marketplace", found["brand"]
        for found in self._domain.finditer(clause):
            if fold(found.group()) not in self.other:
                yield ("website" if _OWN.search(clause[: found.start()]) else "marketplace"), found.group()
        for piece in _LIST.split(clause):
            bare = piece.strip(" .!?")
            if fold(bare) in _LISTED or re.fullmatch(r"[a-z]{3,}\d+[a-z]{3,}", bare):
                yield "marketplace", bare
            elif re.fullmatch(r"[A-Z][A-Za-z0-9]{3,}", bare):
                known: Channel | None = self.lists.get("brands.common").get(fold(bare))
                if known is not None or self._is_brand(bare):
                    yield known or "marketplace", bare

    def common(self, folded: str) -> Iterator[tuple[Channel, str]]:
        """Yield platforms with an everyday name, where a preposition tells that the platform is meant."""
        for found in self._everyday.finditer(folded):
            yield self.lists.get("brands.common")[found["brand"]], found["brand"]

    def _is_brand(self, word: str) -> bool:
        plain = fold(word)
        inner = re.search(r"[a-z][A-Z]", word) is not None
        return (inner or plain not in english_words(VOCABULARY)) and plain not in self.other and not is_place(word)

    @cached_property
    def _after(self) -> re.Pattern[str]:
        return re.compile(self.lists("brands.after"))

    @cached_property
    def _domain(self) -> re.Pattern[str]:
        return re.compile(self.lists("brands.domain"))

    @cached_property
    def _everyday(self) -> re.Pattern[str]:
        names = "|".join(sorted(self.lists.get("brands.common"), key=len, reverse=True))
        return re.compile(rf"\b(?:on|via|through|thru|using)\s+(?P<brand>{names})\b(?!\s+(?:the|and ends|for)\b)")
