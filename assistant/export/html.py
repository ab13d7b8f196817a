"""Renders a map as one HTML file that asks nothing of the network and runs nothing: to read, to print, to keep."""

from pathlib import Path

from markupsafe import Markup

from assistant.documents import page
from assistant.export.curve import narrow_curve, tally, wide_curve
from assistant.export.grid import Grid
from assistant.export.layout import lay_out
from assistant.model import JourneyMap
from assistant.words import load_words

_TEMPLATES = Path(__file__).parent / "templates"


def render(map: JourneyMap) -> str:
    """Return `map` as a whole HTML document."""
    grid, words = lay_out(map), load_words("export")
    return page.render(
        _TEMPLATES / "map.html.j2",
        _style(grid),
        grid=grid,
        words=words,
        wide_curve=Markup(wide_curve(grid, words)),  # noqa: S704 - built as an element tree, which escapes
        narrow_curve=Markup(narrow_curve(grid, words)),  # noqa: S704 - likewise
        tally=Markup(tally(grid, words)),  # noqa: S704 - likewise
        badges={entry.badge: entry for entry in grid.legend},
        lanes=tuple(lane for lane in grid.lanes if not lane.empty),
        told=grid.told,
        evidence=grid.evidence,
    )


def _style(grid: Grid) -> str:
    # because the policy forbids style attributes, each column's place in the stack of cards is a class
    columns = "\n".join(f".s{position} {{ --s: {position}; }}" for position in range(len(grid.columns)))
    return f"{(_TEMPLATES / 'map.css').read_text(encoding='utf-8')}\n{columns}\n:root {{ --n: {len(grid.columns)}; }}\n"
