"""What the tests of evals with a model share: a bench in front of a stand-in for the model's endpoint."""

from collections.abc import Iterator

import pytest

from assistant.settings import Settings
from evals.dataset import load_cases
from evals.judging import LabelledPair
from tests.minds.model import good
from tests.minds.standin import Body, StandIn, serve


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """A good model until a test says otherwise."""
    with serve(good) as served:
        yield served


@pytest.fixture
def model_settings(settings: Settings, standin: StandIn) -> Settings:
    """Settings that name the stand-in as the endpoint."""
    chosen = {"openai_base_url": standin.url, "openai_api_key": "sk-secret-key", "model_timeout": 10.0}
    return Settings(**{**settings.model_dump(), **chosen}, _env_file=None)


@pytest.fixture(scope="session")
def pairs() -> tuple[LabelledPair, ...]:
    """The labelled pairs."""
    return load_cases("judge", LabelledPair)


def kind_of(body: Body) -> str:
    """Return which call of the evals this is, or that it is one of the product."""
    stable = body["messages"][0]["content"]
    if stable.startswith("You compare two texts"):
        return "judge"
    return "one prompt" if stable.startswith("You are an expert in customer journey mapping") else "product"
