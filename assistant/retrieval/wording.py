"""Read a messy message: slang written out, typing errors mended, stems, and words that mean the same."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path

import Stemmer
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from assistant.text import fold

MAX_WORDS = 60
"""Of a long message only so many words count, because a search takes one sentence."""
SHORTEST_MENDED = 4
SHORT_WORD = 6
"""Below this length only swapped letters are mended, because short words are near to too many others."""
LONG_WORD = 8
"""From this length on two typing errors are mended, below it one."""

_APOSTROPHE = re.compile(r"'s?$|'")
_WORD = re.compile(r"[^\W_][\w']*")


class Wording:
    """What words mean here: slang, words that mean the same, words that say nothing, and a word list for mending.

    `texts` are the texts of the cards; a word in none of them and not in `dictionary` counts as mistyped.
    """

    def __init__(
        self,
        slang: Mapping[str, str],
        same: Sequence[Sequence[str]],
        stop: Iterable[str] = (),
        texts: Iterable[str] = (),
        dictionary: frozenset[str] = frozenset(),
    ) -> None:
        self._slang = slang
        self._stop = frozenset(stop)
        self._stemmer = Stemmer.Stemmer("english")
        self._canonical = {self._stem(word): self._stem(group[0]) for group in same for word in group}
        self._counts = Counter(word for text in texts for word in _WORD.findall(fold(text)))
        self._dictionary = dictionary
        self._mended: dict[str, str] = {}

    def plain(self, text: str) -> str:
        """Return `text` folded, slang written out and typing errors mended, cut after 60 words."""
        spaced = fold(text).replace("w/", "with ").replace("b/c", "because ")
        words = re.findall(r"[\w&'%+-]+|[?!.,;:]", spaced)[:MAX_WORDS]
        return " ".join(self._slang.get(word) or self.mend(word) for word in words)

    def mend(self, word: str) -> str:
        """Return the word of the cards that `word` most likely stands for, or `word` itself."""
        if word not in self._mended:
            if len(self._mended) > 10_000:  # because the words come from outside and must not fill the memory
                self._mended.clear()
            self._mended[word] = self._closest(word)
        return self._mended[word]

    def knows(self, word: str) -> bool:
        """Tell whether `word` is one of the cards' or of the language's, or mistyped for one, and not a name."""
        return word in self._counts or self._stem(word) in self._known or self.mend(word) != word

    def terms(self, text: str) -> list[str]:
        """Return the words of `text` that carry meaning: stemmed, and one for all that mean the same."""
        words = (_APOSTROPHE.sub("", word) if "'" in word else word for word in _WORD.findall(fold(text)))
        stems = (self._stem(word) for word in words if word not in self._stop)
        return [self._canonical.get(stem, stem) for stem in stems if stem]

    def _closest(self, word: str) -> str:
        if len(word) < SHORTEST_MENDED or not word.isalpha() or self._stem(word) in self._known:
            return word
        limit = 2 if len(word) >= LONG_WORD else 1
        near = process.extract(
            word, self._vocabulary, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=None
        )
        ranked = [
            (distance, -self._counts[found], found)
            for found, distance, _ in near
            if found[0] == word[0] and (len(word) >= SHORT_WORD or sorted(found) == sorted(word))
        ]
        return min(ranked)[2] if ranked else word

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(word for word, count in self._counts.items() if count > 1 or word in self._dictionary)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._stem(word) for word in (*self._vocabulary, *self._dictionary))

    def _stem(self, word: str) -> str:
        stem: str = self._stemmer.stemWord(word)
        return stem


@cache
def english_words(vocabulary: Path) -> frozenset[str]:
    """Return the whole words of a BERT vocabulary: some 22,000 common English words and names."""
    return frozenset(line for line in vocabulary.read_text("utf-8").splitlines() if line.isalpha())
