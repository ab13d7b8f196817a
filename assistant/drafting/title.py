"""The title of the map: one sentence of the customer, never broken grammar."""

import re

from assistant.drafting.columns import Column
from assistant.drafting.ground import Ground
from assistant.drafting.match import fold, stems
from assistant.drafting.wording import clip, lower

_BEFORE = ("stage:awareness", "stage:consideration")
_ITEM = re.compile(r"\s*(?:[,;/]|\.(?=\s|$)|\band\b|&|\+|\n)\s*", re.IGNORECASE)
_HEAD_ENDS = re.compile(r"\s+(?:to|for|with|of|in|on|at|from|by|without|around|near|about)\s+", re.IGNORECASE)
_SIMPLE = re.compile(r"^[A-Za-z][A-Za-z'’ -]*$")

_DOING = re.compile(
    r"^(?:cleaning|making|selling|fixing|repairing|building|teaching|washing|walking|painting|running|renting|designing"
    r"|helping|offering|doing|providing)\s+(?!(?:services|lessons|classes|courses|sessions|supplies|products|jobs)$)",
    re.IGNORECASE,
)
"""A thing done rather than sold: "cleaning offices"."""


def title(ground: Ground, central: Column) -> str:
    """Return what the customer wants at the column the map turns on, with what they look for where that is safe."""
    goal = central.card.goal
    offer = offered(ground)
    if offer is None or central.stage not in _BEFORE or not goal.startswith("I "):
        return goal
    return clip(ground.words("title.looking", offer=lower(offer), goal=goal), 200)


def offered(ground: Ground) -> str | None:
    """Return the item of the offer that fits the goal best and that can stand after "I am looking for"; else None."""
    items = [item for item in _ITEM.split(ground.brief.business.offer or "") if item]
    fitting = [item.strip(" .!") for item in items if _fits(ground, item.strip(" .!"))]
    goal, hurts = stems(ground.brief.goal or ""), stems(" ".join(pain.words for pain in ground.brief.pains))

    def close(item: str) -> int:
        return 2 * len(stems(item) & goal) + len(stems(item) & hurts)

    best = max(fitting, key=lambda item: (close(item), -fitting.index(item)), default=None)
    # because of several things sold, the title may name one only if the owner's aim is about it
    return best if best is not None and (len(fitting) == 1 or close(best)) else None


def _fits(ground: Ground, item: str) -> bool:
    """Tell whether an item is a plain thing in the plural or without number: "barn weddings", "speciality coffee"."""
    words = fold(item).split()
    if not 1 <= len(words) <= 5 or not _SIMPLE.match(item) or _DOING.match(item):
        return False
    spoken = {*ground.words.get("business_side"), *ground.words.get("customer_side"), *ground.words.get("verbs")}
    unfit = set(ground.words.get("unfit_for_title"))
    if any(word in spoken | unfit for word in words[:-1]):
        return False
    head = fold(_HEAD_ENDS.split(item)[0]).split()[-1]
    if head in ground.words.get("not_mass") or head in unfit:
        return False
    plural = head.endswith("s") and not head.endswith(("ss", "us", "is", "ics"))
    return plural or head in ground.words.get("mass") or (head.endswith("ing") and len(head) > 5)
