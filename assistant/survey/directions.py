"""Tells which way a text says that something is: too much or too little, late or on time, loud or quiet.

A complaint and its contrary share most of their words, so what they are about does not tell them apart.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.survey.lexicon import split_words
from assistant.words import load_words

_REACH = 3
"""Words over which a "not" turns what follows."""
_LONGEST = 4
_PART, _MOST = 0.2, 0.6
"""Part of a card's phrasings that tell a way, from which the card has it; and from which a comment must have it too."""

Axes = Mapping[str, Mapping[str, Sequence[str]]]
"""For each axis its ways, the good one last, with the phrases that tell them."""
Ways = NDArray[np.uint64]
"""A bit for each way that a text tells."""


class Directions:
    """Finds ways in texts; the ways of one axis exclude each other."""

    def __init__(self, axes: Axes, negations: Iterable[str], must: Iterable[str]) -> None:
        """Take the ways by axis, the good one last; cards of a way in `must` are about little else."""
        self._ways: dict[tuple[str, ...], tuple[int, int]] = {}
        self._not = frozenset(negations)
        self._besides = frozenset(("only", "just"))
        masks, goods = [], 0
        named: dict[str, int] = {}
        bit = 0
        for ways in axes.values():
            bits = [1 << (bit + n) for n in range(len(ways))]
            named.update(zip(ways, bits, strict=True))
            good = bits[-1]
            goods |= good
            for one, phrases in zip(bits, ways.values(), strict=True):
                contrary = sum(bits) - good if one == good else good
                for phrase in phrases:
                    key = tuple(split_words(phrase))
                    old = self._ways.get(key, (0, 0))
                    self._ways[key] = (old[0] | one, old[1] | contrary)
            masks.append(sum(bits))
            bit += len(bits)
        self._axes = np.array(masks, np.uint64)
        self._good, self._bad = np.uint64(goods), np.uint64(sum(masks) - goods)
        self._must = sum(named[one] for one in must)
        self._starts = {key[0] for key in self._ways}

    def of(self, texts: Sequence[Sequence[str]]) -> Ways:
        """Return the ways that each text, given as its words, tells."""
        return np.array([self._of(words) if not self._starts.isdisjoint(words) else 0 for words in texts], np.uint64)

    def _of(self, words: Sequence[str]) -> int:
        found = 0
        at = 0
        while at < len(words):
            step = 1
            if words[at] in self._starts:
                for length in range(min(_LONGEST, len(words) - at), 0, -1):
                    way = self._ways.get(tuple(words[at : at + length]))
                    if way:
                        turned = self._turned(words[max(0, at - _REACH) : at])
                        found |= way[turned]
                        step = length
                        break
            at += step
        return found

    def _turned(self, before: Sequence[str]) -> bool:
        """Tell whether a "not" stands there, but no "not only" or "not just"."""
        return any(
            word in self._not and not self._besides.intersection(before[n + 1 : n + 2]) for n, word in enumerate(before)
        )

    def of_card(self, phrases: Sequence[str], *, praises: bool) -> tuple[int, int]:
        """Return the ways that a card tells in some of its phrasings, and those that it tells in most."""
        told = self.of([split_words(phrase) for phrase in phrases])
        some = most = 0
        for bit in range(64):
            count = int(((told >> np.uint64(bit)) & np.uint64(1)).sum())
            if count >= max(1, _PART * len(phrases)):
                some |= 1 << bit
            if count >= _MOST * len(phrases):
                most |= 1 << bit
        side = self._good if praises else self._bad
        return some & int(side), most & int(side) & self._must

    def against(self, texts: Ways, cards: Ways, mild: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return for each text and card how surely the text tells another way of what the card tells, 0-1.

        A good way tells less where the text is not `mild`, because who is cross names what should have been.
        """
        found = np.zeros((len(texts), len(cards)), np.float32)
        for axis in self._axes:
            text, card = texts & axis, cards & axis
            rows, columns = np.flatnonzero(text), np.flatnonzero(card)
            sure = np.where(text[rows] & self._bad, 1, mild[rows])[:, None]
            other = (text[rows][:, None] & card[columns][None, :]) == 0
            place = np.ix_(rows, columns)
            found[place] = np.maximum(found[place], other * sure)
        return found


def load_directions() -> Directions:
    """Return the directions of `survey-words.yaml`."""
    words = load_words("survey-words")
    return Directions(words.get("directions"), words.get("mood")["negations"], words.get("must_tell"))
