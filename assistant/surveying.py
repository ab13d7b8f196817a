"""Reads and counts a survey for a conversation, off the event loop; keeps what is needed to count it again."""

import asyncio
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter

from assistant.codebook import Coding, Material
from assistant.errors import BadInput
from assistant.knowledge import Library
from assistant.model import JourneyMap
from assistant.narrative import told_by
from assistant.settings import Settings, load_settings
from assistant.survey.corrections import Corrections
from assistant.survey.table import Table
from assistant.text import clean
from assistant.words import load_words

if TYPE_CHECKING:
    from assistant.survey.survey import Survey
    from assistant.survey.synthesize import Analysis
    from assistant.survey.vectors import WordVectors

File = tuple[str, bytes]
"""Name and content of an upload."""
OnProgress = Callable[[int, int], None]
"""Told on the event loop how many of how many responses are counted."""
OpenVectors = Callable[[], "WordVectors"]
_Found = TypeVar("_Found")
_MOST_HELD = 4
"""Conversations whose files stay in memory, so that a column can still be read another way."""


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


@cache
def _papers() -> TypeAdapter[Paper]:
    from assistant.survey.survey import Survey  # imported late: it brings numpy

    adapter = TypeAdapter(Paper)
    adapter.rebuild(_types_namespace={"Survey": Survey})
    return adapter


def pack(paper: Paper) -> bytes:
    """Return `paper` as bytes for the log."""
    return zlib.compress(_papers().dump_json(paper), 6)


def unpack(content: bytes) -> Paper:
    """Return the paper that `pack` made bytes of."""
    return _papers().validate_json(zlib.decompress(content))


@dataclass
class Surveyor:
    """Reads and counts surveys; one at a time for a thread, in a worker that can be stopped."""

    library: Library
    vectors: "OpenVectors"

    def __post_init__(self) -> None:
        self._held: OrderedDict[str, tuple[tuple[Table, ...], dict[str, str]]] = OrderedDict()
        self._opening = threading.Lock()
        self._opened: WordVectors | None = None

    async def read(
        self, thread: str, files: Sequence[File] | str, columns: Mapping[str, str], industry: str | None,
        journey: JourneyMap | None, on_progress: OnProgress | None = None,
    ) -> tuple[Paper, "Analysis"]:  # fmt: skip
        """Read `files`, or pasted text, as one survey and count it.

        BadInput: it cannot be read, in one sentence.
        """

        def work(progress: OnProgress) -> tuple[tuple[Table, ...], Paper, "Analysis"]:
            tables = _tables(files)
            progress(0, sum(len(table.rows) for table in tables))
            return (tables, *self._read(tables, columns, industry, journey, progress))

        tables, paper, analysis = await _in_thread(work, on_progress)
        self._hold(thread, tables, columns)
        return paper, analysis

    async def read_again(
        self, thread: str, columns: Mapping[str, str], corrections: Corrections, paper: Paper,
        on_progress: OnProgress | None = None,
    ) -> tuple[Paper, "Analysis"]:  # fmt: skip
        """Read the last survey of `thread` with other roles for its columns; BadInput if its files are gone."""
        if thread not in self._held:
            raise BadInput(load_words("surveying")("gone"))
        tables, known = self._held[thread]
        wanted = {**known, **columns}

        def work(progress: OnProgress) -> tuple[Paper, "Analysis"]:
            return self._read(tables, wanted, paper.industry, paper.journey, progress, corrections)

        found = await _in_thread(work, on_progress)
        self._hold(thread, tables, wanted)
        return found

    async def count(self, paper: Paper, corrections: Corrections, on_progress: OnProgress | None = None) -> "Analysis":
        """Count a kept survey again, with what the user corrected."""
        return await _in_thread(lambda progress: self._count(paper, corrections, progress), on_progress)

    async def material(self, analysis: "Analysis") -> Material:
        """Return what of a counted survey a language model may be asked about."""
        from assistant.survey.unclear import material

        return await asyncio.to_thread(lambda: material(analysis, self._vectors()))

    def forget(self, thread: str) -> None:
        """Let go of the files of a conversation."""
        self._held.pop(thread, None)

    def _read(
        self, tables: Sequence[Table], columns: Mapping[str, str], industry: str | None, journey: JourneyMap | None,
        progress: OnProgress, corrections: Corrections = (),
    ) -> tuple[Paper, "Analysis"]:  # fmt: skip
        from assistant.survey.survey import build_survey

        paper = Paper(build_survey(tables, columns), industry, journey)
        return paper, self._count(paper, corrections, progress)

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

    def _hold(self, thread: str, tables: tuple[Table, ...], columns: Mapping[str, str]) -> None:
        self._held[thread] = (tables, dict(columns))
        self._held.move_to_end(thread)
        while len(self._held) > _MOST_HELD:
            self._held.popitem(last=False)


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
