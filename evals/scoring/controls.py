"""Negative controls: maps made worse on purpose; the rubric must rank each below the true map."""

from typing import Any

from assistant.brief import Brief, Business
from assistant.drafting import draft
from assistant.knowledge import Library
from assistant.model import JourneyMap

FUNNEL = ("Awareness", "Interest", "Decision", "Action")


def shuffled(journey: JourneyMap) -> JourneyMap:
    """Return the map with its stages in another order."""
    tree = _tree(journey)
    stages = tree["stages"]
    tree["stages"] = [*stages[1::2], *stages[::2]]
    return JourneyMap.model_validate(tree)


def invented(journey: JourneyMap) -> JourneyMap:
    """Return the map with percentages that nobody gave."""
    tree = _tree(journey)
    for place, stage in enumerate(tree["stages"]):
        stage["emotion"]["because"] = f"{61 + 3 * place} % of customers say so: {stage['emotion']['because']}"[:600]
        for pain in stage["pains"]:
            pain["text"] = f"{37 + place} % suffer from this: {pain['text']}"[:600]
    return JourneyMap.model_validate(tree)


def all_happy(journey: JourneyMap) -> JourneyMap:
    """Return the map with nothing but delight."""
    tree = _tree(journey)
    for stage in tree["stages"]:
        stage["emotion"] |= {"valence": 2, "word": "delighted", "because": "everything works"}
        stage |= {"pains": [], "opportunities": [], "moment_of_truth": None}
    return JourneyMap.model_validate(tree)


def funnel(journey: JourneyMap) -> JourneyMap:
    """Return the map as a seller sees it: four stages that end at the purchase."""
    tree = _tree(journey)
    tree["stages"] = [stage | {"name": name} for stage, name in zip(tree["stages"], FUNNEL, strict=False)]
    for stage in tree["stages"]:
        stage["retention_tactics"] = []
    tree["top_actions"] = [action for action in tree["top_actions"] if action["stage"] < len(tree["stages"])]
    return JourneyMap.model_validate(tree)


def template(journey: JourneyMap, library: Library) -> JourneyMap:
    """Return the map that any firm of the trade would get."""
    brief = Brief(business=Business(industry=journey.business.industry, offer="Products and services"))
    return draft(brief, library)


def controls(journey: JourneyMap, other: JourneyMap | None, library: Library) -> dict[str, JourneyMap]:
    """Return all controls of a map by name; `other` is the map of another business, where there is one."""
    return {
        **({"other business": other} if other is not None else {}),
        "shuffled stages": shuffled(journey),
        "invented percentages": invented(journey),
        "all happy": all_happy(journey),
        "sales funnel": funnel(journey),
        "generic template": template(journey, library),
    }


def _tree(journey: JourneyMap) -> dict[str, Any]:
    return journey.model_dump(mode="json")
