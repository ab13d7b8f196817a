"""Hears what texts say, without any candidate: their words, vectors, mood, and which way they say things are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from assistant.knowledge import Library
from assistant.retrieval.embedder import Vectors
from assistant.survey.clauses import Clause, clauses
from assistant.survey.directions import Directions, Ways, load_directions
from assistant.survey.lexicon import split_words
from assistant.survey.tone import Moods, Tone, load_tone
from assistant.survey.vectors import WordVectors
from assistant.words import load_words


class Heard(NamedTuple):
    """What some texts say, a row for each."""

    words: list[list[str]]
    sums: Vectors
    moods: Moods
    """From -1 (cross) to 1 (glad)."""
    said: Moods
    """The same by words and faces alone; a question says nothing good."""
    ways: Ways


class Comments(NamedTuple):
    """Comments, whole and in clauses."""

    spans: list[tuple[Clause, ...]]
    owner: np.ndarray[tuple[int], np.dtype[np.int64]]
    """The comment of each clause."""
    whole: Heard
    parts: Heard


@dataclass(frozen=True)
class Hearing:
    """What is needed to hear."""

    vectors: WordVectors
    tone: Tone
    directions: Directions
    nothing: frozenset[tuple[str, ...]] = frozenset()
    """Answers that say nothing, as their words."""

    def hear(self, texts: Sequence[str]) -> Comments:
        """Return what `texts` say, whole and clause by clause."""
        spans = [tuple(clauses(text)) for text in texts]
        owner = np.repeat(np.arange(len(texts)), [len(one) for one in spans])
        flat = [text[span.start : span.end] for text, parts in zip(texts, spans, strict=True) for span in parts]
        words = [split_words(text) for text in flat]
        sums = self.vectors.sums(flat)
        ways = self.directions.of(words)
        whole_sums = np.zeros((len(texts), sums.shape[1]), np.float32)
        np.add.at(whole_sums, owner, sums)
        whole_ways = np.zeros(len(texts), np.uint64)
        np.bitwise_or.at(whole_ways, owner, ways)
        whole_words: list[list[str]] = [[] for _ in texts]
        for comment, part in zip(owner.tolist(), words, strict=True):
            whole_words[comment] += part
        for words_of_one, row in zip(whole_words, whole_sums, strict=True):
            if tuple(words_of_one) in self.nothing:
                row[:] = 0  # as for a text without words that are known
        return Comments(
            spans, owner, Heard(whole_words, whole_sums, *self.tone.of(texts, whole_words, whole_sums), whole_ways),
            Heard(words, sums, *self.tone.of(flat, words, sums), ways),
        )  # fmt: skip


def load_hearing(library: Library, vectors: WordVectors) -> Hearing:
    """Return what is needed to hear, learned from our own cards and word lists."""
    nothing = frozenset(tuple(split_words(one)) for one in load_words("survey-words").get("nothing"))
    return Hearing(vectors, load_tone(library, vectors), load_directions(), nothing)
