"""The three things to do first: for this goal, these hours and this budget, no two of the same kind."""

from dataclasses import dataclass
from itertools import combinations

from assistant.drafting.advice import Chain, result
from assistant.drafting.columns import Column
from assistant.drafting.fitting import Means, fitted
from assistant.drafting.ground import Ground
from assistant.drafting.kpis import Figures
from assistant.drafting.match import fold, lexicon, stems
from assistant.drafting.pains import Placed
from assistant.drafting.wording import clip
from assistant.knowledge.cards import KpiCard, TacticCard
from assistant.model import FromCard, FromSurvey, RetentionTactic, TopAction

_WANTED = 3
_CANDIDATES = 9
_PART = 0.5
"""Share of the aim that a tactic has to speak of to be called a step straight towards it."""
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
    aimed: bool
    """Whether it serves the owner's aim itself."""


def first_steps(
    ground: Ground,
    means: Means,
    columns: tuple[Column, ...],
    chains: tuple[Chain, ...],
    habits: dict[int, tuple[RetentionTactic, ...]],
    worst: Placed | None,
    central: Column,
    known: Figures,
) -> tuple[tuple[TopAction, ...], float]:
    """Return the first steps in the order in which to take them, and the hours they take together."""
    candidates = [
        *_of_chains(ground, means, chains, worst, central),
        *_of_habits(ground, means, columns, habits, central),
    ]
    best: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda one: -one.score):
        best.setdefault(candidate.tactic.id, candidate)
    chosen = _three(tuple(best.values())[:_CANDIDATES], means)
    return _dated(ground, means, chosen, known), sum(one.tactic.first_step_hours for one in chosen)


def _of_chains(
    ground: Ground, means: Means, chains: tuple[Chain, ...], worst: Placed | None, central: Column
) -> list[Candidate]:
    found = []
    for chain in chains:
        pain = chain.pain
        score = 2.0 * pain.told + (0.6 if pain.told else 0.3) * pain.severity
        score += 1.2 * (pain.column == central.index) + 1.2 * (pain is worst)
        score += 0.03 * (pain.share or 0) - 1.4 * pain.gap
        score += 0.8 * min(2, len(_of_goal(ground, pain))) + 1.5 * _serves(ground, chain.tactic)
        score += lexicon(ground.library).speaks(pain.words, chain.tactic.id) if pain.told else 0.0
        score += _cheap(ground, chain.tactic, means)
        named = _of_goal(ground, pain) or (pain.column == central.index and pain is worst)
        aimed = bool(named) or _serves(ground, chain.tactic) > _PART
        found.append(Candidate(pain.column, chain.tactic, chain.kpi, pain, score, aimed))
    return found


def _of_goal(ground: Ground, pain: Placed) -> frozenset[str]:
    """Return what a pain and the owner's aim both speak of, as stems."""
    return stems(pain.words) & stems(ground.aim)


def _serves(ground: Ground, tactic: TacticCard) -> float:
    """Return which share of the owner's aim a tactic speaks of, 0 to 1."""
    return lexicon(ground.library).speaks(ground.aim, tactic.id)


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
            score = 0.8 + 2.0 * aimed + 2.0 * meant + 3.5 * _serves(ground, tactic) + _cheap(ground, tactic, means)
            kpi = ground.library.get(KpiCard, habit.kpi)
            found.append(Candidate(index, tactic, kpi, None, score, aimed or _serves(ground, tactic) > _PART))
    return found


def _meant(ground: Ground, tactic: TacticCard) -> bool:
    """Tell whether the owner's aim is this very tactic, such as "get people to rebook before they leave"."""
    return lexicon(ground.library).fit(ground.brief.goal or "", tactic.id) > _VERY


def _cheap(ground: Ground, tactic: TacticCard, means: Means) -> float:
    """Return how little a first step asks; what an owner without a budget must pay for, or has done, sinks."""
    score = -0.25 * tactic.first_step_hours + {"high": 0.4, "medium": 0.2, "low": 0.0, "uncertain": -0.4}[tactic.impact]
    if tactic.id in means.done:
        score -= 2.0
    if not ground.holds(tactic.first_step):
        score -= 2.5
    score -= 1.0 * (tactic.id in ground.words.get("listening_tactics"))  # to hear more is the last resort
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
        score += 2.0 * any(one.aimed for one in three)
        score -= 2.0 * (len(pains) - len(set(pains))) + 0.5 * (3 - len({one.column for one in three}))
        if means.hours is not None and total > max(means.hours, 0.5):
            score -= 1.5 * (total - max(means.hours, 0.5))
        return score

    return max(combinations(candidates, _WANTED), key=worth)


def _dated(ground: Ground, means: Means, chosen: tuple[Candidate, ...], known: Figures) -> tuple[TopAction, ...]:
    """Return the steps with their dates: what fits the hours of one week goes into it."""
    room, week = means.hours if means.hours is not None else 3.0, 0
    done: list[TopAction] = []
    left = room
    # because the owner asked for the aim, what serves it comes first, then what hurts most
    aimed = [one for one in chosen if one.aimed]
    first = max(aimed, key=lambda one: (one.pain is None or one.pain.told, one.score), default=None)
    for one in sorted(chosen, key=lambda one: (one is not first, -one.score)):
        hours = one.tactic.first_step_hours
        if hours > left and left < room and week < 2:
            week, left = week + 1, room
        left -= hours
        why = _why(ground, one, len(done))
        figure = known.baselines.get(one.kpi.id)
        if figure is not None and fold(figure.words) not in fold(why):
            why = ground.words("action.why_today", why=why, today=clip(figure.words, 120))
        done.append(_action(ground, means, one, week, why))
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


def _why(ground: Ground, one: Candidate, place: int) -> str:
    then, pain, goal = result(ground, one.tactic, one.pain), one.pain, ground.brief.goal
    straight = _meant(ground, one.tactic) or (one.aimed and _serves(ground, one.tactic) > 0.6 * _PART)
    if (pain is None or not pain.told) and straight and goal:
        return ground.words("action.why_aim", goal=clip(goal, 160), result=then)
    if pain is None:
        spreads = one.tactic.stages[0] == "stage:advocacy"
        return ground.words("action.why_spread" if spreads else "action.why_retention", result=then)
    words = clip(pain.words, 160)
    if isinstance(pain.basis, FromSurvey):
        return ground.words("action.why_survey", count=pain.basis.count, words=words)
    if not pain.told:
        return ground.words("action.why_typical", result=then)
    if pain.asked:
        return ground.words("action.why_gap", asked=pain.asked, words=words, result=then)
    if one.aimed and goal and place == 0:
        return ground.words("action.why_goal", goal=clip(goal, 160), words=words, result=then)
    return ground.vary("action.why_pain", place, words=words, result=then)


def duration(ground: Ground, hours: float) -> str:
    """Return hours as one says them: "half an hour", "3.5 hours"."""
    if hours == 0.5:
        return ground.words("hours.half")
    return ground.words("hours.one") if hours == 1 else ground.words("hours.more", hours=f"{hours:g}")
