"""The text of a YAML or JSON file: its data, and the line on which any field of it stands."""

import re
from collections.abc import Hashable, Iterator
from functools import cached_property

import yaml
from pydantic_core import from_json

DEEPEST = 20
"""Levels of nesting; a map has nine."""
MOST_VALUES = 1_000_000

Step = str | int
_NOT_YAML = re.compile("[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_JSON_PLACE = re.compile(r"(.*) at line (\d+) column \d+")


class Broken(Exception):
    """The text cannot be read; `reason` names the sentence that says so."""

    def __init__(self, reason: str, line: int | None, problem: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.problem = problem


class _Plain(yaml.CSafeLoader):
    """Reads every scalar but null as text: the schema says what is a number, so no date or `no` is guessed."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own design

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        """Return the fields of `node`; a field given twice is an error, PyYAML would drop the first."""
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise Broken("twice", key.start_mark.line + 1, str(key.value))
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


_Plain.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])


class SourceText:
    """One file's text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def data(self) -> object:
        """Return what the text says, JSON values or YAML with its scalars as text; Broken if it says nothing."""
        if self._text.lstrip()[:1] in {"{", "["}:
            try:
                return from_json(self._text, allow_inf_nan=False)
            except ValueError as error:
                return self._braced(error)
        return self._yaml()

    def line_of(self, steps: tuple[Step, ...]) -> int | None:
        """Return the line, from 1, on which the field at `steps` stands, or the nearest one around it."""
        node = self._marks
        line = None if node is None else node.start_mark.line + 1
        for step in steps:
            if isinstance(node, yaml.MappingNode):
                pairs = ((key, value) for key, value in node.value if key.value == step)
                key, node = next(pairs, (None, None))
                line = key.start_mark.line + 1 if key else line
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
                line = node.start_mark.line + 1
        return line

    def _braced(self, error: ValueError) -> object:
        # because YAML may begin with a brace too, a text that fails as JSON is only refused if it fails as YAML
        place = _JSON_PLACE.match(str(error))
        try:
            return self._yaml()
        except Broken as broken:
            if broken.reason != "syntax" or place is None:
                raise
            raise Broken("syntax", int(place[2]), place[1]) from error

    def _yaml(self) -> object:
        try:
            self._check_events(yaml.parse(self._text, Loader=_Plain))
            return yaml.load(self._text, Loader=_Plain)  # noqa: S506 - a subclass of the safe loader
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise Broken("syntax", mark.line + 1 if mark else None, error.problem or "") from error
        except yaml.YAMLError as error:
            position = getattr(error, "position", 0)
            raise Broken("control", self._text.count("\n", 0, position) + 1) from error

    def _check_events(self, events: Iterator[yaml.Event]) -> None:
        # because what YAML may refer to, unfold or nest without end has no use in a map
        depth = documents = 0
        for number, event in enumerate(events):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            documents += isinstance(event, yaml.DocumentStartEvent)
            refused = {
                "alias": isinstance(event, yaml.AliasEvent),
                "tag": getattr(event, "tag", None) is not None,
                "deep": depth > DEEPEST,
                "many": number > MOST_VALUES,
                "documents": documents > 1,
            }
            for reason in (reason for reason, found in refused.items() if found):
                raise Broken(reason, event.start_mark.line + 1 if event.start_mark else None)

    @cached_property
    def _marks(self) -> yaml.Node | None:
        # because JSON is YAML but for some characters within strings, replacing those keeps every line in its place
        try:
            return yaml.compose(_NOT_YAML.sub(" ", self._text), Loader=_Plain)
        except yaml.YAMLError:
            return None
