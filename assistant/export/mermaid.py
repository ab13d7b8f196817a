"""Renders a map as a Mermaid journey: stages as sections, what the customer does as tasks, feelings as scores."""

from collections.abc import Iterator

from assistant.documents import neutral
from assistant.model import JourneyMap


def render(map: JourneyMap) -> str:
    """Return `map` as Mermaid text."""
    return "\n".join(_lines(map)) + "\n"


def _lines(map: JourneyMap) -> Iterator[str]:
    yield "journey"
    yield f"    title {neutral.mermaid(map.title)}"
    customer = neutral.mermaid(map.persona.name, actor=True)
    for stage in map.stages:
        yield f"    section {neutral.mermaid(stage.name)}"
        score = min(5, max(1, stage.emotion.valence + 3))
        for action in stage.actions:
            yield f"      {neutral.mermaid(action.text)}: {score}: {customer}"
