"""A good map has no findings; every single fault raises its own rule and no other error."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.brief import Brief
from assistant.drafting import draft
from assistant.knowledge import Library
from assistant.model import JourneyMap
from assistant.review import leaves, review, share_assumed

Tree = dict[str, Any]
Spoil = Callable[[Tree], None]


@pytest.fixture(scope="module")
def good(library: Library) -> JourneyMap:
    """A map without findings."""
    path = Path(__file__).parent / "drafting" / "briefs" / "tutoring.yaml"
    brief = Brief.model_validate_json(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8"))))
    return draft(brief, library)


def spoiled(journey: JourneyMap, spoil: Spoil) -> JourneyMap:
    tree = journey.model_dump(mode="json")
    spoil(tree)
    return JourneyMap.model_validate_json(json.dumps(tree))


def owned_pain(tree: Tree) -> Tree:
    pains = [pain for stage in tree["stages"] for pain in stage["pains"]]
    return next(pain for pain in pains if pain["basis"]["kind"] == "owner_said")


def with_pain(tree: Tree) -> Tree:
    return next(stage for stage in tree["stages"] if stage["pains"])


def baseline(tree: Tree) -> Tree:
    return next(kpi["baseline"] for stage in tree["stages"] for kpi in stage["kpis"] if kpi["baseline"])


def cut_after_purchase(tree: Tree) -> None:
    tree["stages"] = [stage for stage in tree["stages"] if stage["id"] not in ("stage:retention", "stage:advocacy")]
    tree["top_actions"] = []
    tree["contradictions"] = []


def take_retention(tree: Tree) -> None:
    for stage in tree["stages"]:
        stage["retention_tactics"] = []


def repeat_pain(tree: Tree) -> None:
    stage = with_pain(tree)
    stage["pains"].append({**stage["pains"][0], "id": "pain-99"})


def unwatch(tree: Tree) -> None:
    wanted = with_pain(tree)["opportunities"][0]["kpi"]
    for stage in tree["stages"]:
        stage["kpis"] = [kpi for kpi in stage["kpis"] if kpi["kpi"] != wanted]


def set_at(find: Callable[[Tree], Tree], field: str, value: object) -> Spoil:
    def spoil(tree: Tree) -> None:
        find(tree)[field] = value

    return spoil


def say(text: str) -> Spoil:
    return set_at(lambda tree: tree["stages"][2]["actions"][0], "text", text)


ERRORS: dict[str, tuple[str, Spoil]] = {
    "a pain that no longer exists": ("answers-no-pain", set_at(lambda t: with_pain(t)["opportunities"][0], "answers", "pain-99")),
    "a message that is not among the sources": ("source-missing", set_at(lambda t: owned_pain(t)["basis"], "turns", [77])),
    "a card that is not among the sources": (
        "source-missing",
        set_at(lambda t: t["stages"][0]["customer_goal"]["basis"], "cards", ["kpi:revpar"]),
    ),
    "words nobody said": ("quote-not-in-source", set_at(lambda t: owned_pain(t)["basis"], "quote", "it is all too dear")),
    "a quote with one number changed": (
        "quote-not-in-source",
        set_at(lambda t: baseline(t)["basis"], "quote", "about 13% of lessons are missed"),
    ),
    "an invented percentage": ("number-without-root", say("73% of learners compare three prices")),
    "an invented share in words": ("number-without-root", say("Two thirds of learners compare prices")),
    "a figure nobody gave": ("number-without-root", say("Pays 4,711 for the first block")),
    "a name nobody said": (
        "name-without-root",
        set_at(owned_pain, "text", "“half of them stop in May and I never hear why”, says Veronica"),
    ),
    "a value its words do not carry": ("baseline-not-in-words", set_at(baseline, "value", 21.0)),
    "a stage where nothing is met": ("stage-without-touchpoint", set_at(lambda t: t["stages"][1], "touchpoints", [])),
    "a feeling stated as a fact": (
        "emotion-without-evidence",
        set_at(lambda t: t["stages"][0]["emotion"], "basis", {"kind": "card", "cards": ["industry:education"]}),
    ),
    "a number that is watched nowhere": ("tactic-without-kpi", unwatch),
    "nothing after the purchase": ("no-retention-after-purchase", cut_after_purchase),
    "nothing that brings people back": ("no-retention-tactic", take_retention),
    "the same pain twice": ("duplicate-pain", repeat_pain),
    "a step that belongs to no stage": ("broken-link", set_at(lambda t: t["top_actions"][1], "stage", 55)),
    "a card that does not exist": ("unknown-card", set_at(owned_pain, "card", None)),
}  # fmt: skip
ERRORS["a card that does not exist"] = (
    "unknown-card",
    set_at(lambda t: t["stages"][0]["touchpoints"][0], "card", "touchpoint:no-such"),
)


def test_a_drawn_map_has_no_findings(good: JourneyMap, library: Library) -> None:
    assert review(good, card_ids=library.ids) == ()


@pytest.mark.parametrize("fault", ERRORS)
def test_a_single_fault_raises_its_rule_and_no_other_error(fault: str, good: JourneyMap, library: Library) -> None:
    rule, spoil = ERRORS[fault]
    findings = review(spoiled(good, spoil), card_ids=library.ids)
    assert {one.rule for one in findings if one.level == "error"} == {rule}
    assert all(one.message.endswith((".", "”.")) and one.fix for one in findings)


def flatten(tree: Tree) -> None:
    for stage in tree["stages"]:
        stage["emotion"]["valence"] = 1


def happy(tree: Tree) -> None:
    for number, stage in enumerate(tree["stages"]):
        stage["emotion"]["valence"] = 2 - number % 2


def decide_everywhere(tree: Tree) -> None:
    moment = next(stage["moment_of_truth"] for stage in tree["stages"] if stage["moment_of_truth"])
    for stage in tree["stages"]:
        stage["moment_of_truth"] = moment


def decide_nowhere(tree: Tree) -> None:
    for stage in tree["stages"]:
        stage["moment_of_truth"] = None


def own_everything(tree: Tree) -> None:
    for stage in tree["stages"]:
        for touchpoint in stage["touchpoints"]:
            touchpoint["owner"] = "brand"


def claim_existing(tree: Tree) -> None:
    points = [point for stage in tree["stages"] for point in stage["touchpoints"] if point["status"] == "suggested"]
    points[0]["status"] = "exists"


def shuffle(tree: Tree) -> None:
    tree["stages"][0], tree["stages"][3] = tree["stages"][3], tree["stages"][0]
    tree["top_actions"] = []


def funnel(tree: Tree) -> None:
    for stage, name in zip(tree["stages"], ("Awareness", "Consideration", "Conversion"), strict=False):
        stage["name"] = name


def ninth_stage(tree: Tree) -> None:
    tree["stages"].append(json.loads(json.dumps({**tree["stages"][-1], "pains": [], "opportunities": []})))


ADVICE: dict[str, tuple[str, Spoil]] = {
    "the same feeling everywhere": ("flat-emotion", flatten),
    "happy in spite of all": ("feeling-ignores-pain", happy),
    "moments everywhere": ("too-many-moments", decide_everywhere),
    "no moment": ("no-moment-of-truth", decide_nowhere),
    "all touchpoints one's own": ("all-brand-owned", own_everything),
    "a touchpoint nobody named": ("exists-but-unnamed", claim_existing),
    "stages out of order": ("stages-out-of-order", shuffle),
    "a sales funnel": ("funnel-name", funnel),
    "nine stages": ("too-many-stages", ninth_stage),
    "nothing before first contact": ("nothing-before-first-contact", lambda t: t["stages"][0].update(id="stage:consideration")),
    "words for any firm": ("generic-wording", say("Enjoys a seamless experience")),
    "nothing to do first": ("no-top-actions", lambda t: t.update(top_actions=[])),
    "nothing to check": ("no-assumptions", lambda t: t.update(assumptions_to_validate=[])),
    "a choice between the same": ("same-choice", say("Is it for beginners or beginners?")),
    "a title with a broken noun": ("broken-title", lambda t: t.update(title="I am looking for their mums, and I want a slot")),
    "a name that ends in the middle": ("name-cut-short", lambda t: t["persona"].update(name="Ops manager who")),
    "a touchpoint that is a sentence": (
        "touchpoint-not-a-thing", lambda t: t["stages"][1]["touchpoints"][0].update(name="Day I deliver"),
    ),
    "a low without reason": (
        "low-unexplained",
        lambda t: (t["stages"][7].update(pains=[], opportunities=[]), t["stages"][7]["emotion"].update(valence=-1, because="it is bad")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", ADVICE)
def test_poor_craft_draws_advice_and_no_error(fault: str, good: JourneyMap, library: Library) -> None:
    rule, spoil = ADVICE[fault]
    findings = review(spoiled(good, spoil), card_ids=library.ids)
    assert rule in {one.rule for one in findings if one.level == "advice"}
    assert [one for one in findings if one.level == "error"] == []


def test_without_a_list_of_cards_ids_are_not_checked(good: JourneyMap) -> None:
    _, spoil = ERRORS["a card that does not exist"]
    assert review(spoiled(good, spoil)) == ()


def test_other_phrases_can_be_named_as_generic(good: JourneyMap) -> None:
    rules = {one.rule for one in review(good, generic=("a",))}
    assert rules == {"generic-wording"}


def test_quotes_are_compared_with_quotation_marks_and_spaces_folded(good: JourneyMap) -> None:
    fancy = spoiled(good, set_at(lambda t: owned_pain(t)["basis"], "quote", "Half of them  stop in May"))
    assert review(fancy) == ()


def test_a_share_may_be_told_in_other_words_of_the_same_value(good: JourneyMap) -> None:
    told = spoiled(good, set_at(baseline, "words", "about 12% of lessons are missed"))
    assert review(told) == ()


def test_errors_come_before_advice(good: JourneyMap) -> None:
    def both(tree: Tree) -> None:
        flatten(tree)
        take_retention(tree)

    levels = [one.level for one in review(spoiled(good, both))]
    assert levels == sorted(levels, reverse=True)
    assert set(levels) == {"error", "advice"}


def test_the_share_of_guesses_counts_what_the_map_says_and_not_its_homework(good: JourneyMap) -> None:
    counted = [leaf for leaf in leaves(good) if not leaf.path.startswith("assumptions_to_validate")]
    guessed = [leaf for leaf in counted if leaf.basis.kind == "assumption"]
    assert share_assumed(good) == len(guessed) / len(counted)
    assert share_assumed(spoiled(good, lambda t: t.update(assumptions_to_validate=[]))) == share_assumed(good)


def test_leaves_are_named_by_their_path_and_each_once(good: JourneyMap) -> None:
    paths = [leaf.path for leaf in leaves(good)]
    assert len(paths) == len(set(paths))
    assert {"title", "business", "persona", "stages[0]", "stages[0].touchpoints[0]", "top_actions[2]"} <= set(paths)
