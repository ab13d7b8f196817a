"""Reads maps, briefs and syntheses that people wrote or edited by hand; what is wrong is named with its line."""

import codecs
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from assistant.brief import Brief
from assistant.errors import BadFile
from assistant.model import JourneyMap
from assistant.source_text import Broken, SourceText
from assistant.synthesis import Synthesis
from assistant.words import load_words

LIMIT = 5 * 1024 * 1024
"""Bytes; a map with everything in it is about a fiftieth of that."""

Kind = Literal["map", "brief", "synthesis", "corrections", "codebook"]
Shape = TypeVar("Shape", bound=BaseModel)
Step = str | int

_TELLTALES: dict[Kind, frozenset[str]] = {
    "map": frozenset({"stages"}),
    "brief": frozenset({"personas", "journey", "keeping", "origins"}),
    "synthesis": frozenset({"responses", "themes"}),
    "corrections": frozenset({"columns", "call", "same", "not_about", "about"}),
    "codebook": frozenset({"names", "themes"}),
}
"""Fields by which a file given in the wrong place is recognised."""


def read_map(path: Path | str) -> JourneyMap:
    """Read a map from YAML or JSON, `-` for standard input; BadFile names the field and the line."""
    return read_fields(path, JourneyMap, "map")


def read_brief(path: Path | str) -> Brief:
    """Read a brief from YAML or JSON, `-` for standard input; BadFile names the field and the line."""
    return read_fields(path, Brief, "brief")


def read_synthesis(path: Path | str) -> Synthesis:
    """Read a survey synthesis from YAML or JSON, `-` for standard input; BadFile names the field and the line."""
    return read_fields(path, Synthesis, "synthesis")


def read_fields(path: Path | str, shape: type[Shape], kind: Kind) -> Shape:
    """Read a file of fields from YAML or JSON, `-` for standard input; BadFile names the field and the line."""
    name = load_words("files")("stdin") if str(path) == "-" else Path(path).name
    report = _Report(name, kind)
    source = SourceText(_decoded(_bytes(path, report), report))
    try:
        data = source.data()
    except Broken as broken:
        report.fail(broken.reason, broken.line, problem=broken.problem, field=broken.problem)
    if not isinstance(data, dict):
        report.fail("not_fields")
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        report.misplaced(frozenset(data))
        report.field(error.errors(include_url=False), data, source)


def _bytes(path: Path | str, report: "_Report") -> bytes:
    try:
        if str(path) == "-":
            content = sys.stdin.buffer.read(LIMIT + 1)
        else:
            with Path(path).open("rb") as file:
                content = file.read(LIMIT + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        report.fail("cannot_open", why=getattr(error, "strerror", None) or str(error))
    if len(content) > LIMIT:
        report.fail("too_large", limit=LIMIT // 1024**2)
    return content


def _decoded(content: bytes, report: "_Report") -> str:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        report.fail("not_text", line=content[: error.start].count(b"\n") + 1)
    if not text.strip():
        report.fail("empty")
    return text


def _known_steps(data: object, place: tuple[Step, ...], missing: bool) -> tuple[Step, ...]:
    """Return the steps of `place` that exist in `data`; pydantic puts the names of union members between them."""
    steps: list[Step] = []
    for position, step in enumerate(place):
        last_and_missing = missing and position == len(place) - 1
        if isinstance(data, dict) and (step in data or last_and_missing):
            data = data.get(step)
        elif isinstance(data, list | tuple) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            continue
        steps.append(step)
    return tuple(steps)


def _spelled(steps: tuple[Step, ...]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")


class _Report:
    """Says in one sentence what is wrong with one file."""

    def __init__(self, name: str, kind: Kind) -> None:
        self._words = load_words("files")
        self._name = name
        self._kind: Kind = kind

    def fail(self, reason: str, line: int | None = None, **values: object) -> NoReturn:
        """Raise BadFile with the sentence called `reason`."""
        at = self._words("at", name=self._name, line=line)
        kind, such_as = self._words(f"names.{self._kind}"), self._words(f"such_as.{self._kind}")
        raise BadFile(self._words(reason, name=self._name, at=at, kind=kind, such_as=such_as, **values))

    def misplaced(self, fields: frozenset[str]) -> None:
        """Raise BadFile if `fields` are plainly those of another kind of file."""
        if fields & _TELLTALES[self._kind]:
            return
        for kind, telltales in _TELLTALES.items():
            if fields & telltales:
                self.fail("wrong_kind", found=self._words(f"names.{kind}"))

    def field(self, errors: list[ErrorDetails], data: object, source: SourceText) -> NoReturn:
        """Raise BadFile for the first of `errors`, or for the typing slip that caused it."""
        first = errors[0]
        if first["type"] == "missing":
            self._slip(errors, first, data, source)
        steps = _known_steps(data, first["loc"], first["type"] == "missing")
        known = first["type"] in self._words.get("problems")
        problem = self._words(
            f"problems.{first['type'] if known else 'other'}", message=first["msg"], **first.get("ctx", {})
        )
        self.fail("field", source.line_of(steps), field=_spelled(steps), problem=problem)

    def _slip(self, errors: list[ErrorDetails], missing: ErrorDetails, data: object, source: SourceText) -> None:
        *parent, wanted = missing["loc"]
        strangers = [
            error for error in errors if error["type"] == "extra_forbidden" and list(error["loc"][:-1]) == parent
        ]
        names = [str(error["loc"][-1]) for error in strangers]
        for name in get_close_matches(str(wanted), names, n=1, cutoff=0.7):
            steps = _known_steps(data, (*parent, name), missing=False)
            self.fail("meant", source.line_of(steps), field=_spelled(steps), meant=wanted)
