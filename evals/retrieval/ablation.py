"""Measure what each part of the search adds: `python -m evals.retrieval.ablation CASES.jsonl [--fit]`."""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.knowledge.library import Library, load_library
from assistant.paths import shipped
from assistant.retrieval.keywords import Keywords, Scores
from assistant.retrieval.phrasings import phrasings
from assistant.retrieval.search import COVERS_BIAS, MATCH, Search, open_search
from assistant.retrieval.signs import Scales, Signs, fuse, weigh
from assistant.settings import load_settings
from evals.retrieval.questions import HERE, Complaint, OffTopic, Quality, Question, quality, read
from evals.retrieval.tuning import folds, learn_coverage, learn_weights

LINKED = ("best", "mean", "words", "rank", "pain", "related")
BARE = ("title", "body")


class Measured(NamedTuple):
    """One line of the ablation."""

    name: str
    quality: tuple[Quality, ...]
    p50: float
    """Milliseconds per question, embedding included."""
    p95: float


class Bare:
    """The search without people's phrasings: titles and bodies only."""

    def __init__(self, library: Library, search: Search) -> None:
        texts = [text for text in phrasings(library) if text.field in BARE]
        ids = tuple(card.id for card in library)
        position = {card: place for place, card in enumerate(ids)}
        self._search = search
        self._vectors = search.embed([text.text for text in texts])
        self._scales = Scales(library, [position[text.card] for text in texts], {})
        self._keywords = Keywords(ids, texts, search.wording)

    def dense(self, query: str) -> Scores:
        vector = self._search.embed([self._search.wording.plain(query)])[0]
        return self._scales.signs(self._vectors @ vector, np.zeros(len(self._vectors) // 2, np.float32), "").best

    def words(self, query: str) -> Scores:
        return self._keywords.scores(self._search.wording.terms(self._search.wording.plain(query)))

    def fused(self, query: str) -> Scores:
        return fuse(self.dense(query), self.words(query))


def cross_validated(search: Search, questions: Sequence[Question], used: Sequence[str]) -> dict[str, Scores]:
    """Return the scores of each question under weights learned from the other folds."""
    signs = [search.signs(question.query) for question in questions]
    scores = {}
    for learn, test in folds(len(questions)):
        weights = learn_weights([signs[i] for i in learn], [questions[i] for i in learn], search.ids, used)
        scores.update({questions[i].query: weigh(signs[i], weights) for i in test})
    return scores


def measure(
    name: str, score: Callable[[str], Scores], groups: Sequence[Sequence[Question]], ids: Sequence[str]
) -> Measured:
    """Rank the cards for all questions of all groups and take the time."""
    times, qualities = [], []
    for questions in groups:
        rankings = []
        for question in questions:
            start = time.perf_counter()
            scores = score(question.query)
            times.append(time.perf_counter() - start)
            rankings.append([ids[place] for place in np.argsort(-scores, kind="stable")[:10]])
        qualities.append(quality(rankings, questions))
    p50, p95 = np.percentile(times, [50, 95]) * 1000
    return Measured(name, tuple(qualities), float(p50), float(p95))


def ablation(search: Search, library: Library, groups: Sequence[Sequence[Question]]) -> list[Measured]:
    """Measure the search part by part; what is learned is learned without the question it is measured on."""
    bare = Bare(library, search)
    everything = [question for questions in groups for question in questions]
    linked = cross_validated(search, everything, LINKED)
    reranked = cross_validated(search, everything, Signs._fields)
    steps: dict[str, Callable[[str], Scores]] = {
        "vectors of title and body": bare.dense,
        "keywords of title and body": bare.words,
        "both fused by rank": bare.fused,
        "+ phrasings": lambda query: search.signs(query).rank,
        "+ links (learned weights)": lambda query: search.signs(query)[0] * 0 + linked[query],
        "+ rerank (turn of phrase, kind)": lambda query: search.signs(query)[0] * 0 + reranked[query],
    }
    lines = [measure(name, score, groups, search.ids) for name, score in steps.items()]

    def finished(query: str) -> Scores:
        return weigh(search.signs(query), search.weights)

    mistyped = [[_mistyped(question) for question in questions] for questions in groups]
    return [
        *lines,
        measure("as shipped", finished, groups, search.ids),
        measure("as shipped, a typing error in each question", finished, mistyped, search.ids),
    ]


def _mistyped(question: Question) -> Question:
    """Swap two letters in the middle of the longest word."""
    longest = max(question.query.split(), key=len)
    middle = len(longest) // 2
    wrong = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
    return Question(id=question.id, query=question.query.replace(longest, wrong), relevant=question.relevant)


def refusals(search: Search, groups: Sequence[Sequence[Question]], others: Sequence[OffTopic]) -> str:
    """Tell how many questions of each kind are refused."""
    ours = [sum(not search.covers(question.query) for question in questions) for questions in groups]
    halves = {half: [other for other in others if other.half == half] for half in ("tune", "held-out")}
    refused = {half: sum(not search.covers(other.query) for other in group) for half, group in halves.items()}
    lines = [
        f"refused {count} of {len(questions)} questions on our subject"
        for count, questions in zip(ours, groups, strict=True)
    ]
    lines += [f"refused {refused[half]} of {len(halves[half])} off-topic questions ({half})" for half in halves]
    return "\n".join(lines)


def matches(search: Search, complaints: Sequence[Complaint]) -> str:
    """Tell how well complaints are matched to pains, and how often a neutral sentence is taken for one."""
    best = [search.match(complaint.text)[0] for complaint in complaints]
    rows = list(zip(complaints, best, strict=True))
    pained = [(complaint, found) for complaint, found in rows if complaint.pains]
    right = [found.score for complaint, found in pained if found.card in complaint.pains]
    wrong = sum(found.score >= MATCH and found.card not in complaint.pains for complaint, found in pained)
    false = sum(found.score >= MATCH for complaint, found in rows if not complaint.pains)
    return (
        f"complaints: first pain right {len(right)} of {len(pained)}, right and at or above {MATCH} "
        f"{sum(score >= MATCH for score in right)}, wrong {wrong}; neutral sentences taken for a pain {false} of "
        f"{len(rows) - len(pained)}"
    )


def fit(search: Search, groups: Sequence[Sequence[Question]], others: Sequence[OffTopic]) -> str:
    """Learn the constants that the search ships with, from all questions and the tuning half of the off-topic ones."""
    everything = [question for questions in groups for question in questions]
    weights = learn_weights([search.signs(question.query) for question in everything], everything, search.ids)
    ours = [search.evidence(question.query) for question in everything]
    coverage, bias = learn_coverage(ours, [search.evidence(o.query) for o in others if o.half == "tune"])
    rounded = {name: round(value, 2) for name, value in weights._asdict().items()}
    covers = {name: round(value, 1) for name, value in coverage._asdict().items()}
    return f"weights {rounded}\ncoverage {covers} bias {bias:.2f} (shipped: {COVERS_BIAS})"


def main() -> None:
    """Print the ablation as a Markdown table, the refusals and the matches."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("cases", type=Path, help="questions with their cards, one JSON object per line")
    parser.add_argument("--fit", action="store_true", help="also learn the weights anew and print them")
    asked = parser.parse_args()
    library = load_library(shipped("knowledge"))
    search = open_search(load_settings(), library)
    groups = tuple(read(path, Question) for path in (asked.cases, HERE / "questions.jsonl", HERE / "stories.jsonl"))
    others = read(HERE / "off_topic.jsonl", OffTopic)
    print("| search | cases s@1 | s@5 | r@10 | own s@1 | s@5 | r@10 | stories s@1 | s@5 | r@10 | p50 ms | p95 ms |")
    print("|---|" + "---|" * 11)
    for line in ablation(search, library, groups):
        figures = [f"{value:.2f}" for each in line.quality for value in each]
        print("| " + " | ".join([line.name, *figures, f"{line.p50:.1f}", f"{line.p95:.1f}"]) + " |")
    print(refusals(search, groups, others))
    print(matches(search, read(HERE / "complaints.jsonl", Complaint)))
    if asked.fit:
        print(fit(search, groups, others))


if __name__ == "__main__":
    main()
