"""The columns of a trade, and the kinds of business within it for which other lines hold."""

from typing import Annotated

from pydantic import Field

from assistant.model import CardId, Frozen, StageId
from assistant.text import Line

Phrases = tuple[Annotated[Line, Field(max_length=160)], ...]


class IndustryStage(Frozen):
    """A column of the map in the words of a trade."""

    stage: StageId
    name: Line
    """Short, from the customer's side: "Crave", "Weigh the quote"."""
    goal: Line
    """What the customer wants, first person: "I want …"."""
    action: Line
    """What the customer typically does, third person present, no subject."""
    thought: Line
    """What goes through their head, first person."""
    feeling: Line
    """One word."""
    valence: int = Field(ge=-2, le=2)
    because: Line
    """Why they feel so, a short clause."""
    touchpoints: tuple[CardId, ...] = Field(min_length=1)
    """Usual touchpoints of the trade at this stage."""
    backstage: Line
    """Who or what in the business makes this stage work."""
    kpi: CardId
    """The one number to watch here."""


class KindLine(Frozen):
    """What a column says for one kind of business of the trade; a field left out stays as the trade has it."""

    column: Line
    """Name of the column in `stages`."""
    name: Line | None = None
    goal: Line | None = None
    action: Line | None = None
    thought: Line | None = None
    feeling: Line | None = None
    valence: int | None = Field(default=None, ge=-2, le=2)
    because: Line | None = None
    backstage: Line | None = None
    touchpoints: tuple[CardId, ...] | None = None
    """Instead of those of the trade, where this kind of business meets its customers elsewhere."""


class Kind(Frozen):
    """One kind of business within a trade, with the lines that hold for it and not for the whole trade."""

    fits: Phrases = Field(min_length=1)
    """Words in an owner's offer that tell this kind: "bike", "cycling"."""
    customer: Line | None = None
    """What this kind calls one customer, where the trade's word does not fit: "rider"."""
    customers: Line | None = None
    moment_why: Line | None = None
    lines: tuple[KindLine, ...] = ()
