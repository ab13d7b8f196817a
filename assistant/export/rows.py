"""Writes a grid out as rows, one for each line of the map, for spreadsheets to sort and filter."""

from collections.abc import Iterable, Iterator

from assistant.export.grid import Badge, Column, Entry, Footnote, Grid
from assistant.words import Words, load_words

Row = tuple[str, ...]


def rows(grid: Grid) -> Iterator[Row]:
    """Yield the header and then every line of the map with its stage, details and evidence."""
    words = load_words("export")
    table = _Table(grid, words)
    yield tuple(words.get("csv.columns"))
    yield from table.around("head", _head(grid, words))
    yield from table.around("top", (("", entry) for entry in grid.top_actions))
    for position, column in enumerate(grid.columns):
        yield table.row("grid", words("where.stage"), column.name, (position, column))
        for lane in grid.lanes:
            for entry in lane.cells[position].entries:
                yield table.row("grid", lane.title, entry, (position, column))
    for contrast in grid.contradictions:
        yield table.row("contradictions", f"{contrast.topic} · {words('where.owner_view')}", contrast.owner)
        yield table.row("contradictions", f"{contrast.topic} · {words('where.customer_view')}", contrast.customers)
    yield from table.around("assumptions", (("", entry) for entry in grid.assumptions))
    yield from table.around("apart", (("", entry) for entry in grid.kept_apart))
    yield from table.around("remarks", (("", Entry(text=remark)) for remark in grid.remarks))


def _head(grid: Grid, words: Words) -> Iterator[tuple[str, Entry]]:
    head = grid.head
    yield head.kind, Entry(text=head.title)
    yield words("where.title"), head.scenario
    yield words("where.persona"), head.persona
    yield from ((words("where.goals"), entry) for entry in head.goals)
    yield from ((words("where.worries"), entry) for entry in head.worries)
    yield words("where.business"), head.business


class _Table:
    """Turns entries into rows, with their evidence written out."""

    def __init__(self, grid: Grid, words: Words) -> None:
        self._words = words
        self._signs: dict[Badge, str] = {entry.badge: entry.word for entry in grid.legend}
        self._evidence = {note.number: told(note) for note in grid.footnotes}

    def around(self, part: str, entries: Iterable[tuple[str, Entry]]) -> Iterator[Row]:
        """Yield rows that belong to no stage."""
        return (self.row(part, label, entry) for label, entry in entries)

    def row(self, part: str, label: str, entry: Entry, at: tuple[int, Column] | None = None) -> Row:
        """Return one row: part, number, stage, usual stage, lane, text, mark, details, basis, evidence."""
        details = (f"{d.told} [{self._signs[d.badge]}]" if d.badge else d.told for d in entry.details)
        notes = dict.fromkeys((*entry.notes, *(note for detail in entry.details for note in detail.notes)))
        return (
            self._words(f"csv.parts.{part}"),
            str(at[0] + 1) if at else "",
            at[1].name.text if at else "",
            at[1].canonical if at else "",
            label,
            entry.text,
            entry.mark_words,
            " · ".join(details),
            self._signs[entry.badge] if entry.badge else "",
            " · ".join(self._evidence[note] for note in notes),
        )


def told(note: Footnote) -> str:
    """Return a footnote as one line of text."""
    quote = f": “{note.quote}”" if note.quote else ""
    grade = f" ({note.grade})" if note.grade else ""
    cites = f" – {'; '.join(note.cites)}" if note.cites else ""
    says = f": {note.text}" if note.text else ""
    return f"{note.title}{grade}{says}{cites}{quote}"
