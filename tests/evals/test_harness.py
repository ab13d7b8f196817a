"""Datasets, metrics, the baseline and the reports hold together."""

import json
import re
from pathlib import Path

import pytest

from assistant.cli.evals import measure
from assistant.errors import BadFile, KnowledgeError
from assistant.paths import shipped
from evals.__main__ import main
from evals.asked import suites_of
from evals.dataset import CASES, Case, load_cases
from evals.explained import question_of
from evals.gate import BASELINE, Mark, judge, load_baseline
from evals.owners import OwnerCase
from evals.report import markdown, table, write_reports
from evals.scorer import Metric, Outcome, Result, mean, share
from evals.suites import SUITES
from evals.suites.drafting import BriefCase
from evals.suites.grounding import QuestionCase
from evals.suites.retrieval import load_questions
from evals.suites.safety import Payload


def metric(name: str = "a.b", value: float = 0.5, n: int = 10) -> Metric:
    return Metric(name=name, value=value, low=value, high=value, n=n)


def test_a_share_has_the_interval_of_wilson():
    one = share("a", [True] * 8 + [False] * 2)
    assert (one.value, one.n) == (0.8, 10)
    assert (round(one.low, 2), round(one.high, 2)) == (0.49, 0.94)


def test_all_hits_are_not_called_certain():
    assert share("a", [True] * 20).low < 0.9


def test_nothing_observed_says_so():
    assert share("a", []).n == mean("a", []).n == 0


def test_a_mean_has_an_interval_that_shrinks_with_the_count():
    few, many = mean("a", [0, 1] * 3), mean("a", [0, 1] * 300)
    assert few.value == many.value == 0.5
    assert few.high - few.low > many.high - many.low


def test_the_interval_of_scores_stays_where_scores_can_be():
    assert (mean("a", [0, 1]).low, mean("a", [0, 1]).high) == (0, 1)
    assert mean("a", [0, 4]).low == 0
    assert mean("a", [0, 4]).high > 4
    assert mean("a", [-1, 1]).low < -1


@pytest.mark.parametrize(
    ("value", "better", "holds"), [(0.88, "up", True), (0.87, "up", False), (0.92, "down", True), (0.93, "down", False)]
)
def test_a_metric_may_be_worse_by_its_tolerance_and_no_more(value: float, better: str, holds: bool):
    baseline = {"a.b": Mark.model_validate({"value": 0.9, "tolerance": 0.02, "better": better})}
    (verdict,) = judge([metric(value=value)], baseline, ["a"])
    assert verdict.holds == holds


def test_a_metric_that_is_missing_or_saw_nothing_does_not_hold():
    baseline = {"a.b": Mark(value=0.9, tolerance=0.02)}
    assert not judge([], baseline, ["a"])[0].holds
    assert not judge([metric(value=0.9, n=0)], baseline, ["a"])[0].holds


def test_a_suite_that_did_not_run_is_not_missed():
    assert judge([], {"a.b": Mark(value=0.9, tolerance=0.02)}, ["c"]) == ()


def test_a_new_metric_holds():
    assert judge([metric()], {}, ["a"])[0].holds


def test_the_baseline_knows_every_suite_that_has_cases():
    suites = {name.partition(".")[0] for name in load_baseline(BASELINE)}
    assert suites >= set(suites_of("embedded"))


def test_every_metric_of_the_baseline_is_documented():
    assert [name for name in load_baseline(BASELINE) if question_of(name) is None] == []


def test_a_metric_that_the_table_does_not_name_has_no_question():
    assert question_of("interview.accuracy") == "does it know what it was told?"
    assert question_of("interview.accuracies") is None
    assert question_of("safety") is None


def test_there_are_as_many_cases_as_promised():
    owners = load_cases("interview", OwnerCase)
    assert len(owners) >= 40
    assert len({case.gold.industry[0] for case in owners}) == 21
    manners = {manner for case in owners for manner in case.manner}
    assert len(manners) == 15
    assert sum(len(file.questions) for file in load_questions()) >= 120
    for suite, kind in (("drafting", BriefCase), ("grounding", QuestionCase), ("safety", Payload)):
        assert load_cases(suite, kind)
    assert load_cases("held_out", OwnerCase)


def test_no_two_owners_open_alike():
    owners = [*load_cases("interview", OwnerCase), *load_cases("held_out", OwnerCase)]
    openings = [frozenset(re.findall(r"\w{4,}", case.opening.casefold())) for case in owners]
    for place, one in enumerate(openings):
        for other in openings[:place]:
            assert len(one & other) <= 0.5 * max(4, min(len(one), len(other)))


def test_the_industries_of_the_gold_exist():
    known = {path.stem for path in (shipped("knowledge") / "industry").glob("*.md")}
    for case in (*load_cases("interview", OwnerCase), *load_cases("held_out", OwnerCase)):
        assert set(case.gold.industry) <= known


def test_a_broken_case_names_file_and_field(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.yaml").write_text("name: one\n")
    with pytest.raises(BadFile, match=r"a/x\.yaml, note"):
        load_cases("a", Case, tmp_path)
    (tmp_path / "a" / "x.yaml").write_text("name: [")
    with pytest.raises(BadFile, match=r"a/x\.yaml"):
        load_cases("a", Case, tmp_path)


def test_two_cases_of_one_name_are_refused(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.yaml").write_text("cases: [{name: one, note: b}, {name: one, note: c}]")
    with pytest.raises(BadFile, match="one"):
        load_cases("a", Case, tmp_path)


def test_a_report_shows_the_worst_cases_in_full_and_nothing_live(tmp_path: Path):
    bad = Outcome(name="bad", note="<script>x</script>", score=0.1, failures=("lost",), transcript="owner: <img src=x>",
                  marks=(("a", 0.1), ("b", 0.9)))  # fmt: skip
    result = Result(suite="a", metrics=(metric(),), outcomes=(bad,), notes=("left out",))
    verdicts = judge(result.metrics, {"a.b": Mark(value=0.9, tolerance=0.02)}, ["a"])
    write_reports([result], verdicts, whole=False, folder=tmp_path)
    page = (tmp_path / "report.html").read_text()
    assert "owner: &lt;img" in page
    assert "<script" not in page
    assert page.count("<svg") == 2
    assert "Below the baseline: a.b." in page
    assert json.loads((tmp_path / "results.json").read_text())["verdicts"][0]["holds"] is False
    assert "BELOW" in table(verdicts)
    assert "**bad**" in markdown([result], verdicts)


def test_an_unknown_suite_is_wrong_use(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        main(["nosuch"])
    assert stopped.value.code == 2
    assert "interview" in capsys.readouterr().err


def test_where_the_evals_are_missing_the_command_says_where_they_are(tmp_path: Path):
    with pytest.raises(KnowledgeError, match=r"with make evals\.$"):
        measure((), (), tmp_path / "evals")


def test_every_case_folder_belongs_to_a_suite():
    assert {path.name for path in CASES.iterdir()} <= {*SUITES, "held_out"}
