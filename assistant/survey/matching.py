"""Matches each comment to the themes it speaks of; what one comment gets depends on no other comment.

A comment and its clauses are compared with the phrasings of each candidate (likeness to the best plus mean
likeness, centred on the candidates' own mean, because the mean of the comments would let some rows move others),
and signal words and mood are added.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.embedder import Vectors
from assistant.survey.candidates import ENOUGH, Candidate
from assistant.survey.clauses import Clause, clauses
from assistant.survey.lexicon import Mood, Signals, split_words, stems
from assistant.survey.vectors import WordVectors, unit

SIGNAL = 0.42
"""What one signal word adds; two add the root of two times as much."""
GLAD = 0.35
"""Mood of a clause from which it may praise."""
DELIGHTED = 0.5
"""Mood from which a complaint is unlikely, but for irony."""
WRONG_MOOD = 0.7
"""What praise in a clause that is not glad loses."""
MOOD = 0.1
"""What a mood adds to themes of its kind and takes from those of the other."""
FAINT = 0.33
"""Score below which a comment fits nothing."""
FEW_WORDS = 3
"""Words below which a comment needs a signal word to fit anything."""
CLEAR, FAIR = 0.45, 0.15
"""Lead over the second theme from which a match is called high or medium."""
SECOND = 0.85
"""Score of a clause from which it adds a theme of its own, if a signal word speaks for it too."""
MOST_THEMES = 3
BLOCK = 4096
"""Comments that are compared at once, to bound memory."""

Confidence = Literal["high", "medium", "low"]
Reason = Literal["", "no words", "too vague"]
Scores = NDArray[np.float32]


class Hit(NamedTuple):
    """One theme of one comment."""

    candidate: int
    candidate_id: str
    confidence: Confidence
    score: float
    clause: Clause
    """The part of the comment that speaks of it most."""
    mood: float
    """Of that part."""


@dataclass(frozen=True)
class Matched:
    """What one comment speaks of."""

    hits: tuple[Hit, ...] = ()
    guess: int | None = None
    """The nearest candidate of a comment that fits nothing."""
    reason: Reason = ""
    """Why there is no theme."""
    mood: float = 0.0
    """From -1, cross, to 1, glad."""


class Matcher:
    """Holds the candidates' phrasings, ready to compare."""

    def __init__(self, candidates: Sequence[Candidate], vectors: WordVectors, mood: Mood) -> None:
        self.candidates = tuple(candidates)
        self._vectors = vectors
        self._mood = mood
        self._signals = Signals([one.signals for one in candidates])
        self._owner = np.array([n for n, one in enumerate(candidates) for _ in one.phrases])
        phrases = unit(vectors.sums([phrase for one in candidates for phrase in one.phrases]))
        self._starts = np.flatnonzero(np.r_[True, np.diff(self._owner) > 0])
        means = self._mean(phrases.T).T
        self._centre = means[_middle(candidates)].mean(axis=0)
        self._phrases = unit(phrases - self._centre)
        self._prior = np.array([one.prior for one in candidates], np.float32)
        self._sign = np.array([1.0 if one.kind == "praise" else -1.0 for one in candidates], np.float32)

    def _mean(self, by_phrase: Vectors) -> Vectors:
        sums = np.add.reduceat(by_phrase, self._starts, axis=1)
        found: Vectors = sums / np.diff(np.r_[self._starts, len(self._owner)])
        return found

    def match(self, texts: Sequence[str]) -> list[Matched]:
        """Return what each of `texts` speaks of, in their order."""
        found: list[Matched] = []
        for first in range(0, len(texts), BLOCK):
            found += self._match(texts[first : first + BLOCK])
        return found

    def likeness(self, sums: Vectors) -> Scores:
        """Return how like each vector is to each candidate: best plus mean likeness of its phrasings."""
        likeness = unit(unit(sums) - self._centre) @ self._phrases.T
        best = np.maximum.reduceat(likeness, self._starts, axis=1)
        found: Scores = best + self._mean(likeness)
        found[~sums.any(axis=1)] = 0
        return found

    def _match(self, texts: Sequence[str]) -> list[Matched]:
        spans = [tuple(clauses(text)) for text in texts]
        owner = np.repeat(np.arange(len(texts)), [len(one) for one in spans])
        flat = [text[span.start : span.end] for text, parts in zip(texts, spans, strict=True) for span in parts]
        if not flat:
            return [Matched(reason="no words")] * len(texts)
        words = [split_words(text) for text in flat]
        sums = self._vectors.sums(flat)
        moods = np.array([self._mood.of(one) for one in words], np.float32)
        by_clause = self._score(self.likeness(sums), self._signals.strengths([stems(one) for one in words]), moods)
        whole_words = _grouped(words, spans)
        whole_sums = np.zeros((len(texts), sums.shape[1]), np.float32)
        np.add.at(whole_sums, owner, sums)
        whole_moods = np.array([self._mood.of(one) for one in whole_words], np.float32)
        strengths = self._signals.strengths([stems(one) for one in whole_words])
        whole = self._score(self.likeness(whole_sums), strengths, whole_moods)
        best = np.full_like(whole.scores, -9)
        np.maximum.at(best, owner, by_clause.scores)
        starts = np.r_[0, np.cumsum([len(one) for one in spans])]
        both = np.round((whole.scores + best) / 2, 4)
        known: NDArray[np.bool_] = np.asarray(whole_sums.any(axis=1), bool)
        return [
            self._one(
                _Comment(
                    spans[n], len(whole_words[n]) if known[n] else 0, float(whole_moods[n]), both[n],
                    by_clause.scores[starts[n] : starts[n + 1]], by_clause.strengths[starts[n] : starts[n + 1]],
                    moods[starts[n] : starts[n + 1]],
                )
            )
            for n in range(len(texts))
        ]  # fmt: skip

    def _score(self, likeness: Scores, strengths: Scores, moods: NDArray[np.float32]) -> "_Scored":
        scores = likeness + SIGNAL * np.sqrt(strengths) + self._prior
        scores += MOOD * moods[:, None] * self._sign
        praise = self._sign > 0
        scores[np.ix_(moods < GLAD, praise)] -= WRONG_MOOD
        scores[np.ix_(moods >= DELIGHTED, ~praise)] -= WRONG_MOOD / 2
        return _Scored(np.round(scores, 4), strengths)

    def _one(self, comment: "_Comment") -> Matched:
        if not comment.spans or not comment.words:
            return Matched(reason="no words", mood=comment.mood)
        first, second = (int(n) for n in np.argsort(-comment.both, kind="stable")[:2])
        score = float(comment.both[first])
        bare = comment.words < FEW_WORDS and not comment.strengths[:, first].any()
        if score < FAINT or bare:
            return Matched(guess=first, reason="too vague", mood=comment.mood)
        lead = score - float(comment.both[second])
        confidence: Confidence = "high" if lead >= CLEAR else "medium" if lead >= FAIR else "low"
        hit = self._hit(first, confidence, score, comment, int(comment.scores[:, first].argmax()))
        return Matched((hit, *self._further(hit, comment)), mood=comment.mood)

    def _further(self, first: Hit, comment: "_Comment") -> Iterator[Hit]:
        """Yield what else the clauses speak of: themes for which a signal word and a good score speak."""
        taken = {first.candidate}
        rows, columns = np.nonzero((comment.scores >= SECOND) & (comment.strengths > 0))
        places = zip(rows.tolist(), columns.tolist(), strict=True)
        for row, candidate in sorted(places, key=lambda place: (-comment.scores[place], place[1], place[0])):
            if len(taken) == MOST_THEMES:
                return
            opposite = any(self.candidates[candidate].opposes(self.candidates[other]) for other in taken)
            if candidate not in taken and not (opposite and len(comment.spans) == 1):
                taken.add(candidate)
                yield self._hit(candidate, "medium", float(comment.scores[row, candidate]), comment, row)

    def _hit(self, candidate: int, confidence: Confidence, score: float, comment: "_Comment", clause: int) -> Hit:
        name = self.candidates[candidate].id
        return Hit(candidate, name, confidence, score, comment.spans[clause], float(comment.moods[clause]))


def _middle(candidates: Sequence[Candidate]) -> list[int]:
    """Return the candidates whose mean is the centre: those written for the trade, if they are enough to tell apart."""
    trades = [n for n, one in enumerate(candidates) if one.own_trade]
    return trades if len(trades) >= ENOUGH else list(range(len(candidates)))


class _Scored(NamedTuple):
    scores: Scores
    strengths: Scores


class _Comment(NamedTuple):
    """One comment and how it compares with each candidate."""

    spans: tuple[Clause, ...]
    words: int
    """Words of it; 0 if none of them is known."""
    mood: float
    both: NDArray[np.float32]
    """Mean of the comment's score and its best clause's, for each candidate."""
    scores: Scores
    """A row for each clause."""
    strengths: Scores
    """The signals in each clause."""
    moods: NDArray[np.float32]
    """The mood of each clause."""


def _grouped(words: list[list[str]], spans: list[tuple[Clause, ...]]) -> list[list[str]]:
    found, at = [], 0
    for parts in spans:
        found.append([word for clause in words[at : at + len(parts)] for word in clause])
        at += len(parts)
    return found
