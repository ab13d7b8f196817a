"""Weigh the signs that a card fits a message: vectors, keywords, their ranks, links and the turn of phrase."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from assistant.knowledge.cards import Card, ChannelCard, IndustryCard, PainCard, StageCard
from assistant.knowledge.library import Library
from assistant.retrieval.keywords import Scores
from assistant.retrieval.telling import any_of

RANK_CONSTANT = 5
"""The constant of reciprocal rank fusion; small, because only the first few cards are shown."""
PAINS_FOLLOWED = 5
CARDS_FOLLOWED = 3
KEYWORD_SHARE = 0.4
"""Keywords against vectors where a rough score is needed before the signs are weighed."""
COMMON = ("kpi", "tactic", "pain", "touchpoint")

Links = Sequence[tuple[int, float]]
"""Positions of linked cards, and how much of the score goes over, 0-1."""


class Signs(NamedTuple):
    """What speaks for each card, one number per card in the order of the library."""

    best: Scores
    """Cosine of the phrasing nearest to the message."""
    mean: Scores
    """Mean cosine over the card's phrasings: a card near in many wordings is not near by chance."""
    words: Scores
    """Keyword score, 0 to below 1."""
    rank: Scores
    """Reciprocal ranks by vectors and by keywords, fused; 1 for a card that leads both."""
    hint: Scores
    """1 if the turn of phrase asks for this kind of card."""
    rare_hint: Scores
    """1 if it asks for one of the kinds with few cards, which nobody's words hit by chance."""
    pain: Scores
    """Score of the best near pain that this tactic answers or this KPI would show."""
    related: Scores
    """Score of the best leading card that is linked with this one."""
    is_pain: Scores
    """1 for pains: they repeat the complaint, while a question wants the tactic or the KPI behind it."""
    is_touchpoint: Scores
    """1 for touchpoints: building blocks of a map, seldom an answer."""
    is_trade_bound: Scores
    """1 for pains of one trade, which no other trade has."""
    told_pain: Scores
    """1 for pains if the message tells what happens: then the complaint itself is looked for."""
    told_touchpoint: Scores
    """1 for touchpoints if it does: a story names many things in passing."""
    told_rare: Scores
    """1 for the kinds with few cards if it does."""


class Weights(NamedTuple):
    """How much each sign counts, as learned by `python -m evals.retrieval.ablation --fit`."""

    best: float = 3.7
    mean: float = 3.8
    words: float = 2.6
    rank: float = 5.3
    hint: float = 0.9
    rare_hint: float = 1.3
    pain: float = 1.6
    related: float = 3.1
    is_pain: float = -0.4
    is_touchpoint: float = -1.7
    is_trade_bound: float = -0.9
    told_pain: float = 0.8
    told_touchpoint: float = -0.6
    told_rare: float = -0.6


def weigh(signs: Signs, weights: Weights) -> Scores:
    """Return one score per card, on the scale of log-odds."""
    total: Scores = np.sum([weight * sign for weight, sign in zip(weights, signs, strict=True)], axis=0)
    return total


