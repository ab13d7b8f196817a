"""The shape of every kind of knowledge card: one closed pydantic model per kind."""

from typing import Annotated, Literal

from pydantic import Field

from assistant.knowledge.kinds import IndustryStage, Kind, Phrases
from assistant.model import BusinessModel, CardId, Channel, Effort, Frozen, StageId, Strength
from assistant.text import Line, Text

Owner = Literal["brand", "partner", "customer", "social"]


class EvidenceSource(Frozen):
    """Where a card has it from."""

    ref: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")]
    """Key in `knowledge/sources.yaml`; `practice` when there is no study."""
    strength: Strength
    """`against` means: the evidence speaks against the habit; never recommended."""


class Benchmark(Frozen):
    """A published figure; no named source and year, no figure."""

    text: Line
    """The figure with its base, in one sentence."""
    source: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9-]+$")]
    """Key in `knowledge/sources.yaml`."""
    year: int = Field(ge=1980, le=2030)
    caution: Line
    """Why one's own figure may differ: denominator, country, kind of firm."""


class Base(Frozen):
    """What all cards share."""

    id: CardId
    """From the file's place: `knowledge/<kind>/<name>.md`."""
    title: Line
    says: Phrases = ()
    """How an owner or a customer would put it: slang and typos welcome; used to find the card."""
    sources: tuple[EvidenceSource, ...] = Field(min_length=1)
    related: tuple[CardId, ...] = ()
    body: Text
    """Plain words, under 120 of them."""

    @property
    def kind(self) -> str:
        """The kind of card, the part of the id before the colon."""
        return self.id.partition(":")[0]

    @property
    def recommended(self) -> bool:
        """Whether the card may be shown as advice: no source speaks against it."""
        return all(source.strength != "against" for source in self.sources)

    @property
    def strength(self) -> Strength:
        """The best evidence grade among the sources, `against` if any source speaks against."""
        order: tuple[Strength, ...] = ("against", "strong", "some", "vendor", "practice")
        return min((source.strength for source in self.sources), key=order.index)


class StageCard(Base):
    """One of the eight canonical stages."""

    order: int = Field(ge=1, le=8)
    customer_goal: Line
    """What the customer wants here, in the first person."""
    usual_five: Literal["aware", "consider", "buy", "use", "stay"]
    """Column it collapses into when only five are shown."""
    touchpoints: tuple[CardId, ...]
    kpis: tuple[CardId, ...]
    emotion: CardId


class ChannelCard(Base):
    """One channel: what it is good for and what it costs a small firm."""

    stages: tuple[StageId, ...] = Field(min_length=1)
    good_for: Line
    time_cost: Line
    goes_wrong: Line
    kpis: tuple[CardId, ...] = Field(min_length=1)
    words: Phrases = Field(min_length=1)
    """Names by which owners mention it in passing: "insta", "google maps", "the till"."""


class TouchpointCard(Base):
    """One moment where the customer meets the business or something that speaks for it."""

    stages: tuple[StageId, ...] = Field(min_length=1)
    channel: Channel
    owner: Owner
    action: Line
    """What the customer does, third person present: "opens the map profile"."""
    question: Line
    """What the customer asks themselves, in their own voice."""
    friction: tuple[Line, ...] = Field(min_length=1)
    evidence: Line
    """What to look at to know how it goes."""
    backstage: Line
    """Who or what makes it work."""
    words: Phrases = ()
    """Names by which owners mention it: "PDF quote", "till"."""


class PainCard(Base):
    """Something that goes wrong for customers."""

    customer_says: Phrases = Field(min_length=1)
    """The same pain in customers' words, as in a review; `says` holds the owner's."""
    signals: Phrases = ()
    """Words that point to it in a survey answer: "on hold", "refund"; without any it is not looked for in surveys."""
    industries: tuple[CardId, ...] = ()
    """Trades in which surveys are searched for it; empty for all."""
    stages: tuple[StageId, ...] = Field(min_length=1)
    touchpoints: tuple[CardId, ...] = Field(min_length=1)
    tactics: tuple[CardId, ...] = Field(min_length=1)
    """Tactics that answer it, best first."""
    why_one_tactic: Line | None = None
    """Said when only one tactic answers it."""
    kpis: tuple[CardId, ...] = Field(min_length=1)
    """KPIs that would show it, best first."""
    severity: int = Field(ge=1, le=3)
    """Usual severity: 1 a nuisance, 2 costs time or trust, 3 makes customers leave."""
    find_out: Line
    """A cheap way to learn whether it is real here."""
    method: CardId
    """The research method behind `find_out`."""


