"""Where a conversation stands: a fold of its turn log, nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from assistant.brief import Brief, Topic
from assistant.codebook import Offer
from assistant.edits import BriefEdit, apply
from assistant.interview import settled_by
from assistant.map_edits import MapEdit
from assistant.model import CardId, Frozen
from assistant.reading import Intent
from assistant.reply import Choice
from assistant.store import Row
from assistant.survey.corrections import Corrections
from assistant.synthesis import Synthesis
from assistant.tailoring import Tailoring
from assistant.usage import Usage


class Step(Frozen):
    """What the assistant made of one message; the body of a row of the turn log."""

    intent: Intent
    edits: tuple[BriefEdit, ...] = ()
    map_edits: tuple[MapEdit, ...] = ()
    synthesis: Synthesis | None = None
    paper: str | None = None
    """Name under which the log keeps the survey that `synthesis` was counted from."""
    corrections: Corrections = ()
    """What the user had corrected of that survey when it was counted."""
    offer: Offer | None = None
    """What was asked about a language model's part in the survey; the next message may answer it."""
    reply: str
    asks: Topic | None = None
    """The topic of the question that stands open after the reply."""
    probe: bool = False
    """Whether that question digs deeper into a topic already answered."""
    draws: bool = False
    """Whether this reply hands over the map."""
    recapped: bool = False
    """Whether the reply sums up a block of topics."""
    choices: tuple[Choice, ...] = ()
    citations: tuple[CardId, ...] = ()
    notes: tuple[str, ...] = ()
    """Quiet remarks for the user, such as that the model was out of reach."""
    tailoring: Tailoring | None = None
    """What a model reworded on the map that this step drew; kept, so that it is asked once and not at each view."""
    usage: Usage = Usage()
    """What a language model used for this turn."""


class Entry(Frozen):
    """One exchange of the conversation."""

    turn: int
    """Number of the owner's message, from 1."""
    msg_id: str
    text: str
    at: str
    step: Step


@dataclass(frozen=True)
class State:
    """A conversation so far."""

    entries: tuple[Entry, ...] = ()
    brief: Brief = field(default_factory=Brief)
    synthesis: Synthesis | None = None
    paper: str | None = None
    corrections: Corrections = ()
    map_edits: tuple[MapEdit, ...] = ()
    tailoring: Tailoring | None = None
    asked: tuple[Topic, ...] = ()
    """Topics asked so far, probes included, in order."""
    asking: Topic | None = None
    drafted: bool = False
    """Whether the owner has asked for the map."""
    before: "State | None" = None
    """The state that "back" returns to."""

    @property
    def turn(self) -> int:
        """How many messages the owner has sent."""
        return len(self.entries)

    @property
    def used(self) -> Usage:
        """What a language model used since the interview began, which is what one map cost."""
        used = Usage()
        for entry in self.entries:
            used = entry.step.usage if entry.step.intent == "start_over" else used + entry.step.usage
        return used

    @property
    def last(self) -> Step | None:
        """What was made of the newest message."""
        return self.entries[-1].step if self.entries else None


def fold(rows: Iterable[Row]) -> State:
    """Return the state that the rows of one thread lead to."""
    state = State()
    for row in rows:
        step = Step.model_validate_json(row.body)
        state = advance(state, Entry(turn=row.seq, msg_id=row.msg_id, text=row.text, at=row.at, step=step))
    return state


def advance(state: State, entry: Entry) -> State:
    """Return the state after one more exchange."""
    step = entry.step
    base = state
    if step.intent == "start_over":
        base = State()
    elif step.intent == "back" and state.before is not None:
        base = state.before
    after = replace(
        base,
        entries=(*state.entries, entry),
        brief=apply(base.brief, step.edits, entry.turn, entry.text),
        synthesis=step.synthesis or base.synthesis,
        paper=step.paper if step.synthesis else base.paper,
        corrections=step.corrections if step.synthesis else base.corrections,
        map_edits=(*base.map_edits, *step.map_edits),
        tailoring=step.tailoring or base.tailoring,
        asked=_asked(base, step),
        asking=step.asks,
        drafted=base.drafted or step.draws,
    )
    if (step.edits or step.map_edits or step.synthesis) and step.intent != "back":
        return replace(after, before=state)
    return after


def _asked(base: State, step: Step) -> tuple[Topic, ...]:
    """Topics asked so far, and those a survey answers; a question that merely stands again is not asked anew."""
    told = tuple(topic for topic in settled_by(step.synthesis) if topic not in base.asked)
    if step.asks is None or (step.asks == base.asking and not step.probe):
        return (*base.asked, *told)
    return (*base.asked, *told, step.asks)
