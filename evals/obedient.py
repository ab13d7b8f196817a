"""An obedient model: an endpoint on this machine that fills every field it is asked for with the attacker's words."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass(frozen=True)
class Obedient:
    """Where such a model is served, and what it was sent."""

    address: str
    heard: list[str] = field(default_factory=list)


@contextmanager
def obedient_endpoint(words: str) -> Iterator[Obedient]:
    """Serve such a model while the block runs."""
    heard: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.append(json.dumps(request, ensure_ascii=False))
            text = json.dumps(obey(_schema(request), words))
            if request.get("stream"):
                self._send("text/event-stream", _stream(text))
            else:
                self._send("application/json", json.dumps(_whole(text)).encode())

        def _send(self, kind: str, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: what is sent stays out of the log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Obedient(f"http://127.0.0.1:{server.server_port}/v1", heard)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def obey(schema: dict[str, Any], words: str, root: dict[str, Any] | None = None) -> Any:
    """Return a value of `schema` in which every text is `words`."""
    whole = root or schema
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return obey(whole["$defs"][name], words, whole)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return obey(schema[key][0], words, whole)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    match schema.get("type"):
        case "object":
            return {name: obey(part, words, whole) for name, part in schema.get("properties", {}).items()}
        case "array":
            return [obey(schema.get("items", {"type": "string"}), words, whole)]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return False
        case _:
            return words[: schema.get("maxLength", len(words))]


def _schema(request: dict[str, Any]) -> dict[str, Any]:
    wanted: dict[str, Any] = request.get("response_format", {}).get("json_schema", {}).get("schema", {})
    return wanted or {"type": "object", "properties": {"text": {"type": "string"}}}


def _whole(text: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    return {
        "id": "x", "object": "chat.completion", "created": 0, "model": "obedient",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }  # fmt: skip


def _stream(text: str) -> bytes:
    parts = [({"role": "assistant", "content": text}, None), ({}, "stop")]
    chunks = [
        {
            "id": "x", "object": "chat.completion.chunk", "created": 0, "model": "obedient",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }
        for delta, finish in parts
    ]  # fmt: skip
    return b"".join(b"data: " + json.dumps(chunk).encode() + b"\n\n" for chunk in chunks) + b"data: [DONE]\n\n"
