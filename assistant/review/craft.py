"""Advice on the craft: what makes a true map a good one."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import pairwise

from assistant.model import STAGES, Assumed, FromSurvey, JourneyMap, OwnerSaid, Stage
from assistant.review.findings import Finding, advice
from assistant.review.leaves import leaves
from assistant.text import fold

GENERIC_PHRASES = (
    "seamless", "delight your customers", "leverage", "customer-centric", "best-in-class", "world-class", "synergy",
    "enhance the customer experience", "improve customer experience", "boost engagement", "drive engagement",
    "optimise the experience", "optimize the experience", "unlock", "holistic approach", "value proposition",
    "touch base", "cutting-edge", "game-changer", "one-stop shop", "in today's fast-paced",
)  # fmt: skip
"""Words that fit any firm and so say nothing about this one."""

_FUNNEL = frozenset(
    (
        "awareness", "consideration", "purchase", "decision", "interest", "desire", "action", "conversion", "retention",
        "loyalty", "advocacy", "onboarding", "evaluation", "acquisition", "activation", "engagement", "lead",
        "prospect", "nurture", "close", "upsell", "intent", "revenue", "referral",
    )
)  # fmt: skip
_MOST_STAGES = 8
_MOST_MOMENTS = 3
_REASON = 4
"""Words that a reason takes; “sad” is none."""
_SAME = re.compile(r"\b([a-z]{3,}) or \1\b(?!\s+\w)", re.IGNORECASE)
"""A choice between the same two things: “for beginners or beginners”."""
_NO_THING = re.compile(
    r"I am looking for (?:their|his|her|its|my|our|your|the|an?|some|any|this|that)\b", re.IGNORECASE
)
"""A title whose thing looked for is no plain thing."""
_HANGING = re.compile(r"\b(?:who|that|which|with|and|or|of|for|in|to|from|the|an?)$", re.IGNORECASE)
_TELLS = re.compile(r"^(?:they|we|i|people|customers|clients) \w|\b(?:i|we|they)\b", re.IGNORECASE)
"""A sentence where a thing is to be named: “day I deliver at 7am”."""


def craft(journey: JourneyMap, generic: Collection[str]) -> Iterator[Finding]:
    """Yield advice on how the map could be better."""
    yield from _stages(journey)
    yield from _line(journey)
    yield from _weight(journey)
    yield from _touchpoints(journey)
    yield from _wording(journey, generic)
    yield from _grammar(journey)
    yield from _sameness(journey)


def _stages(journey: JourneyMap) -> Iterator[Finding]:
    ids = [stage.id for stage in journey.stages]
    if len(ids) > _MOST_STAGES:
        yield advice(
            "too-many-stages", "map", f"{len(ids)} stages are more than anybody reads.", "Merge neighbours to eight."
        )
    if "stage:awareness" not in ids:
        yield advice(
            "nothing-before-first-contact", "map", "The map starts when the customer already knows the business.",
            "Add how they come to need it and hear of it.",
        )  # fmt: skip
    order = [STAGES.index(stage) for stage in ids]
    for position, (before, after) in enumerate(pairwise(order), start=1):
        if after < before:
            yield advice(
                "stages-out-of-order", f"stages[{position}]",
                f"“{journey.stages[position].name}” usually comes before “{journey.stages[position - 1].name}”.",
                "Put the stages in the order in which customers live them.",
            )  # fmt: skip
    for position, stage in enumerate(journey.stages):
        if fold(stage.name).removesuffix(" stage").removesuffix(" phase") in _FUNNEL:
            yield advice(
                "funnel-name", f"stages[{position}]", f"“{stage.name}” is a seller's word, not the customer's.",
                "Name what the customer does, such as “Weigh the quote”.",
            )  # fmt: skip


def _line(journey: JourneyMap) -> Iterator[Finding]:
    line = [stage.emotion.valence for stage in journey.stages]
    if len(line) > 2 and (max(line) - min(line) < 2 or len(set(line)) < 3):
        yield advice(
            "flat-emotion", "map", "The feelings hardly change from stage to stage.",
            "Mark where it is really good and where it hurts.",
        )  # fmt: skip
    for position, stage in enumerate(journey.stages):
        if stage.emotion.valence < 0 and not stage.pains and len(stage.emotion.because.split()) < _REASON:
            yield advice(
                "low-unexplained", f"stages[{position}].emotion", f"“{stage.name}” is a low and nothing says why.",
                "Name the pain behind it.",
            )  # fmt: skip
        if stage.emotion.valence > 0 and any(_hurts(stage)):
            yield advice(
                "feeling-ignores-pain", f"stages[{position}].emotion",
                f"Customers feel good at “{stage.name}” although something there makes them leave.",
                "Lower the line, or the severity of the pain.",
            )  # fmt: skip


def _hurts(stage: Stage) -> Iterator[bool]:
    return (pain.severity == 3 and isinstance(pain.basis, OwnerSaid | FromSurvey) for pain in stage.pains)


def _weight(journey: JourneyMap) -> Iterator[Finding]:
    moments = sum(stage.moment_of_truth is not None for stage in journey.stages)
    if moments == 0:
        yield advice(
            "no-moment-of-truth", "map", "No stage is marked as the one that decides.", "Mark one to three, with why."
        )
    if moments > _MOST_MOMENTS:
        yield advice(
            "too-many-moments", "map", f"{moments} moments of truth: when everything decides, nothing does.",
            "Keep the one to three that decide whether the customer goes on.",
        )  # fmt: skip
    if not journey.top_actions:
        yield advice("no-top-actions", "map", "The map does not say what to do first.", "Name the first three steps.")
    if not journey.assumptions_to_validate:
        yield advice(
            "no-assumptions", "map", "The map names nothing that should be checked with customers.",
            "List the boldest guesses, each with a cheap way to find out.",
        )  # fmt: skip


def _touchpoints(journey: JourneyMap) -> Iterator[Finding]:
    met = [touchpoint for stage in journey.stages for touchpoint in stage.touchpoints]
    if met and all(touchpoint.owner == "brand" for touchpoint in met):
        yield advice(
            "all-brand-owned", "map", "Every touchpoint is your own; customers also hear from others.",
            "Add friends, review sites, partners or the customer's own thoughts.",
        )  # fmt: skip
    for position, stage in enumerate(journey.stages):
        for number, touchpoint in enumerate(stage.touchpoints):
            if touchpoint.status == "exists" and not isinstance(touchpoint.basis, OwnerSaid | FromSurvey):
                yield advice(
                    "exists-but-unnamed", f"stages[{position}].touchpoints[{number}]",
                    f"“{touchpoint.name}” is shown as existing, yet nobody named it.",
                    "Mark it as suggested, or quote who named it.",
                )  # fmt: skip


def _wording(journey: JourneyMap, generic: Collection[str]) -> Iterator[Finding]:
    folded = [(phrase, fold(phrase)) for phrase in generic]
    for leaf in leaves(journey):
        words = fold(leaf.text)
        hit = next((phrase for phrase, plain in folded if plain in words), None)
        if hit is not None:
            yield advice(
                "generic-wording", leaf.path, f"“{hit}” would fit any firm.", "Say it in this customer's words."
            )
    if not any(isinstance(leaf.basis, OwnerSaid | FromSurvey) for leaf in leaves(journey) if leaf.path != "business"):
        yield advice(
            "nobody-asked", "map", "Nothing on the map was said by the owner or a customer.",
            "Put in what you know, in your own words.",
        )  # fmt: skip


def _grammar(journey: JourneyMap) -> Iterator[Finding]:
    """Yield what reads as if put together by a machine."""
    for leaf in leaves(journey):
        same = _SAME.search(leaf.text) if not isinstance(leaf.basis, OwnerSaid | FromSurvey) else None
        if same is not None:
            yield advice(
                "same-choice", leaf.path, f"“{same.group()}” offers the same thing twice.", "Name the other choice."
            )
    if _NO_THING.match(journey.title) or re.search(r"\b(?:and|or|the|an?)$", journey.title):
        yield advice(
            "broken-title", "title", f"“{journey.title}” is no sentence that a customer would say.",
            "Write what the customer wants in one plain sentence that starts with “I”.",
        )  # fmt: skip
    if _HANGING.search(journey.persona.name):
        yield advice(
            "name-cut-short", "persona", f"The name “{journey.persona.name}” ends in the middle.", "Finish the name."
        )
    for position, stage in enumerate(journey.stages):
        for number, touchpoint in enumerate(stage.touchpoints):
            if _TELLS.search(touchpoint.name):
                yield advice(
                    "touchpoint-not-a-thing", f"stages[{position}].touchpoints[{number}]",
                    f"“{touchpoint.name}” tells a story instead of naming where the customer meets the business.",
                    "Name the place or thing, such as “Delivery on the day”.",
                )  # fmt: skip


def _sameness(journey: JourneyMap) -> Iterator[Finding]:
    used = Counter(chance.tactic for stage in journey.stages for chance in stage.opportunities)
    for tactic, times in used.items():
        if times > 2:
            yield advice("same-tactic-everywhere", "map", f"{tactic} is the answer {times} times.", "Vary the advice.")
    tops = Counter(action.tactic for action in journey.top_actions)
    if any(times > 1 for times in tops.values()):
        yield advice("same-top-action", "map", "Two of the first steps are the same tactic.", "Replace one of them.")
    share = [isinstance(leaf.basis, Assumed) for leaf in leaves(journey)]
    if len(journey.stages) > 2 and sum(share) == 0:
        yield advice(
            "no-guess-marked", "map", "Not one cell is marked as a guess, which no first map can claim.",
            "Mark what nobody has said yet as an assumption.",
        )  # fmt: skip
