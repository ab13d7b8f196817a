"""Reads and writes what people settle about a survey in a file: corrections and names, as YAML to edit by hand."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import ConfigDict, Field

from assistant.codebook import Added, Codebook, Renamed
from assistant.errors import BadInput
from assistant.files import read_fields
from assistant.model import Frozen
from assistant.survey.columns import Column
from assistant.survey.corrections import About, Called, Correction, Corrections, NotAbout, Same
from assistant.survey.synthesize import Analysis
from assistant.synthesis import Synthesis
from assistant.text import Line, fold
from assistant.words import load_words


class _Written(Frozen):
    """Something written by hand: an id of digits need not stand in quotes."""

    model_config = ConfigDict(coerce_numbers_to_str=True)


class Placed(_Written):
    """An answer and a theme."""

    response: Line
    theme: Line


class CorrectionFile(_Written):
    """What a user corrects; themes by id or by name."""

    columns: Mapping[str, Line] = {}
    """Column and its role."""
    call: Mapping[str, Line] = {}
    """Theme and its name."""
    same: tuple[Annotated[tuple[Line, ...], Field(min_length=2)], ...] = ()
    """Themes that are one; all go into the first."""
    not_about: tuple[Placed, ...] = ()
    about: tuple[Placed, ...] = ()


class NewTheme(_Written):
    """A theme of the user's or a model's, and the answers it rests on."""

    name: Line
    about: str = ""
    answers: tuple[Line, ...] = Field(min_length=1)


class NameFile(_Written):
    """Names that a model proposed and a person approves: what is left in the file counts."""

    names: Mapping[str, Line] = {}
    """Theme and its name."""
    themes: tuple[NewTheme, ...] = ()


def read_corrections(path: Path) -> CorrectionFile:
    """Read corrections; BadFile names the field and the line."""
    return read_fields(path, CorrectionFile, "corrections")


def read_names(path: Path) -> NameFile:
    """Read names; BadFile names the field and the line."""
    return read_fields(path, NameFile, "codebook")


def corrections(file: CorrectionFile, analysis: Analysis, name: str) -> Corrections:
    """Return the corrections of a file for a counted survey; BadInput if they name what is not there."""
    known = _Known(analysis, name)
    found: list[Correction] = [Called(theme=known.theme(theme), label=label) for theme, label in file.call.items()]
    found += (Same(theme=known.theme(other), into=known.theme(into)) for into, *others in file.same for other in others)
    found += (NotAbout(response=known.response(one), theme=known.theme(one.theme)) for one in file.not_about)
    found += (About(response=known.response(one), theme=known.theme(one.theme)) for one in file.about)
    return tuple(found)


def codebook(file: NameFile, analysis: Analysis, name: str) -> Codebook:
    """Return the names of a file for a counted survey; BadInput if they name what is not there."""
    known = _Known(analysis, name)
    renamed = [(known.theme(theme), label) for theme, label in file.names.items()]
    return Codebook(
        renamed=tuple(Renamed(theme=theme, was=known.labels[theme], label=label) for theme, label in renamed),
        added=tuple(
            Added(
                id=f"new:{number}", label=one.name, about=one.about,
                responses=tuple(known.response(Placed(response=answer, theme=one.name)) for answer in one.answers),
            )
            for number, one in enumerate(file.themes, 1)
        ),
    )  # fmt: skip


class _Known:
    """What there is to be named."""

    def __init__(self, analysis: Analysis, file: str) -> None:
        found = analysis.synthesis
        self.file, self.responses = file, frozenset(analysis.survey.ids)
        self.labels = {one.id: one.label for one in analysis.candidates}
        self.labels |= {one.id: one.label for one in (*found.themes, *found.praise)}

    def theme(self, words: str) -> str:
        """Return the id of the theme that `words` name."""
        if words in self.labels:
            return words
        named = [id for id, label in self.labels.items() if fold(label) == fold(words)]
        if len(named) != 1:
            raise BadInput(load_words("survey")("by_hand.theme", file=self.file, theme=words))
        return named[0]

    def response(self, one: Placed) -> str:
        """Return the id of the answer that is named."""
        if one.response not in self.responses:
            raise BadInput(load_words("survey")("by_hand.response", file=self.file, response=one.response))
        return one.response


def write_corrections(synthesis: Synthesis, columns: Sequence[Column]) -> bytes:
    """Return corrections that change nothing, as a file to begin with: columns and themes as they stand."""
    new = synthesis.model.found if synthesis.model else ()  # left out, because they stand in a codebook of their own
    found = {
        "columns": {column.heading: _role(column) for column in columns if column.sure},
        "call": {one.id: one.label for one in (*synthesis.themes, *synthesis.praise) if one.id not in new},
        "same": [], "not_about": [], "about": [],
    }  # fmt: skip
    return _yaml("corrections", found)


def write_names(codebook: Codebook) -> bytes:
    """Return a proposal as a file: what is deleted from it is not approved."""
    found = {
        "names": {one.theme: one.label for one in codebook.renamed},
        "themes": [{"name": one.label, "about": one.about, "answers": list(one.responses)} for one in codebook.added],
    }
    return _yaml("codebook", found)


def _role(column: Column) -> str:
    scale = "" if column.scale is None else f":{column.scale[0]:g}-{column.scale[1]:g}"
    return f"{column.role}{scale}{'' if column.higher_is_better else ' reversed'}"


def _yaml(kind: str, data: object) -> bytes:
    lines = load_words("survey")(f"by_hand.{kind}").splitlines()
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)
    return ("\n".join(f"# {line}" for line in lines) + f"\n\n{text}").encode()
