"""The three things to do first: for this goal, these hours and this budget, no two of the same kind."""

from dataclasses import dataclass
from itertools import combinations

from assistant.drafting.advice import Chain, result
from assistant.drafting.columns import Column
from assistant.drafting.fitting import Means, fitted
from assistant.drafting.ground import Ground
from assistant.drafting.match import lexicon
from assistant.drafting.pains import Placed
from assistant.drafting.wording import clip
from assistant.knowledge.cards import KpiCard, TacticCard
from assistant.model import FromCard, FromSurvey, RetentionTactic, TopAction

_WANTED = 3
_CANDIDATES = 9
_VERY = 0.7
"""Fit at which a tactic is what the owner's goal speaks of."""


@dataclass(frozen=True)
class Candidate:
    """A first step that might be among the three."""

    column: int
    tactic: TacticCard
    kpi: KpiCard
    pain: Placed | None
    score: float


def first_steps(
    ground: Ground,
    means: Means,
    columns: tuple[Column, ...],
    chains: tuple[Chain, ...],
    habits: dict[int, tuple[RetentionTactic, ...]],
    worst: Placed | None,
    central: Column,
) -> tuple[tuple[TopAction, ...], float]:
    """Return the first steps in the order in which to take them, and the hours they take together."""
    candidates = [*_of_chains(means, chains, worst, central), *_of_habits(ground, means, columns, habits, central)]
    best: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda one: -one.score):
        best.setdefault(candidate.tactic.id, candidate)
    chosen = _three(tuple(best.values())[:_CANDIDATES], means)
    return _dated(ground, means, chosen, worst), sum(one.tactic.first_step_hours for one in chosen)


def _of_chains(means: Means, chains: tuple[Chain, ...], worst: Placed | None, central: Column) -> list[Candidate]:
    found = []
    for chain in chains:
        pain = chain.pain
        score = (
            2.0 * pain.told
            + (0.6 if pain.told else 0.3) * pain.severity
            + 1.2 * (pain.column == central.index)
            + 1.5 * (pain is worst)
        )
        score += 0.03 * (pain.share or 0) - 0.8 * pain.gap
        score += _cheap(chain.tactic, means)
        found.append(Candidate(pain.column, chain.tactic, chain.kpi, pain, score))
    return found


def _of_habits(
    ground: Ground,
    means: Means,
    columns: tuple[Column, ...],
    habits: dict[int, tuple[RetentionTactic, ...]],
    central: Column,
) -> list[Candidate]:
    found = []
    for index, tactics in habits.items():
        for habit in tactics:
            tactic = ground.library.get(TacticCard, habit.tactic)
            aimed = central.stage == columns[index].stage
            meant = _meant(ground, tactic)
            score = 0.8 + 2.0 * aimed + 3.0 * meant + _cheap(tactic, means)
            found.append(Candidate(index, tactic, ground.library.get(KpiCard, habit.kpi), None, score))
    return found


def _meant(ground: Ground, tactic: TacticCard) -> bool:
    """Tell whether the owner's aim is this very tactic, such as "get people to rebook before they leave"."""
    return lexicon(ground.library).fit(ground.brief.goal or "", tactic.id) > _VERY


def _cheap(tactic: TacticCard, means: Means) -> float:
    """Return how little a first step asks; what an owner without a budget must pay for, or has done, sinks."""
    score = -0.25 * tactic.first_step_hours + {"high": 0.4, "medium": 0.2, "low": 0.0, "uncertain": -0.4}[tactic.impact]
    if tactic.id in means.done:
        score -= 2.0
    score -= {"S": 0.0, "M": 0.2, "L": 1.2}[tactic.effort]
    return score - (4.0 if means.no_money and tactic.costs_money else 0.0)


def _three(candidates: tuple[Candidate, ...], means: Means) -> tuple[Candidate, ...]:
    """Return the best three that differ; three that fit the hours beat three that do not."""
    if len(candidates) <= _WANTED:
        return candidates

    def worth(three: tuple[Candidate, ...]) -> float:
        total = sum(one.tactic.first_step_hours for one in three)
        score = sum(one.score for one in three)
        pains = [one.pain.text for one in three if one.pain]
        score -= 2.0 * (len(pains) - len(set(pains))) + 0.5 * (3 - len({one.column for one in three}))
        if means.hours is not None and total > max(means.hours, 0.5):
            score -= 1.5 * (total - max(means.hours, 0.5))
        return score

    return max(combinations(candidates, _WANTED), key=worth)


def _dated(ground: Ground, means: Means, chosen: tuple[Candidate, ...], worst: Placed | None) -> tuple[TopAction, ...]:
    """Return the steps with their dates: what fits the hours of one week goes into it."""
    room, week = means.hours if means.hours is not None else 3.0, 0
    done: list[TopAction] = []
    left = room
    for one in sorted(chosen, key=lambda one: -one.score):
        hours = one.tactic.first_step_hours
        if hours > left and left < room and week < 2:
            week, left = week + 1, room
        left -= hours
        done.append(_action(ground, means, one, week, _why(ground, one, worst, len(done))))
    return tuple(done)


def _action(ground: Ground, means: Means, one: Candidate, week: int, why: str) -> TopAction:
    hours = duration(ground, one.tactic.first_step_hours)
    when = ground.words(("action.when_week", "action.when_next", "action.when_later")[week], hours=hours)
    if one.pain is None and week > 0:
        when = ground.words("action.when_customer", customer=ground.trade.customer, hours=hours)
    return TopAction(
        text=clip(fitted(ground, means, one.tactic, one.pain)), when=when, stage=one.column, tactic=one.tactic.id,
        kpi=one.kpi.id, effort=one.tactic.effort, why=clip(why),
        basis=FromCard(cards=(one.tactic.id, one.kpi.id)),
    )  # fmt: skip


def _why(ground: Ground, one: Candidate, worst: Placed | None, place: int) -> str:
    then, pain, goal = result(ground, one.tactic), one.pain, ground.brief.goal
    if pain is None and _meant(ground, one.tactic) and goal:
        return ground.words("action.why_aim", goal=clip(goal, 160), result=then)
    if pain is None:
        return ground.words("action.why_retention", result=then)
    words = clip(pain.words, 160)
    if isinstance(pain.basis, FromSurvey):
        return ground.words("action.why_survey", count=pain.basis.count, words=words)
    if not pain.told:
        return ground.words("action.why_typical", result=then)
    if pain.asked:
        return ground.words("action.why_gap", asked=pain.asked, words=words, result=then)
    if pain is worst and goal:
        return ground.words("action.why_goal", goal=clip(goal, 160), words=words)
    return ground.vary("action.why_pain", place, words=words, result=then)


def duration(ground: Ground, hours: float) -> str:
    """Return hours as one says them: "half an hour", "3.5 hours"."""
    if hours == 0.5:
        return ground.words("hours.half")
    return ground.words("hours.one") if hours == 1 else ground.words("hours.more", hours=f"{hours:g}")
