"""Any valid brief gives a map without errors, and the same brief the same map."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.brief import Brief
from assistant.drafting import draft
from assistant.knowledge import Library, load_library
from assistant.model import JourneyMap
from assistant.paths import shipped
from assistant.review import review
from assistant.synthesis import Synthesis
from tests.drafting.strategies import briefs, surveys

LIBRARY: Library = load_library(shipped("knowledge"))


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(briefs, st.one_of(st.none(), surveys()))
def test_every_drawn_map_is_free_of_errors(brief: Brief, survey: Synthesis | None) -> None:
    journey = draft(brief, LIBRARY, survey)
    assert [one for one in review(journey, card_ids=LIBRARY.ids) if one.level == "error"] == []
    assert JourneyMap.model_validate_json(journey.model_dump_json()) == journey
    assert 4 <= len(journey.stages) <= 8


@settings(deadline=None, max_examples=10, suppress_health_check=list(HealthCheck))
@given(briefs)
def test_the_same_brief_gives_the_same_map(brief: Brief) -> None:
    again = Brief.model_validate_json(brief.model_dump_json())
    assert draft(brief, LIBRARY).model_dump_json() == draft(again, LIBRARY).model_dump_json()


def test_an_empty_brief_gives_a_map_that_says_what_is_guessed() -> None:
    journey = draft(Brief(), LIBRARY)
    assert journey.business.basis.kind == "assumption"
    assert len(journey.top_actions) == 3
    assert any("trade" in guess.text or "chosen" in guess.text for guess in journey.assumptions_to_validate)
    assert not any(t.status == "exists" for stage in journey.stages for t in stage.touchpoints)


def test_every_trade_yields_a_full_map() -> None:
    for card in LIBRARY:
        if card.kind != "industry":
            continue
        journey = draft(Brief.model_validate({"business": {"industry": card.id}}), LIBRARY)
        findings = review(journey, card_ids=LIBRARY.ids)
        assert {one.rule for one in findings} <= {"nobody-asked"}, card.id
        assert journey.business.industry == card.id
