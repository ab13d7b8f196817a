"""Counts the cards and shows where they are thin: coverage by stage and trade, figures and links that lack."""

from collections import Counter
from collections.abc import Iterator

from assistant.knowledge.cards import Card, IndustryCard, KpiCard
from assistant.knowledge.library import Library
from assistant.knowledge.links import linked_ids, links
from assistant.model import KINDS, STAGES, CardId, Frozen

_STAGED = ("channel", "touchpoint", "pain", "kpi", "tactic")
"""Kinds whose cards name the stages they belong to."""


class Row(Frozen):
    """One line of a coverage matrix."""

    name: str
    counts: tuple[int, ...]
    """One count for each column of the matrix."""


class Matrix(Frozen):
    """How many cards stand where two things cross."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def lines(self) -> tuple[str, ...]:
        """Return the matrix as a table in plain text."""
        widths = [max(len(column), 4) for column in self.columns]
        first = max(len(row.name) for row in self.rows) if self.rows else 0

        def line(name: str, cells: tuple[object, ...]) -> str:
            return "  ".join(
                [name.ljust(first), *(str(cell).rjust(width) for cell, width in zip(cells, widths, strict=True))]
            )

        return (line("", self.columns), *(line(row.name, row.counts) for row in self.rows))


class Stats(Frozen):
    """What the knowledge base holds and where it is thin."""

    cards: int
    kinds: tuple[tuple[str, int], ...]
    stages_by_kind: Matrix
    """How many cards of each kind belong to each stage."""
    industries_by_stage: Matrix
    """How many cards each trade leads to at each stage."""
    without_benchmark: tuple[CardId, ...]
    """KPIs for which no published figure is known; none is better than an invented one."""
    linked_by_nobody: tuple[CardId, ...]

    def lines(self) -> tuple[str, ...]:
        """Return everything as plain text."""
        return (
            f"{self.cards} cards: " + ", ".join(f"{count} {kind}" for kind, count in self.kinds),
            "",
            "Cards by stage and kind",
            *self.stages_by_kind.lines(),
            "",
            "Cards by trade and stage",
            *self.industries_by_stage.lines(),
            "",
            f"KPIs without a benchmark: {len(self.without_benchmark)}",
            f"Cards nobody links to: {len(self.linked_by_nobody)}",
            *(f"  {card}" for card in self.linked_by_nobody),
        )


def stats(library: Library) -> Stats:
    """Count the cards of `library`."""
    kinds = Counter(card.kind for card in library)
    linked = linked_ids(library)
    return Stats(
        cards=len(library),
        kinds=tuple((kind, kinds[kind]) for kind in KINDS),
        stages_by_kind=_stages_by_kind(library),
        industries_by_stage=_industries_by_stage(library),
        without_benchmark=tuple(card.id for card in library.of(KpiCard) if card.benchmark is None),
        linked_by_nobody=tuple(card.id for card in library if card.id not in linked),
    )


def _stages_by_kind(library: Library) -> Matrix:
    counts = Counter((stage, card.kind) for card in library if card.kind in _STAGED for stage in _stages(card))
    rows = tuple(
        Row(name=stage.removeprefix("stage:"), counts=tuple(counts[stage, kind] for kind in _STAGED))
        for stage in STAGES
    )
    return Matrix(columns=_STAGED, rows=rows)


def _industries_by_stage(library: Library) -> Matrix:
    names = tuple(stage.removeprefix("stage:") for stage in STAGES)
    rows = []
    for trade in library.of(IndustryCard):
        counts = Counter(stage for card in _reached(trade, library) for stage in _stages(card))
        rows.append(Row(name=trade.id.removeprefix("industry:"), counts=tuple(counts[stage] for stage in STAGES)))
    return Matrix(columns=names, rows=tuple(rows))


def _reached(trade: IndustryCard, library: Library) -> Iterator[Card]:
    for target in dict.fromkeys(target for _, target in links(trade)):
        if target in library and library[target].kind in _STAGED:
            yield library[target]


def _stages(card: Card) -> tuple[str, ...]:
    return getattr(card, "stages", ())
