"""Tell which KPI a number belongs to by what it counts and what becomes of it: "4 of 10 quotes go ahead"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from assistant.model import CardId
from assistant.numerals import Numeral
from assistant.text import fold
from assistant.words import Words

_TIMES = ("minutes", "hours", "days", "weeks", "months")


@dataclass(frozen=True)
class Sign:
    """Groups of words of which each must be said beside the number."""

    kpi: CardId
    unit: str
    groups: tuple[frozenset[str], ...]
    phrases: tuple[tuple[str, ...], ...]
    """The same groups' turns of several words."""
    unless: frozenset[str]
    weight: float
    """How far it outweighs a name of a KPI of so many words."""


@dataclass(frozen=True)
class SignReader:
    """Reads the signs of the word list."""

    words: Words
    stems: Callable[[str], list[str]]

    def kpi_of(self, said: frozenset[str], clause: str, number: Numeral, *, asked: bool) -> Sign | None:
        """Return the weightiest sign that stands in the clause beside a number of its unit, None if none does."""
        folded = re.sub(r"\s+", " ", fold(clause))
        fitting = (sign for sign in self._signs if self._fits(sign, said, folded, number, asked=asked))
        return max(fitting, key=lambda sign: sign.weight, default=None)

    def _fits(self, sign: Sign, said: frozenset[str], folded: str, number: Numeral, *, asked: bool) -> bool:
        times = sign.unit == "time" and number.unit in _TIMES
        in_k = sign.unit == "money" and number.unit == "count" and number.words[-1:].lower() == "k"
        if not (number.unit == sign.unit or times or in_k) or not sign.unless.isdisjoint(said):
            return False
        if times and not asked:
            return False
        return all(
            not group.isdisjoint(said) or any(phrase in folded for phrase in phrases)
            for group, phrases in zip(sign.groups, sign.phrases, strict=True)
        )

    @cached_property
    def _signs(self) -> tuple[Sign, ...]:
        return tuple(self._sign(entry) for entry in self.words.get("kpi_signs"))

    def _sign(self, entry: dict[str, list[list[str]]]) -> Sign:
        groups = entry["all"]
        return Sign(
            kpi=str(entry["kpi"]),
            unit=str(entry["unit"]),
            groups=tuple(frozenset(self._stem(word) for word in group if " " not in word) for group in groups),
            phrases=tuple(tuple(word for word in group if " " in word) for group in groups),
            unless=frozenset(self._stem(str(word)) for word in entry.get("unless", ())),
            weight=float(str(entry.get("weight", len(groups) + 0.5))),
        )

    def _stem(self, word: str) -> str:
        return next(iter(self.stems(word)), word)
