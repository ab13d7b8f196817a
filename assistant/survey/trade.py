"""Tells from a survey which trade its answers come from: by their words and vectors, else by file name and headings.

A wrong trade is worse than none: worlds beside our trades (staff, transport, politics …) compete too, and a thin lead
gives none. Each different answer counts once and all have the same say, so no single one can choose the trade.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Literal

import numpy as np

from assistant.knowledge import Library
from assistant.knowledge.cards import IndustryCard, PainCard
from assistant.retrieval.embedder import Vectors
from assistant.survey.lexicon import Signals, split_words, stems
from assistant.survey.survey import Survey
from assistant.survey.vectors import WordVectors, unit
from assistant.text import fold
from assistant.words import load_words

_MOST = 2000
"""Answers that are looked at; of more, a fixed sample by their words."""
_FEWEST = 4
"""Answers that have to speak for a trade."""
_LEAST = 0.06
"""Part of all answers that have to speak for it."""
_WORDS, _LIKENESS, _LEAD = 0.35, 0.15, 0.35
"""What a trade needs: words per telling answer, likeness of these answers to it, and lead of the sum over the next."""
_FULL = 1.5
"""Most that one answer adds to a trade, so that a long one has no more say."""

Basis = Literal["told", "answers", "headings", "unknown"]


@dataclass(frozen=True)
class Trade:
    """The trade in which a survey is read, and from where it is known."""

    industry: str | None
    basis: Basis

    @property
    def about(self) -> str:
        """What the answers are about, in plain words."""
        return str(load_words("survey-trades").get("trades")[self.industry]["about"]) if self.industry else ""


def find_trade(survey: Survey, told: str | None, library: Library, vectors: WordVectors) -> Trade:
    """Return the trade that was `told`, else the one its answers speak of, else the one its headings name."""
    if told:
        return Trade(told, "told")
    heard = Worlds(library, vectors).trade_of(survey.texts)
    if heard:
        return Trade(heard, "answers")
    named = named_in(survey.headings, library)
    return Trade(named, "headings") if named else Trade(None, "unknown")


def named_in(headings: str, library: Library) -> str | None:
    """Return the trade that file name and headings speak of; None if none or several do."""
    said = f" {fold(headings)} "
    plain = "".join(char if char.isalnum() or char in "&'-" else " " for char in said)
    hits: dict[str, int] = {}
    for trade in library.of(IndustryCard):
        for word in (fold(word) for word in trade.words):
            if len(word) > 3 and any(f" {form} " in plain for form in (word, f"{word}s")):
                hits[trade.id] = hits.get(trade.id, 0) + 1
    if not hits:
        return None
    best = max(hits.values())
    leading = [trade for trade, count in hits.items() if count == best]
    return leading[0] if len(leading) == 1 else None


class Worlds:
    """What customers of each trade speak of, and what people in other worlds do, ready to compare."""

    def __init__(self, library: Library, vectors: WordVectors) -> None:
        known = load_words("survey-trades")
        trades: Mapping[str, Mapping[str, Sequence[str]]] = known.get("trades")
        elsewhere: Mapping[str, Sequence[str]] = known.get("elsewhere")
        lists = [*(one["words"] for one in trades.values()), *elsewhere.values()]
        self._trades = tuple(trades)
        self._signals = Signals(lists, parted=True)
        self._vectors = vectors
        self._centre = unit(vectors.sums(_of_any_trade(library))).mean(axis=0)
        middles = np.array([unit(vectors.sums(words)).mean(axis=0) for words in lists])
        for row, name in enumerate(self._trades):
            # because what customers think and do in a trade says more of it than names of things alone
            thought = unit(vectors.sums(_of_trade(library, name))).mean(axis=0)
            middles[row] = 0.6 * middles[row] + 0.4 * thought
        self._middles: Vectors = unit(middles - middles.mean(axis=0))

    def trade_of(self, texts: Sequence[str]) -> str | None:
        """Return the trade most of `texts` speak of, whatever their order; None if that is not clear."""
        different = {fold(text): text for text in sorted(texts) if text}
        sample = nsmallest(_MOST, different, key=lambda text: hashlib.blake2b(text.encode()).digest())
        read = [different[key] for key in sample]
        points = np.minimum(self._signals.strengths([stems(split_words(text)) for text in read]), _FULL)
        telling = points.max(axis=1, initial=0) >= 1
        if telling.sum() < _FEWEST:
            return None
        worded = points[telling].mean(axis=0)
        likeness = self._likeness([text for text, tells in zip(read, telling, strict=True) if tells])
        both = np.round(worded + likeness, 3)
        best, second = (int(n) for n in np.argsort(-both, kind="stable")[:2])
        speaking = int((points[:, best] >= 1).sum())
        clear = (
            worded[best] >= _WORDS and likeness[best] >= _LIKENESS and both[best] - both[second] >= _LEAD
            and speaking >= max(_FEWEST, _LEAST * len(read))
        )  # fmt: skip
        return self._trades[best] if clear and best < len(self._trades) else None

    def _likeness(self, texts: Sequence[str]) -> Vectors:
        middle = unit(self._vectors.sums(texts)).mean(axis=0) - self._centre
        found: Vectors = self._middles @ unit(middle[None])[0]
        return found


def _of_any_trade(library: Library) -> list[str]:
    return [said for card in library.of(PainCard) if not card.industries for said in card.customer_says]


def _of_trade(library: Library, name: str) -> list[str]:
    """Return what customers want, do and think in a trade, and what they complain of there only."""
    found = [words for one in library.get(IndustryCard, name).stages for words in (one.goal, one.action, one.thought)]
    own = (card for card in library.of(PainCard) if name in card.industries and len(card.industries) <= 2)
    return [*found, *(said for card in own for said in card.customer_says)]
