"""Makes themes of assignments: every count, share, severity and impact follows from which responses name what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.model import STAGES, StageId
from assistant.survey.candidates import Candidate
from assistant.survey.columns import Column
from assistant.survey.matching import Matched
from assistant.survey.quotes import Candidate as Span
from assistant.survey.quotes import pick
from assistant.survey.scores import Floats, effective, is_low, verdicts, wilson
from assistant.survey.survey import Survey
from assistant.synthesis import Theme
from assistant.text import fold

FEW = 5
"""Voices below which a theme is not ranked."""
_DRAWS = 400
_CROSS = -0.25
"""Mood from which a comment counts as cross where nobody scored."""


@dataclass(frozen=True)
class Count:
    """The survey and what each response speaks of."""

    survey: Survey
    matched: Sequence[Matched]
    main: tuple[Column, Floats] | None
    """The question that stands for the respondent's verdict, and its answers."""

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each response stands."""
        return {one: n for n, one in enumerate(self.survey.ids)}

    @cached_property
    def weights(self) -> Floats:
        """The weight of each response, 1 if they are not weighted."""
        given = self.survey.weights
        return np.ones(len(self.survey)) if given is None else np.asarray(given, np.float64)

    @cached_property
    def commented(self) -> NDArray[np.bool_]:
        """Who wrote something."""
        return np.array([bool(text) for text in self.survey.texts], bool)

    @cached_property
    def low(self) -> NDArray[np.bool_] | None:
        """Who scored low."""
        return is_low(*self.main) if self.main else None

    @cached_property
    def verdicts(self) -> Floats | None:
        """The verdict of each respondent, 0-1."""
        return verdicts(*self.main) if self.main else None

    @cached_property
    def stages(self) -> tuple[str, ...]:
        """The stage each response names in a column, if there is one."""
        column = next((c for c in self.survey.columns if c.role == "stage"), None)
        return self.survey.cells[column.index] if column else ()


def theme(count: Count, candidate: Candidate, label: str, ids: set[str], spans: Callable[[str], Span | None]) -> Theme:
    """Return the theme `candidate` as `ids` name it; `spans` gives the clause of a response that may be quoted."""
    rows = np.array(sorted(count.position[one] for one in ids))
    ordered = tuple(count.survey.ids[row] for row in rows)
    share, interval = _share(count, rows)
    severity, basis = _severity(count, rows, candidate)
    impact, impact_interval = _impact(count, rows)
    stage, stage_basis = _stage(count, rows, candidate)
    sure = tuple(one for one in ordered if _sure(count, one, candidate))
    quotes = pick(span for span in map(spans, ordered) if span)
    return Theme(
        id=candidate.id, label=label, pain=candidate.pain, stage=stage, stage_basis=stage_basis,
        touchpoint=candidate.touchpoint, count=len(ordered), share=share, interval=interval,
        sentiment=_sentiment(count, rows, candidate), severity=severity, severity_basis=basis, impact=impact,
        impact_interval=impact_interval, quotes=quotes, response_ids=ordered, sure_ids=sure,
        few_voices=len(ordered) < FEW,
    )  # fmt: skip


def _sure(count: Count, response: str, candidate: Candidate) -> bool:
    hits = count.matched[count.position[response]].hits
    return bool(hits) and hits[0].confidence == "high" and hits[0].candidate_id == candidate.id


def _share(count: Count, rows: NDArray[np.int64]) -> tuple[float, tuple[float, float]]:
    base = count.weights * count.commented
    total = float(base.sum())
    if not total:
        return 0.0, (0.0, 100.0)
    part = float(base[rows].sum()) / total
    worth = effective(base)
    return round(part * 100, 2), wilson(part * worth, worth)


def _severity(
    count: Count, rows: NDArray[np.int64], candidate: Candidate
) -> tuple[float | None, Literal["own score", "estimated", "unknown"]]:
    if candidate.kind == "praise":
        return None, "unknown"
    if count.low is not None and count.verdicts is not None:
        scored = ~np.isnan(count.verdicts[rows])
        if scored.any():
            return round(float(count.low[rows][scored].mean()), 3), "own score"
    moods = np.array([count.matched[row].mood for row in rows])
    if not moods.size:
        return None, "unknown"
    return round(float((moods <= _CROSS).mean()), 3), "estimated"


def _sentiment(count: Count, rows: NDArray[np.int64], candidate: Candidate) -> float:
    """Return the mean mood of the clauses that speak of it, because an overall score is about everything at once."""
    hits = (hit for row in rows for hit in count.matched[row].hits if hit.candidate_id == candidate.id)
    moods = [hit.mood for hit in hits] or [count.matched[row].mood for row in rows]
    return round(float(np.mean(moods)), 3)


def _stage(
    count: Count, rows: NDArray[np.int64], candidate: Candidate
) -> tuple[StageId | None, Literal["column", "card", "not stated"]]:
    if count.stages:
        named: dict[StageId, int] = {}
        for row in rows:
            stage = _canonical(count.stages[row])
            if stage:
                named[stage] = named.get(stage, 0) + 1
        if named:
            return min(named, key=lambda stage: (-named[stage], STAGES.index(stage))), "column"
    return (candidate.stage, "card") if candidate.stage else (None, "not stated")


def _canonical(cell: str) -> StageId | None:
    name = fold(cell)
    return next((stage for stage in STAGES if name and name in (stage, stage.partition(":")[2])), None)


def _impact(count: Count, rows: NDArray[np.int64]) -> tuple[float | None, tuple[float, float] | None]:
    """Return the score of all minus that of all without those who name the theme, with a bootstrap interval."""
    if count.main is None or len(rows) < FEW:
        return None, None
    column, answers = count.main
    named = np.zeros(len(answers), bool)
    named[rows] = True
    given = ~np.isnan(answers)
    if (given & named).sum() < FEW or (given & ~named).sum() < FEW:
        return None, None
    points, cells = np.unique(answers[given], return_inverse=True)
    worth = _points(column, points)
    # because only the numbers of each answer matter, resampling them is resampling the respondents
    table = np.zeros((2, len(points)))
    np.add.at(table, (named[given].astype(int), cells), 1)
    draws = np.random.default_rng(0).multinomial(int(table.sum()), (table / table.sum()).ravel(), _DRAWS)
    spread = _difference(draws.reshape(_DRAWS, 2, len(points)).astype(float), worth)
    low, high = np.percentile(spread, [2.5, 97.5])
    return round(float(_difference(table[None], worth)[0]), 2), (round(float(low), 2), round(float(high), 2))


def _points(column: Column, points: Floats) -> Floats:
    if column.role == "nps":
        return np.where(points >= 9, 100.0, np.where(points <= 6, -100.0, 0.0))
    if column.role == "csat":
        low, high = column.scale or (1.0, 5.0)
        return np.where(points >= np.ceil(low + 0.75 * (high - low)), 100.0, 0.0)
    return points


def _difference(tables: NDArray[np.float64], worth: Floats) -> Floats:
    everyone = tables.sum(axis=1)
    others = tables[:, 0]
    total, left = np.maximum(everyone.sum(axis=1), 1), np.maximum(others.sum(axis=1), 1)
    found: Floats = everyone @ worth / total - others @ worth / left
    return found


def ranked(themes: Sequence[Theme]) -> tuple[Theme, ...]:
    """Put themes in the order in which to look at them: share times severity, few voices last."""

    def weight(one: Theme) -> float:
        return one.share * (0.5 if one.severity is None else 0.25 + one.severity)

    return tuple(sorted(themes, key=lambda one: (one.few_voices, -round(weight(one), 6), one.id)))
