"""The baseline rises by itself, falls only on purpose and with a reason, and never holds what cannot be measured here."""

import json
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.__main__ import main, verdicts_on
from evals.__main__ import place_of as place
from evals.asked import read_command
from evals.gate import BASELINE, Lowered, Mark, baseline_of, judge, load_baseline
from evals.marks import Lowering, told, usual_tolerance, write_baseline
from evals.scorer import Metric, mean, only_reported, share
from evals.solver import RESULTS

PERMITTED = Lowering(frozenset({"a.up"}), "the cases became harder")


@pytest.fixture
def baseline(tmp_path: Path) -> Path:
    path = tmp_path / "baseline.json"
    marks = {
        "a.up": {"value": 0.8, "tolerance": 0.02},
        "a.down": {"value": 9.0, "tolerance": 0.3, "better": "down"},
        "b.other": {"value": 1.0, "tolerance": 0.0},
    }
    path.write_text(json.dumps({"metrics": marks}))
    return path


def metric(name: str, value: float, n: int = 100) -> Metric:
    return Metric(name=name, value=value, low=value, high=value, n=n)


def test_better_values_are_kept_in_either_direction_and_the_rest_stays(baseline: Path):
    changes = write_baseline([metric("a.up", 0.9), metric("a.down", 8.5)], baseline)
    assert load_baseline(baseline) == {
        "a.up": Mark(value=0.9, tolerance=0.02),
        "a.down": Mark(value=8.5, tolerance=0.3, better="down"),
        "b.other": Mark(value=1.0, tolerance=0.0),
    }
    assert [(change.name, change.did, change.was) for change in changes] == [
        ("a.up", "raised", 0.8), ("a.down", "raised", 9.0),
    ]  # fmt: skip


def test_a_worse_value_does_not_lower_a_mark_not_even_within_its_tolerance(baseline: Path):
    changes = write_baseline([metric("a.up", 0.79), metric("a.down", 9.1)], baseline)
    marks = load_baseline(baseline)
    assert (marks["a.up"].value, marks["a.down"].value) == (0.8, 9.0)
    assert [change.did for change in changes] == ["left", "left"]
    assert "2 worse and left as they were: a.up 0.8 (now 0.79), a.down 9 (now 9.1)" in told(changes, baseline)


def test_a_mark_is_lowered_on_purpose_with_the_old_value_and_the_reason_beside_it(baseline: Path):
    changes = write_baseline([metric("a.up", 0.6), metric("a.down", 9.2)], baseline, PERMITTED)
    marks = load_baseline(baseline)
    assert marks["a.up"] == Mark(value=0.6, tolerance=0.02, lowered=Lowered(was=0.8, because="the cases became harder"))
    assert marks["a.down"].value == 9.0
    assert "the cases became harder" in baseline.read_text()
    assert "1 lowered: a.up 0.8 → 0.6" in told(changes, baseline)


def test_the_reason_goes_once_the_old_value_is_reached_again(baseline: Path):
    write_baseline([metric("a.up", 0.6)], baseline, PERMITTED)
    write_baseline([metric("a.up", 0.7)], baseline)
    assert load_baseline(baseline)["a.up"].lowered == Lowered(was=0.8, because="the cases became harder")
    write_baseline([metric("a.up", 0.81)], baseline)
    assert load_baseline(baseline)["a.up"] == Mark(value=0.81, tolerance=0.02)


def test_what_lies_beside_the_checkout_is_reported_and_not_kept(baseline: Path):
    apart = only_reported([metric("survey.airline.accuracy", 0.6), metric("survey.quotes.true_accepted", 1.0)])
    changes = write_baseline([*apart, metric("a.new", 0.5)], baseline)
    assert set(load_baseline(baseline)) == {"a.up", "a.down", "b.other", "a.new"}
    said = told(changes, baseline)
    assert "2 reported only, never held: survey.airline.* (1), survey.quotes.* (1)" in said
    assert "1 added: a.new 0.5" in said


def test_a_metric_that_saw_nothing_changes_no_mark(baseline: Path):
    before = baseline.read_text()
    assert write_baseline([share("a.up", [])], baseline) == ()
    assert load_baseline(baseline)["a.up"].value == json.loads(before)["metrics"]["a.up"]["value"]


def test_our_own_baseline_holds_nothing_that_lies_beside_the_checkout():
    apart = ("survey.airline", "survey.quotes", "survey.restaurants", "interview.shared", "retrieval.shared")
    assert [name for name in load_baseline(BASELINE) if name.startswith(apart)] == []


def test_a_share_may_lose_two_observations_but_one_of_few():
    assert usual_tolerance(share("a", [True] * 100)) == 0.02
    assert usual_tolerance(share("a", [True] * 10)) == 0.1
    assert usual_tolerance(share("a", [True] * 1000)) == 0.01
    assert usual_tolerance(mean("a", [1.0] * 10)) == 0.02


def test_the_tolerance_of_a_share_narrows_with_more_cases_and_never_widens(tmp_path: Path):
    path = tmp_path / "baseline.json"
    write_baseline([share("a.b", [True] * 25)], path)
    write_baseline([share("a.b", [True] * 100)], path)
    assert load_baseline(path)["a.b"].tolerance == 0.02
    write_baseline([share("a.b", [True] * 25)], path)
    assert load_baseline(path)["a.b"].tolerance == 0.02


def test_no_mark_of_ours_allows_more_than_a_fifth_of_a_share():
    wide = {name: mark.tolerance for name, mark in load_baseline(BASELINE).items() if mark.value <= 1}
    assert [name for name, tolerance in wide.items() if tolerance > 0.2 and name != "interview.probes"] == []


def test_what_was_kept_holds_when_it_is_measured_again(tmp_path: Path):
    path = tmp_path / "baseline.json"
    seen = [share("a.b", [True, False] * 20), mean("a.c", [0.3, 0.4])]
    write_baseline(seen, path)
    assert all(verdict.holds for verdict in judge(seen, load_baseline(path), ["a"]))


WRONG = [
    (["--allow-lower", "interview.accuracy"], "--update-baseline"),
    (["--update-baseline", "--allow-lower", "interview.accuracy"], "--because"),
    (["--update-baseline", "--allow-lower", "interview.accuracy", "--because", "  "], "--because"),
    (["--update-baseline", "--allow-lower", "no.such", "--because", "x"], "no.such"),
    (["--update-baseline", "--because", "x"], "--allow-lower"),
    (["--update-baseline", "--only", "salon"], "--only"),
    (["--repeats", "0"], "--repeats"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_wrong_use_is_refused_before_anything_runs(arguments, said, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_a_model_has_a_baseline_and_reports_of_its_own():
    asked = read_command(["--mind", "model", "interview"], None)
    where = place(asked, Settings(model="Qwen/Qwen3 8B", _env_file=None))
    assert where.baseline == baseline_of("Qwen/Qwen3 8B") != BASELINE
    assert where.baseline.name == "qwen-qwen3-8b.json"
    assert where.results == RESULTS / "qwen-qwen3-8b"
    assert (asked.repeats, read_command(["interview"], None).repeats) == (3, 1)


def test_a_run_of_some_cases_is_held_to_nothing():
    settings = Settings(_env_file=None)
    some, whole = read_command(["--only", "salon", "interview"], None), read_command(["interview"], None)
    bad = [metric("interview.accuracy", 0.1)]
    assert all(verdict.holds for verdict in verdicts_on(bad, some, place(some, settings)))
    assert not all(verdict.holds for verdict in verdicts_on(bad, whole, place(whole, settings)))
