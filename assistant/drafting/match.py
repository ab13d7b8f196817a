"""Compare words with words: stems, phrases and likeness, so that what an owner says finds its card and its column."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import Stemmer

from assistant import text as plain
from assistant.knowledge import Library
from assistant.knowledge.cards import Card, PainCard, TacticCard
from assistant.words import load_words

_WORD = re.compile(r"[a-z0-9äöüßéèêáíóúñç]+")
_ENOUGH = 0.57
"""Least fit at which a card is said to fit; below, a look at the pairs found mostly chance."""
_RARE = 5.0
"""Weight of a word that no card uses."""
_SPECIAL = 4.0
"""Weight of a stem that only a few cards use."""
_SURE = 0.85
"""Fit at which one shared word is enough."""


@cache
def _stop() -> frozenset[str]:
    return frozenset(load_words("drafting").get("stop"))


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def fold(words: str) -> str:
    """Return `words` for comparing, kept because the words of all cards are looked up for every clause."""
    return plain.fold(words)


@lru_cache(maxsize=50_000)
def stems(text: str) -> frozenset[str]:
    """Return the meaningful words of `text`, cut to their stems."""
    meaning = [word for word in _WORD.findall(fold(text).replace("'", " ")) if word not in _stop()]
    return frozenset(_stemmer().stemWords(meaning))


@lru_cache(maxsize=20_000)
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?:s|es)?(?!\w)")


def has(folded: str, phrase: str) -> bool:
    """Tell whether `phrase` stands in the folded text as whole words, a plural s apart."""
    return phrase in folded and _pattern(phrase).search(folded) is not None


def begins(folded: str, cue: str) -> int | None:
    """Return where a word of the folded text begins with `cue`, None if none does."""
    start = folded.find(cue)
    while start >= 0:
        if start == 0 or not folded[start - 1].isalnum():
            return start
        start = folded.find(cue, start + 1)
    return None


@cache
def _presumed() -> re.Pattern[str]:
    words = (word for rule in load_words("drafting").get("presumed") for word in rule["words"])
    return re.compile(rf"(?<!\w)({'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})s?(?!\w)")


@lru_cache(maxsize=20_000)  # because the lines of the cards are looked through for every owner anew
def presumed(line: str) -> frozenset[str]:
    """Return the words of `line` that take something for granted."""
    return frozenset(found.group(1) for found in _presumed().finditer(fold(line)))


def first_of(folded: str, phrases: Iterable[str]) -> str | None:
    """Return the longest of `phrases` that stands in the folded text, None if none does."""
    return max((phrase for phrase in phrases if has(folded, phrase)), key=len, default=None)


def verbatim(text: str, phrase: str) -> str | None:
    """Return `phrase` as it is written in `text`, None if it is not there."""
    pattern = r"\s+".join(re.escape(word) for word in phrase.split()).replace("'", "['’]")
    found = re.search(rf"(?<!\w){pattern}(?:s|es)?(?!\w)", text, re.IGNORECASE)
    return found.group() if found else None


@dataclass(frozen=True)
class Lexicon:
    """Tells how much a sentence is like a card, rare words counting more than common ones."""

    phrasings: dict[str, tuple[frozenset[str], ...]]
    weights: dict[str, float]
    bags: dict[str, frozenset[str]]
    """All stems of a card's phrasings."""
    wide: dict[str, frozenset[str]]
    """All stems of what a tactic says of itself: when, how, its first step."""

    def likeness(self, words: str, card_id: str) -> float:
        """Return how much `words` are like the closest phrasing of a card, 0 to 1."""
        said = stems(words)
        return max((self._overlap(said, phrase) for phrase in self.phrasings.get(card_id, ())), default=0.0)

    def best(self, words: str, among: Iterable[str]) -> str | None:
        """Return the card of `among` that fits `words` best, None if none fits well enough."""
        said = stems(words)
        top, card_id = max(((self.fit(words, card_id), card_id) for card_id in among), default=(0.0, ""))
        enough = top >= _SURE or (top >= _ENOUGH and len(said & self.bags[card_id]) >= 2)
        return card_id if enough else None

    def fit(self, words: str, card_id: str) -> float:
        """Return how well a card fits `words`: like one of its phrasings, and known by all of them together."""
        said = stems(words)
        known = sum(self._weight(stem) for stem in said & self.bags.get(card_id, frozenset()))
        return self.likeness(words, card_id) + 0.4 * known / (sum(self._weight(stem) for stem in said) or 1.0)

    def speaks(self, words: str, card_id: str) -> float:
        """Return which share of what `words` are about a tactic speaks of, 0 to 1; rare words count more."""
        said = stems(words) & self.weights.keys()
        shared = said & self.wide.get(card_id, frozenset())
        chance = 0.5 if len(shared) == 1 and len(said) > 2 else 1.0  # one word of many may stand there by chance
        return chance * sum(self._weight(stem) for stem in shared) / (sum(self._weight(stem) for stem in said) or 1.0)

    def rarely(self, words: str) -> frozenset[str]:
        """Return the stems of `words` that hardly any card uses, so that they speak of one kind of business."""
        return frozenset(stem for stem in stems(words) if self._weight(stem) > _SPECIAL)

    def _overlap(self, one: frozenset[str], other: frozenset[str]) -> float:
        shared = sum(self._weight(stem) for stem in one & other)
        if shared == 0:
            return 0.0
        return shared / (sum(self._weight(stem) for stem in one | other) or 1.0)

    def _weight(self, stem: str) -> float:
        return self.weights.get(stem, _RARE)


@lru_cache(maxsize=4)
def lexicon(library: Library) -> Lexicon:
    """Return the lexicon of the pains and tactics in `library`, built once."""
    cards: list[PainCard | TacticCard] = [*library.of(PainCard), *library.of(TacticCard)]
    phrasings = {card.id: tuple(stems(phrase) for phrase in _phrases(card)) for card in cards}
    bags = {card_id: frozenset[str]().union(*phrases) for card_id, phrases in phrasings.items()}
    wide = {card.id: bags[card.id] | stems(_acting(card)) for card in cards if isinstance(card, TacticCard)}
    seen = Counter(stem for bag in (bags | wide).values() for stem in bag)
    weights = {stem: math.log(1 + len(cards) / count) for stem, count in seen.items()}
    return Lexicon(phrasings, weights, bags, wide)


def _acting(card: TacticCard) -> str:
    return " ".join((card.trigger, card.how, card.first_step, card.customer_value))


def _phrases(card: Card) -> tuple[str, ...]:
    heard = card.customer_says if isinstance(card, PainCard) else ()
    return (card.title, *card.says, *heard)
