"""Tells whether a text is glad or cross: by its words, negation included, and by what its vector is like."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.knowledge import Library
from assistant.knowledge.cards import PainCard
from assistant.retrieval.embedder import Vectors
from assistant.survey.lexicon import Mood, load_mood
from assistant.survey.vectors import WordVectors, unit
from assistant.words import load_words

_EVEN = 1.0
"""How much the direction from cross to glad is evened out; more trusts the middles, less the single phrases."""
_BY_VECTOR = 0.3
"""What the vector adds to the words, for a text as glad as most of the phrases of praise."""

_FAR = 3.0
"""Likeness beyond which a vector says no more."""
_BY_FACE = 0.5
"""What a face adds: ":)" or its drawn kin."""

Faces = tuple[Sequence[str], Sequence[str]]
"""Glad ones and cross ones."""
Moods = NDArray[np.float32]


class Read(NamedTuple):
    """The moods of texts, from -1 (cross) to 1 (glad)."""

    moods: Moods
    said: Moods
    """By words and faces alone; a question tells nothing good."""


class Tone:
    """Knows glad from cross: word lists, faces, and the direction in which complaints and praise of the cards part."""

    def __init__(
        self, glad: Sequence[str], cross: Sequence[str], mood: Mood, faces: Faces, vectors: WordVectors
    ) -> None:
        self._mood = mood
        self._faces = tuple(re.compile("|".join(map(re.escape, one))) for one in faces)
        known = unit(vectors.sums([*glad, *cross]))
        side = np.r_[np.ones(len(glad)), -np.ones(len(cross))]
        weight = np.r_[np.full(len(glad), 0.5 / len(glad)), np.full(len(cross), 0.5 / len(cross))][:, None]
        self._centre = (known * weight).sum(axis=0)
        apart = known - self._centre
        spread = (apart * weight).T @ apart
        even = _EVEN * np.trace(spread) / len(spread) * np.eye(len(spread))
        direction = np.linalg.solve(spread + even, (apart * weight * side[:, None]).sum(axis=0))
        self._direction = direction / (apart @ direction).std()

    def of(self, texts: Sequence[str], words: Sequence[Sequence[str]], sums: Vectors) -> "Read":
        """Return the mood of `texts`, given with their words and vectors."""
        said = np.array([self._mood.of(one) for one in words], np.float32)
        said += _BY_FACE * np.array([self._face(text) for text in texts], np.float32)
        asked = np.array(["?" in text for text in texts], bool)
        said[asked] = np.minimum(said[asked], said[asked] / 2)
        like = (unit(sums) - self._centre) @ self._direction
        like[~sums.any(axis=1)] = 0
        moods = np.clip(said + _BY_VECTOR * np.clip(like, -_FAR, _FAR), -1, 1)
        return Read(np.round(moods, 4).astype(np.float32), np.clip(np.where(asked, np.minimum(said, -1), said), -1, 1))

    def _face(self, text: str) -> int:
        glad, cross = (bool(one.search(text)) for one in self._faces)
        return glad - cross


def load_tone(library: Library, vectors: WordVectors) -> Tone:
    """Return the tone learned from our own word lists, complaints and praise."""
    words = load_words("survey-words")
    lists = words.get("mood")
    praise = [said for one in words.get("praise") for said in (one["label"], *one["says"])]
    pains = [said for card in library.of(PainCard) for said in (card.title, *card.customer_says)]
    return Tone(
        [*lists["very_glad"], *lists["glad"], *praise], [*lists["very_cross"], *lists["cross"], *pains],
        load_mood(), (lists["glad_faces"], lists["cross_faces"]), vectors,
    )  # fmt: skip
