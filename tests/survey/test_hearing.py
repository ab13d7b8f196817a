"""What a comment says besides its topic: glad or cross, which way, and what its writer's own score adds."""

import numpy as np
import pytest

from assistant.knowledge import Library
from assistant.survey.hearing import Hearing, load_hearing
from assistant.survey.matching import Matcher, load_matcher
from assistant.survey.vectors import WordVectors


@pytest.fixture(scope="module")
def hearing(library: Library, vectors: WordVectors) -> Hearing:
    """What is needed to hear."""
    return load_hearing(library, vectors)


@pytest.fixture(scope="module")
def matcher(library: Library, vectors: WordVectors) -> Matcher:
    """A matcher for no trade in particular."""
    return load_matcher(library, vectors)


@pytest.mark.parametrize(
    ("gladder", "crosser"),
    [
        ("It was not bad", "It was bad"),
        ("I have never been disappointed", "I have been disappointed"),
        ("The staff were helpful", "The staff were not helpful"),
        ("On our way home :)", "On our way home :("),
        ("I would recommend it", "Would anybody recommend it?"),
        ("Thank you for the good care", "It was kind of a good try, but no"),
    ],
)
def test_negation_faces_and_questions_turn_the_mood(hearing: Hearing, gladder: str, crosser: str):
    glad, cross = hearing.hear([gladder, crosser]).whole.moods
    assert glad > 0 > cross or glad > cross + 0.3


def test_a_text_of_which_no_word_tells_is_read_by_what_it_is_like(hearing: Hearing):
    heard = hearing.hear(["Their whole crew went out of their way for us", "They took my money and vanished"]).whole
    assert not heard.said.any()
    assert heard.moods[0] > heard.moods[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Far too many emails", "Nobody answers my emails"),
        ("The queue was very long", "There was no queue"),
        ("The music is too loud", "The music is not loud"),
        ("Too many options", "Not enough options"),
        ("The parcel came late", "The parcel came a day early"),
        ("The rooms are dirty", "The rooms are spotless"),
    ],
)
def test_a_complaint_does_not_take_its_contrary(matcher: Matcher, one: str, other: str):
    complaint, contrary = matcher.match([one, other])
    theme = complaint.hits[0].candidate_id
    assert theme.startswith("pain:")
    assert theme not in [hit.candidate_id for hit in contrary.hits]


def test_not_only_is_no_not(hearing: Hearing):
    slow, more, fast = hearing.directions.of([["slow"], ["not", "only", "slow"], ["not", "slow"]])
    assert slow == more
    assert fast != slow


def test_in_a_long_text_a_good_way_may_belong_to_something_else(matcher: Matcher):
    text = (
        "We sat there with two small children and our coats on and the food came late although the couple who came in "
        "after us and ordered the same dish had theirs at once"
    )
    assert matcher.match([text])[0].hits[0].candidate_id.startswith("pain:")


def test_the_writers_own_score_decides_where_words_do_not(matcher: Matcher):
    text = "It was the staff that made me choose you"
    glad, cross = matcher.match([text, text], np.array([1.0, 0.0]))
    assert glad.hits[0].candidate_id == "praise:friendly-staff"
    assert cross.hits[0].candidate_id == "pain:rude-or-rushed-staff"


def test_no_score_is_no_verdict(matcher: Matcher):
    texts = ["It was the staff at the front desk", "Slow delivery"]
    assert matcher.match(texts, np.array([np.nan, 0.5])) == matcher.match(texts)
