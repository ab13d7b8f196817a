"""A run with a model, against the stand-in over real HTTP: estimate, repeats, the peer's map and the judge together."""

import pytest

from assistant.usage import Usage
from evals.__main__ import run
from evals.asked import Asked, suites_of
from evals.costs import STAGES, TOKENS, counted, estimated, spent
from evals.scorer import Result
from tests.evals.conftest import kind_of
from tests.evals.test_judge import Knowing
from tests.evals.test_one_prompt import answer, stage
from tests.minds.model import good

pytestmark = pytest.mark.timeout(300)


def values(result: Result) -> dict[str, float]:
    return {metric.name: metric.value for metric in result.metrics}


async def test_every_case_is_tried_anew_in_each_run(model_settings, standin):
    asked = Asked(("interview", "drafting"), as_json=True, mind="model", repeats=2, only=("barber-terse",))
    interview, drafting = await run(asked, model_settings)
    assert {"interview.passes", "interview.passes_all_2"} <= values(interview).keys()
    assert {"drafting.passes", "drafting.passes_all_2"} <= values(drafting).keys()
    assert "drafting.stable" not in values(drafting)
    assert [outcome.name for outcome in interview.outcomes] == ["barber-terse"]
    openings = [body for body in standin.bodies if "nothing yet" in body["messages"][1]["content"]]
    assert len(openings) == 2  # drafting looks at the interviews that were held


async def test_questions_and_payloads_go_to_the_model_and_are_repeated(model_settings, standin):
    asked = Asked(("grounding", "safety"), as_json=True, mind="model", repeats=2, only=("answer-emotion", "prompt"))
    grounding, safety = await run(asked, model_settings)
    assert "grounding.passes_all_2" in values(grounding)
    assert "safety.passes_all_2" in values(safety)
    answers = [body for body in standin.bodies if "You answer a question" in body["messages"][0]["content"]]
    assert len(answers) >= 2


async def test_our_maps_stand_beside_those_of_one_prompt_and_a_trusted_judge_compares_them(
    model_settings, standin, pairs
):
    knowing = Knowing(pairs)

    def write(body):
        match kind_of(body):
            case "judge":
                return knowing(body) if _known(body, knowing) else {"because": "It is shorter.", "better": "A"}
            case "one prompt":
                return answer(stage("awareness"), stage("purchase", 2))
        return good(body)

    standin.write = write
    plain, judge = await run(Asked(("plain", "judge"), as_json=True, mind="model", only=("no-time",)), model_settings)
    assert values(plain)["plain.usable"] == 1
    assert values(plain)["plain.ours.true_roots"] > values(plain)["plain.one_prompt.true_roots"]
    assert not any(metric.held for metric in (*plain.metrics, *judge.metrics))
    assert values(judge)["judge.voice.against_one_prompt"] == 0.5  # it always says A, so the order decided
    assert {"judge.specificity.against_template", "judge.actionability.against_one_prompt"} <= values(judge).keys()
    assert sum(kind_of(body) == "one prompt" for body in standin.bodies) == 1
    assert "may like its own words" in " ".join(judge.notes)


def _known(body, knowing) -> bool:
    return any(text in body["messages"][1]["content"] for text in knowing.better)


async def test_the_scores_of_a_judge_that_is_not_trusted_are_left_out(model_settings, standin):
    standin.write = lambda body: {"because": "It comes first.", "better": "A"}
    (judge,) = await run(Asked(("judge",), as_json=True, mind="model", only=("no-time",)), model_settings)
    assert {name for name in values(judge) if "against" in name} == set()
    assert judge.notes[0].startswith("Judge not trusted on voice, specificity, actionability")


async def test_where_one_prompt_draws_nothing_the_report_says_so(model_settings, standin):
    standin.write = lambda body: "Sure, here is your map: awareness, interest, desire, action."
    (plain,) = await run(Asked(("plain",), as_json=True, mind="model", only=("no-time",)), model_settings)
    assert values(plain)["plain.usable"] == 0
    assert plain.outcomes[0].failures == ("one prompt drew no map: invalid",)


async def test_the_estimate_is_right_within_a_factor_of_two(model_settings, standin):
    asked = Asked(("interview", "drafting"), as_json=True, mind="model", only=("barber-terse",))
    await run(asked, model_settings)
    calls = counted(asked.suites, 1, asked.only)
    expected = sum(count * TOKENS[kind][0] for kind, count in calls.items())
    sent = sum(len(str(body["messages"])) + len(str(body.get("response_format", ""))) for body in standin.bodies) / 4
    assert expected / 2 < sent < expected * 2
    assert calls.total() / 2 < standin.calls < calls.total() * 2


def test_the_estimate_grows_with_the_repeats_and_names_the_price(model_settings):
    once, thrice = (counted(("interview", "drafting", "grounding", "safety"), k, ()).total() for k in (1, 3))
    assert thrice == 3 * once
    assert counted(("retrieval", "survey"), 3, ()).total() == 0
    assert counted(("plain",), 3, ("no-time",)) == {"one prompt": 1, "tailor": STAGES}
    assert "JOURNEY_PRICE_IN" in estimated(("plain",), 1, (), model_settings)
    priced = model_settings.model_copy(update={"price_in": 1.0, "price_out": 2.0})
    assert "$2.00" in spent(Usage(calls=1, tokens_in=1_000_000, tokens_out=500_000), priced)


def test_by_default_a_model_is_measured_where_it_matters():
    assert suites_of("model") == ("interview", "drafting", "grounding", "safety", "plain", "judge")
    assert suites_of("embedded") == ("interview", "drafting", "grounding", "retrieval", "survey", "safety")
