"""Tell a message that tells what happens from one that asks for something: a story wants the pain it is about."""

import re
from collections.abc import Mapping, Sequence

SHORTEST_STORY = 4
"""Fewer words are a name or a search term."""
_MARKS = frozenset(".,;:!")


class Telling:
    """Knows a story by what it lacks, a question or a wish, and by somebody in it who does something."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        """Take the first words of wishes and questions, turns of phrase that ask, subjects that are not told of, and
        the people of a story."""
        self._openings = frozenset(words["openings"])
        self._asks = any_of([*words["asks"], *words["about_maps"]])
        self._people = any_of(words["people"])

    def tells(self, plain: str) -> bool:
        """Tell whether a message, already in plain words, tells what happens and asks nothing."""
        words = [word for word in plain.split() if word not in _MARKS]
        if len(words) < SHORTEST_STORY or words[0] in self._openings or self._asks.search(plain):
            return False
        return self._people.search(plain) is not None


def any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the phrases as whole words."""
    starts = [r"(?<!\w)" if phrase[0].isalnum() else "" for phrase in phrases]  # because "%" follows its number
    return re.compile("|".join(rf"{start}{re.escape(text)}(?!\w)" for start, text in zip(starts, phrases, strict=True)))
