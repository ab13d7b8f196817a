"""What stands in the chat: the same bubbles live and after a resume, drawn from the turn log."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from assistant.model import Frozen
from assistant.reply import Choice
from assistant.state import Entry, State
from assistant.synthesis import Synthesis
from assistant.web.markdown import shown


class Bubble(Frozen):
    """One message on the page."""

    id: str
    mine: bool = False
    """Whether the owner wrote it."""
    words: str
    at: str = ""
    error: bool = False
    door: str = ""
    """Which part of the page answered, "" for the conversation."""
    draws: bool = False
    """Whether the map and its downloads stand below it."""
    synthesis: Synthesis | None = None
    """The survey whose chart stands below it."""
    turn: int = 0
    """Number of the message it answers, where something is fetched for it."""


class Button(Frozen):
    """A quick reply under a bubble."""

    id: str
    name: str
    label: str
    turn: int
    """How many messages the owner had sent when the question was asked."""
    value: str = ""


def made(thread: str, what: str) -> str:
    """Return the id of something in a thread; the same thing has the same id after a resume and in another tab."""
    return str(uuid5(NAMESPACE_URL, f"journey:{thread}:{what}"))


def reply_bubble(
    thread: str, msg_id: str, reply: str, notes: Iterable[str], draws: bool, at: str = "",
    synthesis: Synthesis | None = None, turn: int = 0,
) -> Bubble:  # fmt: skip
    """Return the bubble that answers the message `msg_id`."""
    quiet = "".join(f"\n\n*{shown(note)}*" for note in notes)
    return Bubble(
        id=made(thread, f"reply:{msg_id}"), words=shown(reply) + quiet, at=at, draws=draws, synthesis=synthesis,
        turn=turn,
    )  # fmt: skip


def entry_bubble(thread: str, entry: Entry) -> Bubble:
    """Return the bubble that answered an exchange of the log."""
    step = entry.step
    return reply_bubble(thread, entry.msg_id, step.reply, step.notes, step.draws, entry.at, step.synthesis, entry.turn)


def buttons(thread: str, turn: int, choices: Iterable[Choice]) -> tuple[Button, ...]:
    """Return the quick replies to the question that stands after message number `turn`."""
    return tuple(
        Button(
            id=made(thread, f"choice:{turn}:{choice.value}"),
            name="reply",
            label=choice.label,
            turn=turn,
            value=choice.value,
        )
        for choice in dict.fromkeys(choices)
    )


def remembered(thread: str, greeting: str, kept: Iterable[Mapping[str, Any]], state: State) -> tuple[Bubble, ...]:
    """Return every bubble of a conversation in order: what the page kept, completed by the turn log.

    The log is the truth: where both know a bubble, its words count; what only the log knows stands after the
    exchange before it.
    """
    page = {bubble.id: bubble for bubble in map(_kept, kept)}
    place = {id: float(position) for position, id in enumerate(page)}
    last = -1.0
    for entry in state.entries:
        for bubble in _exchange(thread, entry):
            page[bubble.id] = bubble
            last = place.setdefault(bubble.id, last + 1e-6)
    opening = Bubble(id=made(thread, "greeting"), words=shown(greeting))
    return (opening, *(page[id] for id in sorted(place, key=place.__getitem__) if id != opening.id))


def _kept(step: Mapping[str, Any]) -> Bubble:
    mine = step["type"] == "user_message"
    return Bubble(
        id=step["id"],
        mine=mine,
        words=step["output"],
        at=step["createdAt"] or "",
        error=bool(step.get("isError")),
        door=(step.get("metadata") or {}).get("door", ""),
    )


def _exchange(thread: str, entry: Entry) -> Iterator[Bubble]:
    yield Bubble(id=entry.msg_id, mine=True, words=entry.text, at=entry.at)
    yield entry_bubble(thread, entry)
