"""Show the first words of a reply while a language model makes the rest; the finished reply takes their place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from assistant.minds import OnWords
from assistant.web import sessions
from assistant.web.bubbles import Bubble, made
from assistant.web.markdown import shown


@asynccontextmanager
async def early_words(msg_id: str, author: str) -> AsyncIterator[OnWords]:
    """Give what takes the first words in; they stand where the reply will, and go if there is none."""
    bubble = Bubble(id=made(sessions.thread_id(), f"reply:{msg_id}"), words="")

    async def show(event: str, words: str) -> None:
        data = sessions.message(bubble.model_copy(update={"words": words}), author).to_dict()
        for tab in sessions.tabs():
            await sessions.emit(tab, event, {**data, "parentId": None})

    said = ""

    async def on_words(piece: str) -> None:
        nonlocal said
        event = "update_message" if said else "new_message"
        said += piece
        await show(event, shown(said.strip()))

    answered = False
    try:
        yield on_words
        answered = True
    finally:
        if said and not answered:
            await show("delete_message", "")  # the words of a reply that never came must not stand
