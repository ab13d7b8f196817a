"""Learn how much each sign of the search counts, from questions with known answers."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.retrieval.search import Evidence
from assistant.retrieval.signs import Signs, Weights
from evals.retrieval.questions import Question

Numbers = NDArray[np.float64]

PENALTY = 0.003
"""Holds the weights small, because there are few questions; chosen by cross-validation among .001, .003, .01."""
FOLDS = 5


def learn_weights(
    signs: Sequence[Signs], questions: Sequence[Question], ids: Sequence[str], used: Collection[str] = Signs._fields
) -> Weights:
    """Return the weights under which the relevant cards are most likely among all cards; unused signs weigh 0."""
    columns = [place for place, name in enumerate(Signs._fields) if name in used]
    table = np.stack([np.stack([each[place] for place in columns], axis=-1) for each in signs]).astype(np.float64)
    wanted = _wanted(questions, ids)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = table @ weights
        scores -= scores.max(axis=1, keepdims=True)
        likely = np.exp(scores)
        sums = likely.sum(axis=1, keepdims=True)
        value = -(wanted * (scores - np.log(sums))).sum() / len(questions)
        slope = ((likely / sums - wanted)[..., None] * table).sum(axis=(0, 1)) / len(questions)
        return value + PENALTY * (weights @ weights) / 2, slope + PENALTY * weights

    found = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B").x
    return Weights(
        **{
            **dict.fromkeys(Weights._fields, 0.0),
            **dict(zip((Signs._fields[c] for c in columns), map(float, found), strict=True)),
        }
    )


def learn_coverage(ours: Sequence[Evidence], others: Sequence[Evidence]) -> tuple[Evidence, float]:
    """Return weights and bias of a logistic regression that tells our questions from all others."""
    table = np.array([*ours, *others])
    sign = np.array([1.0] * len(ours) + [-1.0] * len(others))
    share = np.where(sign > 0, 1 / len(ours), 1 / len(others))  # because both kinds matter alike
    middle, spread = table.mean(axis=0), table.std(axis=0)
    scaled = (table - middle) / spread

    def loss(weights: Numbers) -> float:
        margins = sign * (scaled @ weights[:-1] + weights[-1])
        return float((share * np.logaddexp(0, -margins)).sum() + 0.02 * (weights[:-1] @ weights[:-1]))

    found = minimize(loss, np.zeros(table.shape[1] + 1)).x
    weights = found[:-1] / spread
    return Evidence(*map(float, weights)), float(found[-1] - weights @ middle)


def folds(count: int, seed: int = 0) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the rows to learn from and the rows to test on, five times."""
    order = np.random.default_rng(seed).permutation(count)
    for part in np.array_split(order, FOLDS):
        held = set(part.tolist())
        yield [row for row in range(count) if row not in held], sorted(held)


def _wanted(questions: Sequence[Question], ids: Sequence[str]) -> Numbers:
    """Return the shares of the relevant cards per question: the first counts most."""
    position = {card: place for place, card in enumerate(ids)}
    wanted: Numbers = np.zeros((len(questions), len(ids)))
    for row, question in enumerate(questions):
        for place, card in enumerate(question.relevant):
            wanted[row, position[card]] = 1 / (1 + place)
    wanted /= wanted.sum(axis=1, keepdims=True)
    return wanted
