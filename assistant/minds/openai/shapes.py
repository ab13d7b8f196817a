"""The small flat shapes that a model fills in: no maps, few choices, every list and string bounded."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.brief import Topic, Use
from assistant.model import BusinessModel, Channel

Short = Annotated[str, StringConstraints(max_length=160)]
Long = Annotated[str, StringConstraints(max_length=320)]
Words = Annotated[str, StringConstraints(max_length=600)]

Kind = Literal[
    "offer", "business_name", "place", "price", "trade", "business_model", "customer", "goal", "discovery", "purchase",
    "delivery", "after_sale", "channel", "pain", "number", "keeping", "resources",
]  # fmt: skip

Meaning = Literal["answer", "correct", "question", "skip", "dont_know", "why", "help", "draft", "small_talk", "unclear"]


class Shape(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)


class HeardFact(Shape):
    """One fact that the message states."""

    kind: Kind
    words: Words
    """The exact words of the message that state it, copied letter by letter, never translated."""
    english: Long
    """The same in plain English."""
    trade: Short
    """For kind trade one of the listed trades, else empty."""
    channel: Channel | Literal["none"]
    """For kind channel the channel, else none."""
    use: Use | Literal["none"]
    """For kind channel what customers use it for, else none."""
    business_model: BusinessModel | Literal["none"]
    """For kind business_model, else none."""


class Heard(Shape):
    """What a message means, the words for the reply first because they are shown while the rest is written."""

    thanks: Short
    """At most one short sentence that takes up what the owner said; no question, no advice, nothing new."""
    asks: Topic | Literal["none"]
    """The topic of the question that follows."""
    asking: Long
    """The one question, in the owner's language, at most two sentences."""
    language: Annotated[str, StringConstraints(max_length=8)]
    """The language of the message, such as en or de."""
    means: Meaning
    vague: bool
    """Whether the message says too little about the open topic to work with."""
    question: Long
    """What the owner asks of you, else empty."""
    question_english: Long
    """The same in English, else empty."""
    facts: Annotated[tuple[HeardFact, ...], Field(max_length=12)]


class Sentence(Shape):
    """One sentence of an answer."""

    text: Long
    """The sentence, in the language of the question."""
    card: Short
    """The id of the card it rests on."""
    words: Long
    """The words of that card that say so, copied letter by letter."""


class HeardQuestion(Heard):
    """The same for a message that may ask something, with the answer."""

    sentences: Annotated[tuple[Sentence, ...], Field(max_length=5)]
    """The answer to what the message asks, from the cards; none if it asks nothing or they do not hold one."""


class Said(Shape):
    """An answer from the cards; no sentences when they do not hold one."""

    sentences: Annotated[tuple[Sentence, ...], Field(max_length=5)]


class Wording(Shape):
    """New words for one place of a stage."""

    place: Short
    """The place, as listed."""
    text: Long
    """The new words."""
    cards: Annotated[tuple[Short, ...], Field(max_length=3)]
    """Ids of the listed cards on which the new words rest."""


class StageWords(Shape):
    """New words for one stage of the map."""

    wordings: Annotated[tuple[Wording, ...], Field(max_length=10)]


Doing = Literal[
    "rename", "reword", "feel", "remove", "add_action", "add_thought", "add_pain", "add_touchpoint",
]  # fmt: skip


class Change(Shape):
    """One change of the map."""

    do: Doing
    place: Short
    """The place, as listed; for something new the number of its stage."""
    text: Long
    """The new words; empty to remove something."""
    feeling: Short
    """For feel the feeling in one or two words, else empty."""
    valence: Annotated[int, Field(ge=-2, le=2)]
    """For feel from -2, the worst, to 2, the best, else 0."""
    channel: Channel | Literal["none"]
    """For add_touchpoint its channel, else none."""
    words: Words
    """The exact words of the message that ask for it."""
    cards: Annotated[tuple[Short, ...], Field(max_length=3)]
    """Ids of the listed cards on which the new words rest."""


class Changes(Shape):
    """What an owner wants changed on a drawn map."""

    wants: Literal["change", "fact", "question", "other"]
    said: Short
    """One short sentence that says what was changed; no question."""
    changes: Annotated[tuple[Change, ...], Field(max_length=6)]
