"""Tell what no card can give, whatever it is about: figures of a named firm, a text to be written, a sum to be done."""

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.retrieval.telling import any_of
from assistant.text import fold

_OPERATOR = r"(?:[+*/x×÷^]|plus|minus|times|divided by|squared|percent off?|% off?)"
_NAME = r"(?<!\w)([a-z][\w.&-]+(?: [a-z][\w.&-]+)??)"
"""One word, or two: "british airways"."""


class Scope:
    """Knows by the kind of thing asked for what lies outside of the cards.

    Figures are outside when they belong to somebody else: "tesco's churn", "how many members does puregym have".
    Texts are outside when the making of them is asked for, not when somebody asks what should stand in them.
    """

    def __init__(self, words: Mapping[str, Sequence[str]], knows: Callable[[str], bool]) -> None:
        """Take the words by which such wishes are known, and whether a word is one of the cards or of the language."""
        self._knows = knows
        verbs, made, tongues = _either(words["firm_verbs"]), _either(words["made"]), _either(words["tongues"])
        does, whose = r"(?<!\w)(?:did|does|do|has|have)", r"(?:my +|our +|the +)?"
        self._owned = re.compile(rf"{_NAME}['’]s?(?= +(?!{_either(words['public'])})\w)")
        self._doing = re.compile(rf"{does} +{whose}{_NAME}(?= +(?:{verbs})(?!\w))")
        self._having = re.compile(rf"{_NAME}(?= +(?:{verbs})(?!\w))|(?<!\w)(?:of|at) +{whose}{_NAME}")
        self._firms, rivals = frozenset(words["firms"]), _either(words["rivals"])
        rival = rf"{whose}(?:[\w-]+ +)?(?:{rivals})(?!\w)"
        self._rivals = re.compile(rf"(?:{does}|(?<!\w)(?:of|at)) +{rival}|(?:{rivals})['’]")
        self._asks, self._figures = any_of(words["asks"]), any_of(words["figures"])
        ask = rf"^(?:(?:{_either(words['please'])})\s+)*"
        self._patterns = (
            any_of(words["always"]),
            re.compile(rf"{ask}(?:{_either(words['making'])})\s+(?:.*\s)?(?:{made})(?!\w)"),
            re.compile(rf"{ask}(?:an?\s+|the\s+|some\s+)?(?:{made})(?!\w)"),
            re.compile(rf"(?<!\w)(?:say|said|put|word|call|called|spell)\b.*\bin(?:to)? (?:{tongues})(?!\w)"),
            _sums(_either(words["numbers"]), _either(words["units"])),
        )

    def beyond(self, query: str) -> bool:
        """Tell whether `query` wants something that no card holds."""
        text = fold(query)
        return any(pattern.search(text) for pattern in self._patterns) or self._figure_of_another(text)

    def _figure_of_another(self, text: str) -> bool:
        figures = self._figures.search(text) is not None
        if not figures and not self._asks.search(text):
            return False
        named = [*self._owned.findall(text), *self._doing.findall(text)]
        if any(self._is_firm(name) or not (" " in name or self._knows(name)) for name in named):
            return True
        named += [name for pair in self._having.findall(text) for name in pair if name]
        return figures and (self._rivals.search(text) is not None or any(map(self._is_firm, named)))

    def _is_firm(self, name: str) -> bool:
        return name in self._firms or name.split()[-1] in self._firms


def _sums(numbers: str, units: str) -> re.Pattern[str]:
    number = rf"(?:\d[\d.,]*|(?:{numbers})(?:[ -](?:{numbers}))*)"
    return re.compile(
        rf"{number}\s*{_OPERATOR}\s*{number}|square root of|\d+\s*x\s*(?:[+-]|=)|\b(?:half|third|quarter) of \d"
        rf"|{number} (?:{units}) (?:in|to|into) "
    )


def _either(phrases: Sequence[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in phrases)
