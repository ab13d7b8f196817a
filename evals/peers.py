"""The peers of the benchmark: what anybody would write with the same libraries, measured in the same run as ours."""

import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict
from urllib.request import urlopen

from assistant.retrieval.embedder import Embeds
from assistant.store import Row, TurnLog

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

HELLO = """import chainlit as cl


@cl.on_message
async def say(message: cl.Message) -> None:
    await cl.Message("hello").send()
"""
"""The smallest Chainlit app: what a page costs before it does anything."""


@dataclass(frozen=True)
class Compared:
    """Ours beside a peer, each the median of rounds taken in turn."""

    what: str
    peer: str
    ours: float
    theirs: float
    unit: str
    rounds: int
    low: float
    """Lower quartile of the ratios of the rounds."""
    high: float

    @property
    def ratio(self) -> float:
        """Ours as a multiple of theirs."""
        return self.ours / self.theirs


def compared(what: str, peer: str, pairs: Sequence[tuple[float, float]], unit: str = "ms") -> Compared:
    """Put together what rounds of (ours, theirs) have brought."""
    ratios = [ours / theirs for ours, theirs in pairs]
    low, _, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else (ratios[0],) * 3
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Compared(what, peer, ours, theirs, unit, len(pairs), low, high)


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that `work` takes."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


async def timed_await(work: Awaitable[object]) -> float:
    """Return the milliseconds until `work` is done."""
    start = time.perf_counter()
    await work
    return 1000 * (time.perf_counter() - start)


class PlainChroma:
    """A search as tutorials write it: the same phrasings and sentence model in a Chroma collection, nearest first."""

    def __init__(self, texts: Sequence[tuple[str, str]], embedder: Embeds, folder: Path) -> None:
        """Take (card, text) pairs."""
        import chromadb
        from chromadb.config import Settings

        client = chromadb.PersistentClient(folder, Settings(anonymized_telemetry=False))
        self._embedder = embedder
        self._cards = [card for card, _ in texts]
        self._collection: Collection = client.create_collection("plain", embedding_function=None)
        vectors = embedder.embed([text for _, text in texts])
        for first in range(0, len(texts), 1000):
            rows = range(first, min(first + 1000, len(texts)))
            self._collection.add(ids=[str(row) for row in rows], embeddings=vectors[first : first + 1000])

    def find(self, query: str, k: int = 10) -> list[str]:
        """Return the ids of the cards whose phrasings are nearest, each once."""
        found = self._collection.query(query_embeddings=self._embedder.embed([query]), n_results=5 * k)
        return list(dict.fromkeys(self._cards[int(row)] for row in found["ids"][0]))[:k]


class Passing(TypedDict, total=False):
    """What flows through the bare graph."""

    message: str


@asynccontextmanager
async def bare_turns(database: str) -> AsyncIterator[Callable[[str, int], Awaitable[None]]]:
    """Open turns that do nothing: four empty LangGraph nodes, and one row read from and written to a log of ours."""
    from langgraph.graph import END, START, StateGraph

    async def nothing(state: Passing) -> Passing:
        return {}

    graph = StateGraph(Passing)
    names = ("read", "recall", "revise", "reply")
    for name in names:
        graph.add_node(name, nothing)
    for before, after in zip((START, *names), (*names, END), strict=True):
        graph.add_edge(before, after)
    run: Any = graph.compile()
    async with TurnLog(database) as log:

        async def turn(thread: str, number: int) -> None:
            await log.read(thread)
            await run.ainvoke({"message": "hello"})
            await log.append(thread, Row(number, f"m{number}", "owner", "hello", "{}", "2026-01-01T00:00:00+00:00"))

        yield turn


def first_page(command: Sequence[str], port: int, folder: Path, **settings: str) -> tuple[float, float | None]:
    """Return the milliseconds until a server shows its page, and the megabytes it holds then, where that is told."""
    start = time.perf_counter()
    with subprocess.Popen(command, env={**os.environ, **settings}, cwd=folder, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as server:  # fmt: skip
        try:
            while server.poll() is None:
                try:
                    with urlopen(f"http://127.0.0.1:{port}", timeout=60):
                        return 1000 * (time.perf_counter() - start), _megabytes(server.pid)
                except OSError:
                    time.sleep(0.05)
            raise SystemExit("The page did not come up.")
        finally:
            server.terminate()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def hello_command(folder: Path, port: int) -> list[str]:
    """Write the smallest app to `folder`; return what serves it."""
    (folder / "hello.py").write_text(HELLO, encoding="utf-8")
    chainlit = [sys.executable, "-m", "chainlit", "run", "hello.py", "--headless", "--port", str(port)]
    return [*chainlit, "--host", "127.0.0.1"]


def _megabytes(process: int) -> float | None:
    """Return what a process holds in memory; None where the system does not tell it."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
