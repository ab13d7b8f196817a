"""Renders a map as PDF, a document to read and print, and as PNG, one picture of it."""

from pathlib import Path

from assistant.documents import typeset
from assistant.export.curve import curve_in_words, tally_in_words
from assistant.export.grid import Detail, Entry, Grid, LaneId
from assistant.export.layout import lay_out
from assistant.model import JourneyMap
from assistant.words import Words, load_words

Plain = dict[str, object]
"""What a template is given: texts, numbers, lists and mappings."""

_TEMPLATES = Path(__file__).parent / "templates"
FULL: tuple[tuple[str, LaneId], ...] = (("ideas", "opportunities"), ("back", "retention"), ("numbers", "kpis"))
"""The lanes whose entries are told in full below the map, with the names of their titles."""


def pdf(map: JourneyMap) -> bytes:
    """Return `map` as a tagged PDF."""
    return typeset.pdf(_TEMPLATES / "map.typ", _plain(lay_out(map), load_words("export")))


def png(map: JourneyMap) -> bytes:
    """Return `map` as one picture, twice as sharp as a screen shows it."""
    return typeset.png(_TEMPLATES / "poster.typ", _plain(lay_out(map), load_words("export")))


def feelings(grid: Grid, words: Words, width: float) -> bytes:
    """Return the feelings of `grid` as a strip `width` points wide, for a document that cannot draw."""
    return typeset.png(_TEMPLATES / "feelings.typ", {**_plain(grid, words), "width": width})


def _plain(grid: Grid, words: Words) -> Plain:
    legend: list[Plain] = [
        {**entry.model_dump(), "count": entry.lines, "lines": words("page.lines", lines=entry.lines)}
        for entry in grid.legend
    ]
    return {
        "language": words.language,
        "words": _words(grid, words),
        "badges": {entry["badge"]: entry for entry in legend},
        "legend": legend,
        "head": _head(grid, words),
        "top": [_entry(action) for action in grid.top_actions],
        "columns": [
            {"place": f"{n} · {column.canonical}", "name": _entry(column.name), "decides": column.decides}
            for n, column in enumerate(grid.columns, start=1)
        ],
        "emotions": [point.model_dump() for point in grid.emotions],
        "lanes": [
            {**lane.model_dump(), "cells": [[_entry(entry) for entry in cell.entries] for cell in lane.cells]}
            for lane in grid.lanes
            if not lane.empty
        ],
        "full": [
            (words(f"page.{title}"), [(stage, _entry(entry)) for stage, entry in told])
            for title, lane in FULL
            if (told := grid.told(lane))
        ],
        "contradictions": [
            {"topic": contrast.topic, "owner": _entry(contrast.owner), "customers": _entry(contrast.customers)}
            for contrast in grid.contradictions
        ],
        "assumptions": [_entry(entry) for entry in grid.assumptions],
        "apart": [_entry(entry) for entry in grid.kept_apart],
        "remarks": grid.remarks,
        "evidence": [
            (badge, words(f"groups.{badge}"), [note.model_dump() for note in notes]) for badge, notes in grid.evidence
        ],
    }


def _words(grid: Grid, words: Words) -> Plain:
    names = (
        "top", "legend", "map", "decides", "contradictions", "assumptions", "assumptions_intro", "apart", "remarks",
        "evidence", "cites", "footer",
    )  # fmt: skip
    return {
        **{name: words(f"page.{name}") for name in names},
        "caption": words("page.caption", persona=grid.head.persona.text),
        "legend_intro": f"{words('page.legend_intro')} {words('curve.key')}",
        "share": words("page.share", share=grid.assumed_share) if grid.assumed else words("page.share_none"),
        "curve": curve_in_words(grid, words),
        "tally": tally_in_words(grid, words),
        "owner_view": words("where.owner_view"),
        "customer_view": words("where.customer_view"),
    }


def _head(grid: Grid, words: Words) -> Plain:
    head = grid.head
    cast = (
        ("persona", [(head.persona, head.persona.brief)]),
        ("goals", [(entry, ()) for entry in head.goals]),
        ("worries", [(entry, ()) for entry in head.worries]),
        ("business", [(head.business, head.business.brief)]),
    )
    return {
        "title": head.title,
        "kind": head.kind,
        "scenario": _entry(head.scenario),
        "cast": [
            (
                words(f"where.{name}"),
                [(_entry(entry), [_detail(detail) for detail in details]) for entry, details in entries],
            )
            for name, entries in cast
            if entries
        ],
    }


def _entry(entry: Entry) -> Plain:
    return {
        **entry.model_dump(include={"text", "badge", "notes", "mark"}),
        "tag": entry.tag,
        "brief": [_detail(detail) for detail in entry.brief],
        "details": [_detail(detail) for detail in entry.details],
    }


def _detail(detail: Detail) -> Plain:
    return detail.model_dump(exclude={"in_full"})
