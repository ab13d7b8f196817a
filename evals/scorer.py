"""What is measured: metrics with their number of observations and interval, and what became of each case."""

import math
from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import Field

from assistant.model import Frozen
from assistant.text import Line

Z = 1.96
"""For intervals of 95 %."""


class Metric(Frozen):
    """One number about the product."""

    name: Line
    """`suite.what`, such as `interview.accuracy`."""
    value: float
    low: float
    """Lower end of the 95 % interval."""
    high: float
    n: int = Field(ge=0)
    """How many observations stand behind it."""
    kind: Literal["share", "mean"] = "mean"
    held: bool = True
    """Whether the baseline may hold it; not if it needs data that a checkout does not carry, or a model's opinion."""


class Outcome(Frozen):
    """What became of one case."""

    name: Line
    note: Line
    score: float = Field(ge=0, le=1)
    """How well it went, only to find the worst cases."""
    failures: tuple[str, ...] = ()
    """What went wrong, one plain sentence each."""
    marks: tuple[tuple[str, float], ...] = ()
    """Scores of its parts, 0-1, for the heat map."""
    transcript: str = ""
    """Everything that was said or made."""
    counts: bool = True
    """Whether its success is counted; not if it is held out or lies beside the checkout."""


class Curve(Frozen):
    """A number that grows step by step, such as what is known after each message."""

    title: Line
    steps: Line
    """What one step is."""
    values: tuple[float, ...]
    """Each 0-1, from step 0."""


class Result(Frozen):
    """What one suite has brought."""

    suite: Line
    metrics: tuple[Metric, ...]
    outcomes: tuple[Outcome, ...]
    notes: tuple[str, ...] = ()
    """What was left out or is worth knowing."""
    curves: tuple[Curve, ...] = ()
    seconds: float = 0.0


def share(name: str, hits: Iterable[bool]) -> Metric:
    """Return the share of hits with its Wilson interval (Wilson 1927); nothing observed is 0 of 0."""
    seen = tuple(hits)
    n = len(seen)
    if n == 0:
        return Metric(name=name, value=0.0, low=0.0, high=1.0, n=0, kind="share")
    p = sum(seen) / n
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    low, high = round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)
    return Metric(name=name, value=round(p, 4), low=low, high=high, n=n, kind="share")


def mean(name: str, values: Iterable[float]) -> Metric:
    """Return the mean with its normal interval, which is rough below 30 observations."""
    seen = tuple(values)
    n = len(seen)
    if n == 0:
        return Metric(name=name, value=0.0, low=0.0, high=0.0, n=0)
    middle = sum(seen) / n
    spread = math.sqrt(sum((value - middle) ** 2 for value in seen) / (n - 1)) if n > 1 else 0.0
    half = Z * spread / math.sqrt(n)
    low = middle - half if min(seen) < 0 else max(0.0, middle - half)  # what counts or scores is never below 0
    high = middle + half if not 0 <= min(seen) <= max(seen) <= 1 else min(1.0, middle + half)
    return Metric(name=name, value=round(middle, 4), low=round(low, 4), high=round(high, 4), n=n)


def only_reported(metrics: Iterable[Metric]) -> tuple[Metric, ...]:
    """Return the metrics as ones that are reported and never held to a baseline."""
    return tuple(metric.model_copy(update={"held": False}) for metric in metrics)


def all_of(marks: Sequence[tuple[str, float]]) -> float:
    """Return the mean of the marks, 1 if there are none."""
    return sum(value for _, value in marks) / len(marks) if marks else 1.0
