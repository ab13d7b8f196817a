"""The scorers of maps, answers and rankings tell good from bad on hand-made ones."""

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, R, Success, nDCG

from assistant.brief import Brief
from assistant.drafting import draft
from assistant.knowledge import Library
from assistant.model import JourneyMap
from evals.scoring.controls import all_happy, controls, funnel, invented, shuffled, template
from evals.scoring.ranking import score
from evals.scoring.rubric import rubric, total
from evals.scoring.support import sentences, supported
from evals.scoring.swap import difference, line_up, picked_by_cards, picked_by_words

BRIEF = Brief.model_validate(
    {
        "business": {"industry": "industry:salon", "model": "b2c", "offer": "cuts and colour"},
        "goal": "that clients rebook before they leave",
        "personas": [{"name": "Brides", "who": "brides with their mothers", "turns": [1]}],
        "channels": [{"channel": "phone", "use": "buy", "words": "ring", "turns": [1]}],
        "pains": [
            {
                "words": "nobody picks up the phone",
                "pain": "pain:missed-calls",
                "stage": "stage:purchase",
                "turns": [1],
            },
            {"words": "they wait forty minutes", "pain": "pain:running-late", "stage": "stage:use", "turns": [1]},
        ],
        "unknown": ["numbers"],
        "said": [
            {
                "turn": 1,
                "text": "cuts and colour, brides with their mothers ring, nobody picks up the phone, "
                "they wait forty minutes, I want that clients rebook before they leave",
            }
        ],
    }
)
OTHER = Brief.model_validate(
    {
        "business": {"industry": "industry:salon", "model": "b2c", "offer": "nails"},
        "personas": [{"name": "Students", "who": "students"}],
        "channels": [{"channel": "social", "use": "discover"}],
        "pains": [{"words": "gel lifts after a week", "pain": "pain:result-not-as-imagined"}],
    }
)


@pytest.fixture(scope="module")
def journey(library: Library) -> JourneyMap:
    return draft(BRIEF, library)


def test_a_true_map_scores_high_and_every_control_below_it(journey: JourneyMap, library: Library):
    best = total(rubric(journey, BRIEF, library))
    assert best > 0.9
    for name, control in controls(journey, draft(OTHER, library), library).items():
        assert total(rubric(control, BRIEF, library)) < best, name


@pytest.mark.parametrize(
    ("check", "spoil"),
    [("whole arc", funnel), ("emotion line", all_happy), ("rooted", invented), ("whole arc", shuffled)],
)
def test_a_spoiled_map_loses_in_the_check_that_is_meant_for_it(check, spoil, journey: JourneyMap, library: Library):
    assert rubric(spoil(journey), BRIEF, library)[check] < rubric(journey, BRIEF, library)[check]


def test_a_template_keeps_none_of_the_owners_facts(journey: JourneyMap, library: Library):
    assert rubric(template(journey, library), BRIEF, library)["facts kept"] < 0.5


def test_a_channel_the_owner_does_not_have_must_not_exist_on_the_map(journey: JourneyMap, library: Library):
    assert rubric(journey, BRIEF, library, ("phone",))["channels"] < rubric(journey, BRIEF, library)["channels"]


def test_a_map_that_hides_what_is_unknown_loses(journey: JourneyMap, library: Library):
    silent = JourneyMap.model_validate({**dict(journey), "assumptions_to_validate": ()})
    assert rubric(silent, BRIEF, library)["unknowns"] == 0


def test_the_swap_test_picks_the_right_brief_and_not_for_another_map(journey: JourneyMap, library: Library):
    briefs = [BRIEF, OTHER]
    line = line_up(0, briefs)
    assert picked_by_words(journey, line, briefs)
    assert picked_by_cards(journey, line, briefs)
    assert not picked_by_cards(draft(OTHER, library), line, briefs)


def test_the_line_up_starts_with_the_right_brief_and_prefers_the_same_trade():
    far = Brief.model_validate({"business": {"industry": "industry:saas", "model": "b2b"}})
    assert line_up(0, [BRIEF, far, OTHER])[:2] == [0, 2]


def test_a_map_does_not_differ_from_itself(journey: JourneyMap, library: Library):
    assert difference(journey, journey) == 0
    assert difference(journey, draft(OTHER, library)) > 0.3


def test_a_sentence_is_supported_by_its_own_card_only(library: Library):
    told = sentences(library["kpi:no-show-rate"].body)[0]
    assert supported(told, ["kpi:no-show-rate"], library)
    assert not supported("Giraffes munch acacia leaves across African savannahs", ["kpi:no-show-rate"], library)


@given(st.permutations([f"c{n}" for n in range(12)]), st.integers(1, 4))
def test_rankings_are_scored_as_the_oracle_scores_them(ranking: list[str], count: int):
    relevant = [f"c{n}" for n in range(count)]
    ours = score(ranking, relevant)
    qrels = [ir_measures.Qrel("q", card, 2 if card == "c0" else 1) for card in relevant]
    run = [ir_measures.ScoredDoc("q", card, float(-place)) for place, card in enumerate(ranking)]
    oracle = ir_measures.calc_aggregate([Success @ 1, Success @ 5, R @ 10, RR @ 10, nDCG @ 10], qrels, run)
    assert ours.success_1 == oracle[Success @ 1]
    assert ours.success_5 == oracle[Success @ 5]
    assert ours.recall_10 == pytest.approx(oracle[R @ 10])
    assert ours.reciprocal == pytest.approx(oracle[RR @ 10])
    assert ours.ndcg_10 == pytest.approx(oracle[nDCG @ 10], abs=1e-6)
