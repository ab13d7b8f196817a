"""What a message was taken to mean: an intent and the facts it proposes."""

from typing import Literal

from assistant.brief import Topic
from assistant.edits import BriefEdit
from assistant.map_edits import MapEdit
from assistant.model import CardId, Frozen
from assistant.text import Line

Intent = Literal[
    "answer", "correct", "skip", "dont_know", "back", "start_over", "why", "how_many_left", "draft",
    "question", "help", "edit_map", "small_talk", "survey", "unclear", "stop",
]  # fmt: skip


class Phrased(Frozen):
    """A model's words for the reply; which question is asked is not its to decide."""

    lead: Line | None = None
    """What takes up the message."""
    asks: Topic | None = None
    """The topic that `question` asks about: where another one is due, the words are left out."""
    question: Line | None = None


class Answered(Frozen):
    """What a model answered from cards, as far as they bear it out; no text if they bear out nothing of it."""

    text: str
    cards: tuple[CardId, ...] = ()


class Reading(Frozen):
    """One message, read."""

    intent: Intent
    edits: tuple[BriefEdit, ...] = ()
    """Facts for the brief, each carried by words of the message."""
    map_edits: tuple[MapEdit, ...] = ()
    question: str | None = None
    """What the owner asks of the knowledge base, if anything."""
    question_english: str | None = None
    """The same in the language of the cards, where the owner writes another one."""
    answered: Answered | None = None
    """The answer to it, where a model gave one with its reading."""
    tone: Literal["greeting_back", "thanks", "hostile"] | None = None
    """What kind of small talk it is, if it calls for an answer in kind."""
    vague: bool = False
    """Whether the answer says too little to work with."""
    phrased: Phrased | None = None
    language: str = "en"
    """The language of the message, as far as it is known."""
    notes: tuple[str, ...] = ()
    """Quiet remarks for the user, such as that the model was out of reach."""
