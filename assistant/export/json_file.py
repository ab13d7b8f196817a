"""Renders a map as JSON, whole: read back, it is the same map."""

from assistant.model import JourneyMap


def render(map: JourneyMap) -> str:
    """Return `map` as indented JSON."""
    return map.model_dump_json(indent=2) + "\n"
