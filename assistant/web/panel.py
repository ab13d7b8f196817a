"""What the map beside the chat is fed with: the laid-out grid, the words around it, and the downloads."""

from typing import Any, Literal

from assistant.brief import TOPICS
from assistant.export import FORMATS, lay_out
from assistant.interview import known_topics
from assistant.knowledge import Library
from assistant.model import JourneyMap
from assistant.state import State
from assistant.words import Words, load_words

Kind = Literal["preview", "final", "example"]
Layout = Literal["side", "cards"]


def map_props(
    thread: str, journey: JourneyMap, kind: Kind, layout: Layout, library: Library, words: Words
) -> dict[str, Any]:
    """Return the properties of the map's component; plain data, drawn by the browser."""
    grid = lay_out(journey).model_dump(mode="json", exclude_defaults=True)
    for note in grid["footnotes"]:
        if note.get("card") in library:
            note["text"] = library[note["card"]].body  # what is written to be read, of all that the card holds
    files = download_props(thread, words) if (kind, layout) == ("final", "side") else None
    return {"thread": thread, "grid": grid, "kind": kind, "layout": layout, "words": words.get("panel"), "files": files}


def download_props(thread: str, words: Words) -> dict[str, Any]:
    """Return the properties of the row of download buttons for the map of `thread`."""
    names = words.get("download.names")
    formats = [
        {
            "name": names.get(form.name, form.name),
            "hint": form.title,
            "href": f"/project/map/{thread}/{form.name}",
            "everyday": form.everyday,
        }
        for form in FORMATS.values()
    ]
    return {"title": words("download.title"), "more": words("download.more"), "formats": formats}


def progress(state: State, words: Words) -> dict[str, Any] | None:
    """Return how far the interview is, None before its first answer."""
    if not state.entries:
        return None
    known, total = len(known_topics(state.brief, state.synthesis)), len(TOPICS)
    minutes = round((total - known) * load_words("interview").get("minutes_per_question"))
    if state.drafted:
        return {"known": total, "total": total, "words": words("progress_done")}
    name = "progress" if minutes else "progress_last"
    return {"known": known, "total": total, "words": words(name, known=known, total=total, minutes=minutes)}
