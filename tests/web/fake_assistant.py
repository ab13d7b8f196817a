"""A small assistant for the page's own tests: it keeps the real turn log and answers by rote."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from assistant.brief import TOPICS
from assistant.edits import AddPain, BriefEdit, SetFact
from assistant.errors import JourneyError
from assistant.knowledge.library import Library
from assistant.minds import OnWords
from assistant.model import JourneyMap
from assistant.reply import Choice
from assistant.settings import Settings
from assistant.state import Entry, State, Step, advance, fold
from assistant.store import Row, TurnLog
from assistant.turn import Opening, Progress, Turn
from assistant.usage import Usage
from tests.export.example_map import EXAMPLE

GREETING = "Hello, I am **software**. It takes ten minutes, and you can skip anything.\n\n**What do you do?**"


@dataclass(frozen=True)
class FakeTalk:
    """Says back what it heard; a few words make it fail, wait or draw."""

    thread: str
    log: TurnLog
    lock: asyncio.Lock

    def opening(self) -> Opening:
        return Opening(reply=GREETING)

    async def state(self) -> State:
        return fold(await self.log.read(self.thread))

    async def say(
        self, text: str, *, msg_id: str, on_words: OnWords | None = None, looking: object = None,
        on_progress: object = None,
    ) -> Turn:  # fmt: skip
        if on_words is not None and "stream" in text:
            await on_words("First words ")
            await on_words("<b>and more</b> ")
        if any(entry.msg_id == msg_id for entry in (await self.state()).entries):
            return await self._taken_in(text, msg_id)
        if "boom" in text:
            raise RuntimeError(f"cannot read {text}")
        if "refuse" in text:
            raise JourneyError("That cannot be taken in.")
        try:
            await asyncio.sleep(30 if "slow" in text else 0.3 if "pause" in text else 0)
        except asyncio.CancelledError:
            if "kept" in text:  # as the real one does while a model is at work
                await self._taken_in(text, msg_id)
            raise
        return await self._taken_in(text, msg_id)

    async def _taken_in(self, text: str, msg_id: str) -> Turn:
        async with self.lock:
            state = await self.state()
            entry = next((entry for entry in state.entries if entry.msg_id == msg_id), None)
            if entry is None:
                step = self._step(text, state.turn + 1)
                row = Row(state.turn + 1, msg_id, "owner", text, step.model_dump_json(), "2026-01-01T00:00:00")
                await self.log.append(self.thread, row)
                entry = Entry(turn=row.seq, msg_id=msg_id, text=text, at=row.at, step=step)
                state = advance(state, entry)
        step, after = entry.step, state
        return Turn(
            turn=entry.turn,
            reply=step.reply,
            asks="customer",
            intent="answer",
            brief=after.brief,
            progress=Progress(known=entry.turn, total=len(TOPICS)),
            map_ready=entry.turn > 1,
            choices=step.choices,
            drawn=step.draws,
        )

    def _step(self, text: str, turn: int) -> Step:
        first: BriefEdit = SetFact(fact="business.offer", value="Swimming lessons", words=text[:20])
        edits = (first,) if turn == 1 else (AddPain(words=f"pain {turn}"),)
        draws = "draw" in text
        choices = () if draws else (Choice(label="Private people", value="private"), Choice(label="Skip", value="skip"))
        usage = Usage(calls=1, tokens_in=1000, tokens_out=100) if "model" in text else Usage()
        return Step(
            intent="draft" if draws else "answer", edits=edits, reply=f"Noted {turn}: {text}", choices=choices, draws=draws,
            usage=usage,
        )  # fmt: skip

    async def take_survey(
        self, files: object, *, msg_id: str, columns: object = None, on_progress: object = None
    ) -> Turn:
        raise JourneyError("This small assistant reads no surveys.")

    async def map(self) -> JourneyMap | None:
        state = await self.state()
        if state.turn < 2:
            return None
        if state.drafted:
            return EXAMPLE
        stages = EXAMPLE.stages[: state.turn + 1]
        return JourneyMap.model_validate({**dict(EXAMPLE), "stages": stages, "top_actions": (), "contradictions": ()})


@dataclass
class FakeAssistant:
    """Hands out fake conversations over one real log."""

    log: TurnLog
    library: Library

    def __post_init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}

    def conversation(self, thread: str) -> FakeTalk:
        return FakeTalk(thread, self.log, self._locks.setdefault(thread, asyncio.Lock()))


@asynccontextmanager
async def open_fake(settings: Settings) -> AsyncIterator[FakeAssistant]:
    async with TurnLog(settings.database) as log:
        yield FakeAssistant(log, Library({}, {}))
