"""The brief: what we know before a map is drawn, every fact with the turns it came from."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from assistant.model import BusinessModel, CardId, Channel, Frozen, StageId
from assistant.text import Line, Message, Text

Topic = Literal[
    "offer", "customer", "goal", "discovery", "purchase", "delivery", "after_sale", "retention",
    "pains", "numbers", "resources",
]  # fmt: skip
TOPICS: tuple[Topic, ...] = get_args(Topic)

Use = Literal["discover", "buy", "receive", "serve", "keep"]
JourneyPart = Literal["discovery", "purchase", "delivery", "after_sale"]
Turns = tuple[Annotated[int, Field(ge=0)], ...]
"""Numbers of the owner's messages a fact came from, from 1; empty in a brief written by hand."""


class Business(Frozen):
    """The business in the owner's words; what is None was not said."""

    name: Line | None = None
    offer: Line | None = None
    model: BusinessModel | None = None
    industry: CardId | None = None
    place: Line | None = None
    price: Line | None = None


class Persona(Frozen):
    """One kind of customer, as the owner describes them."""

    name: Line
    who: Line
    goals: tuple[Line, ...] = ()
    worries: tuple[Line, ...] = ()
    turns: Turns = ()


class ChannelUse(Frozen):
    """A channel and what customers use it for."""

    channel: Channel
    use: Use
    words: Line | None = None
    """The words that named it, such as "wedding fairs"."""
    turns: Turns = ()


class Pain(Frozen):
    """What goes wrong for customers, in the owner's words."""

    words: Line
    pain: CardId | None = None
    """The card it matches best, if one fits."""
    stage: StageId | None = None
    turns: Turns = ()


class Number(Frozen):
    """A number the owner gave."""

    kpi: CardId | None = None
    value: float
    unit: Line
    """A share is 0-100 with unit `%`: "1 in 4" is 25."""
    words: Line
    turns: Turns = ()


class Journey(Frozen):
    """What happens along the way, as the owner tells it."""

    discovery: Text | None = None
    purchase: Text | None = None
    delivery: Text | None = None
    after_sale: Text | None = None


class Resources(Frozen):
    """What the owner can put in."""

    words: Text
    people: Line | None = None
    hours_a_week: float | None = Field(default=None, ge=0, le=1000)
    budget: Literal["none", "small", "some"] | None = None
    tools: tuple[Line, ...] = ()


class Origin(Frozen):
    """Where a single-valued fact came from."""

    fact: Line
    """Path of the fact, such as `business.offer`, `goal` or `journey.purchase`."""
    turns: Turns


class Said(Frozen):
    """One message of the owner, kept so that a quote can be checked."""

    turn: Annotated[int, Field(ge=1)]
    text: Message


class Brief(Frozen):
    """Everything we know about a business before drawing its map."""

    business: Business = Business()
    personas: tuple[Persona, ...] = ()
    goal: Text | None = None
    channels: tuple[ChannelUse, ...] = ()
    journey: Journey = Journey()
    pains: tuple[Pain, ...] = ()
    numbers: tuple[Number, ...] = ()
    keeping: tuple[Text, ...] = ()
    resources: Resources | None = None
    unknown: tuple[Topic, ...] = ()
    """Topics the owner skipped or does not know: they stay unknown."""
    origins: tuple[Origin, ...] = ()
    """Turns of the facts that are single values."""
    said: tuple[Said, ...] = ()
    """The messages that carry facts."""

    def turns_of(self, fact: str) -> Turns:
        """Return the turns that the single-valued fact at path `fact` came from, () if unknown."""
        return next((origin.turns for origin in self.origins if origin.fact == fact), ())

    def knows(self, topic: Topic) -> bool:
        """Tell whether the brief holds an answer to `topic`."""
        return bool(
            {
                "offer": self.business.offer,
                "customer": self.personas,
                "goal": self.goal,
                "discovery": self.journey.discovery,
                "purchase": self.journey.purchase,
                "delivery": self.journey.delivery,
                "after_sale": self.journey.after_sale,
                "retention": self.keeping,
                "pains": self.pains,
                "numbers": self.numbers,
                "resources": self.resources,
            }[topic]
        )
