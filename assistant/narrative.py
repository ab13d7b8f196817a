"""Checks a told summary of a survey sentence by sentence: every number and quote must stand in the line it is about."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from assistant.codebook import Coding, Told
from assistant.numerals import find_numerals
from assistant.synthesis import Score, Synthesis, Theme
from assistant.text import fold
from assistant.words import load_words

WHOLE = "all"
"""The line that every sentence may draw on."""
MOST_THEMES = 8
_NUMBER = re.compile(r"(?<![\w.,])[-−+]?\d+(?:[.,]\d+)*|(?<=[\w.,])\d+(?:[.,]\d+)*")
_QUOTED = re.compile(r"[“„«\"]([^”“»\"]+)[”“»\"]|(?<!\w)[‘']([^’']{3,})[’'](?!\w)")


def lines(synthesis: Synthesis) -> dict[str, str]:
    """Return the figures of a survey, a line for each thing that a sentence can be about."""
    words = load_words("surveying")
    found = {WHOLE: words("narrative.whole", responses=synthesis.responses, comments=synthesis.comments)}
    for number, score in enumerate(synthesis.scores[:4], 1):
        found[f"s{number}"] = _score(score)
    for mark, themes in (("t", synthesis.themes), ("p", synthesis.praise)):
        for number, theme in enumerate(themes[:MOST_THEMES], 1):
            found[f"{mark}{number}"] = _theme(theme, mark)
    return found


def _score(score: Score) -> str:
    words, digits = load_words("surveying"), 0 if score.measure in ("nps", "csat") else 1
    value, low, high = (f"{number:.{digits}f}" for number in (score.value, *score.interval))
    name = words(f"measures.{score.measure}")
    return words("narrative.score", name=name, value=value, low=low, high=high, n=score.n)


def _theme(theme: Theme, mark: str) -> str:
    low, high = (round(bound) for bound in theme.interval)
    return load_words("surveying")(
        f"narrative.{mark}", label=theme.label, count=theme.count, share=round(theme.share), low=low, high=high,
        quotes=[quote.text for quote in theme.quotes[:3]],
    )  # fmt: skip


def holding(told: Iterable[Told], synthesis: Synthesis) -> tuple[Told, ...]:
    """Return the sentences that the figures bear out."""
    known = lines(synthesis)
    labels = {name: theme.label for name, theme in _themes(synthesis).items()}
    return tuple(one for one in told if holds(one, known, labels))


def told_by(synthesis: Synthesis, coding: Coding | None) -> Synthesis:
    """Return a synthesis with those of the model's sentences that its figures still bear out."""
    if coding is None or synthesis.model is None:
        return synthesis
    summary = tuple(one.text for one in holding(coding.told, synthesis))
    model = type(synthesis.model).model_validate({**dict(synthesis.model), "summary": summary})
    return Synthesis.model_validate({**dict(synthesis), "model": model})


def _themes(synthesis: Synthesis) -> dict[str, Theme]:
    pairs = (("t", synthesis.themes), ("p", synthesis.praise))
    return {f"{mark}{n}": theme for mark, themes in pairs for n, theme in enumerate(themes[:MOST_THEMES], 1)}


def holds(told: Told, known: Mapping[str, str], labels: Mapping[str, str]) -> bool:
    """Tell whether a sentence says nothing but its own line: its numbers with their signs, its quotes, its theme.

    Sentences that compare, weigh or explain ("most", "twice", "because") cannot be checked by a figure and do not hold.
    """
    if told.about not in known:
        return False
    own = labels.get(told.about, "")
    ground, quotes = f"{known[told.about]}\n{known[WHOLE]}", [one or other for one, other in _QUOTED.findall(told.text)]
    if not _numbers(told.text) <= _numbers(ground) or any(fold(one).strip(" .,") not in fold(ground) for one in quotes):
        return False
    claimed = _without(fold(told.text), (own, *quotes))
    if _unverifiable().search(claimed) or not _worded(claimed) <= _values(ground):
        return False
    others = (label for name, label in labels.items() if name != told.about and fold(label) not in fold(own))
    return _names(told, own) and all(fold(label) not in fold(told.text) for label in others)


def _without(text: str, parts: Iterable[str]) -> str:
    """Return folded words without the name and the quotes in them, which claim nothing of their own."""
    for part in parts:
        text = text.replace(fold(part), " … ") if part else text
    return text


def _names(told: Told, label: str) -> bool:
    """Tell whether a sentence about a theme names it, so that its figures cannot be lent to another one."""
    telling = re.findall(r"\w{4,}", fold(label)) or fold(label).split()
    said = fold(told.text)
    return not label or sum(word[:5] in said for word in telling) * 2 >= len(telling)


def _numbers(text: str) -> set[str]:
    """Return the numbers written in digits, with a minus where one stands."""
    found = (one.replace("−", "-").replace("+", "").rstrip(".,") for one in _NUMBER.findall(text))
    return {one.replace(",", "") if re.fullmatch(r"-?\d{1,3}(?:,\d{3})+", one) else one for one in found}


def _worded(text: str) -> set[float]:
    """Return the numbers written in words."""
    return {
        round(number.value, 2) for number in find_numerals(text) if not any(char.isdigit() for char in number.words)
    }


def _values(text: str) -> set[float]:
    return {round(number.value, 2) for number in find_numerals(text)}


@cache
def _unverifiable() -> re.Pattern[str]:
    return re.compile("|".join(load_words("surveying").get("narrative.unverifiable")))
