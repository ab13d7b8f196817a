"""The finished map that the starter "see an example" shows: of a business of our own invention."""

import yaml

from assistant.brief import Brief
from assistant.drafting import draft
from assistant.model import JourneyMap
from assistant.paths import shipped
from assistant.web.composition import Assistant


def example_map(assistant: Assistant) -> JourneyMap:
    """Draw the map of the bundled example brief, as any other brief is drawn."""
    text = (shipped("knowledge") / "example-brief.yaml").read_text(encoding="utf-8")
    return draft(Brief.model_validate(yaml.safe_load(text)), assistant.library, None)
