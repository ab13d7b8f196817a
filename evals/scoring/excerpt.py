"""The part of a map in which a quality shows, as plain lines and never longer than another's."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from assistant.model import JourneyMap
from evals.judging import Quality

LONGEST = 1_800
"""Characters; both texts of a pair are cut alike, because judges like length."""


def excerpt(journey: JourneyMap, quality: Quality) -> str:
    """Return the lines of a map by which to judge `quality`."""
    lines, length = [], 0
    for line in _PARTS[quality](journey):
        length += len(line) + 1
        if length > LONGEST:
            break
        lines.append(line)
    return "\n".join(lines)


def _voice(journey: JourneyMap) -> Iterator[str]:
    for stage in journey.stages:
        yield f"{stage.name}:"
        yield from (f"- thinks: {thought.text}" for thought in stage.thoughts[:2])
        yield f"- feels {stage.emotion.word}: {stage.emotion.because}"
        yield from (f"- trouble: {pain.text}" for pain in stage.pains[:2])


def _specificity(journey: JourneyMap) -> Iterator[str]:
    yield journey.title
    for stage in journey.stages:
        yield f"{stage.name}: {stage.customer_goal.text}"
        yield from (f"- does: {action.text}" for action in stage.actions[:2])
        yield from (f"- meets: {touchpoint.name}" for touchpoint in stage.touchpoints[:2])
        yield from (f"- trouble: {pain.text}" for pain in stage.pains[:2])


def _actionability(journey: JourneyMap) -> Iterator[str]:
    yield from (f"First: {action.text}" for action in journey.top_actions)
    for stage in journey.stages:
        names = {kpi.kpi: kpi.name for kpi in stage.kpis}
        for chance in stage.opportunities[:2]:
            watch = names.get(chance.kpi, chance.kpi.partition(":")[2].replace("-", " "))
            yield f"- {chance.text}. First step: {chance.first_step} ({chance.owner}; watch: {watch})"


_PARTS: Mapping[Quality, Callable[[JourneyMap], Iterator[str]]] = MappingProxyType(
    {"voice": _voice, "specificity": _specificity, "actionability": _actionability}
)
