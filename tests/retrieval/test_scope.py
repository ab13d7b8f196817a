"""What no card can give is known by the kind of thing asked for, and a story by what it lacks."""

import pytest

from assistant.retrieval.scope import Scope
from assistant.retrieval.telling import Telling
from assistant.words import load_words

KNOWN = frozenset(
    [
        "what",
        "is",
        "a",
        "an",
        "the",
        "my",
        "our",
        "customer",
        "customers",
        "salon",
        "barber",
        "visits",
        "rate",
        "no",
        "show",
        "lose",
        "does",
        "do",
        "how",
    ]
)


@pytest.fixture(scope="module")
def scope() -> Scope:
    return Scope(load_words("retrieval").get("beyond"), KNOWN.__contains__)


@pytest.fixture(scope="module")
def telling() -> Telling:
    return Telling(load_words("retrieval").get("telling"))


@pytest.mark.parametrize(
    "question",
    [
        "what is tesco's customer satisfaction this quarter",
        "how many members does puregym have per club",
        "booking.com's cancellation rate in 2024",
        "what rating does my competitor's salon have",
        "what churn did zzyzx report",
    ],
)
def test_figures_of_another_firm_are_outside(scope: Scope, question: str) -> None:
    assert scope.beyond(question)


@pytest.mark.parametrize(
    "question",
    [
        "what is a customer's worth over the years",
        "what is a barber's no-show rate",
        "how do i get my etsy listing to sell",
        "how much does one click cost on google",
        "how many of my customers go to the competition",
        "does shopify send cart reminders",
    ],
)
def test_our_own_figures_and_tools_are_not(scope: Scope, question: str) -> None:
    assert not scope.beyond(question)


@pytest.mark.parametrize(
    "question",
    [
        "write me a slogan for my bakery",
        "can you draft a press release about our opening",
        "a haiku on waiting customers",
        "translate our menu",
        "how is no show said in japanese",
        "what's 18 percent of 2450",
        "what is seventeen times forty three",
    ],
)
def test_a_text_to_be_written_or_a_sum_to_be_done_is_outside(scope: Scope, question: str) -> None:
    assert scope.beyond(question)


@pytest.mark.parametrize(
    "question",
    [
        "what do i write in a win-back mail",
        "how do i draft a survey",
        "guests write poems in our visitor book and two lines online",
        "the form was only in german so i guessed",
        "how do i work out the share who left",
        "30 percent of people who book never come",
    ],
)
def test_what_to_write_and_what_happened_are_not(scope: Scope, question: str) -> None:
    assert not scope.beyond(question)


@pytest.mark.parametrize(
    "message", ["i sent the price on monday and they have gone quiet", "people fill the basket and then leave it"]
)
def test_a_message_that_says_what_happens_is_a_story(telling: Telling, message: str) -> None:
    assert telling.tells(message)


@pytest.mark.parametrize(
    "message",
    [
        "how many people never come back",
        "they never come back, what can i do",
        "remind them the day before",
        "no-show rate",
        "who should be on our map of the journey",
        "does it work when they come with friends ?",
    ],
)
def test_questions_wishes_and_names_are_no_stories(telling: Telling, message: str) -> None:
    assert not telling.tells(message)
