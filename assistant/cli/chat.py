"""The interview in a terminal or a pipe: one message per line, answered one by one."""

import asyncio
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Literal, Protocol
from uuid import uuid4

from assistant.brief import TOPICS, Brief
from assistant.cli import screen
from assistant.cli.keep import keep_map, write_map
from assistant.conversation import Conversation, open_assistant
from assistant.errors import JourneyError
from assistant.minds import OnWords
from assistant.model import JourneyMap
from assistant.settings import Settings, load_settings
from assistant.spending import Spending
from assistant.text import clean
from assistant.turn import Turn
from assistant.usage import Usage
from assistant.words import Words, load_words

LONGEST_LINE = 1_000_000
"""Bytes of an input line that are read; the rest is passed over, because no message is that long."""


@dataclass(frozen=True)
class Talk:
    """One new conversation, for a caller that waits for each answer."""

    runner: asyncio.Runner
    conversation: Conversation

    @property
    def notice(self) -> str | None:
        """What leaves this machine, if anything does."""
        return self.conversation.opening().notice

    def say(self, text: str, on_words: OnWords | None = None) -> Turn:
        """Take one message in; Ctrl-C while it is answered stops the model, and what was said counts all the same."""
        msg_id = str(uuid4())
        try:
            return self.runner.run(self.conversation.say(text, msg_id=msg_id, on_words=on_words))
        except KeyboardInterrupt:
            return self.runner.run(self.conversation.say(text, msg_id=msg_id))

    def draw(self) -> JourneyMap | None:
        """Draw the map as far as it is known."""
        return self.runner.run(self.conversation.map())


class Listener(Protocol):
    """Shows the interview to whoever sits at the other end."""

    @property
    def early(self) -> OnWords | None:
        """Takes the first words of a reply while the rest is made, where that can be shown."""

    def turn(self, turn: Turn) -> None:
        """Show the answer to a message."""

    def trouble(self, sentence: str) -> None:
        """Show why a message could not be taken; nothing is lost."""

    def goodbye(self) -> None:
        """Answer /quit."""

    def kept(self, path: Path) -> None:
        """Say where the map was written."""


