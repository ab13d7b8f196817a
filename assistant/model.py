"""The journey map: frozen, closed, and every leaf carries the basis on which it stands."""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.text import Line, Text

SCHEMA_VERSION: Literal["1.0"] = "1.0"

Channel = Literal[
    "search", "maps", "ads-search", "social", "ads-social", "marketplace", "website", "email", "sms",
    "messaging", "live-chat", "phone", "post", "store", "event", "outdoor", "referral", "partner",
    "review-site", "app", "community", "sales-rep", "delivery",
]  # fmt: skip
CHANNELS: tuple[Channel, ...] = get_args(Channel)

StageId = Literal[
    "stage:awareness", "stage:consideration", "stage:purchase", "stage:onboarding",
    "stage:use", "stage:retention", "stage:advocacy", "stage:exit",
]  # fmt: skip
STAGES: tuple[StageId, ...] = get_args(StageId)

CardKind = Literal[
    "stage", "channel", "touchpoint", "pain", "kpi", "tactic", "practice", "mistake", "maptype",
    "method", "emotion", "b2b", "industry", "legal",
]  # fmt: skip
KINDS: tuple[CardKind, ...] = get_args(CardKind)

CardId = Annotated[str, Field(pattern=rf"^({'|'.join(KINDS)}):[a-z0-9]+(-[a-z0-9]+)*$")]
"""Id of a knowledge card, `kind:kebab-name`."""

BusinessModel = Literal["b2c", "b2b", "both", "nonprofit"]
MapKind = Literal["current", "future", "day-in-the-life"]
Effort = Literal["S", "M", "L"]
Strength = Literal["strong", "some", "vendor", "practice", "against"]


class Frozen(BaseModel):
    """A closed value: unknown fields are refused, a change makes a new value."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)


class OwnerSaid(Frozen):
    """The owner said it."""

    kind: Literal["owner_said"] = "owner_said"
    turns: tuple[Annotated[int, Field(ge=0)], ...] = Field(min_length=1)
    """Numbers of the owner's messages, from 1; 0 is a brief written by hand."""
    quote: Text
    """The owner's words, verbatim from one of those turns."""


class FromSurvey(Frozen):
    """Customers said it in a survey."""

    kind: Literal["survey"] = "survey"
    responses: tuple[str, ...] = Field(min_length=1)
    """Ids of the responses that stand behind it."""
    quote: Text
    """One respondent's words, verbatim."""
    count: int = Field(ge=1)
    """How many responses say so."""


class FromCard(Frozen):
    """Knowledge cards say it: best practice, not something known about this business."""

    kind: Literal["card"] = "card"
    cards: tuple[CardId, ...] = Field(min_length=1)


class Assumed(Frozen):
    """Nobody said it: a guess to be checked with customers."""

    kind: Literal["assumption"] = "assumption"
    why: Line
    """Where the guess comes from, such as "typical for hair salons"."""
    cards: tuple[CardId, ...] = ()
    """Cards that the guess leans on, if any."""
    turns: tuple[Annotated[int, Field(ge=0)], ...] = ()
    """Messages of the owner that the guess leans on, if any."""


Basis = Annotated[OwnerSaid | FromSurvey | FromCard | Assumed, Field(discriminator="kind")]
"""How we know a leaf of the map."""


class Statement(Frozen):
    """One thing the map says, and how we know it."""

    text: Line
    basis: Basis


class Business(Frozen):
    """Whose map it is."""

    name: Line | None = None
    offer: Line
    model: BusinessModel
    industry: CardId
    place: Line | None = None
    price: Line | None = None
    basis: Basis


class Persona(Frozen):
    """Through whose eyes the map looks: one kind of customer."""

    name: Line
    who: Line
    goals: tuple[Statement, ...] = ()
    worries: tuple[Statement, ...] = ()
    basis: Basis


class Touchpoint(Frozen):
    """One moment where the customer meets the business or something that speaks for it."""

    name: Line
    card: CardId | None = None
    channel: Channel
    owner: Literal["brand", "partner", "customer", "social"]
    status: Literal["exists", "suggested"]
    """`exists` only if the owner or a survey named it."""
    basis: Basis


class Emotion(Frozen):
    """How the customer feels at a stage."""

    valence: int = Field(ge=-2, le=2)
    """From -2, the worst, to +2, the best."""
    word: Line
    because: Line
    basis: Basis


