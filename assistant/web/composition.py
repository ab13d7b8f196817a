"""What the page needs from the rest of the product, so that a test can hand over something small instead."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from assistant.knowledge.library import Library
from assistant.minds import OnWords
from assistant.model import JourneyMap
from assistant.reply import Choice
from assistant.settings import Settings
from assistant.state import State
from assistant.store import TurnLog
from assistant.survey_wishes import Looking, Wish
from assistant.surveying import File, OnProgress, Paper, Surveyor
from assistant.turn import Turn


class Opening(Protocol):
    """The greeting of a new conversation."""

    @property
    def reply(self) -> str:
        """The words of the greeting, in Markdown."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Quick replies to it."""


class Talk(Protocol):
    """One conversation with one owner."""

    def opening(self) -> Opening:
        """Return what is said before the first message."""

    async def say(
        self, text: str, *, msg_id: str, on_words: OnWords | None = None, looking: Looking | None = None,
        on_progress: OnProgress | None = None,
    ) -> Turn:  # fmt: skip
        """Take one message in; the same `msg_id` again gives the same turn."""

    async def take_survey(
        self, files: Sequence[File] | str, *, msg_id: str, columns: Mapping[str, str] | None = None,
        on_progress: OnProgress | None = None,
    ) -> Turn:  # fmt: skip
        """Take a survey in, as files or as pasted text."""

    async def correct(self, wished: Wish, text: str, *, msg_id: str, on_progress: OnProgress | None = None) -> Turn:
        """Count the survey again as was wished, by a click; `text` is what stands in the chat."""

    async def paper(self, state: State) -> Paper:
        """Return the survey as it is kept."""

    async def state(self) -> State:
        """Return where the conversation stands."""

    async def map(self) -> JourneyMap | None:
        """Draw the map as far as it is known; None if too little is."""


class Assistant(Protocol):
    """The assistant, open for as long as the page runs."""

    @property
    def library(self) -> Library:
        """The knowledge cards."""

    @property
    def surveyor(self) -> Surveyor:
        """Counts a kept survey again."""

    @property
    def log(self) -> TurnLog:
        """The turn log, from which a deleted conversation is removed."""

    def conversation(self, thread: str) -> Talk:
        """Return the conversation kept under `thread`."""


Opener = Callable[[Settings], AbstractAsyncContextManager[Assistant]]
