"""The one protocol that every mind fulfils, whether it runs on this machine or on a model's endpoint."""

from dataclasses import dataclass
from typing import Protocol

from assistant.brief import Brief, Topic
from assistant.model import JourneyMap
from assistant.reading import Reading


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
    turn: int = 1
    """Number of the message to be read."""
    journey: JourneyMap | None = None
    """The drawn map, if there is one: then messages may edit it."""


class Mind(Protocol):
    """Reads messages; proposes, never disposes."""

    @property
    def name(self) -> str:
        """What the page calls it."""
        ...

    async def read(self, message: str, scene: Scene) -> Reading:
        """Say what `message` means. Every fact is carried by words of the message."""
        ...
