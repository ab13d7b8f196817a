"""Compares groups of respondents; small groups are kept back and looking often is paid for (Holm)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.survey.columns import Column
from assistant.survey.scores import Floats
from assistant.survey.survey import Survey
from assistant.synthesis import Segment, Theme
from assistant.words import load_words

SMALLEST = 10
"""Members below which a group is not shown, so that nobody is recognised."""
_MOST_GROUPS = 20
_LEVEL = 0.05


class _Test(NamedTuple):
    column: Column
    group: str
    n: int
    p: float
    finding: str
    theme: str | None


class Compared(NamedTuple):
    """Differences that hold, and how many groups were too small to show."""

    segments: tuple[Segment, ...]
    suppressed: int
    tests: int


def compare(survey: Survey, themes: Sequence[Theme], score: tuple[Column, Floats] | None) -> Compared:
    """Compare each group of each chosen column with the rest, on every theme and on the main score."""
    at = {one: n for n, one in enumerate(survey.ids)}
    voices = {theme.id: _marked(theme.response_ids, at, len(survey)) for theme in themes if not theme.few_voices}
    commented = np.array([bool(text) for text in survey.texts])
    labels = {theme.id: theme.label for theme in themes}
    tests: list[_Test] = []
    suppressed = 0
    for index in survey.segments:
        cells = [" ".join(cell.split()) for cell in survey.cells[index]]
        sizes = Counter(cell for cell in cells if cell)
        suppressed += sum(n < SMALLEST for n in sizes.values())
        known = np.array([bool(cell) for cell in cells])
        for group, n in sorted(sizes.items(), key=lambda entry: (-entry[1], entry[0]))[:_MOST_GROUPS]:
            if n < SMALLEST or len(sizes) < 2:
                continue
            inside = np.array([cell == group for cell in cells])
            tests += _themes(survey.columns[index], group, inside, known & commented, voices, labels)
            tests += _scores(survey.columns[index], group, inside, known, score)
    return Compared(_holding(tests), suppressed, len(tests))


def _marked(ids: Sequence[str], at: Mapping[str, int], size: int) -> NDArray[np.bool_]:
    found = np.zeros(size, bool)
    found[[at[one] for one in ids]] = True
    return found


def _themes(
    column: Column, group: str, inside: NDArray[np.bool_], asked: NDArray[np.bool_],
    voices: Mapping[str, NDArray[np.bool_]], labels: Mapping[str, str],
) -> list[_Test]:  # fmt: skip
    from scipy.stats import fisher_exact

    here, there = int((inside & asked).sum()), int((~inside & asked).sum())
    if here < SMALLEST or there < SMALLEST:
        return []
    found = []
    for theme, named in voices.items():
        a, b = int((inside & asked & named).sum()), int((~inside & asked & named).sum())
        p = float(fisher_exact([[a, here - a], [b, there - b]])[1])
        finding = load_words("survey")("segment.theme", group=group, label=labels[theme], here=round(a / here * 100),
                                       there=round(b / there * 100), a=a, n=here)  # fmt: skip
        found.append(_Test(column, group, here, p, finding, theme))
    return found


def _scores(
    column: Column, group: str, inside: NDArray[np.bool_], known: NDArray[np.bool_], score: tuple[Column, Floats] | None
) -> list[_Test]:
    from scipy.stats import mannwhitneyu

    if score is None:
        return []
    question, answers = score
    given = ~np.isnan(answers) & known
    here, there = answers[given & inside], answers[given & ~inside]
    if len(here) < SMALLEST or len(there) < SMALLEST:
        return []
    p = float(mannwhitneyu(here, there).pvalue)
    finding = load_words("survey")("segment.score", group=group, here=round(float(here.mean()), 2),
                                   there=round(float(there.mean()), 2), question=question.heading[:80])  # fmt: skip
    return [_Test(column, group, len(here), p, finding, None)]


def _holding(tests: Sequence[_Test]) -> tuple[Segment, ...]:
    """Return the differences that hold after Holm's correction over all comparisons made."""
    ordered = sorted(tests, key=lambda test: (test.p, test.column.heading, test.group, test.theme or ""))
    found, highest = [], 0.0
    for rank, test in enumerate(ordered):
        highest = max(highest, min(1.0, test.p * (len(ordered) - rank)))
        if highest >= _LEVEL:
            break
        found.append(
            Segment(question=test.column.heading[:600], group=test.group[:600], n=test.n, finding=test.finding[:600],
                    theme=test.theme, p_corrected=round(highest, 5))
        )  # fmt: skip
    return tuple(found[:30])
