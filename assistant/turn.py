"""What a door is given to show: the opening of a conversation, and what each message led to."""

from assistant.brief import Brief, Topic
from assistant.model import CardId, Frozen
from assistant.reading import Intent
from assistant.reply import Choice
from assistant.synthesis import Synthesis
from assistant.usage import Usage


class Progress(Frozen):
    """How far the interview is."""

    known: int
    """Topics answered or set aside."""
    total: int


class Turn(Frozen):
    """What one message led to: all that a door needs to show."""

    turn: int
    reply: str
    """Markdown made of our own words and words of the owner; the door neutralises it."""
    asks: Topic | None
    intent: Intent
    brief: Brief
    progress: Progress
    map_ready: bool
    """Whether a first map can be drawn."""
    citations: tuple[CardId, ...] = ()
    choices: tuple[Choice, ...] = ()
    notes: tuple[str, ...] = ()
    drawn: bool = False
    """Whether this turn drew the map: show it, with the downloads."""
    synthesis: Synthesis | None = None
    """What the survey says that came in or was counted again with this turn."""
    usage: Usage = Usage()
    """What a language model used for this turn."""
    used: Usage = Usage()
    """What it used for this map so far."""


class Opening(Frozen):
    """What stands on the page before the first message."""

    reply: str
    choices: tuple[Choice, ...] = ()
    notice: str | None = None
    """What leaves this machine and where it goes, as the reply says too; None if nothing does."""
