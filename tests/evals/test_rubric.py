"""Every check of the rubric sees the fault it is there for: one thing is spoiled, and the check falls."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from assistant.brief import Brief
from assistant.drafting import draft
from assistant.knowledge import Library
from assistant.model import JourneyMap
from evals.scoring.rubric import rubric
from tests.evals.test_map_scorers import BRIEF

Tree = dict[str, Any]
ASSUMED = {"kind": "assumption", "why": "a guess"}


@pytest.fixture(scope="module")
def journey(library: Library) -> JourneyMap:
    return draft(BRIEF, library)


def lower(tree: Tree) -> None:
    """Leave one pain without any answer."""
    stage = next(stage for stage in tree["stages"] if stage["opportunities"])
    stage["opportunities"] = stage["opportunities"][1:]


def no_first_step_matters(tree: Tree) -> None:
    tree["top_actions"] = []


def same_action_twice(tree: Tree) -> None:
    tree["top_actions"] = [tree["top_actions"][0]] * 2


def hire(tree: Tree) -> None:
    tree["top_actions"][0]["text"] = "Hire an agency to redesign everything"


def all_decisive(tree: Tree) -> None:
    for stage in tree["stages"]:
        stage["moment_of_truth"] = {"why": "here the customer decides to stay or go", "basis": ASSUMED}


def none_decisive(tree: Tree) -> None:
    for stage in tree["stages"]:
        stage["moment_of_truth"] = None


def flat(tree: Tree) -> None:
    for stage in tree["stages"]:
        stage["emotion"]["valence"] = 0


def dull_in_pain(tree: Tree) -> None:
    """Let the line move wherever it likes, only not where it was told to hurt."""
    for place, stage in enumerate(tree["stages"]):
        stage["emotion"]["valence"] = 0 if stage["pains"] else (-2, 1, 2)[place % 3]


def glad_in_pain(tree: Tree) -> None:
    for stage in tree["stages"]:
        stage["emotion"]["valence"] = 2 if stage["pains"] else -1


def felt_by_a_card(tree: Tree) -> None:
    tree["stages"][0]["emotion"]["basis"] = {"kind": "card", "cards": ["kpi:no-show-rate"]}


def suggested_exists(tree: Tree) -> None:
    for stage in tree["stages"]:
        for touchpoint in stage["touchpoints"]:
            touchpoint["status"], touchpoint["basis"] = "exists", ASSUMED


def unknown_card(tree: Tree) -> None:
    tree["stages"][0]["basis"] = {"kind": "card", "cards": ["stage:made-up"]}


def nothing_kept(tree: Tree) -> None:
    for stage in tree["stages"]:
        stage["pains"] = stage["opportunities"] = []


def other_customers(tree: Tree) -> None:
    _say_instead(tree, "rides", "omebody")


def pains_unsaid(tree: Tree) -> None:
    _say_instead(tree, "forty minutes", "a while")


def _say_instead(tree: Tree, words: str, others: str) -> None:
    """Put other words in the place of the owner's all over the map."""
    changed = json.loads(json.dumps(tree).replace(words, others))
    tree.clear()
    tree.update(changed)


def guesses_only(tree: Tree) -> None:
    for stage in tree["stages"]:
        for part in ("actions", "thoughts", "touchpoints", "pains"):
            for leaf in stage[part]:
                leaf["basis"] = ASSUMED
        stage["basis"] = stage["emotion"]["basis"] = stage["customer_goal"]["basis"] = ASSUMED
        for kpi in stage["kpis"]:
            kpi["baseline"] = None


def ends_at_the_sale(tree: Tree) -> None:
    place = next(n for n, stage in enumerate(tree["stages"]) if stage["id"] == "stage:purchase")
    tree["stages"] = tree["stages"][: place + 1]
    tree["top_actions"] = [action for action in tree["top_actions"] if action["stage"] <= place]


def no_way_back(tree: Tree) -> None:
    for stage in tree["stages"]:
        stage["retention_tactics"] = []


def false_quote(tree: Tree) -> None:
    basis = {"kind": "owner_said", "turns": [1], "quote": "we never answer anybody on purpose"}
    tree["stages"][0]["actions"][0]["basis"] = basis


def made_up_figure(tree: Tree) -> None:
    tree["stages"][0]["actions"][0]["text"] = "compares 17 salons within 4 minutes"


def kpi_of_another_pain(tree: Tree) -> None:
    for stage in tree["stages"]:
        for chance in stage["opportunities"]:
            chance["kpi"] = "kpi:aov"


def touchpoints_gone(tree: Tree) -> None:
    for stage in tree["stages"]:
        stage["touchpoints"] = [one for one in stage["touchpoints"] if one["channel"] != "phone"]


def nothing_to_find_out(tree: Tree) -> None:
    tree["assumptions_to_validate"] = []


FAULTS: list[tuple[str, Callable[[Tree], None]]] = [
    ("clean", unknown_card),
    ("clean", false_quote),
    ("rooted", false_quote),
    ("rooted", made_up_figure),
    ("facts kept", pains_unsaid),
    ("facts kept", other_customers),
    ("labels true", felt_by_a_card),
    ("labels true", suggested_exists),
    ("labels true", unknown_card),
    ("whole arc", ends_at_the_sale),
    ("whole arc", no_way_back),
    ("unequal weight", all_decisive),
    ("unequal weight", none_decisive),
    ("emotion line", flat),
    ("emotion line", dull_in_pain),
    ("emotion line", glad_in_pain),
    ("chains", lower),
    ("chains", kpi_of_another_pain),
    ("chains", nothing_kept),
    ("doable", no_first_step_matters),
    ("doable", same_action_twice),
    ("doable", hire),
    ("own words", guesses_only),
    ("channels", touchpoints_gone),
    ("unknowns", nothing_to_find_out),
]


@pytest.mark.parametrize(("check", "spoil"), FAULTS, ids=[f"{check}: {spoil.__name__}" for check, spoil in FAULTS])
def test_a_fault_lowers_its_check(check: str, spoil, journey: JourneyMap, library: Library):
    tree = journey.model_dump(mode="json")
    spoil(tree)
    before, after = rubric(journey, BRIEF, library), rubric(JourneyMap.model_validate(tree), BRIEF, library)
    assert after[check] < before[check]


def test_every_check_is_spoiled_by_some_fault(journey: JourneyMap, library: Library):
    assert {check for check, _ in FAULTS} == set(rubric(journey, BRIEF, library))


def test_a_step_that_costs_money_is_not_doable_without_a_budget(journey: JourneyMap, library: Library):
    tree = journey.model_dump(mode="json")
    tree["top_actions"][0]["tactic"] = next(card.id for card in library if getattr(card, "costs_money", False))
    broke = Brief.model_validate({**dict(BRIEF), "resources": {"words": "no budget", "budget": "none"}})
    spoiled = JourneyMap.model_validate(tree)
    assert rubric(spoiled, broke, library)["doable"] < rubric(spoiled, BRIEF, library)["doable"]
