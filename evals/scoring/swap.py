"""The swap test: from a map with its names masked, pick the right brief among four."""

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence

from assistant.brief import Brief
from assistant.model import JourneyMap, OwnerSaid
from assistant.review import leaves
from assistant.text import fold

CHOICES = 4


def line_up(place: int, briefs: Sequence[Brief]) -> list[int]:
    """Return the places of four briefs, the right one first: of the same trade if there are any, else of its model."""
    own = briefs[place].business
    others = [at for at in range(len(briefs)) if at != place]

    def apart(at: int) -> tuple[bool, bool, int]:
        theirs = briefs[at].business
        return theirs.industry != own.industry, theirs.model != own.model, (at - place) % len(briefs)

    near = sorted(others, key=apart)
    return [place, *near[: CHOICES - 1]]


def picked_by_words(journey: JourneyMap, line: Sequence[int], briefs: Sequence[Brief]) -> bool:
    """Tell whether the words of the masked map are nearest to those of the right brief."""
    rare = _rarity(briefs)
    masked = _masked(journey, briefs[line[0]])
    near = [_cosine(_weighed(masked, rare), _weighed(_words(_told(briefs[at])), rare)) for at in line]
    return near[0] > max(near[1:])


def picked_by_cards(journey: JourneyMap, line: Sequence[int], briefs: Sequence[Brief]) -> bool:
    """Tell whether the cards of the map, all words of the owner left out, fit the right brief best."""
    drawn = _cards_of(journey)
    near = [_overlap(drawn, _cards_in(briefs[at])) for at in line]
    return near[0] > max(near[1:])


def difference(one: JourneyMap, other: JourneyMap) -> float:
    """Return which share of what two maps say differs, 0-1."""
    first, second = ({fold(leaf.text) for leaf in leaves(journey)} for journey in (one, other))
    return 1 - len(first & second) / len(first | second)


def _told(brief: Brief) -> str:
    journey = brief.journey
    parts = [brief.business.offer, brief.goal, journey.discovery, journey.purchase, journey.delivery]
    parts += [persona.who for persona in brief.personas] + [pain.words for pain in brief.pains]
    return "\n".join([*(part for part in parts if part), *brief.keeping])


def _masked(journey: JourneyMap, brief: Brief) -> list[str]:
    hidden = set(_words(" ".join(filter(None, (brief.business.name, brief.business.place, brief.business.offer)))))
    texts = [leaf.text for leaf in leaves(journey) if leaf.path not in ("business", "title", "scenario")]
    return [word for word in _words("\n".join(texts)) if word not in hidden]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-zà-ÿ]{4,}", fold(text))


def _rarity(briefs: Sequence[Brief]) -> dict[str, float]:
    seen = Counter(word for brief in briefs for word in set(_words(_told(brief))))
    return {word: math.log(len(briefs) / count) for word, count in seen.items()}


def _weighed(words: Sequence[str], rare: dict[str, float]) -> dict[str, float]:
    return {word: (1 + math.log(count)) * rare.get(word, 0.0) for word, count in Counter(words).items()}


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    dot = sum(value * other.get(word, 0.0) for word, value in one.items())
    norms = math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    return dot / norms if norms else 0.0


def _cards_of(journey: JourneyMap) -> set[str]:
    found: set[str] = set()
    for stage in journey.stages:
        found |= {f"channel:{t.channel}" for t in stage.touchpoints if t.status == "exists"}
        found |= {pain.card for pain in stage.pains if pain.card and isinstance(pain.basis, OwnerSaid)}
        found |= {kpi.kpi for kpi in stage.kpis if kpi.baseline}
    return found


def _cards_in(brief: Brief) -> set[str]:
    found = {f"channel:{use.channel}" for use in brief.channels}
    found |= {pain.pain for pain in brief.pains if pain.pain}
    return found | {number.kpi for number in brief.numbers if number.kpi}


def _overlap(one: Collection[str], other: Collection[str]) -> float:
    both = set(one) | set(other)
    return len(set(one) & set(other)) / len(both) if both else 0.0
