"""What the gate keeps out, and what it says on everything that goes out."""

import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest
from socketio.exceptions import ConnectionError as Refused

from assistant.errors import BadInput
from assistant.web.hardening import LARGEST_BODY, is_uuid
from assistant.web.launch import serve
from tests.web.server import ChatServer
from tests.web.tab import Tab


@pytest.fixture
async def http(server: ChatServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(server.url) as session:
        yield session


async def test_the_page_names_nothing_on_another_machine(http: aiohttp.ClientSession) -> None:
    async with http.get("/") as answer:
        page = await answer.text()
    assert "<title>Journey Assistant</title>" in page
    assert not re.search(r"""(?:href|src|content)=["']?(?:https?:)?//""", page)
    assert "chainlit" not in page.lower()


async def test_every_answer_carries_the_policy(http: aiohttp.ClientSession) -> None:
    for path in ("/", "/public/custom.css", "/project/translations?language=en-US", "/nothing-here"):
        async with http.get(path) as answer:
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "script-src 'self' 'unsafe-eval' 'sha256-" in policy
            assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/docs"), ("GET", "/redoc"), ("GET", "/openapi.json"), ("GET", "/copilot/index.js"), ("POST", "/login"),
        ("POST", "/auth/jwt"), ("GET", "/auth/oauth/github"), ("PUT", "/feedback"), ("DELETE", "/feedback"),
        ("PUT", "/project/element"), ("DELETE", "/project/element"), ("PUT", "/project/thread/share"),
        ("GET", f"/project/share/{uuid4()}"), ("POST", "/mcp"), ("DELETE", "/mcp"), ("GET", "/.env"),
        ("GET", "/assets"), ("GET", "/project/file/../../x"), ("OPTIONS", "/"), ("TRACE", "/"),
    ],
)  # fmt: skip
async def test_doors_that_the_page_does_not_use_are_not_there(
    http: aiohttp.ClientSession, method: str, path: str
) -> None:
    async with http.request(method, path) as answer:
        assert answer.status == 404


async def test_files_outside_the_public_folder_cannot_be_read(http: aiohttp.ClientSession, server: ChatServer) -> None:
    for path in ("/public/..%2f.chainlit/config.toml", "/public/%2e%2e/chainlit.md", "/avatars/..%2f..%2fchainlit.md"):
        async with http.get(aiohttp.client.URL(server.url + path, encoded=True)) as answer:
            assert answer.status in (400, 404)


async def test_another_host_or_origin_is_refused(http: aiohttp.ClientSession, server: ChatServer) -> None:
    async with http.get("/", headers={"Host": f"evil.example:{server.port}"}) as answer:
        assert answer.status == 421
    async with http.get("/", headers={"Host": f"localhost:{server.port}"}) as answer:
        assert answer.status == 200
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1", f"https://127.0.0.1:{server.port}"):
        async with http.post("/auth/header", headers={"Origin": origin}) as answer:
            assert answer.status == 403
    async with http.post("/auth/header", headers={"Origin": server.url}) as answer:
        assert answer.status == 200
        assert "access-control-allow-origin" not in answer.headers


async def test_a_web_socket_from_another_page_is_refused(server: ChatServer) -> None:
    tab = Tab(server.url, headers={"Origin": "http://evil.example"})
    with pytest.raises(Refused):
        await tab.__aenter__()
    await tab.http.close()


@pytest.mark.parametrize("session", ["../../etc", "x", "", "0" * 36, str(uuid4()).upper()])
async def test_a_session_id_that_is_no_uuid_is_refused(server: ChatServer, session: str) -> None:
    tab = Tab(server.url)
    tab.session = session
    with pytest.raises(Refused):
        await tab.__aenter__()
    await tab.http.close()
    assert not is_uuid(session)


async def test_a_chat_id_that_is_no_uuid_is_refused(server: ChatServer) -> None:
    tab = Tab(server.url, thread="../x")
    with pytest.raises(Refused):
        await tab.__aenter__()
    await tab.http.close()


async def test_big_bodies_and_bodies_without_a_length_are_refused_unread(http: aiohttp.ClientSession) -> None:
    async with http.post("/project/threads", data=b"x" * (LARGEST_BODY + 1)) as answer:
        assert answer.status == 413

    async def endless() -> AsyncIterator[bytes]:
        yield b"x"

    async with http.post("/project/threads", data=endless()) as answer:
        assert answer.status == 411


async def test_without_a_cookie_there_is_nothing_to_see(http: aiohttp.ClientSession) -> None:
    for method, path in (("GET", "/user"), ("GET", "/project/settings"), ("GET", f"/project/thread/{uuid4()}")):
        async with http.request(method, path) as answer:
            assert answer.status == 401
    async with http.post("/project/threads", json={"pagination": {"first": 5}, "filter": {}}) as answer:
        assert answer.status == 401


async def test_a_chat_that_does_not_exist_is_not_found(tab: Tab) -> None:
    async with tab.http.get(f"/project/thread/{uuid4()}") as answer:
        assert answer.status == 404


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.com", "::"])
def test_only_this_machine_can_be_listened_on(host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNEY_DATA_DIR", str(tmp_path))
    with pytest.raises(BadInput, match="no login"):
        serve(host, 8000)
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_is_said(server: ChatServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNEY_DATA_DIR", str(tmp_path))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BadInput, match="is taken"):
            serve("127.0.0.1", taken.getsockname()[1])


def test_the_server_writes_into_its_data_folder_only(server: ChatServer) -> None:
    root = server.data_dir / "page" / str(server.port)
    assert (root / ".chainlit" / "config.toml").is_file()
    assert (server.data_dir / "cookie-key").stat().st_mode & 0o077 == 0
    checkout = Path(__file__).resolve().parents[2]
    assert [path.name for path in (checkout / ".chainlit" / "translations").iterdir()] == ["en-US.json"]
    assert not (checkout / ".files").exists()
