"""Tell what no card can give, whatever it is about: figures of a named firm, a text to be written, a sum to be done."""

import re
from collections.abc import Mapping, Sequence

from assistant.retrieval.telling import any_of
from assistant.text import fold

_SUM = re.compile(
    r"\d\s*(?:[+*/x×÷^]|plus|minus|times|divided by|squared|percent of|% of)\s*[\d.]"
    r"|square root of|\d+\s*x\s*(?:[+-]|plus|minus|equals|=)"
)


class Scope:
    """Knows by the kind of thing asked for what lies outside of the cards.

    Figures are outside when they belong to somebody else: "tesco's churn", "how many members does puregym have".
    Texts are outside when the making of them is asked for, not when somebody asks what should stand in them.
    """

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        """Take names of firms, words for other firms, words of figures, verbs of making, things made, units."""
        others = _either([*words["firms"], *words["rivals"]])
        verbs = _either(words["firm_verbs"])
        self._others = re.compile(
            rf"(?<!\w)(?:{others})(?:['’]s?\s+(?!listing|page|profile|reviews?\b)\w"
            rf"|\s+(?:{verbs})(?!\w))"
            rf"|(?<!\w)(?:did|does|do|has|have|of|at|inside)\s+(?:my\s+|our\s+|the\s+)?(?:{others})(?!\w)(?!\s+pay)"
        )
        self._figures = any_of(words["figures"])
        self._making = any_of(words["making"])
        self._made = any_of(words["made"])
        made = _either(words["made"])
        self._openings = re.compile(rf"^(?:please\s+|pls\s+|now\s+)*(?:an?\s+|the\s+)?(?:{made})(?!\w)")
        self._always = any_of(words["always"])

    def beyond(self, query: str) -> bool:
        """Tell whether `query` wants something that no card holds."""
        text = fold(query)
        if self._always.search(text) or _SUM.search(text):
            return True
        if self._figures.search(text) and self._others.search(text):
            return True
        return self._asks_for_text(text)

    def _asks_for_text(self, text: str) -> bool:
        if self._openings.search(text):
            return True
        making = self._making.search(text)
        return making is not None and self._made.search(text, making.end()) is not None


def _either(phrases: Sequence[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in phrases)
