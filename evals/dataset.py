"""Cases are files that people read: `cases/<suite>/*.yaml`, each with a name and a note of what it tries."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import Field, ValidationError

from assistant.errors import BadFile
from assistant.model import Frozen
from assistant.text import Line

HERE = Path(__file__).parent
CASES = HERE / "cases"
SHARED = HERE.parent.parent / "shared" / "cases"
"""More cases, beside a checkout; where they are missing, the run says so and goes on without them."""


class Case(Frozen):
    """One thing to try."""

    name: Line
    note: Line
    """What it tries."""


C = TypeVar("C", bound=Case)
V = TypeVar("V", bound=Frozen)


def load_cases(suite: str, kind: type[C], folder: Path = CASES) -> tuple[C, ...]:
    """Return the cases of `suite` in the order of their file names; BadFile names what is wrong in which file.

    A file holds one case, or a list of them under `cases`.
    """
    found = tuple(case for path in sorted((folder / suite).glob("*.yaml")) for case in read_file(path, kind))
    names = [case.name for case in found]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise BadFile(f"Two cases of {suite} share a name: {', '.join(sorted(twice))}.")
    return found


def read_file(path: Path, kind: type[C]) -> Iterator[C]:
    """Yield the cases of one file."""
    tree = read_yaml(path)
    for entry in tree["cases"] if isinstance(tree, dict) and "cases" in tree else [tree]:
        yield checked(kind, entry, path)


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds; BadFile says where it breaks off."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise BadFile(f"{path.parent.name}/{path.name}: {' '.join(str(error).split())}.") from error


def checked(kind: type[V], entry: object, path: Path) -> V:
    """Return `entry` as a value of `kind`; BadFile names file and field."""
    try:
        return kind.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"])
        raise BadFile(f"{path.parent.name}/{path.name}, {field or 'the file'}: {first['msg']}.") from error


class Note(Frozen):
    """A remark on a run, such as that a part of it was left out."""

    suite: Line
    text: Line = Field(max_length=600)
