"""Scores texts against candidates: by what they are like, signal words, mood, and which way they say things are.

Likeness is that to the best phrasing plus the mean one, centred on the candidates' own mean, because the mean of the
comments would let some rows move others.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.embedder import Vectors
from assistant.survey.candidates import ENOUGH, Candidate
from assistant.survey.hearing import Heard, Hearing
from assistant.survey.lexicon import Signals, stems
from assistant.survey.vectors import unit

MEAN = 1.4
"""Weight of the mean likeness beside that to the best phrasing."""
SIGNAL = 0.42
"""What one signal word adds; two add the root of two times as much."""
INDIFFERENT, GLAD = 0.15, 0.55
"""Moods between which a clause turns from one that does not praise to one that does."""
WRONG_MOOD = 0.7
"""What praise in a clause that is not glad loses."""
WRONG_PAIN = 0.5
"""What a complaint in a glad clause loses."""
HANDED = 0.5
"""What a topic loses on the way from a complaint to the praise that is its contrary."""
MOOD = 0.1
"""What a mood adds to themes of its kind and takes from those of the other."""
OWN_SCORE = 0.5
"""What the best score a respondent can give adds to the mood of the comment; the worst takes as much."""
CROSS = -0.5
"""Mood of its words from which a text says what should have been, when it names a good way."""
SHORT = 7
"""Words up to which a way surely belongs to what a text is about."""
OPPOSITE = 1.3
"""What a theme loses where the other way is told: "on time" for what comes late."""
SILENT = 0.8
"""What a theme loses that is about one way only, where that way is not told."""

Scores = NDArray[np.float32]


class Scored(NamedTuple):
    """A row for each text, a column for each candidate."""

    scores: Scores
    strengths: Scores
    """How strongly signal words point to it."""


class Scorer:
    """Holds the candidates' phrasings, signals and ways, ready to compare."""

    def __init__(self, candidates: Sequence[Candidate], hearing: Hearing) -> None:
        self._signals = Signals([one.signals for one in candidates])
        self._owner = np.array([n for n, one in enumerate(candidates) for _ in one.phrases])
        self._starts = np.flatnonzero(np.r_[True, np.diff(self._owner) > 0])
        phrases = unit(hearing.vectors.sums([phrase for one in candidates for phrase in one.phrases]))
        self._centre = self._mean(phrases.T).T[_middle(candidates)].mean(axis=0)
        self._phrases = unit(phrases - self._centre)
        self._prior = np.array([one.prior for one in candidates], np.float32)
        self._sign = np.array([1.0 if one.kind == "praise" else -1.0 for one in candidates], np.float32)
        self._directions = hearing.directions
        told = [hearing.directions.of_card(one.phrases, praises=one.kind == "praise") for one in candidates]
        self._ways = np.array([some for some, _ in told], np.uint64)
        self._needs = np.array([most for _, most in told], np.uint64)
        self._answers = tuple(
            (n, pains) for n, one in enumerate(candidates)
            if (pains := [m for m, other in enumerate(candidates) if other.id in one.answers])
        )  # fmt: skip

    def score(self, heard: Heard, own: NDArray[np.float32]) -> Scored:
        """Return how well each text fits each candidate; `own` are the respondents' own verdicts, -1 to 1."""
        scores, strengths = self.topics(heard)
        for praise, pains in self._answers:
            # because whoever praises a thing speaks of what others complain of
            scores[:, praise] = np.maximum(scores[:, praise], scores[:, pains].max(axis=1) - HANDED)
        moods = np.clip(heard.moods + OWN_SCORE * own, -1, 1)[:, None]
        glad = np.clip((moods - INDIFFERENT) / (GLAD - INDIFFERENT), 0, 1)
        scores += MOOD * moods * self._sign
        scores -= np.where(self._sign > 0, WRONG_MOOD * (1 - glad), WRONG_PAIN * glad)
        scores -= self._astray(heard)
        return Scored(np.round(scores, 4).astype(np.float32), strengths)

    def topics(self, heard: Heard) -> Scored:
        """Return how well each text fits each candidate by what it is about, whatever its mood."""
        strengths = self._signals.strengths([stems(words) for words in heard.words])
        scores = self._likeness(heard.sums) + SIGNAL * np.sqrt(strengths) + self._prior
        return Scored(scores.astype(np.float32), strengths)

    def _likeness(self, sums: Vectors) -> Scores:
        likeness = unit(unit(sums) - self._centre) @ self._phrases.T
        best = np.maximum.reduceat(likeness, self._starts, axis=1)
        found: Scores = best + MEAN * self._mean(likeness)
        found[~sums.any(axis=1)] = 0
        return found

    def _mean(self, by_phrase: Vectors) -> Vectors:
        sums = np.add.reduceat(by_phrase, self._starts, axis=1)
        found: Vectors = sums / np.diff(np.r_[self._starts, len(self._owner)])
        return found

    def _astray(self, heard: Heard) -> Scores:
        """Return what themes lose because the text tells another way, or not the only one they are about."""
        lengths = np.array([len(words) for words in heard.words])
        mild = np.clip((heard.said - CROSS) / -CROSS, 0, 1) * np.minimum(1, SHORT / np.maximum(lengths, 1))
        other = self._directions.against(heard.ways, self._ways, mild.astype(np.float32))
        silent = (self._needs != 0) & ((heard.ways[:, None] & self._needs) == 0)
        found: Scores = OPPOSITE * other + SILENT * silent
        return found


def _middle(candidates: Sequence[Candidate]) -> list[int]:
    """Return the candidates whose mean is the centre: those written for the trade, if they are enough to tell apart."""
    trades = [n for n, one in enumerate(candidates) if one.own_trade]
    return trades if len(trades) >= ENOUGH else list(range(len(candidates)))
