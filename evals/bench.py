"""Measures what a user waits for: the command's help, the page's start, each turn of an interview; and the memory.

Run with `python -m evals.bench`; times are wall-clock on this machine, as it is loaded now.
"""

import asyncio
import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

from assistant.conversation import open_assistant
from assistant.settings import Settings
from assistant.words import load_words

ROUNDS = 5
"""Interviews played; the first warms up and does not count."""


def main() -> None:
    """Measure everything and print it as one JSON document."""
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), _env_file=None)
        turns = asyncio.run(_interviews(settings))
        figures = {
            "help_seconds": round(min(_help() for _ in range(3)), 2),
            "page_seconds": round(_page(settings), 1),
            **turns,
            "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }
    print(json.dumps(figures, indent=2))


async def _interviews(settings: Settings) -> dict[str, Any]:
    """Play the owner of the demo; return how long the start, each turn and the drawing of the map took."""
    start = time.perf_counter()
    owner = load_words("demo")
    turns: list[float] = []
    drawings: list[float] = []
    async with open_assistant(settings) as assistant:
        index = time.perf_counter() - start
        for number in range(ROUNDS):
            talk = assistant.conversation(str(uuid4()))
            message: str | None = owner("opening")
            while message is not None:
                start = time.perf_counter()
                turn = await talk.say(message)
                taken = time.perf_counter() - start
                if number:
                    (drawings if turn.drawn else turns).append(1000 * taken)
                said = owner.get("answers").get(turn.asks, [owner("otherwise")])
                message = None if turn.drawn else said[0] if turn.asks else owner("closing")
    return {
        "first_start_seconds": round(index, 1),
        "turns": len(turns),
        "turn_p50_ms": round(statistics.median(turns)),
        "turn_p95_ms": round(statistics.quantiles(turns, n=20)[-1]),
        "map_ms": round(statistics.median(drawings)),
    }


def _help() -> float:
    """Return the seconds that `journey --help` takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "assistant", "--help"], check=True, capture_output=True)
    return time.perf_counter() - start


def _page(settings: Settings) -> float:
    """Return the seconds from `journey serve` to the first page; the search index is there already."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port)]
    environment = {**os.environ, "JOURNEY_DATA_DIR": str(settings.data_dir)}
    start = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            while server.poll() is None:
                try:
                    with urlopen(f"http://127.0.0.1:{port}", timeout=60):
                        return time.perf_counter() - start
                except OSError:
                    time.sleep(0.05)
            raise SystemExit("The page did not come up.")
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