class PainPoint(Frozen):
    """What makes a stage hard for the customer."""

    id: Annotated[str, Field(pattern=r"^pain-\d+$")]
    """Id within this map, to which opportunities point."""
    text: Line
    card: CardId | None = None
    severity: int = Field(ge=1, le=3)
    """1 a nuisance, 2 costs customers time or trust, 3 makes them leave."""
    share: float | None = Field(default=None, ge=0, le=100)
    """Percent of survey responses that name it, 0-100; None without a survey."""
    basis: Basis


class MomentOfTruth(Frozen):
    """Why this stage decides whether the customer goes on."""

    why: Line
    basis: Basis


class Opportunity(Frozen):
    """What to do about a pain: the tactic, the number it should move, and the first step."""

    text: Line
    answers: Annotated[str, Field(pattern=r"^pain-\d+$")]
    tactic: CardId
    kpi: CardId
    reason: Line
    """The chain from the pain over the tactic to the KPI, in words."""
    customer_value: Line
    business_value: Line
    effort: Effort
    first_step: Line
    """Doable within two weeks without a hire."""
    owner: Line
    basis: Basis


class Baseline(Frozen):
    """Where a KPI stands today, only if somebody said so."""

    value: float
    unit: Line
    """A share is 0-100 with unit `%`."""
    words: Line
    """The words that carry the number."""
    basis: Annotated[OwnerSaid | FromSurvey, Field(discriminator="kind")]


class Kpi(Frozen):
    """A number to watch at a stage."""

    kpi: CardId
    name: Line
    formula: Line
    unit: Line
    direction: Literal["up", "down", "range"]
    baseline: Baseline | None = None
    target: Line | None = None
    how_to_measure: Line
    """Where a small firm reads it."""
    basis: Basis


class RetentionTactic(Frozen):
    """Something that brings the customer back."""

    tactic: CardId
    name: Line
    trigger: Line
    action: Line
    channel: Channel
    timing: Line
    kpi: CardId
    effort: Effort
    caution: Line | None = None
    """A prompt to check the law, when the card has one."""
    basis: Basis


class Stage(Frozen):
    """A column of the map: one step of the customer's way, in their words."""

    id: StageId
    """The canonical stage; two neighbouring columns may share one."""
    name: Line
    customer_goal: Statement
    actions: tuple[Statement, ...] = Field(min_length=1)
    thoughts: tuple[Statement, ...] = ()
    touchpoints: tuple[Touchpoint, ...]
    emotion: Emotion
    pains: tuple[PainPoint, ...] = ()
    moment_of_truth: MomentOfTruth | None = None
    opportunities: tuple[Opportunity, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    retention_tactics: tuple[RetentionTactic, ...] = ()
    backstage: Statement | None = None
    owner: Line
    """Who in the business looks after this stage."""
    basis: Basis
    """How we know that the stage exists under this name."""


class TopAction(Frozen):
    """One of the few things to do first."""

    text: Line
    when: Line
    stage: int = Field(ge=0)
    """Position of the stage it belongs to, from 0."""
    tactic: CardId
    kpi: CardId
    effort: Effort
    why: Line
    basis: Basis


class Contradiction(Frozen):
    """Where the owner's view and the customers' words disagree, side by side."""

    topic: Line
    owner_view: Statement
    customer_view: Statement


class Assumption(Frozen):
    """Something to find out, with a cheap way to do so."""

    text: Line
    find_out: Line
    method: CardId | None = None
    basis: Basis


class Source(Frozen):
    """What a basis points to: a message, a response or a card, with its words."""

    id: Line
    """`turn:3`, `response:r17` or the id of a card."""
    kind: Literal["turn", "response", "card"]
    title: Line
    text: Annotated[str, Field(max_length=40_000)]
    """The words that quotes and numbers are checked against."""
    strength: Strength | None = None
    """Evidence grade of a card."""
    cites: tuple[Line, ...] = ()
    """Where a card has it from."""


class JourneyMap(Frozen):
    """One persona's way through one scenario, from before first contact to after the purchase."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION
    title: Line
    """What the customer wants, in the first person: "I …". Its basis is that of `scenario`."""
    kind: MapKind = "current"
    business: Business
    persona: Persona
    scenario: Statement
    stages: tuple[Stage, ...] = Field(min_length=1)
    top_actions: tuple[TopAction, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    kept_apart: tuple[Statement, ...] = ()
    """Things that belong to another persona's map, named so that they are not lost."""
    assumptions_to_validate: tuple[Assumption, ...] = ()
    notes: tuple[Line, ...] = ()
    """Quiet remarks about the map as a whole, such as which parts a model worded."""
    sources: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _pain_ids_are_unique(self) -> "JourneyMap":
        ids = [pain.id for stage in self.stages for pain in stage.pains]
        if len(ids) != len(set(ids)):
            raise ValueError("two pains share an id")
        return self
