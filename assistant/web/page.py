"""The chat page: what happens when a chat starts, a message or a click comes in, and an old chat is opened again."""

import asyncio
import logging
import sys
import traceback
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, cast
from uuid import uuid4

import chainlit as cl
from chainlit.config import config
from chainlit.types import ThreadDict
from chainlit.user_session import user_sessions
from starlette.datastructures import Headers

from assistant.brief import Brief
from assistant.conversation import MAX_MESSAGE
from assistant.errors import BadInput, JourneyError
from assistant.model import JourneyMap
from assistant.settings import Settings
from assistant.spending import Spending
from assistant.state import State
from assistant.text import clean
from assistant.turn import Turn
from assistant.web import sessions, surveys
from assistant.web.bubbles import Bubble, buttons, made, remembered, reply_bubble
from assistant.web.composition import Assistant, Opener, Talk
from assistant.web.datalayer import ChatStore
from assistant.web.downloads import add_downloads
from assistant.web.example import example_map
from assistant.web.maps import Maps
from assistant.web.markdown import shown
from assistant.web.offers import Offers
from assistant.web.panel import progress
from assistant.web.single_user import owner
from assistant.web.streaming import early_words
from assistant.web.survey_desk import SurveyDesk
from assistant.web.survey_files import add_survey_files
from assistant.words import load_words

_LOG = logging.getLogger(__name__)
_SETTLE = 0.3
"""Seconds after which a resumed page keeps what it is sent; before, it overwrites it."""


