"""The search over all cards, on our own questions: found, refused where it must be, every card findable."""

import pytest

from assistant.knowledge.library import Library
from assistant.retrieval import MATCH, Search, answer
from evals.retrieval.questions import HERE, Complaint, OffTopic, Question, quality, read

QUESTIONS = read(HERE / "questions.jsonl", Question)
STORIES = read(HERE / "stories.jsonl", Question)
OFF_TOPIC = read(HERE / "off_topic.jsonl", OffTopic)
COMPLAINTS = read(HERE / "complaints.jsonl", Complaint)


def test_every_card_named_in_a_question_exists(library: Library) -> None:
    named = {card for question in QUESTIONS for card in question.relevant}
    named |= {pain for complaint in COMPLAINTS for pain in complaint.pains}
    assert named <= library.ids


def test_our_own_questions_find_their_cards(search: Search) -> None:
    found = quality([[p.card for p in search.find(question.query)] for question in QUESTIONS], QUESTIONS)
    assert found.success_1 >= 0.75
    assert found.success_5 >= 0.92
    assert found.recall_10 >= 0.92


def test_our_own_questions_are_not_refused(search: Search) -> None:
    refused = [question.query for question in QUESTIONS if not search.covers(question.query)]
    assert len(refused) <= len(QUESTIONS) * 0.04


def test_off_topic_questions_are_refused(search: Search) -> None:
    unseen = [other for other in OFF_TOPIC if other.half == "held-out"]
    assert len(unseen) == 60
    assert sum(not search.covers(other.query) for other in unseen[:20]) >= 18
    assert sum(not search.covers(other.query) for other in unseen) >= 51


def test_stories_find_their_pains_and_are_never_refused(search: Search) -> None:
    found = quality([[p.card for p in search.find(story.query)] for story in STORIES], STORIES)
    assert found.success_5 >= 0.75
    assert [story.query for story in STORIES if not search.covers(story.query)] == []


def test_complaints_match_their_pains(search: Search) -> None:
    pained = [complaint for complaint in COMPLAINTS if complaint.pains]
    right = [search.match(c.text)[0].card in c.pains for c in pained]
    assert sum(right) >= 0.8 * len(pained)


def test_neutral_sentences_match_no_pain(search: Search) -> None:
    neutral = [complaint for complaint in COMPLAINTS if not complaint.pains]
    assert sum(search.match(sentence.text)[0].score >= MATCH for sentence in neutral) <= 3


def test_every_card_is_found_by_its_title(library: Library, search: Search) -> None:
    lost = [card.id for card in library if card.id not in {p.card for p in search.find(card.title, kinds=(card.kind,))}]
    assert lost == []


@pytest.mark.parametrize(
    "question", ["do thank you calls bring donors back", "what is a good churn rate", "how do i ask for reviews"]
)
def test_answers_are_short_and_cite_what_they_say(library: Library, search: Search, question: str) -> None:
    given = answer(question, search, library)
    assert given.covered
    assert 1 <= len(given.citations) <= 4
    assert len(given.text) < 1500
    assert "{{" not in given.text


def test_what_the_evidence_speaks_against_is_said_so(library: Library, search: Search) -> None:
    assert "speaks against" in answer("do thank you calls bring donors back", search, library).text
