"""Puts the map on the page: in the panel of a wide window, as cards in the chat of a narrow one."""

from collections.abc import Callable, Sequence

import chainlit as cl
from chainlit.user_session import user_sessions

from assistant.model import JourneyMap
from assistant.web import sessions
from assistant.web.bubbles import Bubble
from assistant.web.composition import Assistant
from assistant.web.panel import Kind, Layout, download_props, map_props
from assistant.web.surveys import chart
from assistant.words import Words


class Maps:
    """The maps of one assistant, as components of the page."""

    def __init__(self, assistant: Assistant, words: Words, example: Callable[[Assistant], JourneyMap]) -> None:
        self._assistant, self._words, self._example = assistant, words, example

    async def of(self, thread: str) -> JourneyMap | None:
        """Draw the map of a conversation as far as it is known."""
        return await self._assistant.conversation(thread).map()

    async def below(self, bubble: Bubble, narrow: bool) -> list[cl.CustomElement]:
        """Return what stands below a bubble: in a narrow window the map itself, under a drawn map the downloads."""
        thread = sessions.thread_id()
        found = []
        kind: Kind | None = "example" if bubble.door == "example" else "final" if bubble.draws else None
        if bubble.door == "map":
            kind = "preview"
        if narrow and kind:
            cards = await self._component(kind, "cards", f"map:{bubble.id}")
            found += [cards] if cards else []
        survey = chart(bubble, self._words)
        found += [survey] if survey else []
        if bubble.draws:
            files = download_props(thread, self._words)
            found.append(sessions.component("Downloads", thread, f"files:{bubble.id}", files))
        return found

    async def all_below(self, page: Sequence[Bubble], narrow: bool) -> list[tuple[Bubble, cl.CustomElement]]:
        """Return what stands below the bubbles of a resumed page; the map itself once, where it was shown last."""
        shows = [bubble.id for bubble in page if bubble.draws or bubble.door == "map"]
        return [
            (bubble, element)
            for bubble in page
            for element in await self.below(bubble, narrow and (bubble.id in shows[-1:] or bubble.door == "example"))
        ]

    async def beside(self, kind: Kind) -> cl.CustomElement | None:
        """Return the map for the panel beside the chat: always the same element, so that it grows in place."""
        return await self._component(kind, "side", "map")

    async def show_beside(self, kind: Kind, even_if_closed: bool) -> None:
        """Draw the map in the panel of every wide tab on this chat, unless it was closed there."""
        element = await self.beside(kind)
        if element is None:
            return
        for tab in sessions.tabs():
            kept = user_sessions.setdefault(tab.id, {})
            if even_if_closed:
                kept.pop("map_closed", None)
            if not sessions.is_narrow(tab) and "map_closed" not in kept:
                await sessions.emit(tab, "element", element.to_dict())

    async def _component(self, kind: Kind, layout: Layout, what: str) -> cl.CustomElement | None:
        thread = sessions.thread_id()
        journey = self._example(self._assistant) if kind == "example" else await self.of(thread)
        if journey is None:
            return None
        props = map_props(thread, journey, kind, layout, self._assistant.library, self._words)
        return sessions.component("JourneyMap", thread, what, props, "side" if layout == "side" else "inline")
