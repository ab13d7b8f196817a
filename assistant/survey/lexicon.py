"""Finds signal words in texts: stems and short phrases, each pointing to cards; and whether a text is glad or cross."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import Stemmer
from numpy.typing import NDArray

from assistant.survey.vectors import plain
from assistant.words import load_words

_WORD = re.compile(r"[a-zà-ÿ0-9]+(?:['’-][a-zà-ÿ0-9]+)*")
_MOODS = (("mild", 0.4), ("glad", 1.0), ("very_glad", 2.0), ("cross", -1.0), ("very_cross", -2.0), ("neither", 0.0))
_LONGEST = 4
"""Words of the longest phrase."""
_REACH = 3
"""Words over which a "not" turns what follows."""
Stems = tuple[str, ...]


def split_words(text: str) -> list[str]:
    """Return all words of `text`, in order, in small letters."""
    return _WORD.findall(plain(text).lower().replace("’", "'"))


def stems(words: Iterable[str]) -> list[str]:
    """Return the stem of each word."""
    return [_stem(word) for word in words]


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word))


_STEMMER = Stemmer.Stemmer("english", 0)


class Signals:
    """Which signals point to which candidate, and how strongly."""

    def __init__(self, signals: Sequence[Iterable[str]], *, parted: bool = False) -> None:
        """Take the signals of each candidate; `parted` parts the strength of one among all that it points to."""
        self._points: dict[Stems, dict[int, float]] = {}
        for candidate, phrases in enumerate(signals):
            for phrase in phrases:
                key = tuple(stems(split_words(phrase)))
                if key:
                    # because a phrase is rarely an accident and a single word often is
                    self._points.setdefault(key, {})[candidate] = 2.0 if len(key) > 1 else 1.0
        if parted:
            self._points = {key: dict.fromkeys(to, max(to.values()) / len(to)) for key, to in self._points.items()}
        self._starts = {key[0] for key in self._points}
        self._size = len(signals)

    def strengths(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Return for each text, given as stems, and each candidate how strongly its words point to it, from 0."""
        found = np.zeros((len(texts), self._size), np.float32)
        for row, words in enumerate(texts):
            for candidate, strength in self._hits(words).items():
                found[row, candidate] = strength
        return found

    def _hits(self, words: Sequence[str]) -> dict[int, float]:
        sums: dict[int, float] = {}
        taken: set[tuple[int, int]] = set()
        seen: set[Stems] = set()
        for at, word in enumerate(words):
            if word not in self._starts:
                continue
            for length in range(min(_LONGEST, len(words) - at), 0, -1):
                key = tuple(words[at : at + length])
                for candidate, strength in self._points.get(key, {}).items():
                    if key in seen or (candidate, at) in taken:
                        continue
                    sums[candidate] = sums.get(candidate, 0.0) + strength
                    taken.update((candidate, at + step) for step in range(length))
                if key in self._points:
                    seen.add(key)
        return sums


class Mood:
    """Tells glad words from cross ones, negation included; rough, and said to be so."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._value: dict[Stems, float] = {}
        for name, value in _MOODS:
            for phrase in lists[name]:
                self._value[tuple(split_words(phrase))] = value
        self._not = frozenset(lists["negations"])
        self._hedges = self._not | frozenset(lists["hedges"])

    def of(self, words: Sequence[str]) -> float:
        """Return the mood of a text, given as its words, from -1 (cross) to 1 (glad); 0 if no word tells.

        Glad words beside "but", "would", "why" or a "not" that turns no other word count half: such texts are
        mostly requests, conditions or irony.
        """
        total = weight = 0.0
        hedges: set[int] = set()
        at = 0
        while at < len(words):
            length, value = self._at(words, at)
            if not length:
                if words[at] in self._hedges:
                    hedges.add(at)
                at += 1
                continue
            turned = [n for n in range(max(0, at - _REACH), at) if words[n] in self._not]
            if turned:
                # because a "not" that has turned a word has done its work
                hedges.difference_update(turned)
                value = -0.7 * value if value > 0 else -0.5 * value
            total += value
            weight += abs(value)
            at += length
        mood = total / (weight + 0.5)
        return mood / 2 if hedges and mood > 0 else mood

    def _at(self, words: Sequence[str], at: int) -> tuple[int, float]:
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            value = self._value.get(tuple(words[at : at + length]))
            if value is not None:
                return length, value
        return 0, 0.0


def load_mood() -> Mood:
    """Return the mood of the words in `survey-words.yaml`."""
    return Mood(load_words("survey-words").get("mood"))
