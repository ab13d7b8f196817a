"""Renders a map as Markdown that reads well raw and rendered, and in which nobody's words become markup."""

from collections.abc import Iterable, Iterator

from assistant.documents import neutral
from assistant.export.grid import Badge, Entry, Footnote, Grid
from assistant.export.layout import lay_out
from assistant.model import JourneyMap
from assistant.words import Words, load_words


def render(map: JourneyMap) -> str:
    """Return `map` as Markdown."""
    return _Page(lay_out(map), load_words("export")).text()


class _Page:
    """A grid on its way to Markdown; `_t` is the last hand on every text."""

    def __init__(self, grid: Grid, words: Words) -> None:
        self._grid = grid
        self._words = words
        self._badges: dict[Badge, str] = {entry.badge: entry.word for entry in grid.legend}

    def text(self) -> str:
        """Return the whole document."""
        grid, words = self._grid, self._words
        blocks = [
            *self._head(),
            *self._section(words("page.top"), self._items(grid.top_actions, numbered=True)),
            *self._section(words("page.legend"), self._legend()),
            *self._section(words("markdown.overview"), self._overview()),
            *(line for position in range(len(grid.columns)) for line in self._stage(position)),
            *self._section(words("page.contradictions"), self._contrasts()),
            *self._section(words("page.assumptions"), self._items(grid.assumptions)),
            *self._section(words("page.apart"), self._items(grid.kept_apart)),
            *self._section(words("page.remarks"), (f"- {self._t(remark)}" for remark in grid.remarks)),
            *self._section(words("page.evidence"), (self._footnote(note) for note in grid.footnotes)),
        ]
        return "\n".join(blocks).rstrip() + "\n"

    def _t(self, text: str) -> str:
        return neutral.markdown(text)

    def _section(self, title: str, lines: Iterable[str]) -> list[str]:
        body = list(lines)
        return [f"## {self._t(title)}", "", *body, ""] if body else []

    def _head(self) -> list[str]:
        head, words = self._grid.head, self._words
        lines = [f"- {self._t(words('where.persona'))}: {self._entry(head.persona)}"]
        lines += [f"- {self._t(words('where.goals'))}: {self._entry(entry)}" for entry in head.goals]
        lines += [f"- {self._t(words('where.worries'))}: {self._entry(entry)}" for entry in head.worries]
        lines += [f"- {self._t(words('where.business'))}: {self._entry(head.business)}"]
        scenario = self._entry(head.scenario)
        return [f"# {self._t(head.title)}", "", f"*{self._t(head.kind)}*", "", scenario, "", *lines, ""]

    def _legend(self) -> Iterator[str]:
        grid = self._grid
        share = self._words("page.share", share=grid.assumed_share)
        yield self._t(share if grid.assumed else self._words("page.share_none"))
        yield ""
        for entry in grid.legend:
            yield f"- **{self._t(entry.word)}** ({entry.lines}): {self._t(entry.meaning)}"

    def _overview(self) -> Iterator[str]:
        words, grid = self._words, self._grid
        titles = (words("curve.stage"), words("markdown.feeling"), words("markdown.worst"), words("markdown.first"))
        yield f"| {' | '.join(self._t(title) for title in titles)} |"
        yield "| --- | --- | --- | --- |"
        for position, column in enumerate(grid.columns):
            pains = sorted(grid.lane("pains").cells[position].entries, key=lambda entry: entry.mark or "")
            ideas = grid.lane("opportunities").cells[position].entries
            feeling = grid.lane("feeling").cells[position].entries[0]
            cells = (column.name.text, feeling.text, pains[-1].text if pains else "–", ideas[0].text if ideas else "–")
            yield f"| {' | '.join(self._t(cell) for cell in cells)} |"

    def _stage(self, position: int) -> Iterator[str]:
        column = self._grid.columns[position]
        decides = f" · {self._t(self._words('page.decides'))}" if column.decides else ""
        yield f"## {position + 1}\\. {self._entry(column.name, marked=False)}{decides}"
        yield ""
        for lane in self._grid.lanes:
            entries = lane.cells[position].entries
            if entries:
                yield f"**{self._t(lane.title)}**"
                yield ""
                yield from self._items(entries)
                yield ""

    def _contrasts(self) -> Iterator[str]:
        for contrast in self._grid.contradictions:
            yield f"- **{self._t(contrast.topic)}**"
            yield f"    - {self._t(self._words('where.owner_view'))}: {self._entry(contrast.owner)}"
            yield f"    - {self._t(self._words('where.customer_view'))}: {self._entry(contrast.customers)}"

    def _items(self, entries: Iterable[Entry], numbered: bool = False) -> Iterator[str]:
        for position, entry in enumerate(entries, start=1):
            yield f"{f'{position}.' if numbered else '-'} {self._entry(entry, details=False)}"
            for detail in entry.details:
                known = f" {self._known(detail.badge, detail.notes)}" if detail.badge else ""
                label = f"*{self._t(detail.label)}:* " if detail.label else ""
                yield f"    - {label}{self._t(detail.text)}{known}"

    def _entry(self, entry: Entry, details: bool = True, marked: bool = True) -> str:
        mark = f" · {self._t(entry.mark_words)}" if marked and entry.mark_words else ""
        told = "".join(f" – {self._t(detail.text)}" for detail in entry.brief) if details else ""
        known = f" {self._known(entry.badge, entry.notes)}" if entry.badge else ""
        return f"{self._t(entry.text)}{told}{mark}{known}"

    def _known(self, badge: Badge, notes: tuple[int, ...]) -> str:
        return f"\\[{self._t(self._badges[badge])} {', '.join(str(note) for note in notes)}\\]"

    def _footnote(self, note: Footnote) -> str:
        grade = f" ({self._t(note.grade)})" if note.grade else ""
        quote = f" “{self._t(note.quote)}”" if note.quote else ""
        cites = f" – {self._t('; '.join(note.cites))}" if note.cites else ""
        says = f": {self._t(note.text)}" if note.text else ""
        return f"{note.number}. {self._t(note.title)}{grade}{says}{cites}{quote}"
