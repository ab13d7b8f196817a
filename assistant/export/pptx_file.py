"""Renders a map as a deck to show and edit: real titles, tables and a chart, and everything in full in the notes."""

from collections.abc import Iterable, Iterator

from assistant.export.curve import curve_in_words
from assistant.export.feelings import add_feelings
from assistant.export.grid import Badge, Cell, Detail, Entry, Grid, LaneId
from assistant.export.layout import lay_out
from assistant.export.overview import add_overview
from assistant.export.palette import FAINT, NBSP, RUST, SERIF, SOFT, TEAL, TONES
from assistant.export.slides import Deck, Paragraph, Run, batches
from assistant.model import JourneyMap
from assistant.words import Words, load_words

_SIDES: tuple[tuple[LaneId, ...], ...] = (
    ("goal", "actions", "thoughts", "touchpoints"),
    ("feeling", "pains", "moment", "backstage", "owner"),
    ("opportunities", "kpis", "retention"),
)
"""Which lanes of a stage stand in which column of its slide."""
_IN_FULL: tuple[LaneId, ...] = ("opportunities", "retention", "kpis")
"""The lanes of which the notes tell what the slide has no room for."""


def render(map: JourneyMap) -> bytes:
    """Return `map` as a PowerPoint file."""
    return _Show(lay_out(map), load_words("export")).content()


