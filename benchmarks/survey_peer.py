"""Runs BERTopic on the same comments as ours, in the same process: `python -m benchmarks.survey_peer`.

It needs the peers, which nothing else installs (`make dev`, then `.venv/bin/uv pip install --no-deps --require-hashes
-r requirements/peers.lock`; BERTopic without torch), and the public airline texts beside the checkout.
BERTopic gets the vectors of the sentence model that ships with us and an oracle that names each of its topics after
the commonest label in it; our themes are named in advance and see no label.
"""

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from assistant.knowledge import load_library
from assistant.masking import mask
from assistant.paths import shipped
from assistant.retrieval.embedder import open_embedder
from assistant.settings import load_settings
from assistant.survey.vectors import open_vectors, plain
from evals.survey.cases import SHARED, Labelled, airline
from evals.survey.labels import AIRLINE
from evals.survey.suite import matcher

SMALL = 50


def main() -> None:
    """Print what both reach, as one JSON document."""
    if find_spec("bertopic") is None or not (SHARED / "airline_dev.csv").is_file():
        sys.stderr.write("This needs the dependency group `peers` and the airline texts; nothing was measured.\n")
        sys.exit(2)
    cases = airline()
    figures = {"comments": len(cases), "ours": ours(cases), "bertopic": peer(cases), f"bertopic_n{SMALL}": small(cases)}
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


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
