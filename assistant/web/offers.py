"""The buttons under the newest bubble: the starters, the quick replies to a question, or what a door asks."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from assistant.state import State
from assistant.web import sessions
from assistant.web.bubbles import Button, buttons, made
from assistant.web.composition import Talk
from assistant.web.survey_desk import SurveyDesk
from assistant.words import Words


class Offers:
    """Puts buttons on the page in place of those that stood there."""

    def __init__(self, talk: Callable[[], Talk], desk: SurveyDesk, words: Words) -> None:
        self._talk, self._desk = talk, desk
        self._starters: dict[str, dict[str, Any]] = words.get("starters")
        # because two tabs may be answered at once, and the buttons that stand are those of the newest question
        self._one_at_a_time = asyncio.Lock()

    async def put(self, door: str, under: str) -> State:
        """Put the buttons that fit now under a bubble; return the state they fit."""
        thread = sessions.thread_id()
        async with self._one_at_a_time:
            state = await self._talk().state()
            await sessions.offer(self._fitting(door, thread, state), under)
        return state

    def starters(self, thread: str, but: Iterable[str] = ()) -> tuple[Button, ...]:
        """Return the starters, without those named in `but`."""
        return tuple(
            Button(id=made(thread, f"start:{name}"), name="start", label=words["label"], turn=0, value=name)
            for name, words in self._starters.items()
            if name not in but
        )

    def _fitting(self, door: str, thread: str, state: State) -> tuple[Button, ...]:
        if door.startswith("pasted:"):
            return self._desk.choices(door.removeprefix("pasted:"), state.turn)
        if door == "ask":
            return tuple(
                Button(id=made(thread, f"ask:{words}"), name="reply", label=words, turn=state.turn, value=words)
                for words in self._starters["ask"]["examples"]
            )
        if door == "map" and state.turn == 0:
            return ()
        if state.last is None:
            return self.starters(thread, but=(door,))
        return buttons(thread, state.turn, state.last.choices)
