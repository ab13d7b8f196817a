"""Runs BERTopic and VADER on the same comments as ours, in the same process: `python -m benchmarks.survey_peer`.

`python -m benchmarks.survey_peer sentiment` compares with VADER alone, which needs nothing else of the peers.

It needs the peers, which nothing else installs (`make dev`, then `.venv/bin/uv pip install --no-deps --require-hashes
-r requirements/peers.lock`; BERTopic without torch), and the public airline texts beside the checkout.
BERTopic gets the vectors of the sentence model that ships with us and an oracle that names each of its topics after
the commonest label in it; our themes are named in advance and see no label. VADER is asked whether a comment is glad
or cross, as our own word lists are; comments that people called neutral are left out.
"""

import csv
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

import defusedxml.ElementTree

from assistant.knowledge import load_library
from assistant.masking import mask
from assistant.paths import shipped
from assistant.retrieval.embedder import open_embedder
from assistant.settings import load_settings
from assistant.survey.matching import Matcher
from assistant.survey.vectors import open_vectors, plain
from evals.survey.cases import SHARED, Labelled, airline
from evals.survey.labels import AIRLINE
from evals.survey.suite import matcher

SMALL = 50


class Felt(NamedTuple):
    """A comment, and whether people read it as glad."""

    text: str
    glad: bool


def main() -> None:
    """Print what both reach, as one JSON document."""
    topics = "sentiment" not in sys.argv[1:]
    needed = ("vaderSentiment", "bertopic") if topics else ("vaderSentiment",)
    if any(find_spec(name) is None for name in needed) or not (SHARED / "airline_dev.csv").is_file():
        sys.stderr.write("This needs the dependency group `peers` and the public texts; nothing was measured.\n")
        sys.exit(2)
    figures: dict[str, object] = {"sentiment": sentiment()}
    if topics:
        cases = airline()
        figures |= {"comments": len(cases), "ours": ours(cases), "bertopic": peer(cases)}
        figures[f"bertopic_n{SMALL}"] = small(cases)
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


def sentiment() -> dict[str, object]:
    """Tell glad from cross comments, by us and by VADER, on the same rows."""
    vectors, library = open_vectors(load_settings()), load_library(shipped("knowledge"))
    vader: Any = import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
    found: dict[str, object] = {}
    for name, trade, cases in (
        ("airlines", "industry:air-travel", tuple(felt_by_flyers())),
        ("restaurants", "industry:restaurant", tuple(felt_by_diners())),
    ):
        own = matcher(library, vectors, trade)
        found[name] = {
            "comments": len(cases), "glad": sum(case.glad for case in cases),
            "ours": _told(cases, partial(_our_moods, own)),
            "vader": _told(cases, lambda texts: [vader.polarity_scores(text)["compound"] for text in texts]),
        }  # fmt: skip
    return found


def _our_moods(own: Matcher, texts: Sequence[str]) -> list[float]:
    return [one.mood for one in own.match([mask(text) for text in texts])]


def felt_by_flyers() -> Iterator[Felt]:
    """Yield what people wrote to airlines, glad or cross."""
    with (SHARED / "airline_dev.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["airline_sentiment"] in ("positive", "negative"):
                yield Felt(row["text"], row["airline_sentiment"] == "positive")


def felt_by_diners() -> Iterator[Felt]:
    """Yield sentences about restaurants of which every aspect is glad, or every one is cross."""
    root = defusedxml.ElementTree.parse(SHARED / "semeval" / "2014_Restaurants_Train.xml").getroot()
    assert root is not None
    for sentence in root.iter("sentence"):
        polarities = {one.get("polarity") for one in sentence.iter("aspectCategory")}
        if polarities in ({"positive"}, {"negative"}):
            yield Felt(sentence.findtext("text") or "", polarities == {"positive"})


def _told(cases: Sequence[Felt], read: Callable[[Sequence[str]], Sequence[float]]) -> dict[str, float]:
    """Return how many are told right by the sign of their mood; no sign is no answer, and so not right."""
    start = time.process_time()
    moods = read([case.text for case in cases])
    seconds = time.process_time() - start
    right = [(mood > 0) == case.glad and mood != 0 for mood, case in zip(moods, cases, strict=True)]
    shares = [
        sum(one for one, case in zip(right, cases, strict=True) if case.glad is glad)
        / max(1, sum(case.glad is glad for case in cases))
        for glad in (True, False)
    ]
    return {
        "accuracy": round(sum(right) / len(cases), 3),
        "glad_told_right": round(shares[0], 3),
        "cross_told_right": round(shares[1], 3),
        "balanced": round(sum(shares) / 2, 3),
        "undecided": round(sum(mood == 0 for mood in moods) / len(cases), 3),
        "cpu_seconds": round(seconds, 1),
    }


def ours(cases: Sequence[Labelled]) -> dict[str, float]:
    """Match the comments to our cards."""
    vectors = open_vectors(load_settings())
    start = time.process_time()
    found = matcher(load_library(shipped("knowledge")), vectors, "industry:air-travel")
    matched = found.match([mask(case.text) for case in cases])
    names = [AIRLINE.get(found.candidates[one.hits[0].candidate].id) if one.hits else None for one in matched]
    return _figures(names, cases, start)


def peer(cases: Sequence[Labelled]) -> dict[str, float]:
    """Cluster the comments with BERTopic and let the oracle name the clusters."""
    start = time.process_time()
    texts = [plain(case.text) for case in cases]
    vectors = open_embedder().embed(texts)
    model: Any = import_module("bertopic").BERTopic(embedding_model=None, calculate_probabilities=False)
    topics, _ = model.fit_transform(texts, vectors)
    names: dict[int, str] = {}
    for topic in set(topics) - {-1}:
        inside = Counter(
            label for case, one in zip(cases, topics, strict=True) if one == topic for label in case.labels
        )
        names[topic] = inside.most_common(1)[0][0]
    return {"topics": len(names), **_figures([names.get(topic) for topic in topics], cases, start)}


def small(cases: Sequence[Labelled]) -> dict[str, float]:
    """Return how many topics BERTopic finds in a small survey."""
    texts = [plain(case.text) for case in cases[:: len(cases) // SMALL][:SMALL]]
    model: Any = import_module("bertopic").BERTopic(embedding_model=None, min_topic_size=5)
    topics, _ = model.fit_transform(texts, open_embedder().embed(texts))
    return {"topics": len(set(topics) - {-1}), "left_out": round(sum(topic == -1 for topic in topics) / len(topics), 3)}


def _figures(names: Sequence[str | None], cases: Sequence[Labelled], start: float) -> dict[str, float]:
    right = sum(name in case.labels for name, case in zip(names, cases, strict=True))
    return {
        "accuracy": round(right / len(cases), 3),
        "left_out": round(sum(name is None for name in names) / len(cases), 3),
        "cpu_seconds": round(time.process_time() - start, 1),
        "peak_megabytes_so_far": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    main()
