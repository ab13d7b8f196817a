"""The first step serves what the owner wants, and figures, names and the scenario are put plainly."""

from typing import Any

import pytest

from assistant.brief import Brief
from assistant.drafting import draft
from assistant.knowledge import Library
from assistant.model import JourneyMap

GLASS: dict[str, Any] = {
    "business": {"industry": "industry:education", "offer": "stained glass workshops"},
    "personas": [{"name": "Retired people", "who": "retired people who want to make something"}],
    "goal": "get people from the taster into the long course",
    "channels": [{"channel": "phone", "use": "buy", "words": "they ring"}],
    "pains": [{"words": "after the taster they vanish", "pain": "pain:trial-not-converting"}],
    "numbers": [{"value": 20, "unit": "%", "words": "1 in 5 of the taster guests book the course"}],
}


def drawn(library: Library, **changes: object) -> JourneyMap:
    return draft(Brief.model_validate({**GLASS, **changes}), library)


def test_the_first_step_serves_the_aim_and_names_where_it_stands(library: Library) -> None:
    journey = drawn(library)
    assert journey.top_actions[0].tactic == "tactic:next-step-offer"
    assert "1 in 5 of the taster guests" in journey.scenario.text
    assert "1 in 5 of the taster guests" in journey.top_actions[0].why


def test_a_figure_stands_on_the_number_it_speaks_of(library: Library) -> None:
    known = {kpi.kpi: kpi.baseline for stage in drawn(library).stages for kpi in stage.kpis if kpi.baseline}
    assert set(known) == {"kpi:trial-to-paid-rate"}


def test_a_share_that_leaves_is_no_share_that_stays(library: Library) -> None:
    leaving = [{"value": 40, "unit": "%", "words": "40% give up by spring", "kpi": "kpi:customer-retention-rate"}]
    known = {kpi.kpi for stage in drawn(library, numbers=leaving).stages for kpi in stage.kpis if kpi.baseline}
    assert known == {"kpi:churn-rate"}


@pytest.mark.parametrize(
    ("complaint", "card", "tactic"),
    [
        ("the bill is more than we said", "pain:surprise-invoice", "tactic:ask-before-extra"),
        ("it takes five weeks to get a date", "pain:waiting-weeks-for-slot", "tactic:waiting-list"),
    ],
)
def test_a_complaint_is_answered_by_what_mends_it(complaint: str, card: str, tactic: str, library: Library) -> None:
    garage = {"industry": "industry:automotive", "offer": "scooter repairs"}
    journey = drawn(library, business=garage, goal="fewer rows", pains=[{"words": complaint, "pain": card}], numbers=[])
    assert tactic in {step.tactic for step in journey.top_actions}
    assert "rider" in journey.top_actions[0].why


def test_the_way_ends_before_people_leave(library: Library) -> None:
    gym = {"industry": "industry:gym", "offer": "a judo club"}
    journey = drawn(library, business=gym, goal="fewer people who cancel", pains=[], numbers=[])
    assert journey.stages[-1].id == "stage:exit"
    assert journey.stages[-2].name in journey.scenario.text
    assert journey.stages[-1].name not in journey.scenario.text


def test_a_place_is_called_by_a_thing_and_never_by_a_scrap(library: Library) -> None:
    names = {touchpoint.name for stage in drawn(library).stages for touchpoint in stage.touchpoints}
    assert "Phone call" in names
    assert "They ring" not in names


def test_only_who_is_told_to_want_something_thinks_aloud_in_a_buying_group(library: Library) -> None:
    chairs = [
        {"name": "Head of HR", "who": "head of HR who uses it every day"},
        {"name": "Boss", "who": "the boss who signs the order"},
        {"name": "Works council", "who": "a works council that asks who sees the data"},
    ]
    firm = {"industry": "industry:b2b-services", "offer": "team workshops", "model": "b2b"}
    journey = drawn(library, business=firm, personas=chairs)
    heard = [thought.text for stage in journey.stages for thought in stage.thoughts]
    assert "A works council that asks who sees the data" in heard
    assert "The boss who signs the order" not in heard
