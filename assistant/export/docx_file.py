"""Renders a map as a Word document: upright pages to read and change, and the map itself across the page."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from assistant.export.curve import curve_in_words
from assistant.export.grid import Badge, Detail, Entry, Grid, Lane, LaneId
from assistant.export.layout import lay_out
from assistant.export.palette import FAINT, NBSP, RUST, RUST_WASH, SOFT, TEAL, TEAL_WASH, TONES, WHITE
from assistant.export.typeset import FULL, feelings
from assistant.export.word import A3, A4, Line, Report, Run, fill, place, repeat
from assistant.model import JourneyMap
from assistant.words import Words, load_words

if TYPE_CHECKING:
    from docx.table import _Cell

SIDE, TAG = 74.0, 9.0
"""Width of the titles of the map's rows, and size of the marks beside a text, in points."""
TINTS: dict[LaneId, str] = {"moment": RUST_WASH, "opportunities": TEAL_WASH}


def render(map: JourneyMap) -> bytes:
    """Return `map` as a Word file."""
    return _Paper(lay_out(map), load_words("export")).content()


class _Paper:
    """A grid on its way to a document."""

    def __init__(self, grid: Grid, words: Words) -> None:
        self._grid = grid
        self._words = words
        self._signs: dict[Badge, str] = {entry.badge: f"{entry.sign}{NBSP}{entry.word}" for entry in grid.legend}
        self._report = Report(grid.head.title, words.language)

    def content(self) -> bytes:
        """Write everything and return the file."""
        grid, title = self._grid, self._grid.head.title
        foot = title if len(title) <= 80 else f"{title[:79].rstrip()}…"
        width = self._report.paper(A4, landscape=False, foot=foot)
        self._head(width)
        self._legend()
        wide = len(grid.columns) > 6
        self._map(self._report.paper(A3 if wide else A4, landscape=True, foot=foot), 8.2 if wide else 7.5)
        width = self._report.paper(A4, landscape=False, foot=foot)
        self._in_full(width)
        self._checks(width)
        self._evidence(width)
        return self._report.content()

    def _head(self, width: float) -> None:
        grid, words, report = self._grid, self._words, self._report
        report.paragraph((Run(grid.head.kind, TEAL, bold=True),))
        report.title(grid.head.title)
        report.paragraph(
            (Run(f"{grid.head.scenario.text} ", SOFT, size=12, serif=True), *self._tags(grid.head.scenario))
        )
        cast: tuple[tuple[str, Sequence[Entry], bool], ...] = (
            ("persona", (grid.head.persona,), True),
            ("goals", grid.head.goals, False),
            ("worries", grid.head.worries, False),
            ("business", (grid.head.business,), True),
        )
        report.pairs(
            width,
            [
                (
                    _label(words(f"where.{name}")),
                    [line for it in entries for line in self._entry(it, it.brief, bold=bold)],
                )
                for name, entries, bold in cast
                if entries
            ],
        )
        if grid.top_actions:
            report.heading(1, (Run(words("page.top")),))
            for number, action in enumerate(grid.top_actions, start=1):
                report.heading(2, (Run(f"{number}. ", TEAL), Run(action.text)))
                report.paragraph(self._tags(action), leads=True)
                report.pairs(width, [self._fact(detail) for detail in action.details])

    def _legend(self) -> None:
        grid, words, report = self._grid, self._words, self._report
        report.heading(1, (Run(words("page.legend")),))
        report.paragraph((Run(words("page.legend_intro"), SOFT),))
        told = words("page.share", share=grid.assumed_share) if grid.assumed else words("page.share_none")
        report.paragraph((Run(told, bold=True),))
        for entry in grid.legend:
            sign = Run(f"{self._signs[entry.badge]} ", TONES[entry.badge], bold=True)
            lines = Run(f"{words('page.lines', lines=entry.lines)}. ", bold=True)
            report.paragraph((sign, lines, Run(entry.meaning, SOFT)))

    def _map(self, width: float, size: float) -> None:
        grid, report = self._grid, self._report
        lanes = [lane for lane in grid.lanes if not lane.empty]
        column = (width - SIDE) / len(grid.columns)
        report.heading(1, (Run(self._words("page.map")),))
        report.paragraph((Run(self._words("page.caption", persona=grid.head.persona.text), SOFT),))
        table = report.table((SIDE, *(column for _ in grid.columns)), len(lanes) + 2)
        repeat(table.rows[0])
        rows = iter(table.rows)
        head = next(rows).cells
        fill(head[0], (), TEAL)
        for position, cell in enumerate(head[1:]):
            fill(cell, _sized(self._stage(position), size), TEAL)
        for lane in lanes:
            if lane.id == "feeling":
                cells = next(rows).cells
                told = curve_in_words(grid, self._words)
                place(
                    cells[1].merge(cells[-1]),
                    feelings(grid, self._words, column * len(grid.columns)),
                    width - SIDE - 8,
                    told,
                )
            self._lane(lane, next(rows).cells, size)

    def _stage(self, position: int) -> Iterator[Line]:
        column = self._grid.columns[position]
        decides = f" · {self._words('page.decides')}" if column.decides else ""
        yield (Run(f"{position + 1} · {column.canonical}{decides}", TEAL_WASH),)
        yield (Run(column.name.text, WHITE, bold=True, size=10.5, serif=True),)
        if column.name.badge:
            yield (Run(self._known(column.name.badge, column.name.notes), TEAL_WASH),)

    def _lane(self, lane: Lane, cells: "Sequence[_Cell]", size: float) -> None:
        first, *rest = cells
        fill(first, _sized([(Run(lane.title, bold=True),), (Run(lane.hint, FAINT),)], size))
        for cell, told in zip(rest, lane.cells, strict=True):
            entries = [list(self._entry(entry, entry.brief, lane=lane.id)) for entry in told.entries]
            starts = set(accumulate(len(entry) for entry in entries))
            lines = _sized(chain.from_iterable(entries), size)
            fill(cell, lines, TINTS.get(lane.id) if lines else None, starts)

    def _in_full(self, width: float) -> None:
        grid, report = self._grid, self._report
        for title, lane in FULL:
            told = grid.told(lane)
            if told:
                report.heading(1, (Run(self._words(f"page.{title}")),))
            for stage, entry in told:
                report.heading(2, (Run(entry.text),))
                report.paragraph((Run(f"{stage} ", TEAL, bold=True), *self._tags(entry)), leads=True)
                report.pairs(width, [self._fact(detail) for detail in entry.details])

    def _checks(self, width: float) -> None:
        grid, words, report = self._grid, self._words, self._report
        if grid.contradictions:
            report.heading(1, (Run(words("page.contradictions")),))
        for contrast in grid.contradictions:
            report.heading(2, (Run(contrast.topic),))
            views = (("owner_view", contrast.owner), ("customer_view", contrast.customers))
            report.pairs(width, [(_label(words(f"where.{name}")), list(self._entry(it, ()))) for name, it in views])
        if grid.assumptions:
            report.heading(1, (Run(words("page.assumptions")),))
            report.paragraph((Run(words("page.assumptions_intro"), SOFT),))
        for entry in grid.assumptions:
            report.heading(2, (Run(entry.text),))
            report.paragraph(self._tags(entry), leads=True)
            report.pairs(width, [self._fact(detail) for detail in entry.details])
        if grid.kept_apart:
            report.heading(1, (Run(words("page.apart")),))
            report.bullets((Run(f"{entry.text} "), *self._tags(entry)) for entry in grid.kept_apart)
        if grid.remarks:
            report.heading(1, (Run(words("page.remarks")),))
            report.bullets((Run(remark),) for remark in grid.remarks)

    def _evidence(self, width: float) -> None:
        report, cites = self._report, self._words("page.cites")
        report.heading(1, (Run(self._words("page.evidence")),))
        for badge, notes in self._grid.evidence:
            group = Run(self._words(f"groups.{badge}"))
            report.heading(2, (Run(f"{self._signs[badge]} ", TONES[badge]), group))
            pairs: list[tuple[Line, Sequence[Line]]] = []
            for note in notes:
                lines: list[Line] = [(Run(note.title, bold=True), Run(f" · {note.grade}" if note.grade else "", SOFT))]
                lines += [(Run(f"“{note.quote}”", italic=True, serif=True),)] if note.quote else []
                lines += [(Run(note.text),)] if note.text else []
                lines += [(Run(f"{cites} {'; '.join(note.cites)}", SOFT),)] if note.cites else []
                pairs.append(((Run(str(note.number), FAINT),), lines))
            report.pairs(width, pairs, label=32)

    def _entry(
        self, entry: Entry, details: Iterable[Detail], *, bold: bool = False, lane: LaneId | None = None
    ) -> Iterator[Line]:
        strong = bold or lane in {"feeling", "opportunities"} or entry.mark == "severity-3"
        added = (Run("+ ", TEAL, bold=True),) if lane == "touchpoints" and entry.mark == "suggested" else ()
        yield (*added, Run(entry.text, bold=strong, italic=lane == "thoughts", serif=lane in {"goal", "thoughts"}))
        for detail in details:
            label, lines = self._fact(detail)
            yield (*(run._replace(text=f"{run.text}: ", colour=SOFT, bold=True) for run in label), *lines[0])
        if entry.tag or entry.badge:
            yield self._tags(entry)

    def _fact(self, detail: Detail) -> tuple[Line, Sequence[Line]]:
        known = (Run(f" {self._known(detail.badge, detail.notes)}", TONES[detail.badge]),) if detail.badge else ()
        return _label(detail.label) if detail.label else (), [(Run(detail.text, SOFT), *known)]

    def _tags(self, entry: Entry) -> Line:
        tone = RUST if entry.mark == "severity-3" else SOFT
        tag = (Run(f"{entry.tag} ", tone, bold=True, size=TAG),) if entry.tag else ()
        known = self._known(entry.badge, entry.notes) if entry.badge else ""
        return (*tag, Run(known, TONES[entry.badge], size=TAG)) if entry.badge else tag

    def _known(self, badge: Badge, notes: Iterable[int]) -> str:
        return f"{self._signs[badge]}{NBSP}{', '.join(str(note) for note in notes)}"


def _label(text: str) -> Line:
    return (Run(text, FAINT),)


def _sized(lines: Iterable[Line], size: float) -> list[Line]:
    return [
        [run._replace(size=min(run.size or size, size) if not run.serif else run.size or size) for run in line]
        for line in lines
    ]
