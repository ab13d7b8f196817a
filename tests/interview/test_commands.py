"""What an owner wants of the interview is understood anywhere, in many words."""

import pytest

from assistant.minds.commands import take_apart
from assistant.words import load_words

WORDS = load_words("reading")


@pytest.mark.parametrize(
    ("message", "command"),
    [
        ("skip", "skip"), ("Skip please", "skip"), ("can we skip this one?", "skip"), ("I'd rather not say", "skip"),
        ("I don't know", "dont_know"), ("no idea, sorry", "dont_know"), ("idk", "dont_know"), ("not sure really", "dont_know"),
        ("back", "back"), ("Can you go back please", "back"), ("start over", "start_over"), ("let's start again", "start_over"),
        ("why do you ask?", "why"), ("Why?", "why"), ("How many questions left?", "how_many_left"), ("how much longer", "how_many_left"),
        ("just draw it", "draft"), ("ok just draw the map now", "draft"), ("I am short of time, just draw it", "draft"),
        ("help", "help"), ("are you a bot?", "help"), ("hello", "small_talk"), ("thanks!", "small_talk"),
    ],
)  # fmt: skip
def test_a_command_is_understood(message, command):
    assert take_apart(message, WORDS, first=False).command == command


@pytest.mark.parametrize(
    "message",
    [
        "They skip the queue by ordering online", "people come back for the cake", "I have no idea why but regulars love it and bring friends",
        "we draw portraits", "customers want help with sizes", "next week is busy", "we start over 200 courses a year",
    ],
)  # fmt: skip
def test_an_answer_is_not_mistaken_for_a_command(message):
    parts = take_apart(message, WORDS, first=False)
    assert parts.command is None
    assert parts.rest == message


def test_a_message_may_answer_and_ask_at_once():
    parts = take_apart("About 40 a week. Why do you ask?", WORDS, first=False)
    assert (parts.command, parts.rest) == ("why", "About 40 a week.")


def test_a_question_to_the_knowledge_base_is_set_apart():
    parts = take_apart("They phone us. What is a good no-show rate?", WORDS, first=False)
    assert (parts.question, parts.rest) == ("What is a good no-show rate?", "They phone us.")
