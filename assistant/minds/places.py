"""Read where a business is: after "in", "near" or "based in", or between commas, in capitals or not."""

import re
from collections.abc import Iterator
from functools import cache

from assistant.text import fold
from assistant.words import load_words

_CAPITAL = r"(?:St\.?\s)?[A-ZÀ-Ý][\w'’-]+(?:[\s-](?:upon|on|le|la|de|of|the|[A-ZÀ-Ý][\w'’-]+)){0,3}"
_NEAR = r"in|near|nearby|based in|based near|outside|outside of|close to|around|round|serving|covering|across"
_BEFORE = rf"(?:{_NEAR}|at|from|of|by)"
_AFTER = re.compile(rf"\b{_BEFORE}\s+(?:the\s+)?({_CAPITAL})")
_LAKE = re.compile(r"\b(?:lake|isle of|island of)\s+[\w'’-]+", re.IGNORECASE)
_AROUND = re.compile(rf"\b{_BEFORE}\s+(?:the\s+)?(?=\w)", re.IGNORECASE)
_BASED = re.compile(r"(?P<at>[\w'’ -]+?)[ -]based\b", re.IGNORECASE)
_PIECE = re.compile(r"\s*(?:[,;()\n|]|\s[-–—]\s|[.!](?=\s|$))\s*")
_AREA = re.compile(r"(?P<at>[A-ZÀ-Ý][\w'’-]+(?:\s[A-ZÀ-Ý][\w'’-]+)?)\s+(?:area|region|county|district|valley|coast)")
_TERSE = 6
"""Words up to which a message may name its place at the end without a comma: "kebab shop dortmund"."""
_LONGEST = 4
"""Words of the longest name of a place that is looked up."""


def find_place(message: str, taken: frozenset[str], *, first: bool) -> str | None:
    """Return the words of `message` that say where the business is, None if none do.

    `taken` are names of something else: channels, tools, months. A place of its own between commas counts only in the
    `first` message, where people introduce themselves.
    """
    places: tuple[str, ...] = (*_named(message), *(_between(message) if first else ()))
    for place in places:
        plain = fold(place)
        if plain not in taken and (plain in _known() or plain.split()[0] not in taken):
            return place
    return None


def is_place(words: str) -> bool:
    """Tell whether `words` are the name of a place of the list."""
    return fold(words).strip(" .,") in _known()


def _named(message: str) -> Iterator[str]:
    for lake in _LAKE.finditer(message):
        yield lake.group()
    for found in _AFTER.finditer(message):
        yield _known_part(str(found.group(1)).strip(" ."))
    for found in _AROUND.finditer(message):
        place = _known_at(message[found.end() :])
        if place is not None:
            yield place
    for found in _BASED.finditer(message):
        ends = [" ".join(found["at"].split()[-size:]) for size in range(_LONGEST, 0, -1)]
        yield from (end for end in ends if is_place(end))


def _between(message: str) -> Iterator[str]:
    """Yield what stands alone between commas and is a place, or at the end looks like one: "bike repairs, Ashby"."""
    pieces = [piece.strip(" .!?") for piece in _PIECE.split(message) if piece.strip(" .!?")]
    for piece in pieces[1:]:
        bare = re.sub(r"^(?:here )?(?:in|near)\s+", "", piece, flags=re.IGNORECASE)
        around = _AREA.fullmatch(bare)
        if is_place(bare) or all(is_place(part) for part in re.split(r"\s+(?:and|&)\s+", bare)):
            yield bare
        elif around is not None:
            yield around["at"]
    last = pieces[-1] if len(pieces) > 1 else ""
    if len(pieces) == 1 and len(message.split()) <= _TERSE:
        ends = (" ".join(message.strip(" .!").split()[-size:]) for size in (3, 2, 1))
        yield from (end for end in ends if is_place(end))
    after_comma = re.search(rf",\s*{re.escape(last)}[\s.!?]*$", message) is not None
    if (
        after_comma
        and re.fullmatch(r"[A-ZÀ-Ý][\w'’-]+(?:\s(?:upon|on|[A-ZÀ-Ý][\w'’-]+))?", last)
        and not last.isupper()
    ):
        yield last


def _known_at(text: str) -> str | None:
    """Return the longest known place that `text` starts with."""
    said = re.findall(r"[^\W\d_][\w'’.-]*", text[:60])
    for size in range(min(_LONGEST, len(said)), 0, -1):
        start = re.match(r"\s*" + r"[\s]+".join(map(re.escape, said[:size])), text)
        if start is not None and is_place(start.group()):
            return str(start.group()).strip(" .")
    return None


def _known_part(place: str) -> str:
    """Return the known place that `place` starts with when more capitals follow it, else `place`."""
    return (_known_at(place) or place) if " " in place else place


@cache
def _known() -> frozenset[str]:
    return frozenset(load_words("places").get("names").split(" | "))