@contextmanager
def open_talk(settings: Settings) -> Iterator[Talk]:
    """Open a conversation under a fresh thread id."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            assistant = runner.run(stack.enter_async_context(open_assistant(settings)))
            yield Talk(runner, assistant.conversation(str(uuid4())))
        finally:
            runner.run(stack.aclose())


def hold(
    lines: BinaryIO, *, as_json: bool, map_out: Path | None, mind: Literal["embedded", "model"] | None = None
) -> None:
    """Answer the messages in `lines` until they end or say /quit; write the map at /draft and at the end."""
    settings = load_settings(mind=mind) if mind else load_settings()
    words = load_words("cli", settings.language)
    spending = Spending(settings)
    listener: Listener = Pipe(words, spending) if as_json else Terminal(words, spending)
    if isinstance(listener, Terminal):
        listener.greet(load_words("interview", settings.language)("greeting"))
    with open_talk(settings) as talk:
        if talk.notice:
            screen.complain(talk.notice)
        keeps = _Keeping(settings, map_out, wanted=map_out is not None or not as_json, listener=listener)
        for line in read_lines(lines, prompt="" if as_json else "> "):
            command = clean(line).casefold()
            if command == "/quit":
                keeps.write(talk.draw())
                listener.goodbye()
                return
            try:
                listener.turn(talk.say(words("chat.draw") if command == "/draft" else line, listener.early))
            except JourneyError as error:
                listener.trouble(str(error))
            except Exception:  # because one message that fails must not end the interview
                logging.getLogger(__name__).exception("A message could not be answered.")
                listener.trouble(words("chat.failed"))
            keeps.stale = True
            if command == "/draft":
                keeps.write(talk.draw())
        if not keeps.write(talk.draw()) and map_out is not None:
            screen.complain(words("chat.no_map"))


def read_lines(stream: BinaryIO, prompt: str = "") -> Iterator[str]:
    """Yield the lines of `stream`; a line ends at a newline and nowhere else, so that one line is one message."""
    while True:
        if prompt and sys.stdin.isatty():
            sys.stdout.write(f"\n{prompt}")
            sys.stdout.flush()
        try:
            raw = stream.readline(LONGEST_LINE)
            rest = raw
            while len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
                rest = stream.readline(LONGEST_LINE)
        except KeyboardInterrupt:
            return  # because Ctrl-C must not lose the map
        if not raw:
            return
        yield raw.decode("utf-8", errors="replace").rstrip("\r\n")


@dataclass
class _Keeping:
    """Writes the map once for each state of the conversation."""

    settings: Settings
    map_out: Path | None
    wanted: bool
    listener: Listener
    stale: bool = False

    def write(self, journey: JourneyMap | None) -> bool:
        """Write `journey` unless it is written already; tell whether there is a map."""
        if journey is not None and self.stale and self.wanted:
            path = write_map(journey, self.map_out) if self.map_out else keep_map(journey, self.settings)
            self.listener.kept(path)
            self.stale = False
        return journey is not None


@dataclass
class Pipe:
    """Answers every input line with exactly one JSON object."""

    words: Words
    spending: Spending
    last: dict[str, object] = field(
        default_factory=lambda: {
            "turn": 0,
            "reply": "",
            "asks": None,
            "intent": "unclear",
            "brief": Brief().model_dump(mode="json"),
            "progress": {"known": 0, "total": len(TOPICS)},
            "map_ready": False,
            "citations": [],
            "usage": {},
        }
    )

    early = None
    """A program gets whole answers."""

    def __post_init__(self) -> None:
        self.last["usage"] = self._usage(Usage(), Usage())

    def turn(self, turn: Turn) -> None:
        """Print what the message led to."""
        told = turn.model_dump(mode="json", include=set(self.last) - {"usage"})
        self.last = {**told, "usage": self._usage(turn.usage, turn.used)}
        screen.show_json_line(self.last)

    def trouble(self, sentence: str) -> None:
        """Print the sentence as a reply; everything else stands as it was."""
        self._say(sentence, "unclear")

    def goodbye(self) -> None:
        """Print a last object, because /quit is an input line too."""
        self._say(self.words("chat.goodbye"), "stop")

    def kept(self, path: Path) -> None:
        """Print nothing: the caller named the file."""

    def _say(self, reply: str, intent: str) -> None:
        screen.show_json_line({**self.last, "reply": reply, "intent": intent, "citations": []})

    def _usage(self, turn: Usage, map: Usage) -> dict[str, object]:
        return {"turn": self.spending.fields(turn), "map": self.spending.fields(map)}


@dataclass(frozen=True)
class Terminal:
    """Shows the interview as plain text."""

    words: Words
    spending: Spending
    passing: screen.Passing = field(default_factory=screen.Passing)

    @property
    def early(self) -> OnWords | None:
        """Show the first words of a reply on a terminal, until the whole reply takes their place."""
        return self._early if screen.can_erase() else None

    async def _early(self, words: str) -> None:
        self.passing.add(plain(words))

    def greet(self, greeting: str) -> None:
        """Show what stands before the first message."""
        screen.show(f"{plain(greeting)}\n\n{self.words('chat.how')}")

    def turn(self, turn: Turn) -> None:
        """Show the reply, its quick replies and how far the interview is."""
        self.passing.end()
        parts = ["", "\n\n".join((plain(turn.reply), *turn.notes))]
        if turn.choices:
            parts.append(self.words("chat.choices", choices=" · ".join(choice.label for choice in turn.choices)))
        if turn.asks:
            parts.append(self.words("chat.progress", known=turn.progress.known, total=turn.progress.total))
        if turn.usage.calls:
            parts.append(self.spending.line(turn.usage, turn.used))
        for part in parts:
            screen.show(part)

    def trouble(self, sentence: str) -> None:
        """Show the sentence."""
        self.passing.end()
        screen.show(f"\n{sentence}")

    def goodbye(self) -> None:
        """Say goodbye."""
        screen.show(self.words("chat.goodbye"))

    def kept(self, path: Path) -> None:
        """Say where the map is."""
        screen.show(f"\n{self.words('chat.kept', path=path.resolve())}")


def plain(markdown: str) -> str:
    """Return `markdown`, as replies are written in it, without its marks."""
    return re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", markdown)
