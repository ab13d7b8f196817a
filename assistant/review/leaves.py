"""Walk through everything a map says: each leaf with its path, its words and the basis it stands on."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.model import Assumed, Basis, FromCard, JourneyMap, Kpi, Opportunity, Stage, Statement, TopAction


@dataclass(frozen=True)
class Leaf:
    """One thing the map says."""

    path: str
    text: str
    """Everything it says in words, one field a line."""
    basis: Basis
    linked: tuple[Basis, ...] = ()
    """Bases of the parts it points to; it may repeat their words, advice those of the pain it answers."""


def leaves(journey: JourneyMap) -> Iterator[Leaf]:
    """Yield every leaf of `journey` in reading order."""
    business, persona = journey.business, journey.persona
    goals = tuple(stage.customer_goal.basis for stage in journey.stages)
    yield Leaf("title", journey.title, journey.scenario.basis, goals)
    yield Leaf("scenario", journey.scenario.text, journey.scenario.basis)
    yield Leaf("business", _words(business.name, business.offer, business.place, business.price), business.basis)
    yield Leaf("persona", _words(persona.name, persona.who), persona.basis)
    yield from _statements("persona.goals", persona.goals)
    yield from _statements("persona.worries", persona.worries)
    for position, stage in enumerate(journey.stages):
        yield from _stage(f"stages[{position}]", stage, journey.scenario.basis)
    for position, action in enumerate(journey.top_actions):
        words = _words(action.text, action.when, action.why)
        yield Leaf(f"top_actions[{position}]", words, action.basis, _behind_action(journey, action))
    for position, clash in enumerate(journey.contradictions):
        yield from _statements(f"contradictions[{position}].owner_view", (clash.owner_view,), single=True)
        yield from _statements(f"contradictions[{position}].customer_view", (clash.customer_view,), single=True)
    yield from _statements("kept_apart", journey.kept_apart)
    for position, guess in enumerate(journey.assumptions_to_validate):
        yield Leaf(f"assumptions_to_validate[{position}]", _words(guess.text, guess.find_out), guess.basis)


def counted_leaves(journey: JourneyMap) -> tuple[Leaf, ...]:
    """Return the leaves that count as what the map says; the list of things to find out repeats its guesses."""
    return tuple(leaf for leaf in leaves(journey) if not leaf.path.startswith("assumptions_to_validate"))


def share_assumed(journey: JourneyMap) -> float:
    """Return which share of what the map says is assumed, 0 to 1."""
    counted = counted_leaves(journey)
    return sum(isinstance(leaf.basis, Assumed) for leaf in counted) / len(counted)


def _stage(at: str, stage: Stage, aim: Basis) -> Iterator[Leaf]:
    yield Leaf(at, stage.name, stage.basis)
    yield from _statements(f"{at}.customer_goal", (stage.customer_goal,), single=True)
    yield from _statements(f"{at}.actions", stage.actions)
    yield from _statements(f"{at}.thoughts", stage.thoughts)
    for position, touchpoint in enumerate(stage.touchpoints):
        yield Leaf(f"{at}.touchpoints[{position}]", touchpoint.name, touchpoint.basis)
    emotion = stage.emotion
    yield Leaf(f"{at}.emotion", _words(emotion.word, emotion.because), emotion.basis)
    for position, pain in enumerate(stage.pains):
        named = (FromCard(cards=(pain.card,)),) if pain.card else ()
        yield Leaf(f"{at}.pains[{position}]", pain.text, pain.basis, named)
    if stage.moment_of_truth is not None:
        yield Leaf(f"{at}.moment_of_truth", stage.moment_of_truth.why, stage.moment_of_truth.basis)
    for position, chance in enumerate(stage.opportunities):
        yield Leaf(f"{at}.opportunities[{position}]", _advice(chance), chance.basis, _answered(stage, chance))
    for position, kpi in enumerate(stage.kpis):
        yield from _kpi(f"{at}.kpis[{position}]", kpi, aim)
    for position, tactic in enumerate(stage.retention_tactics):
        words = _words(tactic.name, tactic.trigger, tactic.action, tactic.timing, tactic.caution)
        yield Leaf(f"{at}.retention_tactics[{position}]", words, tactic.basis)
    if stage.backstage is not None:
        yield from _statements(f"{at}.backstage", (stage.backstage,), single=True)


def _kpi(at: str, kpi: Kpi, aim: Basis) -> Iterator[Leaf]:
    today = (kpi.baseline.basis,) if kpi.baseline else ()
    words = _words(kpi.name, kpi.formula, kpi.unit, kpi.target, kpi.how_to_measure)
    yield Leaf(at, words, kpi.basis, (aim, *today))
    if kpi.baseline is not None:
        yield Leaf(f"{at}.baseline", kpi.baseline.words, kpi.baseline.basis)


def _advice(chance: Opportunity) -> str:
    return _words(
        chance.text, chance.reason, chance.customer_value, chance.business_value, chance.first_step, chance.owner
    )


def _answered(stage: Stage, chance: Opportunity) -> tuple[Basis, ...]:
    return tuple(pain.basis for pain in stage.pains if pain.id == chance.answers)


def _behind_action(journey: JourneyMap, action: TopAction) -> tuple[Basis, ...]:
    if action.stage >= len(journey.stages):
        return ()
    stage = journey.stages[action.stage]
    chances = [chance for chance in stage.opportunities if chance.tactic == action.tactic]
    habits = [tactic.basis for tactic in stage.retention_tactics if tactic.tactic == action.tactic]
    pains = [basis for chance in chances for basis in _answered(stage, chance)]
    today = [kpi.baseline.basis for one in journey.stages for kpi in one.kpis if kpi.kpi == action.kpi and kpi.baseline]
    return (journey.scenario.basis, *today, *(chance.basis for chance in chances), *pains, *habits)


def _statements(path: str, statements: tuple[Statement, ...], *, single: bool = False) -> Iterator[Leaf]:
    for position, statement in enumerate(statements):
        yield Leaf(path if single else f"{path}[{position}]", statement.text, statement.basis)


def _words(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)
