"""Measures what a user waits for, each beside a peer in the same run: `python -m evals.bench [--json]`.

A ratio says what our part adds, or saves, on any machine; the times are wall-clock on this one, as it is loaded now.
Rounds of ours and the peer's are taken in turn, so that a busy moment hits both.
"""

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from uuid import uuid4

from assistant.brief import Brief
from assistant.conversation import Assistant, open_assistant
from assistant.drafting import draft
from assistant.knowledge import Library, load_library
from assistant.model import JourneyMap
from assistant.paths import shipped
from assistant.retrieval import open_search
from assistant.retrieval.embedder import open_embedder
from assistant.retrieval.phrasings import EMBEDDED, phrasings
from assistant.settings import Settings
from assistant.words import load_words
from evals.peers import (
    Compared,
    PlainChroma,
    bare_turns,
    compared,
    first_page,
    free_port,
    hello_command,
    timed,
    timed_await,
)
from evals.scoring.ranking import score
from evals.suites.retrieval import load_questions

Found = TypeVar("Found")

ROUNDS = 5
"""Interviews played and processes started; the first interview warms up and does not count."""
QUERIES = 60
DRAWINGS = 30


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure everything and print it as a table, or as one JSON document."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description=main.__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    as_json = parser.parse_args(arguments).json
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(data_dir=folder / "data", mind="embedded", _env_file=None)
        found = [*asyncio.run(conversations(settings)), *searches(settings, folder), help_texts()]
        found += pages(settings, folder)
    memory = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    if as_json:
        rows = [{**vars(one), "ratio": round(one.ratio, 3)} for one in found]
        print(json.dumps({"compared": rows, "memory_of_this_run_mb": memory}, indent=2))
    else:
        print(table(found))
        print(f"Memory of this run at most: {memory} MB")


def table(found: Sequence[Compared]) -> str:
    """Return the comparisons, one a line."""
    lines = [f"{'what':<34}{'ours':>12}{'peer':>12}{'ratio':>8}  {'quartiles':<12}peer"]
    for one in found:
        spread = f"{one.low:.2f}–{one.high:.2f}"
        lines.append(
            f"{one.what:<34}{_shown(one.ours, one.unit):>12}{_shown(one.theirs, one.unit):>12}{one.ratio:>8.2f}  "
            f"{spread:<12}{one.peer}"
        )
    return "\n".join(lines)


def _shown(value: float, unit: str) -> str:
    return f"{value / 1000:.2f} s" if unit == "ms" and value >= 1000 else f"{value:.3g} {unit}".strip()


async def conversations(settings: Settings) -> list[Compared]:
    """Play the owner of the demo: each turn beside one that does nothing, each drawing beside reading its map."""
    turns, drawings = list[tuple[float, float]](), list[tuple[float, float]]()
    database = f"sqlite+aiosqlite:///{settings.data_dir / 'bare.db'}"
    async with open_assistant(settings) as assistant, bare_turns(database) as nothing:
        await assistant.ready()
        for number in range(ROUNDS):
            thread = str(uuid4())
            seen = await _interview(assistant, thread)
            bare = [await timed_await(nothing(thread, place + 1)) for place in range(len(seen))]
            if number:
                turns += zip(seen, bare, strict=True)
        brief = (await assistant.conversation(thread).state()).brief
        for _ in range(DRAWINGS):
            drawings.append(_drawn(brief, assistant.library))
    longest = [(statistics.quantiles([ours for ours, _ in turns], n=20)[-1], statistics.median(b for _, b in turns))]
    return [
        compared("a turn of the interview", "four empty LangGraph nodes and one row in the same log", turns),
        compared("a slow turn (95 of 100 are faster)", "the same, median", longest),
        compared("drawing a map", "validating the finished map from JSON", drawings),
    ]


async def _interview(assistant: Assistant, thread: str) -> list[float]:
    """Return the milliseconds of each turn of one interview."""
    owner, talk = load_words("demo"), assistant.conversation(thread)
    message: str | None = owner("opening")
    seen = []
    while message is not None:
        start = time.perf_counter()
        turn = await talk.say(message)
        seen.append(1000 * (time.perf_counter() - start))
        said = owner.get("answers").get(turn.asks, [owner("otherwise")])
        message = None if turn.drawn else said[0] if turn.asks else owner("closing")
    return seen


def _drawn(brief: Brief, library: Library) -> tuple[float, float]:
    """Return the milliseconds of drawing a map, and of what no map from elsewhere could do without."""
    journey = draft(brief, library)
    text = journey.model_dump_json()
    return timed(lambda: draft(brief, library)), timed(lambda: JourneyMap.model_validate_json(text))


def searches(settings: Settings, folder: Path) -> list[Compared]:
    """Put questions of the evals to our search and to a plain one over the same phrasings and sentence model."""
    library = load_library(shipped("knowledge"))
    texts = [(one.card, one.text) for one in phrasings(library) if one.field in EMBEDDED]
    ours, theirs = open_search(settings, library), PlainChroma(texts, open_embedder(), folder / "plain")
    asked = [question for file in load_questions() for question in file.questions]
    step = max(1, len(asked) // QUERIES)
    times, hits = list[tuple[float, float]](), list[tuple[float, float]]()
    for query, cards in asked[::step]:
        our_time, found = _searched(ours.find, query)
        their_time, plain = _searched(theirs.find, query)
        times.append((our_time, their_time))
        hits.append((score([one.card for one in found], cards).success_5, score(plain, cards).success_5))
    return [
        compared("a search", "a plain Chroma query, same sentence model", times[1:]),
        _right(hits),
    ]


def _searched(find: Callable[[str], Found], query: str) -> tuple[float, Found]:
    start = time.perf_counter()
    found = find(query)
    return 1000 * (time.perf_counter() - start), found


def _right(hits: Sequence[tuple[float, float]]) -> Compared:
    """Return how often each has a right card among five: a search is not better for being fast."""
    ours, theirs = (sum(column) / len(hits) for column in zip(*hits, strict=True))
    return compared("a right card among five", "the same", [(ours, theirs)], unit="")


def help_texts() -> Compared:
    """Compare the help of the command with that of the framework it stands on."""
    pairs = [
        (timed(lambda: _run("-m", "assistant", "--help")), timed(lambda: _run("-m", "chainlit", "--help")))
        for _ in range(ROUNDS)
    ]
    return compared("journey --help", "chainlit --help", pairs)


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def pages(settings: Settings, folder: Path) -> list[Compared]:
    """Compare the start and the memory of our page with those of the smallest Chainlit app."""
    waits, sizes = list[tuple[float, float]](), list[tuple[float, float]]()
    for _ in range(max(2, ROUNDS // 2)):
        port = free_port()
        command = [sys.executable, "-m", "assistant", "serve", "--port", str(port)]
        ours, our_size = first_page(command, port, folder, JOURNEY_DATA_DIR=str(settings.data_dir))
        port = free_port()
        theirs, their_size = first_page(hello_command(folder, port), port, folder)
        waits.append((ours, theirs))
        if our_size is not None and their_size is not None:
            sizes.append((our_size, their_size))
    found = [compared("the first page", "the smallest Chainlit app", waits)]
    return (
        [*found, compared("memory when the page is up", "the smallest Chainlit app", sizes, "MB")] if sizes else found
    )


if __name__ == "__main__":
    main()
