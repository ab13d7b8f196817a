"""Speaks to the browsers: bubbles, buttons and news, in this tab and in others on the same chat."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from http.cookies import CookieError, SimpleCookie
from typing import Any, Literal, cast

import chainlit as cl
from chainlit.context import context
from chainlit.session import WebsocketSession, ws_sessions_id
from chainlit.user_session import user_sessions

from assistant.web.bubbles import Bubble, Button, made

NARROW_COOKIE = "journey_narrow"
"""Set to 1 by the page's own script where the window is as narrow as a phone."""


def here() -> WebsocketSession:
    """Return the session of this tab."""
    return cast(WebsocketSession, context.session)


def thread_id() -> str:
    """Return the chat that is open in this tab."""
    return str(here().thread_id)


def keep_on_reconnect() -> None:
    """Have Chainlit resume this chat after a lost connection, because what it sent meanwhile never arrived."""
    here().thread_id_to_resume = thread_id()


def busy() -> bool:
    """Tell whether a message of this chat is being answered right now, in any tab."""
    return any(tab.current_task and not tab.current_task.done() for tab in tabs())


async def emit(tab: WebsocketSession, event: str, data: object) -> None:
    """Send an event to one tab."""
    await cast(Any, tab).emit(event, data)  # because Chainlit types its coroutine as a plain call


def is_narrow(session: WebsocketSession) -> bool:
    """Tell whether a tab is as narrow as a phone; there, the panel beside the chat would cover it."""
    environ = session.environ
    try:
        cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(NARROW_COOKIE)
    except CookieError:
        cookie = None
    if cookie is not None:
        return bool(cookie.value == "1")
    return "Mobi" in environ.get("HTTP_USER_AGENT", "")


def tabs() -> tuple[WebsocketSession, ...]:
    """Return the sessions that have this chat open for the same user: this one first, then other tabs."""
    this = here()
    others = (
        other
        for other in ws_sessions_id.values()
        if other is not this and other.thread_id == this.thread_id and _user(other) == _user(this)
    )
    return (this, *others)


def _user(session: WebsocketSession) -> str | None:
    return session.user.identifier if session.user else None


def message(bubble: Bubble, author: str) -> cl.Message:
    """Return `bubble` as a message of Chainlit."""
    new = cl.Message(
        id=bubble.id,
        content=bubble.words,
        author=author,
        type="user_message" if bubble.mine else "assistant_message",
        metadata={"door": bubble.door} if bubble.door else None,
        created_at=bubble.at or None,
    )
    new.is_error = bubble.error
    return new


def component(
    name: str, thread: str, what: str, props: dict[str, Any], display: Literal["inline", "side"] = "inline"
) -> cl.CustomElement:
    """Return a component of ours under a stable id; its address keeps Chainlit from storing a copy of it."""
    url = f"/public/elements/{name}.jsx"
    return cl.CustomElement(id=made(thread, what), name=name, props=props, display=display, url=url, thread_id=thread)


async def mirror(new: cl.Message) -> None:
    """Show a message in the other tabs on this chat, so that nobody answers an old question there."""
    for tab in tabs()[1:]:
        # without its parent, which only this tab knows
        await emit(tab, "new_message", {**new.to_dict(), "parentId": None})


async def offer(buttons: Iterable[Button], for_id: str) -> None:
    """Put buttons under a bubble in place of all that stood on the page, here and in other tabs."""
    new = [_action(button, for_id) for button in buttons]
    for tab in tabs():
        kept = user_sessions.setdefault(tab.id, {})
        for action in (*kept.pop("buttons", ()), *new):
            await emit(tab, "remove_action", action)
        for action in new:
            await emit(tab, "action", action)
        kept["buttons"] = new


async def withdraw(buttons: Iterable[Button]) -> None:
    """Take buttons off this tab."""
    for button in buttons:
        await emit(here(), "remove_action", _action(button, ""))


def _action(button: Button, for_id: str) -> dict[str, Any]:
    payload = {"turn": button.turn, "value": button.value}
    return dict(cl.Action(id=button.id, name=button.name, label=button.label, payload=payload, forId=for_id).to_dict())


async def tell(**news: object) -> None:
    """Send something to the page's own script, such as the progress."""
    await emit(here(), "window_message", {"journey": news})


async def settle_address() -> None:
    """Put the chat into the page's address right away; Chainlit would do so later by drawing the whole page anew.

    That would drop what is being typed, close an open dialog, and never happens on a phone.
    """
    await tell(thread=thread_id())


async def list_anew(name: str) -> None:
    """Have the page read its list of chats anew, which it does when it hears of a first interaction."""
    await emit(here(), "first_interaction", {"interaction": name, "thread_id": thread_id()})


async def hint(words: str) -> None:
    """Show a passing hint."""
    await context.emitter.send_toast(words)


@asynccontextmanager
async def at_work(under: str) -> AsyncIterator[None]:
    """Show that the assistant is thinking about a clicked button, and let the stop button reach this task."""
    here().current_task = asyncio.current_task()
    await emit(here(), "task_start", {})
    try:
        async with cl.Step(name="on_message", type="run", parent_id=under):
            yield
    finally:
        await emit(here(), "task_end", {})