class Scales:
    """Gathers the signs for the cards of one library."""

    def __init__(self, library: Library, owners: Sequence[int], hints: Mapping[str, Sequence[str]]) -> None:
        """Take the position of the card of each vector, ascending, and the turns of phrase that ask for a kind."""
        cards = tuple(library)
        positions = {card.id: position for position, card in enumerate(cards)}
        self._starts = np.searchsorted(np.asarray(owners), np.arange(len(cards)))
        self._counts = np.bincount(owners, minlength=len(cards)).astype(np.float32)
        self._hints = {kind: any_of(phrases) for kind, phrases in hints.items()}
        self._of_kind = {kind: np.array([card.kind == kind for card in cards], np.float32) for kind in hints}
        self._is_pain = np.array([card.kind == "pain" for card in cards], np.float32)
        self._is_rare = np.array([card.kind not in COMMON for card in cards], np.float32)
        self._is_trade_bound = np.array(
            [isinstance(card, PainCard) and len(card.industries) == 1 for card in cards], np.float32
        )
        self._is_touchpoint = np.array([card.kind == "touchpoint" for card in cards], np.float32)
        self._answers = [[(positions[to], share) for to, share in _answers(card) if to in positions] for card in cards]
        self._links = _both_ways([{positions[to] for to in _linked(card) if to in positions} for card in cards])

    def signs(self, cosines: Scores, words: Scores, text: str, told: bool = False) -> Signs:
        """Return the signs for a message: its cosine with every vector, keyword scores, plain text, whether it tells
        what happens."""
        best = np.maximum.reduceat(cosines, self._starts)
        mean: Scores = (np.add.reduceat(cosines, self._starts) / self._counts).astype(np.float32)
        dense: Scores = (best + mean) / np.float32(2)
        rough = dense + KEYWORD_SHARE * words
        hint = self._hinted(text)
        leading = rough - 0.1 * self._is_pain - 0.03 * self._is_touchpoint
        return Signs(
            best=best,
            mean=mean,
            words=words,
            rank=fuse(dense, words),
            hint=hint,
            rare_hint=hint * self._is_rare,
            pain=_follow(np.where(self._is_pain > 0, rough, -1), self._answers, PAINS_FOLLOWED),
            related=_follow(leading, self._links, CARDS_FOLLOWED, fade=0.3),
            is_pain=self._is_pain,
            is_touchpoint=self._is_touchpoint,
            is_trade_bound=self._is_trade_bound,
            told_pain=self._is_pain * np.float32(told),
            told_touchpoint=self._is_touchpoint * np.float32(told),
            told_rare=self._is_rare * np.float32(told),
        )

    def _hinted(self, text: str) -> Scores:
        asked = [self._of_kind[kind] for kind, pattern in self._hints.items() if pattern.search(text)]
        return np.max(asked, axis=0) if asked else np.zeros_like(self._is_pain)


def fuse(*scores: Scores) -> Scores:
    """Fuse rankings by reciprocal rank, scaled so that a card that leads all of them has 1."""
    fused = np.zeros(len(scores[0]), np.float32)
    for score in scores:
        order = np.argsort(-score, kind="stable")
        fused[order] += 1 / (RANK_CONSTANT + 1 + np.arange(len(order), dtype=np.float32))
    return fused * np.float32((RANK_CONSTANT + 1) / len(scores))


def _follow(scores: Scores, links: Sequence[Links], count: int, fade: float = 0.0) -> Scores:
    """Pass the scores of the first `count` cards on to what they link to, each keeping its best offer."""
    passed = np.zeros_like(scores)
    for place, source in enumerate(np.argsort(-scores, kind="stable")[:count]):
        offer = max(float(scores[source]), 0.0) / (1 + fade * place)
        for target, share in links[source]:
            passed[target] = max(passed[target], share * offer)
    return passed


def _answers(card: Card) -> Iterator[tuple[str, float]]:
    """Yield what answers a pain or shows it; the first named fits best."""
    if isinstance(card, PainCard):
        for ids in (card.tactics, card.kpis):
            yield from ((to, 1 / (1 + place / 2)) for place, to in enumerate(ids))


def _linked(card: Card) -> Iterator[str]:
    """Yield the cards that stand beside this one; hubs such as industries name too many to mean anything."""
    yield from card.related
    if not isinstance(card, IndustryCard | StageCard | ChannelCard):
        for field in ("tactics", "kpis", "fix", "touchpoints", "legal"):
            yield from getattr(card, field, ())[:2]


def _both_ways(links: Sequence[set[int]]) -> list[Links]:
    both = [set(targets) for targets in links]
    for source, targets in enumerate(links):
        for target in targets:
            both[target].add(source)
    return [[(target, 1.0) for target in sorted(targets)] for targets in both]
