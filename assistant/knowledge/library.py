"""Read the cards from their files and give access to them by id, kind and link."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from assistant.errors import KnowledgeError
from assistant.knowledge.cards import CARD_TYPES, Card
from assistant.model import Frozen
from assistant.text import Line

COMMON_PRACTICE = "common practice"
"""What a card cites where there is no study."""
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
T = TypeVar("T", bound=Card)


class Reference(Frozen):
    """A study, a document or a rule that cards cite."""

    title: Line
    year: int | None = None
    seen_as: Line
    """What was actually read: original, abstract, secondary or mirror."""


class Library:
    """All cards by id. A value: nothing changes it after loading."""

    def __init__(self, cards: Mapping[str, Card], references: Mapping[str, Reference]) -> None:
        self._cards = dict(sorted(cards.items()))
        self.references = dict(references)
        self._by_type: dict[type[object], tuple[Card, ...]] = {}

    def __iter__(self) -> Iterator[Card]:
        return iter(self._cards.values())

    def __len__(self) -> int:
        return len(self._cards)

    def __contains__(self, card_id: object) -> bool:
        return card_id in self._cards

    def __getitem__(self, card_id: str) -> Card:
        try:
            return self._cards[card_id]
        except KeyError:
            raise KnowledgeError(f"There is no card {card_id!r} in the knowledge base.") from None

    def get(self, card_type: type[T], card_id: str) -> T:
        """Return the card `card_id`, which is of type `card_type`; KnowledgeError otherwise."""
        card = self[card_id]
        if not isinstance(card, card_type):
            raise KnowledgeError(f"The card {card_id!r} is not a {card_type.__name__}.")
        return card

    def of(self, card_type: type[T]) -> tuple[T, ...]:
        """Return all cards of one type, by id."""
        if card_type not in self._by_type:  # because one drawing asks for the same few types a thousand times
            self._by_type[card_type] = tuple(card for card in self if isinstance(card, card_type))
        return tuple(card for card in self._by_type[card_type] if isinstance(card, card_type))

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all cards."""
        return frozenset(self._cards)

    @cached_property
    def digest(self) -> str:
        """A hash of everything the cards say; changes whenever any card does."""
        payload = json.dumps([card.model_dump(mode="json") for card in self], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(payload.encode()).hexdigest()[:16]

    def cites(self, card: Card) -> tuple[str, ...]:
        """Return the titles of what a card cites, `COMMON_PRACTICE` where there is no study."""
        return tuple(
            self.references[source.ref].title if source.ref in self.references else COMMON_PRACTICE
            for source in card.sources
        )


def load_library(root: Path) -> Library:
    """Read `root/<kind>/<name>.md` and `root/sources.yaml`; KnowledgeError names file, line and field."""
    cards = {}
    for path in sorted(root.glob("*/*.md")):
        card = read_card(path)
        cards[card.id] = card
    if not cards:
        raise KnowledgeError(f"No knowledge cards were found in {root}.")
    return Library(cards, read_references(root / "sources.yaml"))


def read_card(path: Path) -> Card:
    """Read one card file: YAML front matter between `---` lines, then a Markdown body."""
    kind = path.parent.name
    if kind not in CARD_TYPES:
        raise KnowledgeError(f"{path}: there is no kind of card named {kind!r}; use one of {', '.join(CARD_TYPES)}.")
    parts = re.split(r"(?m)^---\s*$", path.read_text(encoding="utf-8"), maxsplit=2)
    if len(parts) != 3 or parts[0].strip():
        raise KnowledgeError(f"{path}:1: a card starts with front matter between two lines of '---'.")
    front = _yaml(path, parts[1])
    if "id" in front or "body" in front:
        raise KnowledgeError(f"{path}: leave 'id' and 'body' out; they come from the file's name and text.")
    try:
        return CARD_TYPES[kind].model_validate({**front, "id": f"{kind}:{path.stem}", "body": parts[2]})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"])
        line = _line_of(parts[1], str(first["loc"][0])) if first["loc"] else 1
        raise KnowledgeError(f"{path}:{line}: field '{field}': {first['msg']}.") from error


def read_references(path: Path) -> dict[str, Reference]:
    """Read `sources.yaml`: what the cards cite, by key."""
    if not path.is_file():
        raise KnowledgeError(f"{path} is missing: it lists what the cards cite.")
    try:
        return {key: Reference.model_validate(entry) for key, entry in _yaml(path, path.read_text("utf-8")).items()}
    except ValidationError as error:
        raise KnowledgeError(f"{path}: {error.errors()[0]['msg']} at {error.errors()[0]['loc']}.") from error


def _yaml(path: Path, text: str) -> dict[str, Any]:
    try:
        loaded = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, in C where there is one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise KnowledgeError(f"{path}:{line}: the YAML cannot be read: {getattr(error, 'problem', error)}.") from error
    if not isinstance(loaded, dict):
        raise KnowledgeError(f"{path}:1: 'name: value' lines are expected here.")
    return loaded


def _line_of(front: str, field: str) -> int:
    for number, line in enumerate(front.splitlines(), start=1):
        if line.startswith(f"{field}:"):
            return number
    return 1
