"""The product under test, opened once: conversations, maps, searches and answers, all real parts."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from uuid import uuid4

from assistant.brief import Brief
from assistant.conversation import Assistant, Conversation, open_assistant
from assistant.knowledge import Library
from assistant.minds import Scene
from assistant.minds.mind import UNLIMITED
from assistant.model import JourneyMap
from assistant.reading import Reading
from assistant.retrieval import Answer, Search
from assistant.settings import Settings, load_settings
from assistant.tailoring import tailor
from assistant.usage import Meter
from evals.dataset import HERE, C, load_cases
from evals.owners import OwnerCase
from evals.playing import Played, play

RESULTS = HERE / "results"
Mind = Literal["embedded", "model"]


@dataclass(frozen=True)
class Bench:
    """What suites put to the test."""

    assistant: Assistant
    index: Path
    """Folder of the search index, which further copies of the product may share."""
    settings: Settings = field(default_factory=load_settings)
    mind: Mind = "embedded"
    judge: str | None = None
    """The model that judges; None for the one that is judged."""
    only: tuple[str, ...] = ()
    """Only the cases whose names hold one of these; () for all."""
    run: int = 0
    """Which of several runs this is: each holds its own interviews."""
    meter: Meter = field(default_factory=lambda: Meter(UNLIMITED))
    """What a language model has used so far."""
    interviews: dict[tuple[str, int], Played] = field(default_factory=dict)
    """Interviews held so far, by owner and run, because several suites look at the same ones."""
    one_prompt: dict[str, JourneyMap | str] = field(default_factory=dict)
    """Maps drawn by one plain prompt, by case, or why there is none, because several suites need them."""

    @property
    def library(self) -> Library:
        """The cards."""
        return self.assistant.library

    @property
    def search(self) -> Search:
        """The search over the cards."""
        return self.assistant.search

    def again(self, run: int) -> "Bench":
        """Return the bench for run number `run`."""
        return replace(self, run=run)

    def cases(self, suite: str, kind: type[C]) -> tuple[C, ...]:
        """Return the cases of `suite` that were asked for."""
        found = load_cases(suite, kind)
        return tuple(case for case in found if not self.only or any(part in case.name for part in self.only))

    async def play(self, case: OwnerCase) -> Played:
        """Return the interview with one simulated owner, held once a run."""
        if (case.name, self.run) not in self.interviews:
            played = await play(case, self.conversation())
            self.meter.add(played.exchanges[-1].turn.used)
            self.interviews[case.name, self.run] = played
        return self.interviews[case.name, self.run]

    async def play_all(self, cases: Sequence[OwnerCase]) -> list[Played]:
        """Hold all interviews; with a model as many at once as it may answer, because it is waited for."""
        slots = asyncio.Semaphore(self.settings.model_parallel if self.mind == "model" else 1)

        async def held(case: OwnerCase) -> Played:
            async with slots:
                return await self.play(case)

        return list(await asyncio.gather(*(held(case) for case in cases)))

    def conversation(self) -> Conversation:
        """Return a new conversation."""
        return self.assistant.conversation(str(uuid4()))

    async def ask(self, question: str) -> Answer:
        """Answer a question as the product would in a conversation that has just begun."""
        scene = Scene(brief=Brief(), asking=None, answered=None, first=False, meter=self.meter)
        found = await self.assistant.mind.answer(Reading(intent="question", question=question), scene)
        assert found is not None  # because something was asked
        return found

    async def worded(self, journey: JourneyMap, brief: Brief) -> JourneyMap:
        """Return the map with the words that the mind proposes for it; the embedded mind leaves it as it is."""
        tailoring = await self.assistant.mind.tailor(journey, brief, self.meter)
        return tailor(journey, tailoring) if tailoring is not None else journey


@asynccontextmanager
async def open_bench(
    mind: Mind = "embedded", only: tuple[str, ...] = (), judge: str | None = None, settings: Settings | None = None
) -> AsyncIterator[Bench]:
    """Open the product on a database of its own; the search index is kept between runs, because building it is slow.

    The mind of a model takes address, key and name from the settings of the environment.
    """
    chosen = settings or load_settings()
    index = RESULTS / "data" / "index" if settings is None else settings.data_dir / "index"
    index.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="journey-evals-") as folder:
        (Path(folder) / "index").symlink_to(index.resolve(), target_is_directory=True)
        changes = {"data_dir": Path(folder), "mind": mind, "database_url": None}
        own = Settings(**{**chosen.model_dump(), **changes}, _env_file=None)
        async with open_assistant(own) as assistant:
            yield Bench(assistant, index.resolve(), own, mind, judge, only)
