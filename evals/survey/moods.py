"""Whether praise is taken for praise and complaints for complaints, on public data with a sentiment of its own."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from assistant.masking import mask
from assistant.survey.matching import Matcher
from evals.scorer import Metric, share
from evals.survey.cases import Labelled, airline_moods, clothes, moods_of

GLAD, CROSS = frozenset({"positive"}), frozenset({"negative"})


class _Set(NamedTuple):
    name: str
    industry: str | None
    cases: Sequence[Labelled]
    verdicts: Sequence[float] | None = None


def measure_moods(matcher: Callable[[str | None], Matcher]) -> list[Metric]:
    """Return for each set how much praise is no complaint, how many complaints are one, and how sure a complaint is."""
    metrics: list[Metric] = []
    for one in _sets():
        found = matcher(one.industry)
        verdicts = None if one.verdicts is None else np.array(one.verdicts)
        matched = found.match([mask(case.text) for case in one.cases], verdicts)
        kinds = [found.candidates[m.hits[0].candidate].kind if m.hits else "none" for m in matched]
        pairs = [(case.labels, kind) for case, kind in zip(one.cases, kinds, strict=True)]
        metrics += [share(f"survey.mood.{one.name}.{name}", marks) for name, marks in _marks(pairs).items()]
    return metrics


def _marks(pairs: Sequence[tuple[frozenset[str], str]]) -> dict[str, list[bool]]:
    return {
        "praise_is_no_complaint": [kind != "pain" for labels, kind in pairs if labels == GLAD],
        "complaint_is_one": [kind == "pain" for labels, kind in pairs if labels == CROSS],
        "neutral_is_no_complaint": [kind != "pain" for labels, kind in pairs if labels == {"neutral"}],
        "praise_precision": [labels == GLAD for labels, kind in pairs if kind == "praise"],
        "complaint_precision": [labels == CROSS for labels, kind in pairs if kind == "pain"],
    }


def _sets() -> Iterator[_Set]:
    yield _Set("airline", "industry:air-travel", tuple(airline_moods()))
    yield _Set("restaurants", "industry:restaurant", _told(moods_of("Restaurants")))
    yield _Set("laptops", None, _told(moods_of("Laptop")))
    reviews = tuple(clothes())
    stars = [min(int(star) for star in case.labels) for case in reviews]
    moods = ("negative", "negative", "neutral", "positive", "positive")
    cases = tuple(Labelled(case.text, frozenset({moods[n - 1]})) for case, n in zip(reviews, stars, strict=True))
    yield _Set("clothes", "industry:ecommerce", cases)
    yield _Set("clothes_with_stars", "industry:ecommerce", cases, [(n - 1) / 4 for n in stars])


def _told(cases: Iterator[Labelled]) -> tuple[Labelled, ...]:
    return tuple(case for case in cases if len(case.labels) == 1 and "conflict" not in case.labels)
