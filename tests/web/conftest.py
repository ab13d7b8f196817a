"""Servers for the page's tests: one over the small assistant, one over the real one."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

# before Chainlit is imported anywhere, because its import writes files into this folder
os.environ["CHAINLIT_APP_ROOT"] = tempfile.mkdtemp(prefix="journey-chainlit-")

from assistant.settings import Settings
from assistant.survey.vectors import open_vectors
from tests.web.server import FAKE_APP, ChatServer
from tests.web.tab import Tab


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatServer]:
    """The page over the small assistant, shared by tests that each open a chat of their own."""
    running = ChatServer(tmp_path_factory.mktemp("page"), FAKE_APP).start()
    yield running
    running.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[ChatServer]:
    """The page over the small assistant, for a test that stops or kills it."""
    running = ChatServer(tmp_path, FAKE_APP).start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def real_server(
    tmp_path_factory: pytest.TempPathFactory, index_folder: Path, request: pytest.FixtureRequest
) -> Iterator[ChatServer]:
    """The page over the real assistant, with word vectors kept between runs, because distilling them takes a while."""
    cache = request.config.cache
    assert cache is not None
    words = cache.mkdir("journey-words")
    open_vectors(Settings(data_dir=words, _env_file=None))
    data = tmp_path_factory.mktemp("real")
    (data / "cache").symlink_to(words / "cache", target_is_directory=True)
    (data / "index").symlink_to(index_folder, target_is_directory=True)
    running = ChatServer(data).start()
    yield running
    running.stop()


@pytest.fixture
async def tab(server: ChatServer) -> AsyncIterator[Tab]:
    """One tab on a new chat, greeted."""
    async with Tab(server.url) as opened:
        await opened.until(lambda: len(opened.actions) == 4)
        yield opened
