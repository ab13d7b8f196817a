"""Matches each comment to the themes it speaks of; what one comment gets depends on no other comment.

A comment and its clauses are scored against each candidate; the best one is its theme, unless nothing fits, and
clauses may add others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.knowledge import Library
from assistant.model import JourneyMap
from assistant.survey.candidates import Candidate, candidates
from assistant.survey.clauses import Clause
from assistant.survey.hearing import Hearing, load_hearing
from assistant.survey.scoring import Scorer, Scores
from assistant.survey.vectors import WordVectors

FAINT = 0.35
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
    """Holds the candidates and what is needed to hear and score."""

    def __init__(self, candidates: Sequence[Candidate], hearing: Hearing) -> None:
        self.candidates = tuple(candidates)
        self._hearing = hearing
        self._scorer = Scorer(candidates, hearing)

    def match(self, texts: Sequence[str], verdicts: NDArray[np.floating] | None = None) -> list[Matched]:
        """Return what each of `texts` speaks of, in their order.

        `verdicts`: the respondents' own scores from 0 to 1, NaN where there is none.
        """
        own = np.zeros(len(texts), np.float32)
        if verdicts is not None:
            own = (2 * np.nan_to_num(verdicts, nan=0.5) - 1).astype(np.float32)
        found: list[Matched] = []
        for first in range(0, len(texts), BLOCK):
            found += self._match(texts[first : first + BLOCK], own[first : first + BLOCK])
        return found

    def nearest(self, texts: Sequence[str], most: int) -> list[tuple[str, ...]]:
        """Return for each text the ids of the themes it may be about, the likeliest first, whatever its mood."""
        if not texts:
            return []
        scores = np.round(self._scorer.topics(self._hearing.hear(texts).whole).scores, 4)
        best = np.argsort(-scores, axis=1, kind="stable")[:, :most]
        return [tuple(self.candidates[n].id for n in row) for row in best]

    def _match(self, texts: Sequence[str], own: NDArray[np.float32]) -> list[Matched]:
        comments = self._hearing.hear(texts)
        if not comments.parts.words:
            return [Matched(reason="no words")] * len(texts)
        parts = self._scorer.score(comments.parts, own[comments.owner])
        whole = self._scorer.score(comments.whole, own)
        best = np.full_like(whole.scores, -9)
        np.maximum.at(best, comments.owner, parts.scores)
        both = np.round((whole.scores + best) / 2, 4)
        known: NDArray[np.bool_] = np.asarray(comments.whole.sums.any(axis=1), bool)
        ends = np.cumsum([len(one) for one in comments.spans])
        return [
            self._one(
                _Comment(
                    spans, len(comments.whole.words[n]) if known[n] else 0, float(comments.whole.moods[n]), both[n],
                    parts.scores[end - len(spans) : end], parts.strengths[end - len(spans) : end],
                    comments.parts.moods[end - len(spans) : end],
                )
            )
            for n, (spans, end) in enumerate(zip(comments.spans, ends.tolist(), strict=True))
        ]  # fmt: skip

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


def load_matcher(
    library: Library, vectors: WordVectors, industry: str | None = None, journey: JourneyMap | None = None
) -> Matcher:
    """Return a matcher for one trade and the user's own map."""
    return Matcher(candidates(library, industry, journey), load_hearing(library, vectors))
