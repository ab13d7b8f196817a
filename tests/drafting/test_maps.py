"""What a map drawn from a brief says, and what it never says."""

from collections.abc import Callable

import pytest

from assistant.brief import Brief
from assistant.drafting import draft
from assistant.knowledge import Library
from assistant.model import FromCard, JourneyMap, OwnerSaid
from assistant.review import leaves, review, share_assumed
from assistant.text import fold

Read = Callable[[str], Brief]
NAMES = ("kitchen-fitter", "kitchen-fitter-two", "tutoring", "parts-maker")


def words_of(journey: JourneyMap) -> str:
    return fold("\n".join((*(leaf.text for leaf in leaves(journey)), *journey.notes)))


@pytest.mark.parametrize("name", NAMES)
def test_a_map_passes_its_own_review(name: str, brief: Read, library: Library) -> None:
    journey = draft(brief(name), library)
    assert review(journey, card_ids=library.ids) == ()
    assert 0.2 < share_assumed(journey) < 0.5


@pytest.mark.parametrize("name", NAMES)
def test_everything_the_owner_said_is_kept(name: str, brief: Read, library: Library) -> None:
    told = brief(name)
    said = words_of(draft(told, library))
    for pain in told.pains:
        assert fold(pain.words) in said
    for number in told.numbers:
        assert fold(number.words) in said
    for habit in told.keeping:
        assert fold(habit.split(",")[0]) in said


@pytest.mark.parametrize("name", NAMES)
def test_only_what_was_named_is_shown_as_existing(name: str, brief: Read, library: Library) -> None:
    told = brief(name)
    journey = draft(told, library)
    existing = [one for stage in journey.stages for one in stage.touchpoints if one.status == "exists"]
    assert {use.channel for use in told.channels} <= {one.channel for one in existing}
    assert all(isinstance(one.basis, OwnerSaid) for one in existing)
    suggested = [one for stage in journey.stages for one in stage.touchpoints if one.status == "suggested"]
    assert all(isinstance(one.basis, FromCard) for one in suggested)
    assert all(sum(one.status == "suggested" for one in stage.touchpoints) <= 2 for stage in journey.stages)


@pytest.mark.parametrize("name", NAMES)
def test_every_pain_has_a_chain_to_a_number_with_its_reason(name: str, brief: Read, library: Library) -> None:
    journey = draft(brief(name), library)
    for stage in journey.stages:
        assert {chance.answers for chance in stage.opportunities} == {pain.id for pain in stage.pains}
        watched = {kpi.kpi for one in journey.stages for kpi in one.kpis}
        for chance in stage.opportunities:
            pain = next(pain for pain in stage.pains if pain.id == chance.answers)
            assert chance.kpi in watched
            assert chance.reason
            assert chance.owner
            if isinstance(pain.basis, OwnerSaid):
                assert fold(pain.basis.quote) in fold(chance.reason)


def test_two_owners_of_one_trade_get_different_maps(brief: Read, library: Library) -> None:
    one, other = (draft(brief(name), library) for name in NAMES[:2])
    assert one.business.industry == other.business.industry
    assert one.title != other.title
    assert [step.tactic for step in one.top_actions] != [step.tactic for step in other.top_actions]
    assert [stage.emotion.valence for stage in one.stages] != [stage.emotion.valence for stage in other.stages]
    met = [{touchpoint.name for stage in one.stages for touchpoint in stage.touchpoints} for one in (one, other)]
    assert len(met[0] & met[1]) < min(map(len, met))


def test_a_baseline_is_there_only_when_the_owner_gave_the_number(brief: Read, library: Library) -> None:
    journey = draft(brief("kitchen-fitter"), library)
    known = {kpi.kpi: kpi.baseline for stage in journey.stages for kpi in stage.kpis if kpi.baseline}
    assert {card: baseline.value for card, baseline in known.items()} == {"kpi:win-rate": 25}
    assert known["kpi:win-rate"].words == "I win 1 in 4 quotes"
    assert any("nine kitchens last year" in note for note in journey.notes)


def test_a_value_that_its_words_do_not_carry_is_not_shown(library: Library) -> None:
    told = Brief.model_validate(
        {"numbers": [{"kpi": "kpi:no-show-rate", "value": 44, "unit": "%", "words": "quite a few"}]}
    )
    assert not any(kpi.baseline for stage in draft(told, library).stages for kpi in stage.kpis)


