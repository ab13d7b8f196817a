"""The survey suite: themes of our own comments always; airlines, restaurants and quotes where the data is there."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from assistant.knowledge import Library
from assistant.masking import mask
from assistant.settings import load_settings
from assistant.survey.matching import Matched, Matcher, load_matcher
from assistant.survey.quotes import is_verbatim
from assistant.survey.scores import nps_interval
from assistant.survey.vectors import WordVectors, open_vectors
from evals.scorer import Metric, Outcome, Result, mean, only_reported, share
from evals.solver import Bench
from evals.survey.cases import SHARED, Labelled, airline, load_own, restaurants
from evals.survey.labels import AIRLINE, ASPECTS, MISC
from evals.survey.moods import measure_moods
from evals.survey.pairs import measure_pairs
from evals.survey.trades import measure_public_trades, measure_trades

NAME = "survey"
_FABRICATIONS = 5000
_SMALL = 50


async def run(bench: Bench) -> Result:
    """Measure everything for which there is data."""
    return measure(bench.library, open_vectors(load_settings()))


def measure(library: Library, vectors: WordVectors) -> Result:
    """Return the figures, and what was left out."""
    metrics: list[Metric] = []
    hears = partial(matcher, library, vectors)
    outcomes = _own(library, vectors, metrics)
    metrics += _nps()
    for more, others in (measure_pairs(hears), measure_trades(library, vectors)):
        metrics += more
        outcomes += others
    notes = []
    if (SHARED / "airline_dev.csv").is_file():
        public = (*_airline(library, vectors), *_restaurants(library, vectors), *_quotes(), *measure_moods(hears))
        metrics += only_reported((*public, *measure_public_trades(library, vectors)))
    else:
        notes.append(
            "The public data sets are not beside the checkout: airlines, restaurants and quotes were left out."
        )
    return Result(suite=NAME, metrics=tuple(metrics), outcomes=tuple(outcomes), notes=tuple(notes))


def matcher(library: Library, vectors: WordVectors, industry: str | None) -> Matcher:
    """Return a matcher for one trade."""
    return load_matcher(library, vectors, industry)


def _own(library: Library, vectors: WordVectors, metrics: list[Metric]) -> list[Outcome]:
    outcomes = []
    cases = load_own()
    for industry in sorted({case.industry for case in cases}, key=str):
        found = matcher(library, vectors, industry)
        here = [case for case in cases if case.industry == industry]
        for case, matched in zip(here, found.match([mask(case.text) for case in here]), strict=True):
            got = tuple(hit.candidate_id for hit in matched.hits)
            right = (got[:1] == () and not case.themes) or bool(got and got[0] in case.themes)
            failures = () if right else (f"It was read as {', '.join(got) or 'nothing'}, not as {case.themes}.",)
            outcomes.append(
                Outcome(name=case.text[:80], note=", ".join(case.themes) or "no theme", score=float(right),
                        failures=failures, transcript=case.text)
            )  # fmt: skip
    metrics.append(share("survey.own_comments", [outcome.score == 1 for outcome in outcomes]))
    return outcomes


def _airline(library: Library, vectors: WordVectors) -> list[Metric]:
    found = matcher(library, vectors, "industry:air-travel")
    metrics = []
    for name, repaired in (("airline", False), ("airline_repaired", True)):
        cases = airline(repaired=repaired)
        matched = found.match([mask(case.text) for case in cases])
        named = [_first(one, found, AIRLINE) for one in matched]
        right = [name in case.labels for name, case in zip(named, cases, strict=True)]
        sure = [ok for ok, one in zip(right, matched, strict=True) if one.hits and one.hits[0].confidence == "high"]
        metrics += [
            share(f"survey.{name}.accuracy", right),
            share(f"survey.{name}.accuracy_high_confidence", sure),
            share(f"survey.{name}.high_confidence", [bool(o.hits) and o.hits[0].confidence == "high" for o in matched]),
            mean(f"survey.{name}.share_error", [_share_error(named, cases)]),
        ]
        if not repaired:
            metrics += [_small_samples(named, cases), _stability(named, found, cases)]
    return metrics


def _first(one: Matched, found: Matcher, labels: dict[str, str]) -> str:
    return labels.get(found.candidates[one.hits[0].candidate].id, "other") if one.hits else "none"


def _share_error(named: Sequence[str], cases: Sequence[Labelled]) -> float:
    """Return half the sum of the differences between shares found and true: 0 right, 1 all wrong."""
    got = Counter(name for name in named if name != "none")
    true = Counter(label for case in cases for label in case.labels)
    return sum(abs(got[key] / max(1, got.total()) - true[key] / true.total()) for key in {*got, *true}) / 2


def _small_samples(named: Sequence[str], cases: Sequence[Labelled]) -> Metric:
    rng = random.Random(3)  # noqa: S311 - resampling
    errors = []
    for _ in range(200):
        rows = rng.sample(range(len(cases)), _SMALL)
        errors.append(_share_error([named[row] for row in rows], [cases[row] for row in rows]))
    return mean("survey.airline.share_error_n50", errors)


def _stability(named: Sequence[str], found: Matcher, cases: Sequence[Labelled]) -> Metric:
    """Return how often a comment keeps its theme when it is read among half of the others."""
    rows = list(range(0, len(cases), 2))
    again = found.match([mask(cases[row].text) for row in rows])
    same = [_first(one, found, AIRLINE) == named[row] for one, row in zip(again, rows, strict=True)]
    return share("survey.airline.stability", same)


def _restaurants(library: Library, vectors: WordVectors) -> list[Metric]:
    found = matcher(library, vectors, "industry:restaurant")
    cases = list(restaurants())
    hits = misses = extras = 0
    for case, one in zip(cases, found.match([mask(case.text) for case in cases]), strict=True):
        aspects = {ASPECTS.get(hit.candidate_id, MISC) for hit in one.hits} or {MISC}
        aspects = aspects - {MISC} if len(aspects) > 1 else aspects
        hits += len(aspects & case.labels)
        misses += len(case.labels - aspects)
        extras += len(aspects - case.labels)
    return [mean("survey.restaurants.micro_f1", [2 * hits / (2 * hits + misses + extras)])]


def _quotes() -> list[Metric]:
    """Try true spans and forged ones of real comments."""
    rng = random.Random(11)  # noqa: S311 - test data
    texts = [mask(case.text) for case in airline() if len(case.text.split()) >= 10]
    true, forged = [], []
    for _ in range(_FABRICATIONS):
        text = rng.choice(texts)
        words = text.split()
        start = rng.randrange(len(words) - 7)
        span = words[start : start + 7]
        true.append(is_verbatim(" ".join(span), text))
        made = rng.choice(_FORGERIES)(span, rng)
        forged.append(made != span and is_verbatim(" ".join(made), text))
    return [
        share("survey.quotes.true_accepted", true),
        share("survey.quotes.forged_rejected", [not one for one in forged]),
    ]


def _dropped(span: list[str], rng: random.Random) -> list[str]:
    at = rng.randrange(1, len(span) - 1)
    return span[:at] + span[at + 1 :] if span[at - 1 : at] != span[at : at + 1] else span


def _swapped(span: list[str], rng: random.Random) -> list[str]:
    at = rng.randrange(len(span) - 1)
    return [*span[:at], span[at + 1], span[at], *span[at + 2 :]]


def _negated(span: list[str], rng: random.Random) -> list[str]:
    at = rng.randrange(1, len(span))
    return [*span[:at], "not", *span[at:]]


def _counted(span: list[str], rng: random.Random) -> list[str]:
    return [*span[:3], str(rng.randrange(10_000, 99_999)), *span[4:]]


_FORGERIES: tuple[Callable[[list[str], random.Random], list[str]], ...] = (_dropped, _swapped, _negated, _counted)


def _nps() -> list[Metric]:
    """Return how often the interval holds the true NPS, over sizes and mixes."""
    rng = random.Random(5)  # noqa: S311 - simulation
    held = []
    for n in (5, 10, 30, 100, 300, 1000):
        for _ in range(700):
            parts = [rng.random() for _ in range(3)]
            p, q, d = (part / sum(parts) for part in parts)
            drawn = Counter(rng.choices("pqd", (p, q, d), k=n))
            low, high = nps_interval(drawn["p"], drawn["q"], drawn["d"])
            held.append(low <= (p - d) * 100 <= high)
    return [share("survey.nps_coverage", held)]


def main() -> None:
    """Print the figures: `python -m evals.survey.suite`."""
    from assistant.knowledge import load_library
    from assistant.paths import shipped

    result = measure(load_library(shipped("knowledge")), open_vectors(load_settings()))
    for metric in result.metrics:
        print(f"{metric.name:45} {metric.value:8.4f}  ({metric.low:.4f} to {metric.high:.4f}, n = {metric.n})")
    for outcome in result.outcomes:
        for failure in outcome.failures:
            print(f"  {outcome.name}: {failure}")
    for note in result.notes:
        print(note)


if __name__ == "__main__":
    main()
