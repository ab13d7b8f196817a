"""Draws, reviews and saves maps that are files, and prints the schemas of all shapes."""

from pathlib import Path

from pydantic import BaseModel

from assistant.brief import Brief
from assistant.cli import screen
from assistant.cli.keep import write, write_map
from assistant.drafting import draft
from assistant.errors import BadInput
from assistant.export import FORMATS, Format
from assistant.files import read_brief, read_map, read_synthesis
from assistant.knowledge import load_library
from assistant.model import JourneyMap
from assistant.paths import shipped
from assistant.review import review
from assistant.synthesis import Synthesis
from assistant.words import load_words

SHAPES: dict[str, type[BaseModel]] = {"brief": Brief, "map": JourneyMap, "synthesis": Synthesis}


def draw(brief: Path, survey: Path | None, out: Path | None, *, as_json: bool) -> None:
    """Draw the map of a brief and print it, or write it to `out`."""
    synthesis = read_synthesis(survey) if survey else None
    journey = draft(read_brief(brief), load_library(shipped("knowledge")), synthesis)
    if out is None:
        screen.show_json(journey.model_dump(mode="json"))
    else:
        _written([write_map(journey, out)], as_json=as_json)


def judge(map: Path, *, as_json: bool) -> bool:
    """Print what a review says about the map; tell whether it has errors."""
    findings = review(read_map(map), card_ids=load_library(shipped("knowledge")).ids)
    errors = sum(finding.level == "error" for finding in findings)
    if as_json:
        screen.show_json([finding.model_dump(mode="json") for finding in findings])
        return errors > 0
    words = load_words("cli")
    for finding in findings:
        screen.show(words("review.finding", finding=finding))
    screen.show(words("review.sum", errors=errors, advice=len(findings) - errors))
    return errors > 0


def save(map: Path, to: str, folder: Path, *, as_json: bool) -> None:
    """Write the map in the formats named in `to`, separated by commas."""
    formats = _formats(to)
    journey = read_map(map)
    _written([write(folder / known.file_name(journey), known.write(journey)) for known in formats], as_json=as_json)


def describe(shape: str | None) -> None:
    """Print the JSON Schema of `shape`, or of all shapes under their names."""
    chosen = {shape: SHAPES[shape]} if shape else SHAPES
    schemas = {name: model.model_json_schema() for name, model in chosen.items()}
    screen.show_json(schemas[shape] if shape else schemas)


def _formats(to: str) -> tuple[Format, ...]:
    names = tuple(dict.fromkeys(name.strip().lower() for name in to.split(",") if name.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        wrong = ", ".join(unknown) or to
        raise BadInput(load_words("cli")("files.unknown_format", wrong=wrong, known=", ".join(FORMATS)))
    return tuple(FORMATS[name] for name in names)


def _written(paths: list[Path], *, as_json: bool) -> None:
    if as_json:
        screen.show_json({"written": [str(path) for path in paths]})
    else:
        screen.show_lines([load_words("cli")("files.written", path=path) for path in paths])
