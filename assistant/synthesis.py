"""What a survey says: scores, themes and quotes, every count derived from the responses behind it."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from assistant.model import CardId, Frozen, StageId
from assistant.text import Line, Text

Measure = Literal["nps", "csat", "ces", "rating"]
Percent = Annotated[float, Field(ge=0, le=100)]
"""A share, 0-100."""


class Question(Frozen):
    """One column of the survey and how it was read."""

    id: Line
    text: Line
    role: Literal[
        "id", "nps", "csat", "ces", "rating", "open", "single", "multi", "segment", "stage", "date", "weight", "ignore"
    ]
    scale: tuple[float, float] | None = None
    """Lowest and highest possible answer of a scored question."""
    higher_is_better: bool = True
    answered: int = Field(ge=0)
    counts: tuple[tuple[Line, int], ...] = ()
    """Answers of a closed question, most frequent first."""


class Score(Frozen):
    """One measure with its uncertainty."""

    measure: Measure
    question: Line
    value: float
    """NPS -100..100; CSAT percent 0-100; CES and rating on their own scale."""
    interval: tuple[float, float]
    """95 % interval in the unit of `value`."""
    n: int = Field(ge=1)
    method: Line
    """How value and interval were worked out, in words."""


class Quote(Frozen):
    """A verbatim span of one response."""

    response: str
    text: Text


class Theme(Frozen):
    """One thing that several responses are about."""

    id: Line
    label: Line
    pain: CardId | None = None
    stage: StageId | None = None
    stage_basis: Literal["column", "card", "not stated"] = "not stated"
    touchpoint: CardId | None = None
    count: int = Field(ge=0)
    share: Percent
    interval: tuple[Percent, Percent]
    sentiment: float = Field(ge=-1, le=1)
    severity: float | None = Field(default=None, ge=0, le=1)
    """Share of those who mention it and scored low, 0-1; None if it cannot be told."""
    severity_basis: Literal["own score", "estimated", "unknown"] = "unknown"
    impact: float | None = None
    """Score of all minus score of all without those who name it, in points of that score."""
    impact_interval: tuple[float, float] | None = None
    quotes: tuple[Quote, ...] = ()
    response_ids: tuple[str, ...] = ()
    sure_ids: tuple[str, ...] = ()
    """Those of `response_ids` that speak of it beyond doubt."""
    few_voices: bool = False
    """Fewer than five responses: read them, do not rank them."""

    @model_validator(mode="after")
    def _counts_its_responses(self) -> "Theme":
        if self.count != len(set(self.response_ids)) or len(set(self.response_ids)) != len(self.response_ids):
            raise ValueError(f"theme {self.label}: the count is not the number of its responses")
        if any(quote.response not in self.response_ids for quote in self.quotes):
            raise ValueError(f"theme {self.label}: a quote is not from one of its responses")
        if not set(self.sure_ids).issubset(self.response_ids):
            raise ValueError(f"theme {self.label}: a sure response is not one of its responses")
        return self


class Segment(Frozen):
    """How one group of respondents differs from the rest, after correction for looking often."""

    question: Line
    group: Line
    n: int = Field(ge=1)
    finding: Line
    theme: Line | None = None
    p_corrected: float | None = Field(default=None, ge=0, le=1)


class Unclassified(Frozen):
    """Responses that fit no theme, and a few of them to read."""

    count: int = Field(ge=0)
    sample: tuple[Quote, ...] = ()
    reasons: tuple[tuple[Line, int], ...] = ()
    """Why they fit none, and how many each."""
    possible: tuple[Theme, ...] = ()
    """Groups of alike responses that no theme covers: perhaps new themes, to be read and named."""


class ByModel(Frozen):
    """Which parts of a synthesis are a language model's; the rest was counted without one."""

    name: Line
    """Which model."""
    named: tuple[Line, ...] = ()
    """Ids of the themes whose names it proposed."""
    found: tuple[Line, ...] = ()
    """Ids of the themes it proposed, which no card knows."""
    read: int = Field(default=0, ge=0)
    """Unclear answers that have the themes it told."""
    kept: int = Field(default=0, ge=0)
    """Unclear answers that keep the built-in reading, because its own could not be used."""
    summary: tuple[Text, ...] = ()
    """Sentences it wrote, each checked against the figures."""


class Synthesis(Frozen):
    """A survey, read."""

    responses: int = Field(ge=0)
    comments: int = Field(default=0, ge=0)
    """Responses with words of their own; shares of themes are shares of these."""
    industry: CardId | None = None
    """The trade whose cards were used."""
    questions: tuple[Question, ...] = ()
    scores: tuple[Score, ...] = ()
    themes: tuple[Theme, ...] = ()
    segments: tuple[Segment, ...] = ()
    praise: tuple[Theme, ...] = ()
    unclassified: Unclassified = Unclassified(count=0)
    notes: tuple[Line, ...] = ()
    model: ByModel | None = Field(default=None, exclude_if=lambda value: value is None)
    """What a language model did of it; not there if none did anything."""