class KpiCard(Base):
    """A number worth watching."""

    formula: Line
    unit: Line
    direction: Literal["up", "down", "range"]
    stages: tuple[StageId, ...] = Field(min_length=1)
    models: tuple[BusinessModel, ...] = ()
    """Business models it suits; empty for all."""
    read_it: Line
    """Where a small firm reads it, tools named."""
    mistakes: Line
    benchmark: Benchmark | None = None
    words: Phrases = ()
    """Words that stand beside its value when an owner quotes it: "quotes I win", "no-shows"."""


class TacticCard(Base):
    """Something to do, small enough to start this week."""

    stages: tuple[StageId, ...] = Field(min_length=1)
    trigger: Line
    """The moment or sign that calls for it."""
    how: Line
    """The cheap version for a small firm."""
    first_step: Line
    """One step doable within two weeks without a hire; an imperative sentence."""
    first_step_hours: float = Field(gt=0, le=40)
    costs_money: bool = False
    """Whether the first step needs more than a few coins."""
    effort: Effort
    impact: Literal["low", "medium", "high", "uncertain"]
    kpis: tuple[CardId, ...] = Field(min_length=1)
    """KPIs it should move, best first."""
    legal: tuple[CardId, ...] = ()
    risk: Line | None = None
    channel: Channel
    timing: Line
    """When to do it, seen from the customer's side: "the Monday after"."""
    retention: bool = False
    """Whether it brings customers back or keeps them."""
    industries: tuple[CardId, ...] = ()
    """Trades it suits; empty for all."""
    customer_value: Line
    business_value: Line


class PracticeCard(Base):
    """How to map journeys well."""

    confidence: Literal["high", "medium", "low"]


class MistakeCard(Base):
    """How journey mapping goes wrong."""

    sign: Line
    fix: tuple[CardId, ...] = Field(min_length=1)
    fix_words: Line


class MapTypeCard(Base):
    """A kind of map and when to use it."""

    use_when: Line


class MethodCard(Base):
    """A way to learn from customers."""

    takes: Line
    """Time and sample for a small firm."""
    gives: Line
    limits: Line


class EmotionCard(Base):
    """What customers tend to feel at a stage; a pattern to check, not a fact."""

    stage: StageId
    high: Line
    """A word for the good end: "curious"."""
    low: Line
    """A word for the bad end: "overloaded"."""
    needs: tuple[Line, ...] = Field(min_length=1)
    worry: Line
    """What the customer may worry about, first person."""


class B2bCard(Base):
    """How business customers differ from private ones."""

    b2b: Line
    b2c: Line


class IndustryCard(Base):
    """A trade: its stages, touchpoints, pains, numbers, tactics and seasons."""

    words: Phrases = Field(min_length=3)
    """Words by which an owner names the trade: "barber", "nail bar"."""
    customer: Line
    """What the trade calls one customer: "guest"."""
    customers: Line
    """The same in the plural."""
    model: BusinessModel
    """The usual business model."""
    stages: tuple[IndustryStage, ...] = Field(min_length=6, max_length=8)
    """In order; the canonical stages never go backwards; after the purchase there is retention or advocacy.
    Their lines hold for every business of the trade; what holds for some only stands in `kinds`."""
    kinds: tuple[Kind, ...] = ()
    """Kinds of business within the trade, each with its own lines."""
    moments_of_truth: tuple[StageId, ...] = Field(min_length=1, max_length=3)
    moment_why: Line
    """Why these decide, in one sentence."""
    channels: tuple[Channel, ...] = Field(min_length=2)
    pains: tuple[CardId, ...] = Field(min_length=3)
    kpis: tuple[CardId, ...] = Field(min_length=4)
    tactics: tuple[CardId, ...] = Field(min_length=5)
    legal: tuple[CardId, ...] = ()
    seasonality: Line


class LegalCard(Base):
    """A prompt to check the law; never advice."""

    as_of: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    check: Line
    """What to check, in one sentence, fit to stand beside a tactic."""


Card = (
    StageCard | ChannelCard | TouchpointCard | PainCard | KpiCard | TacticCard | PracticeCard | MistakeCard
    | MapTypeCard | MethodCard | EmotionCard | B2bCard | IndustryCard | LegalCard
)  # fmt: skip

CARD_TYPES: dict[str, type[Card]] = {
    "stage": StageCard, "channel": ChannelCard, "touchpoint": TouchpointCard, "pain": PainCard,
    "kpi": KpiCard, "tactic": TacticCard, "practice": PracticeCard, "mistake": MistakeCard,
    "maptype": MapTypeCard, "method": MethodCard, "emotion": EmotionCard, "b2b": B2bCard,
    "industry": IndustryCard, "legal": LegalCard,
}  # fmt: skip
