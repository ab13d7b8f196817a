"""Score a ranking of cards against the relevant ones; checked against `ir-measures` in the tests."""

import math
from collections.abc import Sequence

from assistant.model import Frozen


class Ranked(Frozen):
    """How good one ranking is, each 0-1."""

    success_1: float
    success_5: float
    recall_10: float
    reciprocal: float
    """1 / place of the first relevant card, 0 if there is none among the ten."""
    ndcg_10: float
    """Discounted gain over the best possible (Järvelin and Kekäläinen 2002); the first card gains 2, others 1."""


def score(ranking: Sequence[str], relevant: Sequence[str]) -> Ranked:
    """Score the first ten of `ranking`; `relevant` has the best card first."""
    top = list(ranking[:10])
    hits = [place for place, card in enumerate(top) if card in relevant]
    gains = [_gain(card, relevant) for card in top]
    ideal = sorted((_gain(card, relevant) for card in relevant), reverse=True)[:10]
    return Ranked(
        success_1=float(bool(hits) and hits[0] == 0),
        success_5=float(bool(hits) and hits[0] < 5),
        recall_10=len(hits) / len(relevant),
        reciprocal=1 / (hits[0] + 1) if hits else 0.0,
        ndcg_10=_discounted(gains) / _discounted(ideal),
    )


def _gain(card: str, relevant: Sequence[str]) -> int:
    if card not in relevant:
        return 0
    return 2 if card == relevant[0] else 1


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))
