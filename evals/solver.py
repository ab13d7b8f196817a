"""The product under test, opened once: conversations, maps, searches and answers, all real parts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from uuid import uuid4

from assistant.conversation import Assistant, Conversation, open_assistant
from assistant.knowledge import Library
from assistant.retrieval import Answer, Search, answer
from assistant.settings import Settings
from evals.dataset import HERE
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
    repeats: int = 1
    """How often each interview is held, because a model answers differently each time."""
    interviews: dict[tuple[str, int], Played] = field(default_factory=dict)
    """Interviews held so far, by owner and run, because several suites look at the same ones."""

    @property
    def library(self) -> Library:
        """The cards."""
        return self.assistant.library

    @property
    def search(self) -> Search:
        """The search over the cards."""
        return self.assistant.search

    async def play(self, case: OwnerCase, run: int = 0) -> Played:
        """Return the interview number `run` with one simulated owner, held once."""
        if (case.name, run) not in self.interviews:
            self.interviews[case.name, run] = await play(case, self.conversation())
        return self.interviews[case.name, run]

    def conversation(self) -> Conversation:
        """Return a new conversation."""
        return self.assistant.conversation(str(uuid4()))

    def ask(self, question: str) -> Answer:
        """Answer a question from the cards."""
        return answer(question, self.search, self.library)


@asynccontextmanager
async def open_bench(mind: Mind = "embedded", repeats: int = 1) -> AsyncIterator[Bench]:
    """Open the product on a database of its own; the search index is kept between runs, because building it is slow.

    The mind of a model takes address, key and name from the settings of the environment.
    """
    index = RESULTS / "data" / "index"
    index.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="journey-evals-") as folder:
        (Path(folder) / "index").symlink_to(index.resolve(), target_is_directory=True)
        async with open_assistant(Settings(data_dir=Path(folder), mind=mind)) as assistant:
            yield Bench(assistant, index.resolve(), repeats)
