"""The rubric of journey mappers as checks that code can make: each 0 to 1, of one map against what is known."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from assistant.brief import Brief, Topic
from assistant.knowledge import Library
from assistant.knowledge.cards import PainCard, TacticCard
from assistant.model import (
    STAGES,
    Assumed,
    Channel,
    FromCard,
    FromSurvey,
    JourneyMap,
    Opportunity,
    OwnerSaid,
    PainPoint,
    Stage,
)
from assistant.review import leaves, review
from assistant.text import fold

AFTER_PURCHASE = ("stage:onboarding", "stage:use", "stage:retention", "stage:advocacy", "stage:exit")
LONGEST_STEP = 16
"""Hours of a first step that still fit into two weeks beside the daily work."""
LISTENING = ("tactic:complaint-invite", "tactic:closed-loop-feedback")
"""Fit answers to a complaint that no card knows, at any stage: the first step is to hear more."""
_TOO_BIG = re.compile(r"\b(?:hire|recruit|agency|rebuild|redesign|new system|consultant)\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_SPEAKS_OF: dict[Topic, str] = {
    "offer": r"sell|offer|price", "customer": r"who your customers|customers are", "goal": r"want to change|aim|goal",
    "discovery": r"find you|found you|hear", "purchase": r"buy or book|people buy|book",
    "delivery": r"between|deliver|until they", "after_sale": r"afterwards|after", "retention": r"brings people back",
    "pains": r"stuck|complain", "numbers": r"figure|number|count", "resources": r"time and money|hours|put in",
}  # fmt: skip


def rubric(journey: JourneyMap, brief: Brief, library: Library, absent: tuple[Channel, ...] = ()) -> dict[str, float]:
    """Return the score of each check; `absent` are channels that the owner says they do not have."""
    checks: dict[str, Callable[[], float]] = {
        "clean": lambda: _clean(journey, library),
        "rooted": lambda: _share(_rooted(journey, brief, library)),
        "facts kept": lambda: _share(_kept(journey, brief)),
        "labels true": lambda: _share(_labels(journey, library)),
        "whole arc": lambda: _share(_arc(journey)),
        "unequal weight": lambda: _share(_weight(journey)),
        "emotion line": lambda: _share(_line(journey)),
        "chains": lambda: _share(_chains(journey, library)),
        "doable": lambda: _share(_doable(journey, brief, library)),
        "own words": lambda: _own_words(journey),
        "channels": lambda: _share(_channels(journey, brief, absent)),
        "unknowns": lambda: _share(_unknowns(journey, brief)),
    }
    return {name: round(check(), 4) for name, check in checks.items()}


def total(scores: dict[str, float]) -> float:
    """Return the mean of all checks."""
    return sum(scores.values()) / len(scores)


def _share(found: Iterator[bool]) -> float:
    seen = tuple(found)
    return sum(seen) / len(seen) if seen else 1.0


def _clean(journey: JourneyMap, library: Library) -> float:
    """Return 0 with an error of the review, else 1 less a fifth for each piece of advice."""
    findings = review(journey, card_ids=library.ids)
    if any(finding.level == "error" for finding in findings):
        return 0.0
    return max(0.0, 1 - 0.2 * len(findings))


def _rooted(journey: JourneyMap, brief: Brief, library: Library) -> Iterator[bool]:
    """Check quotes and figures against the messages themselves, not against what the map gives as its sources."""
    if brief.said:
        said = fold("\n".join(message.text for message in brief.said))
        yield from (fold(leaf.basis.quote) in said for leaf in leaves(journey) if isinstance(leaf.basis, OwnerSaid))
    yield from (not unknown for unknown in figures_without_root(journey, brief, library))


def figures_without_root(journey: JourneyMap, brief: Brief, library: Library) -> Iterator[tuple[str, ...]]:
    """Yield of each line the figures that neither the owner nor a customer nor a cited card gives."""
    told = "\n".join(message.text for message in brief.said) if brief.said else brief.model_dump_json()
    figures = set(_DIGITS.findall(fold(told)))
    for leaf in leaves(journey):
        cited = [card for basis in (leaf.basis, *leaf.linked) for card in getattr(basis, "cards", ())]
        known = figures.union(*(_figures(library, card) for card in cited if card in library))
        survey = [basis for basis in (leaf.basis, *leaf.linked) if isinstance(basis, FromSurvey)]
        known |= {figure for basis in survey for figure in (str(basis.count), *_DIGITS.findall(fold(basis.quote)))}
        if leaf.path.startswith("assumptions") or _own_figures(journey, leaf.path):
            continue
        yield tuple(figure for figure in _DIGITS.findall(fold(leaf.text)) if figure not in known)


@lru_cache(maxsize=2000)
def _figures(library: Library, card: str) -> frozenset[str]:
    return frozenset(_DIGITS.findall(fold(library[card].model_dump_json())))


def _own_figures(journey: JourneyMap, path: str) -> bool:
    """Tell whether the leaf may hold figures of our own making: how long a step takes, a share counted by us."""
    return path.startswith("top_actions") or any(
        pain.share is not None and path == f"stages[{place}].pains[{number}]"
        for place, stage in enumerate(journey.stages)
        for number, pain in enumerate(stage.pains)
    )


def _kept(journey: JourneyMap, brief: Brief) -> Iterator[bool]:
    """Check that what the owner told is on the map: pains, aim, customers, numbers that a card knows, channels."""
    text = fold("\n".join(leaf.text for leaf in leaves(journey)) + "\n" + "\n".join(journey.notes))
    quotes = fold("\n".join(leaf.basis.quote for leaf in leaves(journey) if isinstance(leaf.basis, OwnerSaid)))
    for pain in brief.pains:
        yield _stands(pain.words, text) or _stands(pain.words, quotes)
    if brief.goal:
        yield _stands(brief.goal, text)
    for persona in brief.personas[:4]:
        yield _stands(persona.name, text)
    shown = {(kpi.kpi, kpi.baseline.value) for stage in journey.stages for kpi in stage.kpis if kpi.baseline}
    for number in brief.numbers:
        if number.kpi is not None:
            yield (number.kpi, number.value) in shown or _stands(number.words, text)


def _stands(words: str, text: str) -> bool:
    """Tell whether `words`, or their beginning when they are long, stand in `text`."""
    folded = fold(words).strip(" .!?")
    return folded in text or (len(folded) > 60 and folded[:50] in text)


def _labels(journey: JourneyMap, library: Library) -> Iterator[bool]:
    """Check that labels say what is so: what exists was named, a feeling is no fact of a card, ids are real cards."""
    for stage in journey.stages:
        for touchpoint in stage.touchpoints:
            yield touchpoint.status != "exists" or isinstance(touchpoint.basis, OwnerSaid | FromSurvey)
        yield not isinstance(stage.emotion.basis, FromCard)
        for pain in stage.pains:
            yield isinstance(pain.basis, OwnerSaid | FromSurvey | Assumed)
        for chance in stage.opportunities:
            yield isinstance(chance.basis, FromCard) and chance.tactic in chance.basis.cards
        for tactic in stage.retention_tactics:
            yield isinstance(tactic.basis, FromCard) and tactic.tactic in library and library[tactic.tactic].recommended
    yield all(card in library for leaf in leaves(journey) for card in getattr(leaf.basis, "cards", ()))


def _arc(journey: JourneyMap) -> Iterator[bool]:
    """Check that the map runs in order from before the first contact to after the purchase, with reasons to return."""
    ids = [stage.id for stage in journey.stages]
    order = [STAGES.index(stage) for stage in ids]
    yield "stage:awareness" in ids
    yield "stage:purchase" in ids
    yield sum(stage in AFTER_PURCHASE for stage in ids) >= 2
    yield all(before <= after for before, after in pairwise(order))
    later = [stage for stage in journey.stages if stage.id in AFTER_PURCHASE]
    yield sum(len(stage.retention_tactics) for stage in later) >= 2
    yield len(journey.stages) <= 8


def _weight(journey: JourneyMap) -> Iterator[bool]:
    """Check that one to three stages decide, each with a reason of its own."""
    moments = [stage.moment_of_truth.why for stage in journey.stages if stage.moment_of_truth]
    yield 1 <= len(moments) <= 3
    yield len(set(moments)) == len(moments)
    yield all(len(why.split()) >= 6 for why in moments)
    yield len({len(stage.pains) for stage in journey.stages}) > 1


def _line(journey: JourneyMap) -> Iterator[bool]:
    """Check that the feelings rise and fall, that each low is explained, and that what was told to hurt does."""
    valences = [stage.emotion.valence for stage in journey.stages]
    yield max(valences) - min(valences) >= 2
    yield len(set(valences)) >= 3
    for stage in journey.stages:
        if stage.emotion.valence < 0:
            yield bool(stage.pains) and bool(stage.emotion.because)
        if any(pain.severity >= 2 and isinstance(pain.basis, OwnerSaid | FromSurvey) for pain in stage.pains):
            yield stage.emotion.valence < 0  # because it costs customers time or trust, by its own severity


def _chains(journey: JourneyMap, library: Library) -> Iterator[bool]:
    """Check each pain: a tactic that answers it, a KPI that the tactic moves and the map watches, and somebody."""
    seen = False
    for stage in journey.stages:
        for pain in stage.pains:
            seen = True
            yield any(_answers(journey, stage, pain, chance, library) for chance in stage.opportunities)
    if not seen:
        yield False  # because a map without pains answers nothing


def _answers(journey: JourneyMap, stage: Stage, pain: PainPoint, chance: Opportunity, library: Library) -> bool:
    tactic = _tactic(library, chance.tactic)
    if chance.answers != pain.id or tactic is None or not tactic.recommended:
        return False
    known = library[pain.card] if pain.card and pain.card in library else None
    if isinstance(known, PainCard):
        fits = chance.tactic in known.tactics
    else:
        fits = stage.id in tactic.stages or chance.tactic in LISTENING
    moves = chance.kpi in tactic.kpis or (isinstance(known, PainCard) and chance.kpi in known.kpis)
    watched = chance.kpi in {kpi.kpi for one in journey.stages for kpi in one.kpis}  # a number stands on a map once
    return fits and moves and watched and bool(chance.first_step and chance.owner)


def _tactic(library: Library, card: str) -> TacticCard | None:
    found = library[card] if card in library else None  # noqa: SIM401 - a library has no such get
    return found if isinstance(found, TacticCard) else None


def _doable(journey: JourneyMap, brief: Brief, library: Library) -> Iterator[bool]:
    """Check the first steps: three at most, different, small, without a hire, and free where there is no budget."""
    yield 1 <= len(journey.top_actions) <= 3
    yield len({action.tactic for action in journey.top_actions}) == len(journey.top_actions)
    broke = brief.resources is not None and brief.resources.budget == "none"
    for action in journey.top_actions:
        tactic = _tactic(library, action.tactic)
        yield tactic is not None and tactic.recommended
        yield action.effort != "L" and _TOO_BIG.search(action.text) is None
        yield tactic is not None and tactic.first_step_hours <= LONGEST_STEP and not (broke and tactic.costs_money)
        yield bool(action.when)


def _own_words(journey: JourneyMap) -> float:
    """Return the share of stages in which something comes from the owner or a customer, half of them being enough."""
    told = [leaf.path for leaf in leaves(journey) if isinstance(leaf.basis, OwnerSaid | FromSurvey)]
    stages = {path.partition("]")[0] for path in told if path.startswith("stages[")}
    return min(1.0, 2 * len(stages) / len(journey.stages))


def _channels(journey: JourneyMap, brief: Brief, absent: tuple[Channel, ...]) -> Iterator[bool]:
    """Check that the owner's channels are on the map as existing, and that no other is."""
    shown = {t.channel for stage in journey.stages for t in stage.touchpoints if t.status == "exists"}
    used = {use.channel for use in brief.channels}
    yield from (channel in shown for channel in used)
    yield from (channel not in shown for channel in absent)


def _unknowns(journey: JourneyMap, brief: Brief) -> Iterator[bool]:
    """Check that what is not known is listed with a way to find out, and that something is listed at all."""
    listed = [fold(guess.text) for guess in journey.assumptions_to_validate]
    yield bool(listed) and all(guess.find_out for guess in journey.assumptions_to_validate)
    for topic in brief.unknown:
        yield any(re.search(_SPEAKS_OF[topic], text) for text in listed)
