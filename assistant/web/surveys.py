"""Surveys on the page: what was pasted or dropped, the progress of counting it, and the chart below the reply."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any, Literal

import chainlit as cl
from chainlit.user_session import user_sessions

from assistant.conversation import MAX_MESSAGE
from assistant.errors import BadInput
from assistant.survey.read.limits import MOST_BYTES
from assistant.survey_wishes import Looking, columns_named
from assistant.surveying import File, OnProgress
from assistant.synthesis import Synthesis, Theme
from assistant.turn import Turn
from assistant.web import sessions
from assistant.web.bubbles import Bubble, made
from assistant.web.composition import Talk
from assistant.words import Words

SAVED_AS = (".pdf", ".html", ".xlsx", ".json")
"""Endings of the files a synthesis is offered as."""
_BETWEEN = 0.4
"""Seconds between two reports of progress."""
_SHOWN = 12
"""Themes on the chart; the files hold them all."""
Kind = Literal["yes", "unsure", "no"]


async def kind_of(text: str) -> Kind:
    """Tell whether a message is pasted survey data; after the survey button, several lines are."""
    from assistant.survey.read import looks_like_survey  # imported late: it is not needed to greet

    found = await asyncio.to_thread(looks_like_survey, text)
    lines = sum(bool(line.strip()) for line in text.splitlines())
    if found == "unsure" and len(text) > MAX_MESSAGE:
        return "yes"  # because as a message it would be too long
    if _kept().pop("expects_survey", False) and lines >= 3:
        return "yes"
    return found


def expect() -> None:
    """Take the next lines that are pasted in this tab as survey answers."""
    _kept()["expects_survey"] = True


def hold(id: str, text: str) -> None:
    """Keep lines that were asked about, because the list of chats may not have stored them yet."""
    _kept()["asked_about"] = (id, text)


def held(id: str) -> str | None:
    """Return the lines that were asked about; None if that was in another tab or before a restart."""
    known, text = _kept().get("asked_about", ("", None))
    return text if known == id else None


def look(theme: str) -> None:
    """Remember which theme is open, so that "call it …" means that one."""
    known = _kept().setdefault("themes_open", [])
    known[:] = [*(one for one in known if one != theme), theme][-2:]


def looking() -> Looking | None:
    """Return what is open in this tab."""
    themes = _kept().get("themes_open")
    return Looking(themes=tuple(themes)) if themes else None


def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = user_sessions.setdefault(sessions.here().id, {})
    return kept


def columns_of(caption: str) -> dict[str, str]:
    """Return the roles of columns that stand beside the files."""
    return dict(columns_named(caption))


async def take(talk: Talk, message: cl.Message, pasted: str | None, words: Words) -> Turn:
    """Read the files of `message`, or `pasted` text, and count them under the eyes of the owner."""
    files: Sequence[File] | str = pasted if pasted is not None else await asyncio.to_thread(read_files, message, words)
    columns = columns_of(message.content) if pasted is None else {}
    async with counting(message.id, words, at_once=True) as on_progress:
        return await talk.take_survey(files, msg_id=message.id, columns=columns, on_progress=on_progress)


def read_files(message: cl.Message, words: Words) -> list[File]:
    """Return the files of a message; BadInput if they did not arrive or are too large together."""
    paths = [(element.name, Path(str(element.path))) for element in message.elements]
    try:
        # before any is opened, because all of them are in memory at once
        if sum(path.stat().st_size for _, path in paths) > MOST_BYTES:
            raise BadInput(words("survey.too_large", megabytes=MOST_BYTES // 1024**2))
        return [(name, path.read_bytes()) for name, path in paths]
    except OSError as error:
        raise BadInput(words("survey.gone")) from error


@asynccontextmanager
async def counting(msg_id: str, words: Words, at_once: bool = False) -> AsyncIterator[OnProgress]:
    """Show a bubble that counts, here and in other tabs, as long as it takes; small things are done before it comes."""
    id, last, later = made(sessions.thread_id(), f"counting:{msg_id}"), monotonic(), set[asyncio.Task[None]]()
    stands = at_once

    async def show(event: str, text: str) -> None:
        bubble = sessions.message(Bubble(id=id, words=text, door="counting"), "")
        for tab in sessions.tabs():
            await sessions.emit(tab, event, {**bubble.to_dict(), "parentId": None})

    def tell(done: int, total: int) -> None:
        nonlocal last, stands
        if monotonic() - last < _BETWEEN or not total:
            return
        event, last, stands = "update_message" if stands else "new_message", monotonic(), True
        text = words("survey.counting", done=done, total=total)
        later.add(asyncio.get_running_loop().create_task(show(event, text)))

    if at_once:
        await show("new_message", words("survey.reading"))
    try:
        yield tell
    finally:
        if later:
            await asyncio.wait(later)
        if stands:
            await show("delete_message", "")


def chart(bubble: Bubble, words: Words) -> cl.CustomElement | None:
    """Return the chart that stands below a reply to a survey."""
    if bubble.synthesis is None:
        return None
    thread = sessions.thread_id()
    return sessions.component(
        "SurveyThemes", thread, f"survey:{bubble.id}", chart_props(thread, bubble.turn, bubble.synthesis, words)
    )


def chart_props(thread: str, turn: int, synthesis: Synthesis, words: Words) -> dict[str, Any]:
    """Return the properties of the chart; plain data, drawn by the browser."""
    base = f"/project/survey/{thread}/{turn}"
    names = words.get("survey.files")
    return {
        "turn": turn,
        "comments": synthesis.comments,
        "themes": _rows(synthesis.themes[:_SHOWN], "pain"),
        "praise": _rows(synthesis.praise[:_SHOWN], "praise"),
        "possible": _rows(synthesis.unclassified.possible[:_SHOWN], "possible"),
        "notes": list(synthesis.notes),
        "answers": f"{base}/answers",
        "files": [{"name": names[ending[1:]], "href": f"{base}/{ending[1:]}"} for ending in SAVED_AS],
        "words": words.get("survey.chart"),
    }


def _rows(themes: Iterable[Theme], kind: str) -> list[dict[str, Any]]:
    return [
        {
            "id": theme.id, "kind": kind, "label": theme.label, "count": theme.count, "share": round(theme.share, 1),
            "low": round(theme.interval[0], 1), "high": round(theme.interval[1], 1), "severity": theme.severity,
            "estimated": theme.severity_basis == "estimated", "few": theme.few_voices,
        }
        for theme in themes
    ]  # fmt: skip