class Page:
    """The page over one assistant."""

    def __init__(
        self, opener: Opener, settings: Settings, example: Callable[[Assistant], JourneyMap] = example_map
    ) -> None:
        self._opener, self._settings, self._example = opener, settings, example
        self._words = load_words("page", settings.language)
        self._starters: dict[str, dict[str, Any]] = self._words.get("starters")
        self._held = AsyncExitStack()
        self._later: set[asyncio.Task[None]] = set()
        self._chats = ChatStore(settings.database, self._forget)
        self.desk = SurveyDesk(self, self._chats, self._words)
        self._offers, self._spending = Offers(self.talk, self.desk, self._words), Spending(settings)

    # The app.

    async def open(self) -> None:
        """Open the assistant and the list of chats, before the first visitor."""
        self._assistant = await self._held.enter_async_context(self._opener(self._settings))
        self._maps = Maps(self._assistant, self._words, self._example)
        await self._chats.create_schema()
        add_downloads(self._chats, self._maps.of, self._words)
        add_survey_files(self._chats, self._assistant, self._words)
        host = f"[{config.run.host}]" if ":" in config.run.host else config.run.host
        sys.stdout.write(self._words("serving", url=f"http://{host}:{config.run.port}") + "\n")
        sys.stdout.flush()

    async def close(self) -> None:
        """Let go of the assistant; Chainlit closes the list of chats."""
        await self._held.aclose()

    def data_layer(self) -> ChatStore:
        """Return the list of chats."""
        return self._chats

    async def sign_in(self, headers: Headers) -> cl.User:
        """Let the owner in; the gate has seen to it that nobody else gets here."""
        return owner()

    async def starters(self, user: cl.User | None, language: str | None) -> list[cl.Starter]:
        """Return the starters for the moment before the greeting is there."""
        return [cl.Starter(label=words["label"], message=words["message"]) for words in self._starters.values()]

    async def _forget(self, thread: str) -> None:
        await self._assistant.log.forget(thread)

    # What Chainlit calls.

    async def greet(self) -> None:
        """Greet first thing, because what is typed before the greeting is lost."""
        thread = sessions.thread_id()
        greeting = Bubble(id=made(thread, "greeting"), words=shown(self.talk().opening().reply))
        await sessions.message(greeting, self._me()).send()
        await sessions.offer(self._offers.starters(thread), greeting.id)
        await sessions.tell(progress=None, usage="", map=False, thread=None)

    async def hear(self, message: cl.Message) -> None:
        """Take in what was typed."""
        await sessions.settle_address()
        await self.guarded(self._take(message), message.id)

    async def press(self, action: cl.Action) -> None:
        """Take in a click on a quick reply: it stands in the chat as if it had been typed."""
        await sessions.settle_address()
        thread, value, turn = sessions.thread_id(), str(action.payload.get("value")), action.payload.get("turn")
        if turn != (await self.talk().state()).turn:
            await sessions.hint(self._words("stale"))
            return
        said = self._starters[value]["message"] if action.name == "start" else value
        # a quick reply has one id, so that two clicks on it are one answer
        id = str(uuid4()) if action.name == "start" else made(thread, f"click:{turn}:{said}")
        clicked = sessions.message(Bubble(id=id, mine=True, words=said), self._words("you"))
        await clicked.send()
        async with sessions.at_work(clicked.id):
            await self.guarded(self._take(clicked), clicked.id)

    async def notice(self, message: object) -> None:
        """Hear what the page's own script reports: the map was closed or is asked for, or a theme was opened."""
        news = message.get("journey") if isinstance(message, dict) else None
        if isinstance(news, dict) and isinstance(news.get("theme"), str):
            surveys.look(news["theme"])
        if news == "map_closed":
            user_sessions.setdefault(sessions.here().id, {})["map_closed"] = True
        elif news == "show_map":
            await self.guarded(self._show_map(), "")

    async def resume(self, thread: ThreadDict) -> None:
        """Open an old chat again, or this one after a lost connection: every bubble, the map and the buttons."""
        await self.guarded(self._recall(thread), "")

    async def leave(self) -> None:
        """Drop Chainlit's own copy of the chat, which it never would."""
        cl.chat_context.clear()

    # Messages in.

    async def _take(self, message: cl.Message) -> None:
        sessions.keep_on_reconnect()
        kind, pasted = await self.desk.look_at(message)
        await self._tidy(message)
        await sessions.mirror(message)
        starter = next((name for name, words in self._starters.items() if words["message"] == message.content), None)
        if message.elements:
            await self.desk.take(message)
        elif pasted:
            await self.desk.take(message, pasted)
        elif starter:
            if starter == "survey":
                surveys.expect()
            await self._answer_here(starter, self._starters[starter]["reply"].strip())
        elif kind == "unsure":
            await self._answer_here(f"pasted:{message.id}", self.desk.doubt(message.id, message.content))
        else:
            await self.say(message)

    async def _tidy(self, message: cl.Message) -> None:
        """Show the message as it is taken in: without characters that hide or reorder words, and not endless."""
        said = message.content
        message.content = clean(said)
        if len(message.content) > MAX_MESSAGE:
            size = f"{len(message.content):,}"
            message.content = self._words("shortened", start=message.content[:300], size=size)
            await message.update()
            raise BadInput(self._words("too_long", size=size))
        if message.content != said:
            await message.update()

    async def say(self, message: cl.Message) -> None:
        """Take in what the owner says, and answer it."""
        async with (
            surveys.counting(message.id, self._words) as on_progress,
            early_words(message.id, self._me()) as on_words,
        ):
            turn = await self.talk().say(
                message.content, msg_id=message.id, looking=surveys.looking(), on_progress=on_progress,
                on_words=on_words,
            )  # fmt: skip
        await self.reply(turn, message.id)

    async def reply(self, turn: Turn, msg_id: str) -> None:
        """Show the answer, and what belongs to it: buttons, progress, map and name."""
        bubble = reply_bubble(
            sessions.thread_id(), msg_id, turn.reply, turn.notes, turn.drawn, "", turn.synthesis, turn.turn
        )
        await self._show(bubble)
        state = await self._offers.put("", bubble.id)
        await self._tell(state, turn.map_ready)
        if turn.map_ready:
            await self._maps.show_beside("final" if state.drafted else "preview", even_if_closed=turn.drawn)
        await self._call_it(turn.brief)

    async def _answer_here(self, door: str, words: str, error: bool = False) -> None:
        """Answer from the page itself; the question that stood before stands again."""
        bubble = Bubble(id=str(uuid4()), words=words, door=door, error=error)
        await self._show(bubble)
        await self._offers.put(door, bubble.id)
        if door == "example":
            await self._maps.show_beside("example", even_if_closed=True)

    async def guarded(self, work: Awaitable[None], msg_id: str) -> None:
        """Do `work`; whatever happens, the owner gets a sentence."""
        try:
            await work
        except asyncio.CancelledError:
            await self._stopped(msg_id)
        except JourneyError as error:
            await self._answer_here("error", shown(str(error)), error=True)
        except Exception as error:  # noqa: BLE001 - the door's last line
            # the place only, because the message of an error may quote what the owner wrote
            _LOG.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
            await self._show(Bubble(id=str(uuid4()), words=self._words("broken"), door="error", error=True))

    async def _stopped(self, msg_id: str) -> None:
        """Say that it stopped; what had been taken in by then is shown, because it counts."""
        state = await self.talk().state()
        taken_in = next((entry for entry in state.entries if entry.msg_id == msg_id), None)
        if taken_in is not None:
            await self.reply(await self.talk().say(taken_in.text, msg_id=msg_id), msg_id)  # as it stands in the log
        else:
            await self._answer_here("stopped", self._words("stopped"))

    # The page.

    async def _show(self, bubble: Bubble) -> None:
        new = sessions.message(bubble, self._me())
        below = await self._maps.below(bubble, sessions.is_narrow(sessions.here()))
        new.elements = cast(Any, below)  # because Chainlit types its elements as one variable type
        await new.send()
        await sessions.mirror(new)

    async def _show_map(self) -> None:
        state = await self.talk().state()
        if sessions.is_narrow(sessions.here()):
            await self._answer_here("map", self._words("map_so_far"))
        else:
            await self._maps.show_beside("final" if state.drafted else "preview", even_if_closed=True)

    async def _tell(self, state: State, has_map: bool) -> None:
        used = self._spending.line(state.last.usage, state.used) if state.last else ""
        await sessions.tell(progress=progress(state, self._words), usage=used, map=has_map)

    async def _recall(self, thread: ThreadDict) -> None:
        """Fill `thread`, which Chainlit sends to the page as soon as this returns."""
        id, talk, narrow = sessions.thread_id(), self.talk(), sessions.is_narrow(sessions.here())
        state = await talk.state()
        page = remembered(id, talk.opening().reply, cast(list[dict[str, Any]], thread["steps"]), state)
        if page[-1].mine and not sessions.busy():
            words = self._words("interrupted")
            page = (*page, Bubble(id=made(id, f"lost:{page[-1].id}"), words=words, door="error", error=True))
        steps = [sessions.message(bubble, self._words("you") if bubble.mine else self._me()) for bubble in page]
        below = await self._maps.all_below(page, narrow)
        elements = [{**element.to_dict(), "forId": bubble.id} for bubble, element in below]
        beside = await self._maps.beside("final" if state.drafted else "preview")
        if beside is not None and not narrow:
            elements.append({**beside.to_dict()})
        cast(dict[str, Any], thread).update(steps=[step.to_dict() for step in steps], elements=elements)
        last = next(bubble for bubble in reversed(page) if not bubble.mine)
        later = asyncio.create_task(self._settle(state, last, beside is not None))
        self._later.add(later)  # because a task that nobody holds may vanish before it is done
        later.add_done_callback(self._later.discard)

    async def _settle(self, state: State, last: Bubble, has_map: bool) -> None:
        """Send the buttons once the resumed page has taken in its bubbles."""
        await asyncio.sleep(_SETTLE)
        thread = sessions.thread_id()
        for turn, entry in enumerate(state.entries, start=1):
            await sessions.withdraw(buttons(thread, turn, entry.step.choices))
        door = last.door if last.door.startswith("pasted:") else ""
        await self._tell(await self._offers.put(door, last.id), has_map)
        await sessions.tell(resumed=True, thread=thread)

    # Small things.

    def talk(self) -> Talk:
        """Return the conversation that is open in this tab."""
        return self._assistant.conversation(sessions.thread_id())

    def _me(self) -> str:
        return str(config.ui.name)

    async def _call_it(self, brief: Brief) -> None:
        """Name the chat after its business as soon as that is known."""
        name = brief.business.name or brief.business.offer
        if name and await self._chats.call_it(sessions.thread_id(), name):
            await sessions.list_anew(name)
