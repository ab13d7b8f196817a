"""Scores with the intervals that hold what they promise: NPS, satisfaction, effort, ratings and shares."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.survey.columns import SCORED, Column
from assistant.survey.survey import Survey
from assistant.synthesis import Score
from assistant.words import load_words

Z = 1.959964
FEWEST = 10
"""Answers below which no score is shown."""
Floats = NDArray[np.float64]
Interval = tuple[float, float]


def values(survey: Survey, column: Column) -> Floats:
    """Return the answers to a scored question, NaN where there is none."""
    known: dict[str, float] = {}
    found = np.empty(len(survey))
    for row, cell in enumerate(survey.cells[column.index]):
        if cell not in known:
            value = column.value(cell)
            known[cell] = math.nan if value is None else value
        found[row] = known[cell]
    return found


def wilson(hits: float, n: float) -> Interval:
    """Return the 95 % interval of a share, 0-100 (Wilson 1927)."""
    if n <= 0:
        return 0.0, 100.0
    share = hits / n
    centre = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return round(max(0.0, centre - half) * 100, 2), round(min(1.0, centre + half) * 100, 2)


def nps_interval(promoters: float, passives: float, detractors: float, n: float | None = None) -> Interval:
    """Return the 95 % interval of an NPS by the adjusted Wald method: three answers are added, ¾ + 1½ + ¾.

    `n` is the effective number of answers where they are weighted.
    """
    total = promoters + passives + detractors
    n = total if n is None else n
    up, down = promoters / total * n + 0.75, detractors / total * n + 0.75
    up, down = up / (n + 3), down / (n + 3)
    half = Z * math.sqrt(max(0.0, up + down - (up - down) ** 2) / (n + 3))
    return round(max(-1.0, up - down - half) * 100, 2), round(min(1.0, up - down + half) * 100, 2)


def effective(weights: Floats) -> float:
    """Return how many unweighted answers the weighted ones are worth (Kish 1965)."""
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def score_of(column: Column, answers: Floats, weights: Floats | None = None) -> Score | None:
    """Work out one measure; None with fewer than ten answers."""
    given = ~np.isnan(answers)
    n = int(given.sum())
    if n < FEWEST or column.scale is None:
        return None
    found = answers[given]
    counted = np.ones(n) if weights is None else weights[given]
    if not counted.sum():
        return None
    worth = effective(counted)
    words = load_words("survey")
    weighted = "" if weights is None else " " + words("method.weighted", n=round(worth))
    if column.role == "nps":
        value, interval = _nps(column, found, counted, worth)
    elif column.role == "csat":
        top = found >= _satisfied(column)
        value = float((counted * top).sum() / counted.sum() * 100)
        interval = wilson(value / 100 * worth, worth)
    else:
        value, interval = _mean(column, found, counted, worth)
    method = words(f"method.{column.role}", top=f"{_satisfied(column):g}", low=f"{column.scale[0]:g}",
                   high=f"{column.scale[1]:g}", better=column.higher_is_better)  # fmt: skip
    return Score(measure=column.role, question=column.heading[:600], value=round(value, 2), interval=interval, n=n,
                 method=method + weighted)  # fmt: skip


def _nps(column: Column, found: Floats, counted: Floats, worth: float) -> tuple[float, Interval]:
    if not column.higher_is_better and column.scale:
        found = column.scale[0] + column.scale[1] - found
    up = float(counted[found >= 9].sum())
    down = float(counted[found <= 6].sum())
    total = float(counted.sum())
    return (up - down) / total * 100, nps_interval(up, total - up - down, down, worth)


def _satisfied(column: Column) -> float:
    """Return the lowest answer that counts as satisfied: the top quarter of the scale."""
    low, high = column.scale or (1.0, 5.0)
    return math.ceil(low + 0.75 * (high - low))


def _mean(column: Column, found: Floats, counted: Floats, worth: float) -> tuple[float, Interval]:
    from scipy.stats import t

    low, high = column.scale or (float(found.min()), float(found.max()))
    mean = float((found * counted).sum() / counted.sum())
    spread = math.sqrt(float((counted * (found - mean) ** 2).sum() / counted.sum()) * worth / max(worth - 1, 1))
    half = float(t.ppf(0.975, max(worth - 1, 1))) * spread / math.sqrt(max(worth, 1))
    return mean, (round(max(low, mean - half), 3), round(min(high, mean + half), 3))


def scores(survey: Survey, read: dict[int, Floats]) -> tuple[Score, ...]:
    """Return a score for each scored question with answers enough; `read` holds their values."""
    weights = None if survey.weights is None else np.asarray(survey.weights)
    found = (score_of(c, read[c.index], weights) for c in survey.columns if c.role in SCORED)
    order = {role: rank for rank, role in enumerate(SCORED)}
    return tuple(sorted((one for one in found if one), key=lambda one: order[one.measure]))


def main_score(columns: Sequence[Column], read: dict[int, Floats]) -> Column | None:
    """Return the scored question that stands for a respondent's verdict: NPS before satisfaction before rating."""
    scored = [c for c in columns if c.role in SCORED and (~np.isnan(read[c.index])).sum() >= 1]
    order = {"nps": 0, "csat": 1, "rating": 2, "ces": 3}
    most = max(((~np.isnan(read[c.index])).sum() for c in scored), default=0)
    enough = [c for c in scored if (~np.isnan(read[c.index])).sum() >= 0.5 * most]
    return min(enough, key=lambda c: (order[c.role], c.index), default=None)


def verdicts(column: Column, answers: Floats) -> Floats:
    """Return each respondent's verdict from 0, worst, to 1, best; NaN where there is none."""
    low, high = column.scale or (0.0, 1.0)
    found = (answers - low) / ((high - low) or 1.0)
    return found if column.higher_is_better else 1 - found


def is_low(column: Column, answers: Floats) -> NDArray[np.bool_]:
    """Tell who scored low: 0-6 on the NPS question, else the lower two fifths of the scale."""
    found = verdicts(column, answers)
    limit = 0.6 if column.role == "nps" else 0.4
    return np.nan_to_num(found, nan=1.0) <= limit + 1e-9


def tabulate(column: Column, cells: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Count the answers of a closed question, most frequent first; several in one cell are counted apart."""
    counted = Counter[str]()
    for cell, times in Counter(cells).items():
        for part in _parts(column, cell):
            counted[part[:600]] += times
    return tuple(sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))[:50])


def _parts(column: Column, cell: str) -> list[str]:
    text = " ".join(cell.split())
    if not text:
        return []
    if column.role == "multi" and not column.group:
        separator = ";" if ";" in text else ","
        return [part.strip() for part in text.split(separator) if part.strip()]
    return [text]
