"""Reads and counts a survey for a conversation, off the event loop; keeps what is needed to count it again."""

import asyncio
import threading
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter

from assistant.codebook import Coding, Material
from assistant.knowledge import Library
from assistant.model import JourneyMap
from assistant.narrative import told_by
from assistant.settings import Settings, load_settings
from assistant.survey.corrections import Corrections
from assistant.survey.table import Table
from assistant.text import clean
from assistant.words import load_words

if TYPE_CHECKING:
    from assistant.survey.survey import Kept, Survey
    from assistant.survey.synthesize import Analysis
    from assistant.survey.vectors import WordVectors

File = tuple[str, bytes]
"""Name and content of an upload."""
OnProgress = Callable[[int, int], None]
"""Told on the event loop how many of how many responses are counted."""
OpenVectors = Callable[[], "WordVectors"]
_Found = TypeVar("_Found")


def opened_by_settings(settings: Settings | None = None) -> "WordVectors":
    """Open the word vectors in the data folder that the settings name."""
    from assistant.survey.vectors import open_vectors  # imported late: it brings numpy

    return open_vectors(settings or load_settings())


class _Stopped(Exception):
    """The user stopped the counting; raised inside the worker thread only."""


@dataclass(frozen=True)
class Paper:
    """A survey as it is kept: masked, without the columns that are not used, with what it was counted by."""

    survey: "Survey"
    industry: str | None = None
    journey: JourneyMap | None = None
    """The user's own map, whose pains were looked for."""
    coding: Coding | None = None
    """What was taken of a language model."""
    table: str | None = None
    """Name under which the log keeps the table, so that a column can be read another way."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """What the user said columns are."""


@cache
def _papers() -> TypeAdapter[Paper]:
    from assistant.survey.survey import Survey  # imported late: it brings numpy

    adapter = TypeAdapter(Paper)
    adapter.rebuild(_types_namespace={"Survey": Survey})
    return adapter


@cache
def _tables_kept() -> "TypeAdapter[Kept]":
    from assistant.survey.survey import Kept

    return TypeAdapter(Kept)


def pack(paper: Paper) -> bytes:
    """Return `paper` as bytes for the log."""
    return zlib.compress(_papers().dump_json(paper), 6)


def unpack(content: bytes) -> Paper:
    """Return the paper that `pack` made bytes of."""
    return _papers().validate_json(zlib.decompress(content))


def pack_tables(kept: "Kept") -> bytes:
    """Return masked tables as bytes for the log."""
    return zlib.compress(_tables_kept().dump_json(kept), 6)


def unpack_tables(content: bytes) -> "Kept":
    """Return the tables that `pack_tables` made bytes of."""
    return _tables_kept().validate_json(zlib.decompress(content))


@dataclass
class Surveyor:
    """Reads and counts surveys; one at a time for a thread, in a worker that can be stopped."""

    library: Library
    vectors: "OpenVectors"

    def __post_init__(self) -> None:
        self._opening = threading.Lock()
        self._opened: WordVectors | None = None

    async def read(
        self, files: Sequence[File] | str, columns: Mapping[str, str], industry: str | None,
        journey: JourneyMap | None, on_progress: OnProgress | None = None,
    ) -> tuple[Paper, "Analysis", bytes]:  # fmt: skip
        """Read `files`, or pasted text, as one survey and count it; the last part is its masked tables, to be kept.

        BadInput: it cannot be read, in one sentence.
        """
        from assistant.survey.survey import build_survey, keep

        def work(progress: OnProgress) -> tuple[Paper, "Analysis", bytes]:
            tables = _tables(files)
            rows = sum(len(table.rows) for table in tables)
            progress(0, rows)
            paper = Paper(build_survey(tables, columns), industry, journey, roles=dict(columns))
            analysis = self._count(paper, (), progress)
            return paper, analysis, pack_tables(keep(tables, lambda: progress(rows, rows)))

        return await _in_thread(work, on_progress)

    async def read_again(
        self, kept: bytes, columns: Mapping[str, str], corrections: Corrections, paper: Paper,
        on_progress: OnProgress | None = None,
    ) -> tuple[Paper, "Analysis"]:  # fmt: skip
        """Read kept tables with other roles for their columns, and count them; what a model did is left behind."""
        from assistant.survey.survey import build_again

        roles = {**paper.roles, **columns}

        def work(progress: OnProgress) -> tuple[Paper, "Analysis"]:
            again = replace(paper, survey=build_again(unpack_tables(kept), roles), coding=None, roles=roles)
            return again, self._count(again, corrections, progress)

        return await _in_thread(work, on_progress)

    async def count(self, paper: Paper, corrections: Corrections, on_progress: OnProgress | None = None) -> "Analysis":
        """Count a kept survey again, with what the user corrected."""
        return await _in_thread(lambda progress: self._count(paper, corrections, progress), on_progress)

    async def material(self, analysis: "Analysis") -> Material:
        """Return what of a counted survey a language model may be asked about."""
        from assistant.survey.unclear import material

        return await asyncio.to_thread(lambda: material(analysis))

    def _count(self, paper: Paper, corrections: Corrections, progress: OnProgress) -> "Analysis":
        from assistant.survey.synthesize import analyse

        analysis = analyse(
            paper.survey, self.library, self._vectors(), industry=paper.industry, journey=paper.journey,
            corrections=corrections, coding=paper.coding, progress=progress,
        )  # fmt: skip
        return replace(analysis, synthesis=told_by(analysis.synthesis, paper.coding))

    def _vectors(self) -> "WordVectors":
        with self._opening:  # because distilling them takes some twenty seconds, once
            self._opened = self._opened or self.vectors()
            return self._opened


def took_in(files: Sequence[File] | str, responses: int) -> str:
    """Return what stands in the log and in the chat for the survey: what came in, not the answers."""
    words = load_words("surveying")
    names = [words("pasted_name")] if isinstance(files, str) else [clean(name)[:80] for name, _ in files]
    listed = ", ".join(names[:3])
    if len(names) > 3:
        listed = words("names_more", names=listed, count=len(names) - 3)
    return words("took_in", names=listed, n=responses)


def example_column(survey: "Survey") -> str:
    """Return the letter of a column that could be meant instead of one that was read: an unused or a closed one."""
    from assistant.survey.read.headings import letter

    order = ("ignore", "single", "segment", "multi", "date", "open")
    best = min(
        survey.columns, key=lambda column: (order.index(column.role) if column.role in order else 9, column.index)
    )
    return letter(best.index)


def _tables(files: Sequence[File] | str) -> tuple[Table, ...]:
    from assistant.survey.read import read_content, read_pasted

    if isinstance(files, str):
        return (read_pasted(files, load_words("surveying")("pasted_name")),)
    return tuple(_named(read_content(content, name), name) for name, content in files)


def _named(table: Table, name: str) -> Table:
    return replace(table, name=name)


async def _in_thread(work: Callable[[OnProgress], _Found], on_progress: OnProgress | None) -> _Found:
    """Run `work` in a thread; when the caller is cancelled, it stops at the next block of responses."""
    loop, stopped = asyncio.get_running_loop(), threading.Event()

    def progress(done: int, total: int) -> None:
        if stopped.is_set():
            raise _Stopped
        if on_progress is not None:
            loop.call_soon_threadsafe(on_progress, done, total)

    try:
        return await asyncio.to_thread(work, progress)
    finally:
        stopped.set()
