"""Ask a language model something that is no part of the product: a peer's map, or a judgement."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from assistant.errors import BadInput
from assistant.minds.openai.endpoint import Endpoint, Limits
from assistant.minds.openai.setup import open_endpoint
from assistant.settings import Settings
from assistant.words import load_words


@asynccontextmanager
async def open_model(settings: Settings, max_tokens: int, name: str | None = None) -> AsyncIterator[Endpoint]:
    """Open the model of `settings`, or the one called `name` at its address; at temperature 0, so that runs agree."""
    if not settings.has_model:
        raise BadInput(load_words("model", settings.language)("missing"))
    chosen = settings.model_copy(update={"model": name}) if name else settings
    limits = Limits(
        seconds=settings.model_timeout * max(1.0, max_tokens / Limits.max_tokens),  # a long answer takes longer
        characters=8 * max_tokens,
        max_tokens=max_tokens,
        parallel=settings.model_parallel,
        temperature=0.0,
    )
    async with open_endpoint(chosen, limits) as endpoint:
        yield endpoint
