"""What a reader of a printed map looks for: every word of it, every piece of evidence, every mark."""

import re
from itertools import count

from assistant.export.layout import lay_out
from assistant.model import JourneyMap
from assistant.review import leaves
from tests.export.example_map import EXAMPLE, rewritten

_NUMBERS = count()
FILLER = "and so it goes on and on " * 25
LONG = rewritten(EXAMPLE, lambda text: f"{f'{text} {FILLER}'[:590]} end{next(_NUMBERS)}")
"""A map in which every text is as long as it may be and ends in a word of its own."""


def bare(text: str) -> str:
    """Return `text` without spaces, because lines break anywhere on paper."""
    return re.sub(r"\s", "", text)


def missing_words(map: JourneyMap, shown: str) -> list[str]:
    """Return the lines of leaves of `map` that do not stand in `shown`, a text without spaces."""
    return [line for leaf in leaves(map) for line in leaf.text.split("\n") if bare(line) not in shown]


def missing_evidence(map: JourneyMap, shown: str) -> list[str]:
    """Return the numbered footnotes and the marks that do not stand in `shown`."""
    grid = lay_out(map)
    wanted = [f"{note.number}{bare(note.title)}" for note in grid.footnotes]
    wanted += [f"{entry.sign}{entry.word}" for entry in grid.legend]
    wanted += [bare(note.grade) for note in grid.footnotes if note.grade]
    return [text for text in wanted if text not in shown]


def missing_ends(map: JourneyMap, shown: str) -> list[str]:
    """Return the last words of texts of a `LONG` map that do not stand in `shown`."""
    # because a map shows the amount of a baseline, and the words it came in as their evidence
    told = (leaf.text for leaf in leaves(map) if not leaf.path.endswith("baseline"))
    return [end for text in told for end in re.findall(r"end\d+", text) if end not in shown]
