"""An installed copy works from any directory: prompts, cards and the page's files come with the wheel."""

import json
import os
import socket
import subprocess
import sys
import sysconfig
import time
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
BRIEF = '{"business": {"offer": "haircuts", "industry": "industry:salon"}, "goal": "fewer gaps on weekdays"}'

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script folder of an environment that holds the wheel, and sees the dependencies but not the checkout."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    command = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.parent


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


@pytest.fixture
def environment(settings: Settings, tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**kept, "HOME": str(tmp_path), "JOURNEY_DATA_DIR": str(settings.data_dir)}


@pytest.fixture
def journey(scripts: Path, elsewhere: Path, environment: dict[str, str]):
    """Run the installed command in another directory; return what it printed."""

    def call(*arguments: str, typed: str = "") -> str:
        done = subprocess.run(
            [str(scripts / "journey"), *arguments],
            cwd=elsewhere, env=environment, input=typed, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return call


def test_the_wheel_holds_what_a_running_copy_needs(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    for shipped in ("knowledge", "prompts", "public", ".chainlit", "chainlit.md"):
        assert any(name.startswith(f"assistant/_root/{shipped}") for name in names), shipped
    cards = [name for name in names if name.startswith("assistant/_root/knowledge/") and name.endswith(".md")]
    assert len(cards) == len(list((ROOT / "knowledge").glob("*/*.md")))
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "evals/")) or "__pycache__" in name]


def test_the_installed_copy_is_not_the_checkout(scripts: Path, elsewhere: Path, environment: dict[str, str]):
    command = [str(scripts / "python"), "-c", "import assistant; print(assistant.__file__)"]
    done = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()).is_relative_to(scripts.parent)


def test_the_commands_work_in_another_directory(journey, elsewhere: Path):
    assert journey("--help").startswith("Usage: journey")
    assert journey("knowledge", "check", "--json").strip() == "[]"
    assert json.loads(journey("search", "churn", "--json"))[0]["id"].startswith("kpi:")
    brief = elsewhere / "brief.json"
    brief.write_text(BRIEF, encoding="utf-8")
    assert json.loads(journey("draft", "brief.json"))["business"]["industry"] == "industry:salon"
    (turn,) = journey("chat", "--json", typed="I have a hair salon in Leeds\n").splitlines()
    assert json.loads(turn)["brief"]["business"]["industry"] == "industry:salon"
    assert [path.name for path in elsewhere.iterdir()] == ["brief.json"]


def test_a_map_is_printed_in_another_directory(journey, elsewhere: Path):
    (elsewhere / "brief.json").write_text(BRIEF, encoding="utf-8")
    journey("draft", "brief.json", "-o", "map.json")
    journey("export", "map.json", "--to", "pdf,png,docx,pptx", "-d", "out")
    starts = {path.suffix: path.read_bytes()[:4] for path in (elsewhere / "out").iterdir()}
    assert starts == {".pdf": b"%PDF", ".png": b"\x89PNG", ".docx": b"PK\x03\x04", ".pptx": b"PK\x03\x04"}


@pytest.fixture
def page(scripts: Path, elsewhere: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address of a chat page served by the installed copy."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(scripts / "journey"), "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=elsewhere, env=environment, stdout=subprocess.PIPE) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(address, server)
            yield address
        finally:
            server.terminate()


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(240):
        assert server.poll() is None, "the server ended by itself"
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the page did not come up")


def test_the_page_is_served_with_its_own_files(page: str, elsewhere: Path):
    for path in ("/", "/public/theme.json", "/favicon"):
        with urlopen(page + path, timeout=20) as answer:
            assert answer.status == 200
    assert list(elsewhere.iterdir()) == []
