"""Simulated owners: they tell a fact only when asked for its topic, in their own manner, and never make one up."""

from typing import Annotated, Literal

from pydantic import Field

from assistant.brief import Topic
from assistant.model import Channel, Frozen
from assistant.text import Line
from assistant.turn import Turn
from evals.dataset import Case

Manner = Literal[
    "plain", "terse", "rambling", "typos", "contradicting", "correcting", "skipping", "dont_know", "off_topic",
    "hostile", "b2b_roles", "non_native", "several_businesses", "impatient", "asking_back",
]  # fmt: skip
Pattern = Annotated[str, Field(min_length=1)]
"""A regular expression, matched without regard to case."""


class Correction(Frozen):
    """A message that takes something back."""

    after: Topic
    """The topic whose answer it follows."""
    message: str
    expect_number: tuple[Line, float] | None = None
    expect: Pattern | None = None
    """What has to be found in the brief afterwards."""
    gone: Pattern | None = None
    """What must no longer be a fact of the brief, nor stand on the map."""


class Interruption(Frozen):
    """Something the owner says instead of an answer, once."""

    before: Topic
    """It is said when this topic is asked; asked again, the owner answers."""
    message: str
    reply: Pattern | None = None
    """What the reply has to say."""
    not_reply: Pattern | None = None
    """What the reply must not say."""
    cited: bool | None = None
    """Whether the reply has to cite cards, or must not."""


class Gold(Frozen):
    """What is true of the business, so far as the owner tells it."""

    industry: tuple[Line, ...]
    """Trades that are right, without the kind."""
    model: tuple[Line, ...] | Line
    channels: tuple[Channel, ...] = ()
    channels_also: tuple[Channel, ...] | None = None
    """Channels that may be read into it without being asked for; None: not annotated."""
    not_channels: tuple[Channel, ...] = ()
    """Channels that the owner says they do not have."""
    personas: tuple[Pattern, ...] = ()
    personas_also: tuple[Pattern, ...] | None = None
    numbers: tuple[tuple[Line, float], ...] = ()
    """[KPI, value]."""
    numbers_also: tuple[float, ...] | None = None
    """Other figures that were said; a figure that is in neither list is invented or misread."""
    pain_words: tuple[Pattern, ...] = ()
    pains_also: tuple[Pattern, ...] | None = None
    facts: dict[Line, Pattern] = Field(default_factory=dict)
    """Field of the brief and what it has to say: `goal`, `offer`, `purchase`, `place`, `price`, `retention` …"""
    unknown: tuple[Topic, ...] = ()
    """Topics that must stay unknown."""
    told_at_once: tuple[Topic, ...] = ()
    """Topics that the opening message answers: asking for them is asking again."""


class OwnerCase(Case):
    """One simulated owner."""

    manner: tuple[Manner, ...] = ("plain",)
    opening: str
    answers: dict[Topic, str | tuple[str, ...]]
    """What the owner says about a topic; a second entry is said when the assistant digs deeper."""
    otherwise: str = "that's all I can say about it"
    """Said when there is nothing left to say."""
    correction: Correction | None = None
    interruptions: tuple[Interruption, ...] = ()
    leaves_at: Topic | None = None
    """Asked for this topic, the owner says `leaves_with` instead."""
    leaves_with: str = "just draw it"
    gold: Gold


class SimulatedOwner:
    """Plays one case: an agenda of facts, each told once and only when asked for."""

    def __init__(self, case: OwnerCase) -> None:
        self.case = case
        self._left = {topic: list(_several(said)) for topic, said in case.answers.items()}
        self._interruptions = list(case.interruptions)
        self._correction = case.correction
        self._answered: Topic | None = None
        self.interrupting: Interruption | None = None
        """The interruption just made, whose reply has to be judged."""
        self.correcting = False
        """Whether the last message was the correction."""
        self.left = False
        """Whether the owner has asked for the map."""

    def next(self, turn: Turn) -> str:
        """Return what the owner says to the assistant's last turn."""
        self.interrupting, self.correcting = None, False
        if self._correction is not None and self._answered == self._correction.after:
            message, self._correction, self.correcting = self._correction.message, None, True
            return message
        topic = turn.asks
        if topic is None or topic == self.case.leaves_at:
            self.left = True
            return self.case.leaves_with
        for interruption in self._interruptions:
            if interruption.before == topic:
                self._interruptions.remove(interruption)
                self.interrupting = interruption
                return interruption.message
        self._answered = topic
        left = self._left.get(topic, [])
        return left.pop(0) if left else self.case.otherwise


def _several(said: str | tuple[str, ...]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else said
