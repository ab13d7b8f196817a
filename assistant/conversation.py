"""One conversation with one owner: messages in, turns out; the turn log behind it is the truth."""


from assistant.brief import Brief, Topic
from assistant.model import CardId, Frozen
from assistant.state import Choice, Intent


class Progress(Frozen):
    """How far the interview is."""

    known: int
    """Topics answered or set aside."""
    total: int


class Turn(Frozen):
    """What one message led to: all that a door needs to show."""

    turn: int
    reply: str
    """Markdown made of our own words and neutralised words of the owner."""
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
