"""Follows the links between cards: which card points where, and from which field."""

import re
from collections.abc import Iterator

from pydantic import BaseModel

from assistant.knowledge.cards import Card
from assistant.knowledge.library import Library
from assistant.model import KINDS

_ID = re.compile(rf"(?:{'|'.join(KINDS)}):[a-z0-9]+(?:-[a-z0-9]+)*")


def links(card: Card) -> Iterator[tuple[str, str]]:
    """Yield the field and the target of every link of `card`, such as `stages.2.kpi` and `kpi:win-rate`."""
    for name, value in card:
        if name not in ("id", "body"):
            yield from _links(name, value)


def linked_ids(library: Library) -> frozenset[str]:
    """Return the ids to which some other card of `library` points."""
    return frozenset(target for card in library for _, target in links(card) if target != card.id)


def _links(path: str, value: object) -> Iterator[tuple[str, str]]:
    match value:
        case str() if _ID.fullmatch(value):
            yield path, value
        case tuple():
            for position, item in enumerate(value):
                nested = isinstance(item, BaseModel)
                yield from _links(f"{path}.{position}" if nested else path, item)
        case BaseModel():
            for name, item in value:
                yield from _links(f"{path}.{name}", item)