def test_the_persona_nearest_to_the_goal_is_drawn_and_the_others_wait(brief: Read, library: Library) -> None:
    journey = draft(brief("parts-maker"), library)
    assert journey.persona.name.startswith("Buyers")
    apart = " ".join(statement.text for statement in journey.kept_apart)
    assert "The quality manager reads every drawing" in apart
    assert "The owner signs" in apart


def test_without_money_nothing_that_costs_is_advised(library: Library) -> None:
    told = {"business": {"industry": "industry:restaurant"}, "keeping": ["no"]}
    poor = Brief.model_validate({**told, "resources": {"words": "no money", "budget": "none"}})
    advised = [chance.tactic for stage in draft(poor, library).stages for chance in stage.opportunities]
    assert not any(library[tactic].costs_money for tactic in advised)  # type: ignore[union-attr]  # tactics only


def test_a_channel_the_owner_rules_out_is_not_suggested(library: Library) -> None:
    told = {"business": {"industry": "industry:restaurant"}, "goal": "fill quiet evenings"}
    refused = Brief.model_validate({**told, "pains": [{"words": "guests find us closed, we don't do instagram"}]})
    for journey in (draft(refused, library),):
        assert not any(one.channel == "social" for stage in journey.stages for one in stage.touchpoints)


def test_a_no_becomes_a_pain_of_what_comes_after(brief: Read, library: Library) -> None:
    journey = draft(brief("kitchen-fitter"), library)
    pain = next(pain for stage in journey.stages for pain in stage.pains if "“nothing”" in pain.text)
    assert isinstance(pain.basis, OwnerSaid)
    assert pain.basis.quote == "nothing"
    assert next(s for s in journey.stages if pain in s.pains).id in ("stage:retention", "stage:advocacy")


def test_what_people_love_lifts_the_line(brief: Read, library: Library) -> None:
    journey = draft(brief("kitchen-fitter-two"), library)
    lifted = [stage.emotion for stage in journey.stages if "clients love the dovetails" in stage.emotion.because]
    assert lifted
    assert all(emotion.valence > 0 for emotion in lifted)


def test_a_severe_complaint_lowers_the_line_and_says_so(brief: Read, library: Library) -> None:
    journey = draft(brief("tutoring"), library)
    low = next(s for s in journey.stages if any("half of them stop in May" in pain.text for pain in s.pains))
    assert low.emotion.valence == -2
    assert "half of them stop in May" in low.emotion.because
    assert low.emotion.basis.kind == "assumption"


def test_the_three_first_steps_differ_and_fit_the_weeks(brief: Read, library: Library) -> None:
    for name in NAMES:
        journey = draft(brief(name), library)
        assert len({step.tactic for step in journey.top_actions}) == 3
        assert "This week" in journey.top_actions[0].when
    three = draft(brief("kitchen-fitter"), library).top_actions
    weeks = [step.when for step in three]
    assert not all(when.startswith("This week") for when in weeks)


def test_what_was_not_said_is_listed_with_a_way_to_find_out(brief: Read, library: Library) -> None:
    journey = draft(brief("tutoring"), library)
    listed = [guess.text for guess in journey.assumptions_to_validate]
    assert any("afterwards is still open" in text for text in listed)
    assert all(guess.find_out for guess in journey.assumptions_to_validate)


def test_legal_cautions_stand_beside_retention_tactics(brief: Read, library: Library) -> None:
    journey = draft(brief("tutoring"), library)
    cautions = [tactic.caution for stage in journey.stages for tactic in stage.retention_tactics if tactic.caution]
    assert cautions
    assert all(caution.startswith("Check") for caution in cautions)


def test_a_goal_about_another_line_of_business_follows_its_stages(library: Library) -> None:
    told = Brief.model_validate(
        {
            "business": {"offer": "a bistro and catering for weddings", "industry": "industry:restaurant"},
            "goal": "more catering",
        }
    )
    journey = draft(told, library)
    assert journey.business.industry == "industry:restaurant"
    assert {basis.cards[0] for s in journey.stages if isinstance(basis := s.basis, FromCard)} == {"industry:events"}
    assert any("Events" in note for note in journey.notes)
