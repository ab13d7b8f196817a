"""Measures the mind of a language model in front of a stand-in: `python -m benchmarks.model [--data DIR]`.

Prints one JSON document: tokens of a whole interview with its map (every request body recorded), what each fault of an
endpoint shows and costs in requests, and the time that is ours when the endpoint answers in a fixed time.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from assistant.conversation import Assistant
from assistant.knowledge import load_library
from assistant.minds.embedded import EmbeddedMind
from assistant.minds.openai import open_model_mind
from assistant.paths import shipped
from assistant.retrieval import open_search
from assistant.settings import Settings
from assistant.store import TurnLog
from assistant.usage import estimate
from assistant.words import load_words
from tests.minds.faults import FAULTS
from tests.minds.model import change, changes, good, shape
from tests.minds.standin import Body, StandIn, serve

DELAY = 0.3
"""Seconds after which the stand-in begins to answer, all at once."""
WISH = "call the second step Have a look"
SLOW = ("stall", "drip")


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="Folder that keeps the search index; a new one by default.")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        figures = asyncio.run(_measure(Settings(data_dir=given.data or Path(folder), _env_file=None)))
    sys.stdout.write(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")


async def _measure(settings: Settings) -> dict[str, Any]:
    library = load_library(shipped("knowledge"))
    embedded = EmbeddedMind(library, open_search(settings, library), load_words("reading"))
    return {
        "tokens": await _tokens(settings, embedded),
        "time": await _times(settings, embedded),
        "faults": [await _fault(settings, embedded, fault.play) for fault in FAULTS],
    }


@asynccontextmanager
async def _opened(
    settings: Settings, embedded: EmbeddedMind, standin: StandIn, **changes: Any
) -> AsyncIterator[Assistant]:
    chosen = Settings(**{**settings.model_dump(), "openai_base_url": standin.url, **changes}, _env_file=None)
    async with TurnLog("sqlite+aiosqlite://") as log, open_model_mind(chosen, embedded) as mind:
        words = load_words("interview")
        yield Assistant(embedded.library, embedded.search, mind, log, words, chosen.max_tokens_per_map)


async def _play(talk: Any) -> list[Any]:
    """Play the owner of the demo through the interview and return the turns."""
    owner = load_words("demo")
    turns = [await talk.say(owner("opening"))]
    told: dict[str, list[str]] = {topic: list(said) for topic, said in owner.get("answers").items()}
    while turns[-1].asks and len(turns) < 30:
        left = told.get(turns[-1].asks)
        turns.append(await talk.say(left.pop(0) if left else owner("otherwise")))
    return turns


async def _tokens(settings: Settings, embedded: EmbeddedMind) -> dict[str, Any]:
    """Count what a whole interview, its map, a question and a change of the map send and get."""
    with serve(_written) as standin:
        async with _opened(settings, embedded, standin) as assistant:
            talk = assistant.conversation("tokens")
            turns = await _play(talk)
            interview = list(standin.bodies)
            await talk.say("What is a good no-show rate?")
            asked = standin.bodies[len(interview) :]
            await talk.say(WISH)
            wished = standin.bodies[len(interview) + len(asked) :]
    reads = [body for body in interview if shape(body) == "read"]
    return {
        "messages": len(turns), "drawn": turns[-1].drawn,
        "interview_and_map": _counted(interview), "of_it_interview": _counted(reads),
        "of_it_map": _counted([body for body in interview if shape(body) == "tailor"]),
        "a_question": _counted(asked), "a_change_of_the_map": _counted(wished),
    }  # fmt: skip


def _written(body: Body) -> dict[str, Any]:
    """Answer as a good model does, and rename a stage where that is wished for."""
    return changes(change("rename", "2", "Have a look", WISH)) if shape(body) == "change" else good(body)


def _counted(bodies: list[Body]) -> dict[str, int]:
    """Return requests and tokens; four letters count as one token, schemas included."""
    into = sum(estimate(json.dumps(body, ensure_ascii=False)) for body in bodies)
    out = sum(estimate(json.dumps(_written(body), ensure_ascii=False)) for body in bodies)
    return {"requests": len(bodies), "tokens_in": into, "tokens_out": out}


async def _times(settings: Settings, embedded: EmbeddedMind) -> dict[str, Any]:
    """Time turns in front of an endpoint that needs a fixed time, and the same turns without a model."""
    first: list[float] = []
    whole: list[float] = []
    with serve(good) as standin:
        standin.delay, standin.piece = DELAY, 100_000
        async with _opened(settings, embedded, standin) as assistant:
            await _play(assistant.conversation("warm-up"))
            talk = assistant.conversation("timed")
            clocked = _Clocked(talk, first, whole)
            turns = await _play(clocked)
            drawing = whole.pop()
        last = standin.bodies[-turns[-1].usage.calls :]
        rounds = 1 + -(-sum(shape(body) == "tailor" for body in last) // settings.model_parallel)
    alone: list[float] = []
    async with TurnLog("sqlite+aiosqlite://") as log:
        words = load_words("interview")
        plain = Assistant(embedded.library, embedded.search, embedded, log, words).conversation("alone")
        await _play(_Clocked(plain, [], alone))
    return {
        "endpoint_answers_after_ms": round(1000 * DELAY), "turns": len(turns),
        "first_word_ms_median": _ms(statistics.median(first)),
        "whole_turn_ms_median": _ms(statistics.median(whole)),
        "ours_per_turn_ms_median": _ms(statistics.median(whole) - DELAY),
        "ours_per_turn_ms_worst": _ms(max(whole) - DELAY),
        "cpu_per_turn_ms_median_with_the_stand_in": _ms(statistics.median(clocked.cpu[:-1])),
        "without_a_model_ms_median": _ms(statistics.median(alone[:-1])),
        "last_turn_with_the_map_ms": _ms(drawing), "of_it_endpoint_ms": _ms(rounds * DELAY),
    }  # fmt: skip


def _ms(seconds: float) -> int:
    return round(1000 * seconds)


class _Clocked:
    """A conversation whose turns are timed, to the first word and to the end."""

    def __init__(self, talk: Any, first: list[float], whole: list[float]) -> None:
        self.talk, self.first, self.whole = talk, first, whole
        self.cpu: list[float] = []

    async def say(self, text: str) -> Any:
        start, used = time.perf_counter(), time.process_time()
        heard: list[float] = []

        async def on_words(words: str) -> None:
            heard.append(time.perf_counter() - start)

        turn = await self.talk.say(text, on_words=on_words)
        self.whole.append(time.perf_counter() - start)
        self.cpu.append(time.process_time() - used)
        self.first.extend(heard[:1])
        return turn


async def _fault(settings: Settings, embedded: EmbeddedMind, play: str) -> dict[str, Any]:
    """Send one message into a fault; return what is seen and how many requests it took."""
    with serve(good) as standin:
        standin.play = play
        async with _opened(settings, embedded, standin, model_timeout=2.5 if play in SLOW else 20.0) as assistant:
            talk = assistant.conversation(str(uuid4()))
            turn = await talk.say("I have a hair salon in Leeds, I want more regulars")
        kept = turn.brief.business.place == "Leeds"
        return {"fault": play, "requests": standin.calls, "kept": kept, "note": " ".join(turn.notes) or "none"}


if __name__ == "__main__":
    main()
