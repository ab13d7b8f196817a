"""Makes the entries of a grid: hands out anchors, footnote numbers and names while a map is laid out."""

from collections.abc import Iterable
from itertools import count

from assistant.export.footnotes import Footnotes, badge_of
from assistant.export.grid import Detail, Entry, Mark, named_card
from assistant.model import Basis, CardId, JourneyMap, Statement
from assistant.words import Words


class Entries:
    """What all parts of the layout share; asked in reading order, it numbers anchors in reading order."""

    def __init__(self, map: JourneyMap, words: Words) -> None:
        self.words = words
        self.footnotes = Footnotes(map, words)
        self._sources = map.sources
        self._anchors = count(1)
        self._pains = {pain.id: pain.text for stage in map.stages for pain in stage.pains}
        self._kpis = {kpi.kpi: kpi.name for stage in map.stages for kpi in stage.kpis}

    def entry(
        self, text: str, basis: Basis, where: str, mark: Mark | None = None, details: Iterable[Detail | None] = ()
    ) -> Entry:
        """Return `text` as an entry and note in its footnotes that it stands at `where`."""
        anchor = f"r{next(self._anchors)}"
        return Entry(
            text=text,
            badge=badge_of(basis),
            notes=self.footnotes.cite(basis, anchor, where),
            anchor=anchor,
            mark=mark,
            mark_words=self.words(f"marks.{mark}") if mark else "",
            details=tuple(detail for detail in details if detail),
        )

    def statements(self, statements: Iterable[Statement], where: str) -> tuple[Entry, ...]:
        """Return plain statements as entries."""
        return tuple(self.entry(statement.text, statement.basis, where) for statement in statements)

    def detail(self, label: str, text: str | None, in_full: bool = False) -> Detail | None:
        """Return a detail, None when there is nothing to say."""
        return Detail(label=self.words(f"details.{label}"), text=text, in_full=in_full) if text else None

    def card(self, card: CardId) -> str:
        """Return the title of a card."""
        return named_card(card, self._sources)

    def kpi(self, card: CardId) -> str:
        """Return the name of a KPI as this map calls it."""
        return self._kpis.get(card) or self.card(card)

    def pain(self, name: str) -> str | None:
        """Return the text of the pain called `name` in this map, None if there is none."""
        return self._pains.get(name)
