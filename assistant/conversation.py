"""One conversation with one owner: messages in, turns out; the turn log behind it is the truth."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

from assistant.brief import TOPICS
from assistant.errors import BadInput, Conflict
from assistant.graph import Nodes, Run, build_graph
from assistant.interview import enough_for_a_map, known_topics
from assistant.knowledge import Library, load_library
from assistant.map_edits import with_messages
from assistant.minds import Mind, OnWords
from assistant.minds.embedded import EmbeddedMind
from assistant.minds.mind import UNLIMITED
from assistant.model import JourneyMap
from assistant.paths import shipped
from assistant.phrasing import Phrasing
from assistant.retrieval import LateSearch, Search, open_search
from assistant.settings import Settings
from assistant.spending import Spending
from assistant.state import Entry, State, Step, advance, fold
from assistant.store import Row, TurnLog
from assistant.survey_talk import SurveyTalk
from assistant.survey_wishes import Looking, Wish, wish
from assistant.surveying import File, OnProgress, OpenVectors, Paper, Surveyor, opened_by_settings
from assistant.text import clean
from assistant.turn import Opening, Progress, Turn
from assistant.usage import Meter
from assistant.words import Words, load_words

MAX_MESSAGE = 20_000
"""Characters of one message; more belongs in a file."""

_TRIES = 5


@dataclass(frozen=True)
class Conversation:
    """The conversation of one thread."""

    thread: str
    assistant: "Assistant"

    def opening(self) -> Opening:
        """Return the greeting: it says that it is software, how long it takes, and that anything can be skipped."""
        greeting, notice = self.assistant.words("greeting"), self.assistant.mind.notice
        return Opening(reply=f"{greeting}\n\n{notice}" if notice else greeting, notice=notice)

    async def state(self) -> State:
        """Return where the conversation stands, folded from the log."""
        return fold(await self.assistant.log.read(self.thread))

    async def say(
        self, text: str, *, msg_id: str | None = None, on_words: OnWords | None = None,
        looking: Looking | None = None, on_progress: OnProgress | None = None,
    ) -> Turn:  # fmt: skip
        """Take one message of the owner and answer it; the same `msg_id` again returns the same turn.

        `on_words` is given the first words of the reply while the rest is made; the turn's reply replaces them.
        `looking` is what of a survey is open on the page, so that "it" and "these two" mean something.
        When the caller is cancelled, the model is let go of and the message is taken in all the same.
        BadInput: the message cannot be read; nothing is lost. Conflict: another process keeps writing first.
        """
        message = self._checked(text)
        msg_id = msg_id or str(uuid4())
        await self.assistant.ready()
        before = await self.state()
        new = all(entry.msg_id != msg_id for entry in before.entries)
        chosen = self._survey.chosen(message, before) if new else None
        wished = wish(message, before.synthesis, looking) if before.synthesis and new and chosen is None else None
        if wished is not None:
            return await self._survey.count_again(wished, message, msg_id, before, on_progress)
        meter = Meter(self.assistant.most_tokens)

        async def answer(state: State) -> Step:
            meter.left = self.assistant.most_tokens - state.used.tokens
            recount = partial(self._survey.recount, msg_id)
            run: Run = {
                "message": message, "state": state, "meter": meter, "on_words": on_words, "recount": recount
            }  # fmt: skip
            return (await self.assistant.run(run))["step"]

        taking_in = asyncio.create_task(
            self._append(msg_id, message, answer) if chosen is None
            else self._survey.settle(chosen, message, msg_id, before, meter, on_progress)
        )  # fmt: skip
        try:
            return await asyncio.shield(taking_in)
        except asyncio.CancelledError:
            meter.stop()  # because nothing that was said may be lost, and without the model the rest is done at once
            await asyncio.shield(taking_in)
            raise

    async def take_survey(
        self, files: Sequence[File] | str, *, msg_id: str | None = None, columns: Mapping[str, str] | None = None,
        on_progress: OnProgress | None = None,
    ) -> Turn:  # fmt: skip
        """Take in a survey, as files or as pasted text, and say what is in it; the interview goes on after it.

        `columns` gives roles to columns by heading or letter. Counting runs in a thread and stops when the caller is
        cancelled. BadInput: it cannot be read; nothing is lost.
        """
        msg_id = msg_id or str(uuid4())
        state = await self.state()
        known = next((entry for entry in state.entries if entry.msg_id == msg_id), None)
        if known is not None:
            return self._turn(_until(state, known), known)
        return await self._survey.take(files, msg_id, state, columns or {}, on_progress)

    async def correct(
        self, wished: Wish, text: str, *, msg_id: str | None = None, on_progress: OnProgress | None = None
    ) -> Turn:
        """Count the survey again as was wished otherwise than in words; `text` is what stands in the log for it."""
        state = await self.state()
        return await self._survey.count_again(wished, self._checked(text), msg_id or str(uuid4()), state, on_progress)

    async def paper(self, state: State) -> Paper:
        """Return the survey as it is kept; BadInput if it is not."""
        return await self._survey.paper(state)

    @property
    def _survey(self) -> SurveyTalk[Turn]:
        shared = self.assistant
        return SurveyTalk(
            self.thread, shared.log, shared.surveyor, shared.nodes, self._append, shared.most_tokens, shared.spending
        )

    async def _append(self, msg_id: str, text: str, answer: Callable[[State], Awaitable[Step]]) -> Turn:
        """Write one exchange to the log, with the step that `answer` makes of where the conversation stands."""
        async with self.assistant.lock(self.thread):
            for _ in range(_TRIES):
                state = await self.state()
                known = next((entry for entry in state.entries if entry.msg_id == msg_id), None)
                if known is not None:
                    return self._turn(_until(state, known), known)
                step = await answer(state)
                row = Row(state.turn + 1, msg_id, "owner", text, step.model_dump_json(), self.assistant.clock())
                try:
                    await self.assistant.log.append(self.thread, row)
                except Conflict:
                    continue  # another process wrote first: read again, so that no answer is lost
                entry = Entry(turn=row.seq, msg_id=msg_id, text=text, at=row.at, step=step)
                return self._turn(advance(state, entry), entry)
        raise Conflict("This conversation is busy in another window; please send that once more.")

    async def map(self) -> JourneyMap | None:
        """Return the map as far as it can be drawn now, None if too little is known."""
        state = await self.state()
        journey = self.assistant.nodes.journey(state)
        edited = {entry.turn: entry.text for entry in state.entries if entry.step.map_edits}
        return with_messages(journey, edited) if journey is not None else None

    def _checked(self, text: str) -> str:
        message = clean(text)
        if not message:
            raise BadInput(self.assistant.words("replies.empty"))
        if len(message) > MAX_MESSAGE:
            raise BadInput(self.assistant.words("replies.too_long"))
        return message

    def _turn(self, state: State, entry: Entry) -> Turn:
        step = entry.step
        return Turn(
            turn=entry.turn, reply=step.reply, asks=step.asks, intent=step.intent, brief=state.brief,
            progress=Progress(known=len(known_topics(state.brief, state.synthesis)), total=len(TOPICS)),
            map_ready=enough_for_a_map(state.brief, state.synthesis), citations=step.citations, choices=step.choices,
            notes=step.notes, drawn=step.draws, synthesis=step.synthesis, usage=step.usage, used=state.used,
        )  # fmt: skip


def _until(state: State, entry: Entry) -> State:
    """Return the state right after `entry`."""
    past = State()
    for known in state.entries[: entry.turn]:
        past = advance(past, known)
    return past


@dataclass
class Assistant:
    """Everything conversations share: the cards, the search, the mind and the log."""

    library: Library
    search: Search
    mind: Mind
    log: TurnLog
    words: Words
    most_tokens: int = UNLIMITED
    """How many tokens a language model may use for one map."""
    vectors: OpenVectors = opened_by_settings
    """Opens the word vectors by which survey answers find their themes."""
    spending: Spending | None = None
    """Tells what a language model's part in a survey costs."""
    clock: Callable[[], str] = field(default=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.nodes = Nodes(self.mind, self.library, Phrasing(self.words, self.library))
        self.surveyor = Surveyor(self.library, self.vectors)
        self.run: Callable[[Run], Awaitable[dict[str, Step]]] = build_graph(self.nodes)

    def conversation(self, thread: str) -> Conversation:
        """Return the conversation of `thread`, new or known."""
        return Conversation(thread, self)

    async def ready(self) -> None:
        """Wait until messages can be answered: the search opens in the background."""
        if isinstance(self.search, LateSearch):
            await self.search.ready()

    def lock(self, thread: str) -> asyncio.Lock:
        """Return the one lock of a thread, because two turns at once would lose an answer."""
        return self._locks.setdefault(thread, asyncio.Lock())


@asynccontextmanager
async def open_assistant(settings: Settings) -> AsyncIterator[Assistant]:
    """Open everything a conversation needs: the one place where the parts are put together."""
    library = load_library(shipped("knowledge"))
    # opened in the background, because building its index takes half a minute the first time
    search = LateSearch(lambda: open_search(settings, library))
    embedded = EmbeddedMind(library, search, load_words("reading", settings.language))
    interview = load_words("interview", settings.language)
    async with TurnLog(settings.database) as log, _chosen_mind(settings, embedded) as mind:
        vectors = partial(opened_by_settings, settings)
        yield Assistant(library, search, mind, log, interview, settings.max_tokens_per_map, vectors, Spending(settings))


@asynccontextmanager
async def _chosen_mind(settings: Settings, embedded: EmbeddedMind) -> AsyncIterator[Mind]:
    """Open the mind that the settings ask for: a model where one is set up, unless they say otherwise."""
    if settings.mind == "embedded" or (settings.mind is None and not settings.has_model):
        yield embedded
        return
    if not settings.has_model:
        raise BadInput(load_words("model", settings.language)("missing"))
    from assistant.minds.openai import open_model_mind  # imported late: it costs two seconds

    async with open_model_mind(settings, embedded) as mind:
        yield mind
