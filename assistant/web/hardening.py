"""Closes what Chainlit leaves open: foreign origins, foreign hosts, big bodies, unused doors, and outside requests."""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 512_000
LARGEST_UPLOAD = 53_000_000
"""Bytes of a request that carries a file: one of fifty megabytes, and what stands around it."""
LARGEST_FRAME = 3_000_000
"""Bytes of one web socket frame: a paste beyond 1 MB would otherwise drop the connection and lose the message."""

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_OPEN = {
    "GET": (
        "/", f"/thread/{_UUID}", "/login", "/login/callback", "/health", "/favicon", "/logo", "/avatars/[^/]+",
        "/assets/.+", "/public/.+", "/auth/config", "/user", "/project/settings", "/project/translations",
        f"/project/thread/{_UUID}", f"/project/file/{_UUID}", f"/project/map/{_UUID}/[a-z]+",
        f"/project/survey/{_UUID}/[0-9]{{1,6}}/[a-z]+", "/ws/socket.io/.*",
    ),
    "HEAD": ("/",),
    "POST": (
        "/auth/header", "/logout", "/set-session-cookie", "/project/threads", "/project/action", "/project/file",
        "/ws/socket.io/.*",
    ),
    "PUT": ("/project/thread",),
    "DELETE": ("/project/thread",),
}  # fmt: skip
_DOORS = {method: re.compile("|".join(f"(?:{path})" for path in paths)) for method, paths in _OPEN.items()}
_UNUSED_EVENTS = (
    "edit_message", "message_favorite", "fetch_favorites", "audio_start", "audio_chunk", "audio_end",
    "chat_settings_change", "chat_settings_edit",
)  # fmt: skip


@dataclass(frozen=True)
class Gate:
    """ASGI middleware that lets only our own page through, and labels what goes out."""

    app: App
    hosts: frozenset[str]
    """Values of the Host header that are ours, with the port."""
    scripts: tuple[str, ...]
    """Hashes of the scripts that stand inside the page."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with a status."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        status = self._refusal(scope, headers)
        if status is None:
            await self.app(scope, receive, self._labelled(scope, send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._labelled(scope, send)(
                {"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]}
            )
            await send({"type": "http.response.body", "body": b""})

    def _refusal(self, scope: Scope, headers: dict[bytes, str]) -> int | None:
        """Return the status to refuse with, None to let the request pass."""
        if headers.get(b"host", "").lower() not in self.hosts:
            return 421
        origin = headers.get(b"origin")
        if origin is not None and origin.lower() not in {f"http://{host}" for host in self.hosts}:
            return 403
        if scope["type"] == "websocket":
            return None
        door = _DOORS.get(scope["method"])
        if door is None or not door.fullmatch(scope["path"]):
            return 404
        return _too_big(scope["path"], headers)

    def _labelled(self, scope: Scope, send: Send) -> Send:
        async def labelled(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._labels(scope["path"])]
            await send(message)

        return labelled

    def _labels(self, path: str) -> list[tuple[bytes, bytes]]:
        labels = [
            (b"content-security-policy", self._policy().encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"x-frame-options", b"DENY"),
            (b"referrer-policy", b"no-referrer"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
        ]
        if path.startswith("/project/file/"):
            labels.append((b"content-disposition", b"attachment"))
        if path.startswith("/assets/"):
            labels.append((b"cache-control", b"public, max-age=31536000, immutable"))
        return labels

    def _policy(self) -> str:
        # 'unsafe-eval' because Chainlit compiles the map's component in the browser; styles are set inline by React
        sockets = " ".join(f"ws://{host}" for host in sorted(self.hosts))
        return "; ".join(
            [
                "default-src 'none'",
                f"script-src 'self' 'unsafe-eval' {' '.join(self.scripts)}",
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data: blob:",
                "font-src 'self'",
                f"connect-src 'self' {sockets}",
                "worker-src 'self' blob:",
                "manifest-src 'self'",
                "base-uri 'self'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            ]
        )


def _too_big(path: str, headers: dict[bytes, str]) -> int | None:
    if b"transfer-encoding" in headers:
        return 411  # because a body without a length cannot be refused before it is read
    length = headers.get(b"content-length", "0")
    limit = LARGEST_UPLOAD if path == "/project/file" else LARGEST_BODY
    if path.startswith("/ws/"):
        limit = LARGEST_FRAME
    return 413 if not length.isdigit() or int(length) > limit else None


def harden(hosts: frozenset[str]) -> None:
    """Put the gate before Chainlit's server and close its known holes; call once, before it starts."""
    from chainlit import server

    page = _own_only(server.get_html_template)
    server.get_html_template = page
    server.app.add_middleware(Gate, hosts=hosts, scripts=_script_hashes(page("")))
    server.sio.eio.cors_allowed_origins = None  # None is the same origin, [] is everybody
    server.sio.eio.max_http_buffer_size = LARGEST_FRAME
    handlers = server.sio.handlers["/"]
    handlers["connect"] = _only_uuids(handlers["connect"])
    handlers["stop"] = _stop
    for event in _UNUSED_EVENTS:
        handlers.pop(event, None)


def _own_only(template: Callable[[str], str]) -> Callable[[str], str]:
    """Return the page without anything that another machine would be asked for, our style sheet last."""

    def page(root_path: str) -> str:
        own = re.sub(r"<link\b[^>]*\bhref=\"(?:https?:)?//[^>]*>", "", template(root_path))
        style = re.search(r"<link\b[^>]*/public/custom\.css[^>]*>", own)
        # last, because a style sheet that comes before Chainlit's loses against it
        return own.replace(style[0], "").replace("</head>", f"{style[0]}</head>") if style else own

    return page


def _script_hashes(page: str) -> tuple[str, ...]:
    inside = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in inside)
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def _only_uuids(connect: Callable[..., Awaitable[bool]]) -> Callable[..., Awaitable[bool]]:
    """Refuse a session id that is not a UUID, because Chainlit uses it as the name of a directory."""

    async def checked(sid: str, environ: dict[str, Any], auth: dict[str, Any]) -> bool:
        if not is_uuid(auth.get("sessionId")) or (auth.get("threadId") and not is_uuid(auth["threadId"])):
            raise ConnectionRefusedError("session id is not a UUID")
        return await connect(sid, environ, auth)

    return checked


def is_uuid(value: object) -> bool:
    """Tell whether `value` is a UUID in its usual spelling."""
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


async def _stop(sid: str) -> None:
    """Cancel what the owner stopped; the page says so in our words, where Chainlit's would stand in English only."""
    from chainlit.session import WebsocketSession

    session = WebsocketSession.get(sid)
    if session and session.current_task:
        session.current_task.cancel()
