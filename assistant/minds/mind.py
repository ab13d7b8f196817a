"""The one protocol that every mind fulfils, whether it runs on this machine or on a model's endpoint."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from assistant.brief import Brief, Topic
from assistant.minds.coder import Coder
from assistant.model import JourneyMap
from assistant.reading import Reading
from assistant.retrieval import Answer
from assistant.tailoring import Tailoring
from assistant.usage import Meter

OnWords = Callable[[str], Awaitable[None]]
"""Takes the first words of a reply while the rest is still being made; the reply that follows counts, not they."""

UNLIMITED = 1_000_000_000


@dataclass(frozen=True)
class Ahead:
    """A question that may come next; the brief decides which."""

    topic: Topic
    words: str
    """The question as the interview words it."""
    again: bool = False
    """Whether it asks once more, perhaps digging deeper, for the topic that is open."""


@dataclass(frozen=True)
class Scene:
    """What a mind may know about the conversation when it reads a message."""

    brief: Brief
    asking: Topic | None
    """The question that stands open; None at the opening and after the map."""
    answered: Topic | None
    """The topic the owner spoke about last: what a correction is most likely about."""
    first: bool
    """Whether this is the opening message."""
    stuck: bool = False
    """Whether the last message already brought no answer to the open question."""
    turn: int = 1
    """Number of the message to be read."""
    journey: JourneyMap | None = None
    """The drawn map, if there is one: then messages may edit it."""
    ahead: tuple[Ahead, ...] = ()
    """The questions that may follow, in the order of the interview."""
    meter: Meter = field(default_factory=lambda: Meter(UNLIMITED))
    """What this turn may spend; a model counts its calls there and leaves quiet remarks."""
    on_words: OnWords | None = None


class Mind(Protocol):
    """Reads messages, answers questions and words maps; proposes, never disposes."""

    @property
    def name(self) -> str:
        """What the page calls it."""
        ...

    @property
    def notice(self) -> str | None:
        """Say what leaves this machine and where it goes; None if nothing does."""
        ...

    @property
    def coder(self) -> Coder | None:
        """What helps to read a survey beyond the built-in count; None if nothing does."""
        ...

    async def read(self, message: str, scene: Scene) -> Reading:
        """Say what `message` means. Every fact is carried by words of the message."""
        ...

    async def answer(self, reading: Reading, scene: Scene) -> Answer | None:
        """Answer the question in `reading` from the cards; None if it asks nothing."""
        ...

    async def tailor(
        self, journey: JourneyMap, brief: Brief, meter: Meter, only: frozenset[int] | None = None
    ) -> Tailoring | None:
        """Propose words for a drawn map that fit this business; every edit leaves the map as valid as it was.

        `only` names the stages that are to be worded, all by default.
        """
        ...
