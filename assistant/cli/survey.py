"""Reads survey files from the command line and prints or writes what they say."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli import screen
from assistant.cli.keep import write
from assistant.errors import BadInput
from assistant.files import read_map
from assistant.knowledge import load_library
from assistant.knowledge.cards import IndustryCard
from assistant.knowledge.library import Library
from assistant.paths import shipped
from assistant.settings import Settings, load_settings
from assistant.survey.by_hand import CorrectionFile, corrections, read_corrections, write_corrections
from assistant.survey.corrections import Corrections
from assistant.survey.formats import render
from assistant.survey.read import read_content, read_file, read_pasted
from assistant.survey.survey import build_survey
from assistant.survey.synthesize import Analysis, analyse
from assistant.survey.table import Table
from assistant.survey.vectors import open_vectors
from assistant.surveying import Paper, Surveyor
from assistant.synthesis import Synthesis, Theme
from assistant.text import clean
from assistant.words import load_words

if TYPE_CHECKING:
    from assistant.cli.survey_model import Consent

_BAR = 30
_MOST_SHOWN = 8


@dataclass(frozen=True)
class Wanted:
    """What is to be read, and how."""

    files: Sequence[str]
    out: Path | None = None
    roles: Sequence[str] = ()
    segments: Sequence[str] = ()
    industry: str | None = None
    map: Path | None = None
    corrections: Path | None = None
    save_corrections: Path | None = None
    consent: "Consent | None" = None
    """What a language model may do; None if it is not to be asked."""


def sum_up(wanted: Wanted, *, as_json: bool) -> None:
    """Read files as one survey and print what it says, or write it to a file."""
    settings = load_settings()
    analysis = _analysed(wanted, settings)
    if wanted.save_corrections is not None:
        write(wanted.save_corrections, write_corrections(analysis.synthesis, analysis.survey.columns))
    out = wanted.out
    if out is not None:
        write(out, render(analysis, out.suffix))
    if as_json:
        screen.show_json(analysis.synthesis.model_dump(mode="json"))
    elif out is not None:
        screen.show_lines([load_words("cli")("files.written", path=out)])
    else:
        show(analysis.synthesis)


def _analysed(wanted: Wanted, settings: Settings) -> Analysis:
    library = load_library(shipped("knowledge"))
    journey = read_map(wanted.map) if wanted.map else None
    file = read_corrections(wanted.corrections) if wanted.corrections else CorrectionFile()
    trade = _trade(library, wanted.industry)
    roles = {**file.columns, **_roles(wanted.roles)}
    survey = build_survey(_tables(wanted.files), roles, wanted.segments)
    if not any((settings.data_dir / "cache").glob("words-*.npy")):
        screen.complain(load_words("survey")("cli.first_use"))
    vectors, bar = open_vectors(settings), _Bar()

    def count(corrected: Corrections) -> Analysis:
        return analyse(
            survey, library, vectors, industry=trade, journey=journey, corrections=corrected, progress=bar.show
        )

    analysis = count(())
    corrected = corrections(file, analysis, wanted.corrections.name) if wanted.corrections else ()
    if corrected:
        analysis = count(corrected)
    if wanted.consent is None:
        return analysis
    from assistant.cli.survey_model import Helped  # imported late: only a model needs it

    surveyor, paper = Surveyor(library, lambda: vectors), Paper(survey, trade, journey)
    return Helped(settings, surveyor, paper, corrected, analysis, bar.show).with_model(wanted.consent)


def _tables(files: Sequence[str]) -> list[Table]:
    return [_pasted() if name == "-" else read_file(Path(name)) for name in files]


def _pasted() -> Table:
    content = sys.stdin.buffer.read()
    try:
        return read_pasted(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return read_content(content, "pasted text")


def _roles(given: Sequence[str]) -> dict[str, str]:
    found = {}
    for one in given:
        name, equals, role = one.rpartition("=")
        if not equals or not name:
            raise BadInput(load_words("survey")("cli.column", given=one))
        found[name] = role.strip().lower()
    return found


def _trade(library: Library, industry: str | None) -> str | None:
    if industry is None:
        return None
    name = industry if industry.startswith("industry:") else f"industry:{industry}"
    known = [card.id for card in library.of(IndustryCard)]
    if name not in known:
        raise BadInput(load_words("survey")("cli.industry", given=industry, known=", ".join(known)))
    return name


class _Bar:
    """A progress bar on stderr, shown only to a person and only when it is worth it."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def show(self, done: int, total: int) -> None:
        if not self._shown or total < 2 * 4096:
            return
        full = _BAR * done // max(1, total)
        end = "\n" if done == total else ""
        sys.stderr.write(f"\r[{'#' * full}{'.' * (_BAR - full)}] {done:,} / {total:,}{end}")
        sys.stderr.flush()


def show(synthesis: Synthesis) -> None:
    """Print the synthesis in words."""
    words = load_words("survey")
    screen.show(words("cli.head", n=synthesis.responses, comments=synthesis.comments))
    if synthesis.model and synthesis.model.summary:
        screen.show("\n" + words("cli.model.summary", text=" ".join(synthesis.model.summary)) + "\n")
    for score in synthesis.scores:
        screen.show(words("cli.score", score=score))
    for title, themes in (("cli.themes", synthesis.themes), ("cli.praise", synthesis.praise)):
        if themes:
            screen.show("\n" + words(title))
            for theme in themes[:_MOST_SHOWN]:
                _show_theme(theme)
    if synthesis.segments:
        screen.show("\n" + words("cli.segments"))
        for segment in synthesis.segments[:_MOST_SHOWN]:
            screen.show(f"- {segment.finding}")
    rest = synthesis.unclassified
    if rest.count:
        screen.show("\n" + words("cli.rest", count=rest.count))
        for theme in rest.possible:
            _show_theme(theme)
    screen.show("\n" + words("cli.notes"))
    for note in synthesis.notes:
        screen.show(f"- {note}")


def _show_theme(theme: Theme) -> None:
    words = load_words("survey")
    screen.show(words("cli.theme", theme=theme))
    for quote in theme.quotes[:1]:
        screen.show(words("cli.quote", text=" ".join(clean(quote.text).split()), response=quote.response))
