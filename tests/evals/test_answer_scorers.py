"""The scorers of answers and of what maps recommend tell good from bad on hand-made ones."""

import pytest

from assistant.drafting import draft
from assistant.knowledge import Library
from assistant.model import JourneyMap
from assistant.retrieval import Answer, Citation
from assistant.words import load_words
from evals.suites.grounding import (
    QuestionCase,
    cited_one_of,
    clean_of_against,
    map_support,
    open_about_against,
    precise,
    recall,
    says_against,
)
from tests.evals.test_map_scorers import BRIEF

CASE = QuestionCase(name="made", note="made by hand", question="?", cards=("pain:missed-calls", "kpi:csat"))


def answer(*cards: str, text: str = "So it is.") -> Answer:
    return Answer(text=text, citations=tuple(Citation(id=card, title=card) for card in cards), covered=True)


@pytest.fixture(scope="module")
def journey(library: Library) -> JourneyMap:
    return draft(BRIEF, library)


def test_recall_counts_the_right_cards_up_to_three():
    assert recall(CASE, answer("pain:missed-calls")) == 0.5
    assert recall(CASE, answer(*CASE.cards)) == 1
    assert recall(CASE, answer("kpi:aov")) == 0
    many = CASE.model_copy(update={"cards": ("kpi:a", "kpi:b", "kpi:c", "kpi:d")})
    assert recall(many, answer("kpi:a", "kpi:b", "kpi:c")) == 1


def test_a_citation_is_right_if_a_right_card_leads_to_it(library: Library):
    (tactic, *_) = library["pain:missed-calls"].tactics
    assert precise(CASE, answer("pain:missed-calls", tactic, "emotion:retention"), library) == [True, True, False]


def test_the_best_card_is_the_first_one():
    assert cited_one_of(answer("kpi:csat"), CASE.cards)
    assert not cited_one_of(answer("kpi:csat"), CASE.cards[:1])


def test_evidence_against_has_to_be_said():
    announcement = load_words("retrieval")("answer.against", lead="")
    assert says_against(answer(text=f"{announcement} it does harm."))
    assert not says_against(answer(text="It works wonders."))


def test_an_answer_that_cites_evidence_against_has_to_say_so(library: Library):
    harmful = next(card.id for card in library if not card.recommended)
    announcement = load_words("retrieval")("answer.against", lead="")
    silent, frank = answer(harmful), answer("kpi:csat", harmful, text=f"{announcement} it does harm.")
    assert open_about_against([silent, frank, answer("kpi:csat")], library) == [False, True]


def test_a_map_that_recommends_what_evidence_speaks_against_is_not_clean(journey: JourneyMap, library: Library):
    harmful = next(card.id for card in library if card.kind == "tactic" and not card.recommended)
    assert clean_of_against(journey, library)
    for part in ("opportunities", "retention_tactics"):
        tree = journey.model_dump(mode="json")
        next(stage for stage in tree["stages"] if stage[part])[part][0]["tactic"] = harmful
        assert not clean_of_against(JourneyMap.model_validate(tree), library)


def test_a_line_that_its_card_does_not_bear_out_is_not_supported(journey: JourneyMap, library: Library):
    assert all(map_support(journey, library))
    tree = journey.model_dump(mode="json")
    next(stage for stage in tree["stages"] if stage["opportunities"])["opportunities"][0]["text"] = (
        "Giraffes munch acacia leaves across African savannahs while elephants drink from muddy rivers all afternoon "
        "and zebras gallop towards distant mountains beneath thunderclouds, chased by hyenas, vultures and crocodiles"
    )
    assert not all(map_support(JourneyMap.model_validate(tree), library))
