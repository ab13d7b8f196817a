"""Several runs make one result: means, and what succeeds every time."""

from evals.repeating import passed, together
from evals.scorer import Outcome, Result, mean


def run(*scores: float, value: float = 0.5) -> Result:
    outcomes = tuple(Outcome(name=f"case {n}", note="made", score=score) for n, score in enumerate(scores))
    return Result(suite="interview", metrics=(mean("interview.x", [value, value]),), outcomes=outcomes)


def test_a_case_that_fails_once_in_three_does_not_pass_all_three():
    runs = [run(1.0, 0.95), run(1.0, 0.2), run(0.9, 1.0)]
    each, every = passed(runs, 0.9)
    assert (each.name, round(each.value, 2), each.n) == ("interview.passes", 0.83, 6)
    assert (every.name, every.value, every.n) == ("interview.passes_all_3", 0.5, 2)


def test_one_run_has_no_pass_to_the_power_of_k():
    assert [metric.name for metric in passed([run(1.0)], 0.9)] == ["interview.passes"]


def test_cases_that_are_held_out_are_not_counted():
    apart = Outcome(name="held out", note="made", score=0.0, counts=False)
    whole = run(1.0)
    assert passed([whole.model_copy(update={"outcomes": (*whole.outcomes, apart)})], 0.9)[0].value == 1.0


def test_metrics_are_averaged_and_repeats_are_no_new_observations():
    result = together([run(1.0, value=0.2), run(1.0, value=0.8)])
    (metric,) = [one for one in result.metrics if one.name == "interview.x"]
    assert (metric.value, metric.n) == (0.5, 2)


def test_of_each_case_the_worst_run_is_shown():
    assert [one.score for one in together([run(1.0, 0.3), run(0.4, 0.9)]).outcomes] == [0.4, 0.3]


def test_a_suite_that_needs_no_mind_has_no_passes():
    result = together([run(1.0).model_copy(update={"suite": "retrieval"})])
    assert [metric.name for metric in result.metrics] == ["interview.x"]