class _Show:
    """A grid on its way to slides."""

    def __init__(self, grid: Grid, words: Words) -> None:
        self._grid = grid
        self._words = words
        self._signs: dict[Badge, str] = {entry.badge: f"{entry.sign}{NBSP}{entry.word}" for entry in grid.legend}
        self._deck = Deck(grid.head.title, words.language, words("pptx.continued"))

    def content(self) -> bytes:
        """Draw all slides and return the file."""
        grid, words, deck = self._grid, self._words, self._deck
        deck.side_by_side(grid.head.title, (self._about(), self._legend()), grid.head.kind)
        for actions in batches(self._top(), 3):
            deck.side_by_side(words("page.top"), actions)
        add_overview(deck, grid, words)
        add_feelings(deck, grid, words("pptx.feelings"), curve_in_words(grid, words), words("curve.key"))
        for position in range(len(grid.columns)):
            self._stage(position)
        for title, texts, columns in (
            (words("page.contradictions"), self._contrasts(), 2),
            (words("page.assumptions"), self._entries(grid.assumptions), 3),
            (words("page.apart"), self._entries(grid.kept_apart), 2),
            (words("page.remarks"), (_plain(remark, before=12) for remark in grid.remarks), 2),
            (words("page.evidence"), self._evidence(), 3),
        ):
            listed = tuple(texts)
            if listed:
                deck.flowing(title, listed, columns)
        return deck.content()

    def _about(self) -> Iterator[Paragraph]:
        head, words = self._grid.head, self._words
        yield Paragraph((Run(head.scenario.text, SOFT), *self._tags(head.scenario)), 15, font=SERIF)
        for name, entries in (
            ("persona", (head.persona,)),
            ("goals", head.goals),
            ("worries", head.worries),
            ("business", (head.business,)),
        ):
            if entries:
                yield _label(words(f"where.{name}"))
                for entry in entries:
                    yield from self._entry(entry, entry.brief, bold=name in {"persona", "business"})

    def _legend(self) -> Iterator[Paragraph]:
        grid, words = self._grid, self._words
        yield Paragraph((Run(words("page.legend"), bold=True),), 18, leads=True, font=SERIF)
        told = words("page.share", share=grid.assumed_share) if grid.assumed else words("page.share_none")
        yield _plain(told, before=6)
        for entry in grid.legend:
            lines = words("page.lines", lines=entry.lines)
            runs = (Run(self._signs[entry.badge], TONES[entry.badge], bold=True), Run(f" {lines}. ", bold=True))
            yield Paragraph((*runs, Run(entry.meaning, SOFT)), before=8)

    def _top(self) -> Iterator[Iterable[Paragraph]]:
        for number, action in enumerate(self._grid.top_actions, start=1):
            title = Paragraph((Run(f"{number}. ", TEAL), Run(action.text, bold=True)), 16, 22, leads=True, font=SERIF)
            yield (title, self._known(action), *(self._detail(detail, before=5) for detail in action.details))

    def _stage(self, position: int) -> None:
        grid, column = self._grid, self._grid.columns[position]
        decides = f" · {self._words('page.decides')}" if column.decides else ""
        kicker = f"{column.canonical}{decides} · {self._signs_of(column.name)}"
        slide = self._deck.side_by_side(
            f"{position + 1}. {column.name.text}", [tuple(self._lanes(names, position)) for names in _SIDES], kicker
        )
        notes = slide.notes_slide.notes_text_frame
        assert notes is not None
        cells = (
            (grid.lane(name).title, grid.lane(name).cells[position]) for name in ("opportunities", "retention", "kpis")
        )
        notes.text = "\n\n".join(text for title, cell in cells for text in _in_full(title, cell))

    def _lanes(self, names: Iterable[LaneId], position: int) -> Iterator[Paragraph]:
        for name in names:
            lane = self._grid.lane(name)
            entries = lane.cells[position].entries
            if entries:
                tone = RUST if name in {"pains", "moment"} else TEAL
                yield Paragraph((Run(lane.title, tone, bold=True),), 12, 11, leads=True)
                for entry in entries:
                    yield from self._entry(entry, entry.brief, bold=name in {"opportunities", "feeling"}, before=3)

    def _contrasts(self) -> Iterator[Paragraph]:
        for contrast in self._grid.contradictions:
            yield Paragraph((Run(contrast.topic, bold=True),), 14, 14, leads=True, font=SERIF)
            for name, entry in (("owner_view", contrast.owner), ("customer_view", contrast.customers)):
                yield _label(self._words(f"where.{name}"))
                yield from self._entry(entry, ())

    def _entries(self, entries: Iterable[Entry]) -> Iterator[Paragraph]:
        for entry in entries:
            yield from self._entry(entry, entry.details, bold=bool(entry.details), before=12)

    def _evidence(self) -> Iterator[Paragraph]:
        for badge, notes in self._grid.evidence:
            runs = (
                Run(f"{self._signs[badge]}  ", TONES[badge], bold=True),
                Run(self._words(f"groups.{badge}"), bold=True),
            )
            yield Paragraph(runs, 13, 12, leads=True)
            for note in notes:
                grade = f" · {note.grade}" if note.grade else ""
                head = (Run(f"{note.number} ", FAINT), Run(note.title, bold=True), Run(grade, SOFT))
                yield Paragraph(head, 10, 6, leads=True)
                if note.quote:
                    yield Paragraph((Run(f"“{note.quote}”", italic=True),), 10, font=SERIF)
                if note.text:
                    yield Paragraph((Run(note.text),), 10)
                if note.cites:
                    yield Paragraph((Run(f"{self._words('page.cites')} {'; '.join(note.cites)}", SOFT),), 10)

    def _entry(
        self, entry: Entry, details: Iterable[Detail], *, bold: bool = False, before: float = 2
    ) -> Iterator[Paragraph]:
        yield Paragraph((Run(entry.text, bold=bold), *self._tags(entry)), before=before)
        yield from (self._detail(detail) for detail in details)

    def _detail(self, detail: Detail, before: float = 1) -> Paragraph:
        label = (Run(f"{detail.label}: ", SOFT, bold=True),) if detail.label else ()
        known = (
            (Run(f"  {self._signs[detail.badge]} {_numbers(detail.notes)}", TONES[detail.badge]),)
            if detail.badge
            else ()
        )
        return Paragraph((*label, Run(detail.text, SOFT), *known), 10.5, before)

    def _known(self, entry: Entry) -> Paragraph:
        first, *rest = self._tags(entry)
        return Paragraph((first._replace(text=first.text.lstrip()), *rest), 10.5)

    def _tags(self, entry: Entry) -> tuple[Run, ...]:
        tag = (Run(f" {entry.tag}", RUST if entry.mark == "severity-3" else SOFT, bold=True),) if entry.tag else ()
        known = (Run(f" {self._signs_of(entry)}", TONES[entry.badge]),) if entry.badge else ()
        return (*tag, *known)

    def _signs_of(self, entry: Entry) -> str:
        return f"{self._signs[entry.badge]}{NBSP}{_numbers(entry.notes)}" if entry.badge else ""


def _in_full(title: str, cell: Cell) -> Iterator[str]:
    for entry in cell.entries:
        yield "\n".join((f"{title}: {entry.text}", *(f"{detail.label}: {detail.text}" for detail in entry.details)))


def _numbers(notes: Iterable[int]) -> str:
    return ", ".join(str(note) for note in notes)


def _label(text: str) -> Paragraph:
    return Paragraph((Run(text, FAINT),), 10.5, 9, leads=True)


def _plain(text: str, before: float = 6) -> Paragraph:
    return Paragraph((Run(text),), before=before)
