"""Retrieval: messy questions with the cards that should be found, by manner of asking and by kind of card."""

import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import Annotated

from pydantic import Field

from assistant.errors import BadFile
from assistant.model import CardId, Frozen
from assistant.text import Line
from evals.dataset import CASES, SHARED, checked, read_yaml
from evals.scorer import Metric, Outcome, Result, mean, only_reported, share
from evals.scoring.ranking import Ranked, score
from evals.solver import Bench

NAME = "retrieval"
Relevant = Annotated[tuple[CardId, ...], Field(min_length=1, max_length=4)]


class Questions(Frozen):
    """A file of questions of one manner."""

    manner: Line
    note: Line
    apart: bool = False
    """Whether they are counted on their own, because they are much harder than the others."""
    questions: tuple[tuple[str, Relevant], ...]
    """Each with the cards that should be found, the best first."""


class Searched(Frozen):
    """One question with what was found."""

    query: str
    manner: Line
    note: Line
    relevant: tuple[str, ...]
    ranking: tuple[str, ...]

    @property
    def ranked(self) -> Ranked:
        """The scores of the ranking."""
        return score(self.ranking, self.relevant)


async def run(bench: Bench) -> Result:
    """Search for all questions."""
    files = load_questions()
    for file in files:
        unknown = [card for _, cards in file.questions for card in cards if card not in bench.library]
        if unknown:
            raise BadFile(f"retrieval, {file.manner}: there is no card {unknown[0]}.")
    found = [_search(bench, query, cards, file) for file in files if not file.apart for query, cards in file.questions]
    apart = [[_search(bench, query, cards, file) for query, cards in file.questions] for file in files if file.apart]
    shared = [_search(bench, query, cards, None) for query, cards in shared_questions()]
    notes = () if shared else ("The shared questions (../shared/cases) are not here and were left out.",)
    metrics = (
        *_quality("retrieval", found),
        *_groups(found),
        *(metric for group in apart for metric in _quality(f"retrieval.{group[0].manner}", group)),
        *(only_reported(_quality("retrieval.shared", shared)) if shared else ()),
    )
    return Result(suite=NAME, metrics=metrics, outcomes=tuple(map(_outcome, chain(found, *apart))), notes=notes)


def load_questions() -> tuple[Questions, ...]:
    """Return our questions, a file for each manner."""
    paths = sorted((CASES / NAME).glob("*.yaml"))
    return tuple(checked(Questions, read_yaml(path), path) for path in paths)


def shared_questions() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the questions kept beside the checkout, () where there are none."""
    path = SHARED / "retrieval.dev.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return tuple((entry["query"], tuple(entry["relevant"])) for entry in map(json.loads, lines))


def _search(bench: Bench, query: str, cards: Sequence[str], file: Questions | None) -> Searched:
    return Searched(
        query=query, manner=file.manner if file else "shared", note=file.note if file else "A shared question.",
        relevant=tuple(cards), ranking=tuple(passage.card for passage in bench.search.find(query, k=10)),
    )  # fmt: skip


def _quality(prefix: str, found: Sequence[Searched]) -> tuple[Metric, ...]:
    ranked = [one.ranked for one in found]
    return (
        share(f"{prefix}.success_1", (one.success_1 == 1 for one in ranked)),
        share(f"{prefix}.success_5", (one.success_5 == 1 for one in ranked)),
        mean(f"{prefix}.recall_10", (one.recall_10 for one in ranked)),
        mean(f"{prefix}.mrr", (one.reciprocal for one in ranked)),
        mean(f"{prefix}.ndcg_10", (one.ndcg_10 for one in ranked)),
    )


def _groups(found: Sequence[Searched]) -> tuple[Metric, ...]:
    """Return success within five by manner, and by the kind of the best card where there are ten questions or more."""
    groups = defaultdict[str, list[bool]](list)
    for one in found:
        hit = one.ranked.success_5 == 1
        groups[f"manner.{one.manner.replace(' ', '_')}"].append(hit)
        groups[f"kind.{one.relevant[0].partition(':')[0]}"].append(hit)
    return tuple(share(f"retrieval.success_5.{name}", hits) for name, hits in groups.items() if len(hits) >= 10)


def _outcome(one: Searched) -> Outcome:
    ranked = one.ranked
    missed = f"wanted {', '.join(one.relevant)}; found {', '.join(one.ranking[:5])}"
    marks = (("first", ranked.success_1), ("in five", ranked.success_5), ("recall", ranked.recall_10))
    return Outcome(
        name=one.query, note=f"{one.manner}: {one.note}", score=ranked.ndcg_10,
        failures=() if ranked.success_5 else (missed,), marks=marks, transcript=missed,
    )  # fmt: skip
