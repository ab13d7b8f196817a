"""What tests share: the cards, a search over them, and settings that touch nothing outside the test's folder."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.knowledge import Library, load_library
from assistant.paths import shipped
from assistant.retrieval import Search, open_search
from assistant.settings import Settings
from tests import postgres


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> Iterator[None]:
    """Take the developer's own settings out of the environment, because tests must not depend on them."""
    ours = {name for name in os.environ if name.startswith(("JOURNEY_", "OPENAI_", "CHAINLIT_"))}
    taken = {name: os.environ.pop(name) for name in ours}
    yield
    os.environ.update(taken)


@pytest.fixture(scope="session")
def library() -> Library:
    """All cards of the knowledge base."""
    return load_library(shipped("knowledge"))


@pytest.fixture(scope="session")
def index_folder(request: pytest.FixtureRequest, library: Library) -> Path:
    """A data folder whose search index is built; kept between runs, because building it takes half a minute."""
    cache = request.config.cache
    assert cache is not None
    folder = cache.mkdir("journey-data")
    open_search(Settings(data_dir=folder, _env_file=None), library)
    return folder / "index"


@pytest.fixture(scope="session")
def search(index_folder: Path, library: Library) -> Search:
    """The search over all cards."""
    return open_search(Settings(data_dir=index_folder.parent, _env_file=None), library)


@pytest.fixture
def settings(tmp_path: Path, index_folder: Path) -> Settings:
    """Settings with a data folder of its own, empty but for the search index."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "index").symlink_to(index_folder, target_is_directory=True)
    return Settings(data_dir=folder, _env_file=None)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server; the test is skipped, and says so, where none is installed."""
    programs = postgres.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here")
    with postgres.serving(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind that a user may choose."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'journey.db'}"
    server: postgres.Server = request.getfixturevalue("postgres_server")
    return server.database()
