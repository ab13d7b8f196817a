"""The measures and the learning behind the ablation, on examples small enough to check by hand."""

from pathlib import Path

import ir_measures
import pytest
from ir_measures import R, Success

from assistant.errors import BadFile
from assistant.retrieval.search import Evidence
from evals.retrieval.questions import Question, quality, read
from evals.retrieval.tuning import folds, learn_coverage

QUESTIONS = (
    Question(id="a", query="one", relevant=("kpi:nps", "kpi:csat")),
    Question(id="b", query="two", relevant=("kpi:ces",)),
    Question(id="c", query="three", relevant=("kpi:reach",)),
)
RANKINGS = (
    ["kpi:nps", "kpi:ces", "kpi:csat"],
    ["kpi:nps", "kpi:csat", "kpi:ces"],
    ["kpi:nps", *(f"kpi:k{i}" for i in range(9)), "kpi:reach"],
)


def test_success_and_recall_are_those_of_an_independent_implementation() -> None:
    judged = [ir_measures.Qrel(q.id, card, 1) for q in QUESTIONS for card in q.relevant]
    run = [
        ir_measures.ScoredDoc(q.id, card, -place)
        for q, ranking in zip(QUESTIONS, RANKINGS, strict=True)
        for place, card in enumerate(ranking)
    ]
    oracle = ir_measures.calc_aggregate([Success @ 1, Success @ 5, R @ 10], judged, run)
    assert quality(RANKINGS, QUESTIONS) == pytest.approx((oracle[Success @ 1], oracle[Success @ 5], oracle[R @ 10]))


def test_a_broken_line_of_cases_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"id": "a", "query": "x", "relevant": ["kpi:nps"]}\n{"id": "b"}\n', "utf-8")
    with pytest.raises(BadFile, match=r"cases\.jsonl:2"):
        read(path, Question)


def test_every_question_is_tested_once_and_never_learned_from_at_the_same_time() -> None:
    tested: list[int] = []
    for learn, test in folds(23):
        assert not set(learn) & set(test)
        tested += test
    assert sorted(tested) == list(range(23))


def test_learned_coverage_tells_our_questions_from_others() -> None:
    ours = [Evidence(0.6 + i / 100, 0.5, 0.3, 0.3, 0.1 + i / 200) for i in range(8)]
    others = [Evidence(0.4 - i / 100, 0.3, 0.2, 0.1, 0.5 + i / 200) for i in range(8)]
    weights, bias = learn_coverage(ours, others)
    scores = [sum(w * v for w, v in zip(weights, each, strict=True)) + bias for each in (*ours, *others)]
    assert min(scores[:8]) > 0 > max(scores[8:])
