"""Answers taken from cards: cited, cautious, honest about evidence, and no answer where there is none."""

import pytest

from assistant.knowledge.library import Library
from assistant.knowledge.prose import nearest, sentences
from assistant.retrieval import answer
from assistant.retrieval.search import Search


def test_an_answer_cites_the_cards_it_stands_on(few_search: Search, few: Library) -> None:
    given = answer("should i send a reminder text the day before the appointment", few_search, few)
    assert given.covered
    assert [(cited.id, cited.title) for cited in given.citations] == [
        ("tactic:appointment-reminders", "Appointment reminders"),
        ("kpi:no-show-rate", "No-show rate"),
        ("legal:sms", "Text messages"),
    ]


def test_an_answer_of_a_tactic_names_the_first_step_and_the_law(few_search: Search, few: Library) -> None:
    given = answer("remind people the day before the visit", few_search, few)
    assert "First step: Switch on the reminder in your booking tool." in given.text
    assert "2026-11-22" in given.text


def test_keys_of_sources_are_not_shown(few_search: Search, few: Library) -> None:
    given = answer("remind people the day before the visit", few_search, few)
    assert "MCLEAN16" not in given.text
    assert "A short message the day before saves the hour." in given.text


def test_a_habit_with_evidence_against_it_is_not_recommended(few_search: Search, few: Library) -> None:
    given = answer("should i send tracking mails with delivery updates every day", few_search, few)
    assert given.citations[0].id == "tactic:delivery-updates"
    assert given.text.startswith("The evidence speaks against this habit")
    assert "First step" not in given.text


def test_a_question_for_a_figure_gets_it_with_source_and_caution(few_search: Search, few: Library) -> None:
    given = answer("what is a normal no-show rate?", few_search, few)
    assert given.citations[0].id == "kpi:no-show-rate"
    assert "OT17, 2017" in given.text
    assert "restaurants only" in given.text


def test_another_question_about_a_number_gets_no_figure(few_search: Search, few: Library) -> None:
    given = answer("what share of bookings never come", few_search, few)
    assert "OT17" not in given.text
    assert "Your booking tool" in given.text


@pytest.mark.parametrize("question", ["what is the capital of peru", "who won the tennis final", "", "qwrt zxcv"])
def test_what_the_cards_do_not_cover_gets_an_honest_no(few_search: Search, few: Library, question: str) -> None:
    given = answer(question, few_search, few)
    assert given.text == "The knowledge base does not cover this."
    assert not given.covered
    assert given.citations == ()


def test_prose_is_cut_at_the_ends_of_sentences() -> None:
    assert sentences("Ask them. “Why?” is enough (ABC12, DEF-X). Use it by 3.5 p.m. at the latest!") == (
        "Ask them.",
        "“Why?” is enough.",
        "Use it by 3.5 p.m. at the latest!",
    )


def test_the_first_of_equally_near_sentences_is_chosen() -> None:
    options = [("one thing", ("one", "thing")), ("another thing", ("another", "thing")), ("else", ("else",))]
    assert nearest(options, ("a", "thing")) == "one thing"
