"""Put all rules to a map: the errors first, then the advice."""

from collections.abc import Collection

from assistant.model import JourneyMap
from assistant.review.craft import GENERIC_PHRASES, craft
from assistant.review.findings import Finding
from assistant.review.roots import rooted
from assistant.review.structure import structure


def review(
    journey: JourneyMap,
    *,
    card_ids: Collection[str] | None = None,
    generic: Collection[str] = GENERIC_PHRASES,
) -> tuple[Finding, ...]:
    """Return what is wrong with `journey` and what could be better, errors first.

    `card_ids` are the cards that exist; without them ids are not checked. `generic` are phrases that fit any firm.
    """
    found = (*structure(journey), *rooted(journey, card_ids), *craft(journey, generic))
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: finding.level != "error"))
