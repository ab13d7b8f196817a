"""The trade of a survey: told from its answers, from no single one of them, and left open where it is not clear."""

import random
from collections.abc import Callable

import pytest

from assistant.knowledge import Library
from assistant.knowledge.cards import IndustryCard
from assistant.survey.synthesize import Analysis
from assistant.survey.trade import Worlds
from assistant.survey.vectors import WordVectors
from assistant.words import load_words

ZOO = (
    "The lions slept all day", "Penguins were the best", "Enclosures look too small", "My son fed a goat",
    "The map was useless", "Elephants were hidden behind the trees",
)  # fmt: skip
FLIGHT = (
    "Our plane stood on the runway for an hour", "The gate was changed twice", "My baggage never came",
    "Very kind cabin crew", "The flight was on time", "No room for my knees in the seat", "Good", "It was fine",
)  # fmt: skip
HAIR = (
    "She cut my fringe too short", "Lovely salon", "The highlights turned orange", "My stylist listens",
    "I waited with wet hair", "The barber was rough", "Good", "It was fine",
)  # fmt: skip


@pytest.fixture(scope="module")
def worlds(library: Library, vectors: WordVectors) -> Worlds:
    """What customers of each trade speak of."""
    return Worlds(library, vectors)


def test_every_trade_has_words_and_a_plain_name(library: Library):
    assert set(load_words("survey-trades").get("trades")) == {card.id for card in library.of(IndustryCard)}


@pytest.mark.parametrize(("comments", "trade"), [(FLIGHT, "industry:air-travel"), (HAIR, "industry:salon")])
def test_answers_tell_their_trade_whatever_their_order(worlds: Worlds, comments: tuple[str, ...], trade: str):
    shuffled = random.Random(1).sample(comments, len(comments))
    assert worlds.trade_of(comments) == worlds.trade_of(shuffled) == trade


@pytest.mark.parametrize("comments", [(), ("Good", "Bad", "Too slow"), ZOO, FLIGHT[:6] + HAIR[:6]])
def test_an_unclear_trade_is_left_open(worlds: Worlds, comments: tuple[str, ...]):
    assert worlds.trade_of(comments) is None


def test_one_answer_given_a_hundred_times_chooses_no_trade(worlds: Worlds):
    loud = "The flight, the plane, the airport, the gate and the baggage"
    assert worlds.trade_of([loud] * 100) is None
    assert worlds.trade_of([*HAIR, *[loud] * 100]) == "industry:salon"


def test_the_trade_that_was_found_is_said_and_can_be_named_otherwise(summed_up: Callable[..., Analysis]):
    text = "Comment\n" + "\n".join(FLIGHT)
    found = summed_up(text).synthesis
    assert found.industry == "industry:air-travel"
    assert any("look like answers about air travel" in note and "--industry" in note for note in found.notes)
    told = summed_up(text, industry="industry:events").synthesis
    assert told.industry == "industry:events"
    assert not any("look like" in note for note in told.notes)
