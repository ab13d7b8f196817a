"""A conversation with the real client on real HTTP, in front of a stand-in for the model's endpoint."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest

from assistant.brief import Brief
from assistant.conversation import Assistant
from assistant.drafting import draft
from assistant.edits import AddPain, SetFact, apply
from assistant.knowledge import Library
from assistant.minds.embedded import EmbeddedMind
from assistant.minds.openai import open_model_mind
from assistant.retrieval import Search
from assistant.settings import Settings
from assistant.spending import Spending
from assistant.store import TurnLog
from assistant.surveying import OpenVectors, opened_by_settings
from assistant.words import load_words
from tests.minds.model import good
from tests.minds.standin import StandIn, serve

Opener = Callable[..., AbstractAsyncContextManager[Assistant]]

ANSWERS = {
    "offer": "haircuts £38, colour from £70 and a kids' cut",
    "customer": "office workers in their 30s, and mums with small children",
    "goal": "fewer gaps on weekdays",
    "discovery": "Instagram, Google and friends telling friends",
    "purchase": "they ring us or send a message on Instagram",
    "delivery": "they wait ten minutes, then wash, cut and a coffee",
    "after_sale": "nothing",
    "retention": "they like Maria",
    "pains": "the phone rings while we cut. two no-shows every Friday. people don't know the price before",
    "numbers": "about 1 in 10 don't show up, 4.6 stars on Google",
    "resources": "me and Maria, 2 hours a week, no budget",
}


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """A good model until a test says otherwise."""
    with serve(good) as served:
        yield served


@pytest.fixture(scope="session")
def embedded(library: Library, search: Search) -> EmbeddedMind:
    """The floor under every model; shared, because opening its search takes seconds."""
    return EmbeddedMind(library, search, load_words("reading"))


@pytest.fixture
def model_settings(settings: Settings, standin: StandIn) -> Settings:
    """Settings that name the stand-in as the endpoint."""
    chosen = {"openai_base_url": standin.url, "openai_api_key": "sk-secret-key", "model_timeout": 10.0}
    return Settings(**{**settings.model_dump(), **chosen}, _env_file=None)


@pytest.fixture
def open_model(model_settings: Settings, embedded: EmbeddedMind) -> Opener:
    """Open an assistant whose mind is the stand-in."""

    @asynccontextmanager
    async def opened(vectors: OpenVectors = opened_by_settings, **changes: Any) -> AsyncIterator[Assistant]:
        chosen = Settings(**{**model_settings.model_dump(), **changes}, _env_file=None)
        async with TurnLog(chosen.database) as log, open_model_mind(chosen, embedded) as mind:
            words = load_words("interview")
            most, spending = chosen.max_tokens_per_map, Spending(chosen)
            yield Assistant(embedded.library, embedded.search, mind, log, words, most, vectors, spending)

    return opened


@pytest.fixture(scope="session")
def brief():
    found = Brief()
    for turn, words in enumerate(["hair salon in Leeds", *ANSWERS.values()], start=1):
        found = apply(found, (AddPain(words=words),) if turn > 3 else (), turn, words)
    first = (
        SetFact(fact="business.industry", value="industry:salon", words="hair salon"),
        SetFact(fact="goal", value="fewer gaps on weekdays", words="fewer gaps on weekdays"),
    )
    return apply(found, first, 1, "hair salon in Leeds, fewer gaps on weekdays")


@pytest.fixture(scope="session")
def drawn(brief, library):
    """Return the brief and its map, behind a call because hypothesis prints what a test is given."""
    journey = draft(brief, library)
    return lambda: (brief, journey)


async def interview(
    talk: Any, opening: str = "I have a hair salon in Leeds", answers: dict[str, str] = ANSWERS
) -> list[Any]:
    """Answer every question until none is asked; return the turns."""
    turns = [await talk.say(opening)]
    while turns[-1].asks and len(turns) < 30:
        turns.append(await talk.say(answers.get(turns[-1].asks, "skip")))
    return turns
