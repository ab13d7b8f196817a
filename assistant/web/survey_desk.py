"""Where survey answers come in on the page: pasted, dropped, asked about when unsure, and corrected by a click."""

import re
from collections.abc import Awaitable
from typing import Protocol
from uuid import uuid4

import chainlit as cl

from assistant.survey.corrections import moved
from assistant.survey_wishes import Wish
from assistant.text import clean
from assistant.turn import Turn
from assistant.web import sessions, surveys
from assistant.web.bubbles import Bubble, Button, made
from assistant.web.composition import Talk
from assistant.web.datalayer import ChatStore
from assistant.words import Words

_ANSWERS = ("as_survey", "as_words")


class Front(Protocol):
    """What the desk needs of the page around it."""

    def talk(self) -> Talk:
        """Return the conversation that is open in this tab."""

    async def say(self, message: cl.Message) -> None:
        """Take in what the owner says, and answer it."""

    async def reply(self, turn: Turn, msg_id: str) -> None:
        """Show an answer and what belongs to it."""

    async def guarded(self, work: Awaitable[None], msg_id: str) -> None:
        """Do `work`; whatever happens, the owner gets a sentence."""


class SurveyDesk:
    """Takes surveys in for one page."""

    def __init__(self, page: Front, chats: ChatStore, words: Words) -> None:
        self._page, self._chats, self._words = page, chats, words

    async def look_at(self, message: cl.Message) -> tuple[surveys.Kind, str | None]:
        """Tell whether a message is pasted answers, and return these; the chat then only says how many lines came."""
        if message.elements:
            return "no", None
        text = clean(message.content)
        kind = await surveys.kind_of(text)
        if kind != "yes":
            return kind, None
        await self._reword(message, self._words("survey.pasted", lines=text.count("\n") + 1))
        return kind, text

    def doubt(self, id: str, text: str) -> str:
        """Return the question whether lines are survey answers."""
        surveys.hold(id, text)
        return self._words("survey.ask", lines=sum(bool(line.strip()) for line in text.splitlines()))

    def choices(self, id: str, turn: int) -> tuple[Button, ...]:
        """Return the two buttons under that question about the message `id`."""
        return tuple(
            Button(id=made(id, f"button:{answer}"), name="pasted", label=self._words(f"survey.{answer}"), turn=turn,
                   value=f"{id}:{answer}")
            for answer in _ANSWERS
        )  # fmt: skip

    async def take(self, message: cl.Message, pasted: str | None = None) -> None:
        """Take in the files of a message, or pasted text; what was written beside files is heard after them."""
        caption = message.content if pasted is None else ""
        turn = await surveys.take(self._page.talk(), message, pasted, self._words)
        state = await self._page.talk().state()
        await self._reword(message, state.entries[turn.turn - 1].text)
        await self._page.reply(turn, message.id)
        if caption and not surveys.columns_of(caption) and not re.search(self._words.get("survey.caption"), caption):
            said = sessions.message(Bubble(id=str(uuid4()), mine=True, words=caption), self._words("you"))
            await said.send()
            await self._page.say(said)

    async def settle_paste(self, action: cl.Action) -> None:
        """Take in a click that says whether pasted lines are survey answers."""
        await sessions.settle_address()
        value, turn = str(action.payload.get("value")), action.payload.get("turn")
        id, _, answer = value.rpartition(":")
        text = surveys.held(id) or await self._chats.words_of(sessions.thread_id(), id)
        if text is None or turn != (await self._page.talk().state()).turn:
            await sessions.hint(self._words("stale"))
            return
        label = self._words(f"survey.{answer}")
        clicked = sessions.message(Bubble(id=made(id, answer), mine=True, words=label), self._words("you"))
        await clicked.send()
        lines = sessions.message(Bubble(id=id, mine=True, words=text), self._words("you"))
        async with sessions.at_work(clicked.id):
            await self._page.guarded(
                self.take(lines, clean(text)) if answer == "as_survey" else self._page.say(lines), id
            )

    async def take_off(self, action: cl.Action) -> None:
        """Take in a click in the list of answers: this one does not speak of the theme, or speaks of another one."""
        await sessions.settle_address()
        theme, to, response = (str(action.payload.get(name) or "") for name in ("theme", "to", "response"))
        synthesis = (await self._page.talk().state()).synthesis
        known = (*synthesis.themes, *synthesis.praise, *synthesis.unclassified.possible) if synthesis else ()
        labels = {one.id: one.label for one in known}
        if theme not in labels or (to and to not in labels):
            await sessions.hint(self._words("survey.stale"))
            return
        name = "survey.about" if to else "survey.not_about"
        words = self._words(name, label=labels[to or theme])
        clicked = sessions.message(Bubble(id=str(uuid4()), mine=True, words=clean(words)), self._words("you"))
        await clicked.send()
        wished = Wish(corrections=moved(response, theme, to))
        async with sessions.at_work(clicked.id):
            await self._page.guarded(self._correct(wished, clicked), clicked.id)

    async def _correct(self, wished: Wish, clicked: cl.Message) -> None:
        async with surveys.counting(clicked.id, self._words) as on_progress:
            turn = await self._page.talk().correct(wished, clicked.content, msg_id=clicked.id, on_progress=on_progress)
        await self._page.reply(turn, clicked.id)

    async def _reword(self, message: cl.Message, words: str) -> None:
        """Show something else than what was sent, because answers of customers are masked before they are kept."""
        message.content = words
        await message.update()
