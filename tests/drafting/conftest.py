"""What the tests of drafting share: briefs written by hand, as a person would write them down."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from assistant.brief import Brief

FOLDER = Path(__file__).parent / "briefs"


@pytest.fixture
def brief() -> Callable[[str], Brief]:
    """Read one of the briefs beside this file by its name."""

    def read(name: str) -> Brief:
        tree = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
        return Brief.model_validate_json(json.dumps(tree))

    return read
