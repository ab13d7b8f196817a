"""Name a kind of customer by the head of how an owner describes it: "Ops manager" of "the ops manager who signs"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.text import fold
from assistant.words import Words

_EDGES = " \t.,;:!?()\"'“”-–—"
_MOST_WORDS, _MOST_OF_VAGUE = 7, 6
_LONGEST = 80


@dataclass(frozen=True)
class KindNamer:
    """Cuts a description of customers down to its head; the rest stays in the description."""

    words: Words

    def name(self, who: str) -> str:
        """Return the name of the kind of customers that `who` describes, with a capital."""
        bare = self._led(who)
        kept = list(self._head(bare.split()))
        vague = not kept or (fold(kept[-1]) in self._vague and len(kept) == 1)
        if vague:  # because "people" alone would be one name for everybody
            kept = self._longer(bare.split(), kept)
        name = " ".join(kept).strip(_EDGES) or who.strip(_EDGES)
        return (name[:1].upper() + name[1:])[:_LONGEST]

    def is_named(self, words: str) -> bool:
        """Tell whether `words` open with a kind of people or firms."""
        kept = list(self._head(self._led(words).split()))
        return bool(kept) and self._is_head(fold(" ".join(kept)))

    def _head(self, said: list[str]) -> Iterator[str]:
        """Yield the words up to the end of the noun phrase."""
        before = ""
        for place, word in enumerate(said[:_MOST_WORDS]):
            plain = fold(word.strip(_EDGES))
            if plain in self._adverbs:
                continue
            joins = plain in ("and", "&") and place + 1 < len(said)
            if joins and not self._goes_on(said[place + 1 :]):
                return
            if plain in self._stops and not joins and not (plain == "of" and before):
                return
            ended = self._is_head(before) and not joins and before.split()[-1] not in ("and", "&", "their", "of")
            if ended and plain != "of" and not self._is_head(plain) and not self._is_head(f"{before} {plain}"):
                return
            if before.endswith("s") and plain in self._verbs:
                return
            before = f"{before} {plain}".strip()
            yield word.strip(_EDGES) if word[-1:] in ",.;:" else word
            if word[-1:] in ",;:.":
                return

    def _goes_on(self, rest: list[str]) -> bool:
        """Tell whether "and …" still belongs to the name: "brides and their mums"."""
        first = fold(rest[0].strip(_EDGES))
        if first in ("their", "his", "her"):
            return len(rest) > 1
        return any(self._is_head(fold(" ".join(rest[:size]).strip(_EDGES))) for size in (1, 2))

    def _longer(self, said: list[str], kept: list[str]) -> list[str]:
        after = said[len(kept) : len(kept) + 1]
        if kept and after and fold(after[0].strip(_EDGES)) in self._verbs and not after[0].endswith("ing"):
            return kept
        longer: list[str] = []
        for word in said[:_MOST_OF_VAGUE]:
            if longer and fold(word.strip(_EDGES)) in self._breaks:
                break
            longer.append(word)
            if word[-1:] in ",;:.":
                break
        while len(longer) > 1 and fold(longer[-1].strip(_EDGES)) in self._stops:
            longer.pop()
        return longer

    def _led(self, who: str) -> str:
        return self._lead.sub("", who).strip() or who

    def _is_head(self, phrase: str) -> bool:
        return any(phrase == form or phrase.endswith(f" {form}") for form in self._heads_of(phrase))

    def _heads_of(self, phrase: str) -> tuple[str, ...]:
        last = phrase.rpartition(" ")[2]
        return self._heads.get(last, ())

    @cached_property
    def _heads(self) -> dict[str, tuple[str, ...]]:
        """Plural kinds of people and firms, and single roles, by their last word."""
        words = self.words
        plural = [form for word in words.get("b2c") for form in (word, f"{word}s") if not form.endswith("ss")]
        listed = (
            *plural,
            *words.get("b2b"),
            *words.get("firm_kinds"),
            *words.get("roles"),
            *words.get("single_people"),
            *words.get("vague_kinds"),
        )
        by_last: dict[str, tuple[str, ...]] = {}
        for form in dict.fromkeys(listed):
            last = form.rpartition(" ")[2]
            by_last[last] = (*by_last.get(last, ()), form)
        return by_last

    @cached_property
    def _stops(self) -> frozenset[str]:
        return frozenset(self.words.get("kind_stops"))

    @cached_property
    def _breaks(self) -> frozenset[str]:
        return frozenset(self.words.get("kind_breaks"))

    @cached_property
    def _verbs(self) -> frozenset[str]:
        return frozenset(self.words.get("customer_verbs"))

    @cached_property
    def _adverbs(self) -> frozenset[str]:
        return frozenset(self.words.get("kind_adverbs"))

    @cached_property
    def _vague(self) -> frozenset[str]:
        return frozenset(self.words.get("vague_kinds"))

    @cached_property
    def _lead(self) -> re.Pattern[str]:
        leads = sorted(self.words.get("kind_leads"), key=len, reverse=True)
        return re.compile(rf"^(?:(?:{'|'.join(map(re.escape, leads))})(?:[\s,]+|$))+", re.IGNORECASE)


def singular(plural: str) -> str:
    """Return the singular of a regular English plural: "agencies" → "agency", "dealers" → "dealer"."""
    if plural.endswith("ies"):
        return plural.removesuffix("ies") + "y"
    if plural.endswith(("ches", "shes", "sses", "xes")):
        return plural.removesuffix("es")
    return plural.removesuffix("s") if not plural.endswith("ss") else plural
