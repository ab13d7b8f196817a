"""Put the model-backed mind together from the settings; the only place that opens a client."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.minds.embedded import EmbeddedMind
from assistant.minds.openai.endpoint import Endpoint, Limits
from assistant.minds.openai.mind import ModelMind
from assistant.settings import Settings
from assistant.words import load_words

if TYPE_CHECKING:
    from httpx2 import AsyncClient
    from langchain_openai import ChatOpenAI

OPENAI = "https://api.openai.com/v1"
RETRIES = 2
CONNECT_SECONDS = 5.0


@asynccontextmanager
async def open_model_mind(settings: Settings, embedded: EmbeddedMind) -> AsyncIterator[ModelMind]:
    """Open the mind behind the endpoint of `settings`, and let go of its connections at the end."""
    words = load_words("model", settings.language)
    limits = Limits(seconds=settings.model_timeout, parallel=settings.model_parallel, temperature=settings.temperature)
    notice = words("notice", model=settings.model, host=urlsplit(_address(settings)).netloc.rpartition("@")[2])
    async with open_endpoint(settings, limits) as endpoint:
        yield ModelMind(embedded, endpoint, words, notice)


@asynccontextmanager
async def open_endpoint(settings: Settings, limits: Limits) -> AsyncIterator[Endpoint]:
    """Open a client for the endpoint of `settings`, and let go of its connections at the end."""
    chat, connections = await asyncio.to_thread(_connect, settings, _address(settings), limits.seconds)
    try:
        yield Endpoint(chat, limits)
    finally:
        await connections.aclose()


def _address(settings: Settings) -> str:
    return settings.openai_base_url or OPENAI


def _connect(settings: Settings, address: str, seconds: float) -> "tuple[ChatOpenAI, AsyncClient]":
    """Make the client; in a thread, because importing it takes seconds."""
    import httpx2
    from langchain_openai import ChatOpenAI
    from openai import DefaultAsyncHttpxClient

    timeout = httpx2.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none"
    # connections of our own, because the library's are shared between event loops
    connections = DefaultAsyncHttpxClient(timeout=timeout)
    chat = ChatOpenAI(
        model=settings.model,
        base_url=address,
        api_key=key or "none",  # local servers need some key
        timeout=timeout,
        max_retries=RETRIES,
        stream_chunk_timeout=seconds,
        http_async_client=connections,
        cache=False,
        output_version="v0",
        use_responses_api=False,
    )
    return chat, connections
