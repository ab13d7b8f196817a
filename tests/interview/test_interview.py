"""What is asked next follows from the brief; the words keep to one plain question."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.brief import TOPICS, Brief
from assistant.edits import AddPain, MarkUnknown, SetFact, apply
from assistant.interview import (
    MAX_QUESTIONS,
    Question,
    block_done,
    enough_for_a_map,
    is_settled,
    next_question,
    open_topics,
)
from assistant.knowledge import load_library
from assistant.paths import shipped
from assistant.phrasing import Phrasing
from assistant.quick_replies import quick_replies
from assistant.words import load_words

WORDS = load_words("interview")
LIBRARY = load_library(shipped("knowledge"))
PHRASING = Phrasing(WORDS, LIBRARY)


def test_there_is_one_question_and_one_reason_per_topic():
    assert set(WORDS.get("topics")) == set(TOPICS)
    assert [topic for block in WORDS.get("blocks") for topic in block] == list(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("form", ["ask", "probe"])
def test_a_question_is_short_plain_and_only_one(topic, form):
    text = WORDS(f"topics.{topic}.{form}")
    assert text.count("?") == 1
    assert len(re.findall(r"[.!?](?:\s|$)", text)) <= 2
    assert len(text.split()) <= 26
    assert not re.search(r"(?i)touchpoint|persona|kpi|journey stage|funnel|segment", text)


def test_topics_are_asked_in_their_order():
    asked: list = []
    while question := next_question(Brief(), asked, None, vague=False):
        asked.append(question.topic)
    assert asked == list(TOPICS)


def test_a_vague_answer_is_probed_at_most_twice():
    asked = ["offer", "customer"]
    assert next_question(Brief(), asked, "customer", vague=True) == Question("customer", probe=True)
    asked += ["customer", "customer"]
    assert next_question(Brief(), asked, "customer", vague=True) == Question("goal")


def test_probes_never_take_the_place_of_a_topic():
    asked = [*TOPICS[:8], "offer", "customer"]
    assert next_question(Brief(), asked, "purchase", vague=True) == Question("pains")


@given(st.lists(st.sampled_from(TOPICS), max_size=20), st.booleans(), st.sampled_from([None, *TOPICS]))
def test_never_more_than_twelve_questions(asked, vague, asking):
    question = next_question(Brief(), asked, asking, vague=vague)
    assert question is None or len(asked) < MAX_QUESTIONS


def test_what_is_set_aside_is_settled():
    brief = apply(Brief(), [MarkUnknown(topic="goal")], 1, "skip")
    assert is_settled("goal", brief, [])
    assert "goal" not in open_topics(brief, [])


def test_one_pain_in_passing_does_not_settle_the_pains():
    brief = apply(Brief(), [AddPain(words="the queue is long")], 1, "the queue is long")
    assert not is_settled("pains", brief, [])
    asked = [topic for topic in TOPICS if topic != "pains"]
    question = next_question(brief, asked, None, vague=False)
    assert question == Question("pains", known=True)
    assert "the queue is long" in PHRASING.question(question, brief)


def test_four_things_told_are_enough_for_a_first_map():
    brief = Brief()
    for turn, (fact, value) in enumerate(
        [("business.industry", "industry:salon"), ("business.offer", "cuts"), ("goal", "fewer gaps")], start=1
    ):
        assert not enough_for_a_map(brief)
        brief = apply(brief, [SetFact(fact=fact, value=value, words=value)], turn, value)
    assert not enough_for_a_map(brief)
    assert enough_for_a_map(apply(brief, [MarkUnknown(topic="customer")], 4, "skip"))


def test_a_block_is_done_with_the_answer_to_its_last_open_topic():
    blocks = WORDS.get("blocks")
    assert block_done(blocks, "goal", ["discovery", "pains"]) == 0
    assert block_done(blocks, "goal", ["customer", "pains"]) is None
    assert block_done(blocks, None, []) is None


@pytest.mark.parametrize("topic", TOPICS)
def test_quick_replies_are_for_facts_and_skip_is_always_there(topic):
    labels = [choice.label for choice in quick_replies(Question(topic), Brief(), LIBRARY, WORDS)]
    assert "Skip" in labels
    if topic in ("pains", "retention", "after_sale", "goal"):
        assert labels == ["Skip"]


def test_what_is_left_is_said_with_the_time_it_takes():
    assert PHRASING.left(0) == WORDS("replies.left_none")
    assert PHRASING.left(1) == WORDS("replies.left_one")
    assert PHRASING.left(6) == "6 more, about 4 minutes."
