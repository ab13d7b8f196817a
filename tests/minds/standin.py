"""A stand-in for an OpenAI-compatible endpoint, on real HTTP: a script says how it behaves and what it answers."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

Body = dict[str, Any]
Writer = Callable[[Body], Any]
"""Makes the answer to a request: something to send as JSON, or the text itself."""


@dataclass
class StandIn:
    """The endpoint: `play` names its behaviour, `write` makes its answers."""

    write: Writer
    play: str = "good"
    delay: float = 0.0
    """Seconds before an answer begins."""
    piece: int = 40
    """Characters per streamed event."""
    gap: float = 0.0
    """Seconds between events."""
    url: str = ""
    bodies: list[Body] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def calls(self) -> int:
        return len(self.bodies)

    async def chat(self, request: Request) -> Response:
        body = await request.json()
        self.bodies.append(body)
        self.headers.append(dict(request.headers))
        refusal = self._refused(body)
        if refusal is not None:
            return refusal
        await asyncio.sleep(self.delay if self.play != "stall" else 60)
        if self.play == "html":
            return PlainTextResponse("<html>Sign in to the hotel's network</html>", media_type="text/html")
        return StreamingResponse(self._events(body), media_type="text/event-stream")

    def _refused(self, body: Body) -> Response | None:
        form = (body.get("response_format") or {}).get("type")
        first = self.calls == 1
        match self.play:
            case "no-schema" if form == "json_schema":
                return _error(400, "'response_format.type' must be 'text' or 'json_object'")
            case "text-only" if form is not None:
                return _error(400, "response_format is not supported")
            case "no-temperature" if "temperature" in body:
                return _error(400, "Unsupported value: 'temperature' does not support 0 with this model.")
            case "no-usage" if "stream_options" in body:
                return _error(400, "Unrecognized request argument supplied: stream_options")
            case "busy":
                return _error(429, "slow down", code="rate_limit_exceeded", retry_after="0")
            case "busy-once" if first:
                return _error(429, "slow down", code="rate_limit_exceeded", retry_after="1")
            case "quota":
                return _error(429, "no credit", code="insufficient_quota")
            case "server":
                return _error(500, "boom")
            case "key":
                return _error(401, "Incorrect API key provided")
            case "unknown-model":
                return _error(404, "The model does not exist", code="model_not_found")
            case "never":
                return _error(400, "I do not like any request")
        return None

    async def _events(self, body: Body) -> Any:
        answer = self.write(body)
        text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        finish, delta = "stop", {}
        match self.play:
            case "fenced":
                text = f"Here you are:\n```json\n{text}\n```\nAnything else?"
            case "think":
                text = f'<think>The owner says {{"thanks": "secret"}} hmm.</think>\n{text}'
            case "truncated":
                text, finish = text[: len(text) // 2], "length"
            case "refusal":
                text, delta = "", {"refusal": "I will not help with that."}
            case "filter":
                text, finish = text[:20], "content_filter"
            case "prose":
                text = "Sure! I would love to help you with your customer journey."
            case "wrong":
                text = json.dumps({"name": "x", "score": "high"})
            case "empty":
                text = ""
            case "cut":
                text = text[: len(text) // 2]
        sent = 0
        yield _event({"role": "assistant", "content": "", **delta})
        while sent < len(text) or self.play == "endless":
            piece = text[sent : sent + self.piece] if sent < len(text) else "la " * 20
            yield _event({"content": piece})
            sent += self.piece
            await asyncio.sleep(self.gap or (0.001 if self.play in ("endless", "drip") else 0))
            if self.play == "drip":
                await asyncio.sleep(60)
            if self.play == "disconnect" and sent > len(text) // 2:
                raise ConnectionResetError("pulled the plug")
        if self.play == "cut":
            return
        if self.play == "broken-event":
            yield 'data: {"id": "x", "choi\n\n'
            return
        yield _event({}, finish)
        if (body.get("stream_options") or {}).get("include_usage") and self.play != "no-count":
            said = "".join(str(message["content"]) for message in body["messages"])
            usage = {"prompt_tokens": len(said) // 4, "completion_tokens": len(text) // 4, "total_tokens": 0}
            yield _event({}, None, choices=[], usage=usage)
        yield "data: [DONE]\n\n"


def _event(delta: Body, finish: str | None = None, **more: Any) -> str:
    choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
    chunk = {"id": "r", "created": 1, "model": "m", "object": "chat.completion.chunk", "choices": choices, **more}
    return f"data: {json.dumps(chunk)}\n\n"


def _error(status: int, message: str, code: str | None = None, retry_after: str | None = None) -> JSONResponse:
    headers = {"retry-after": retry_after} if retry_after is not None else {}
    kind = "insufficient_quota" if code == "insufficient_quota" else "invalid_request_error"
    return JSONResponse({"error": {"message": message, "type": kind, "code": code, "param": None}}, status, headers)


@contextmanager
def serve(write: Writer) -> Iterator[StandIn]:
    """Serve a stand-in on the loopback until the block ends."""
    standin = StandIn(write)
    routes = [Route("/v1/chat/completions", standin.chat, methods=["POST"])]
    config = uvicorn.Config(Starlette(routes=routes), port=0, log_level="critical", timeout_graceful_shutdown=0)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    standin.url = f"http://127.0.0.1:{port}/v1"
    try:
        yield standin
    finally:
        server.should_exit = True
        thread.join(5)
