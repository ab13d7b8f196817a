"""Messages of owners become facts, each rooted in the message; the search behind the mind is a small fake."""

import asyncio
from dataclasses import dataclass, field

import pytest

from assistant.brief import Brief
from assistant.edits import AddChannel, AddPain, AddPersona, SetFact, SetNumber, SetResources, apply, is_rooted
from assistant.knowledge import load_library
from assistant.minds import Scene
from assistant.minds.embedded import EmbeddedMind
from assistant.paths import shipped
from assistant.words import load_words
from tests.export.example_map import EXAMPLE

LIBRARY = load_library(shipped("knowledge"))


@dataclass(frozen=True)
class Found:
    card: str
    score: float


@dataclass
class FakeSearch:
    """Finds the pain cards it was told to find."""

    known: dict[str, Found] = field(default_factory=dict)

    def match(self, text, kinds, k=3):
        return tuple(found for words, found in self.known.items() if words in text.lower())


MIND = EmbeddedMind(LIBRARY, FakeSearch({"queue": Found("pain:long-queue", 0.9)}), load_words("reading"))


def read(message: str, asking=None, brief=None, answered=None, first=None):
    scene = Scene(
        brief=brief or Brief(), asking=asking, answered=answered, first=asking is None if first is None else first
    )
    return asyncio.run(MIND.read(message, scene))


def facts(reading, kind):
    return [edit for edit in reading.edits if isinstance(edit, kind)]


def test_an_opening_message_gives_trade_place_goal_and_channels():
    reading = read("I run a hair salon in Leeds. Instagram brings people in, but I want fewer no-shows")
    set_facts = {edit.fact: edit.value for edit in facts(reading, SetFact)}
    assert set_facts["business.industry"] == "industry:salon"
    assert set_facts["business.place"] == "Leeds"
    assert set_facts["goal"] == "fewer no-shows"
    assert [edit.channel for edit in facts(reading, AddChannel)] == ["store", "social"]


@pytest.mark.parametrize(
    ("message", "industry"),
    [
        ("we're a small dental practice", "clinic"), ("I sell handmade candles on etsy", "ecommerce"),
        ("my husband and I have a guest house by the sea", "hotel-travel"), ("we run a yoga studio", "gym"),
        ("I'm a plumber", "home-services"), ("bookkeeping for freelancers", "b2b-services"),
        ("I'm a wedding photographer", "freelancer"), ("sourdough bakery", "food-maker"),
        ("we run a car repair garage", "automotive"), ("we are a charity for stray dogs", "nonprofit"),
    ],
)  # fmt: skip
def test_the_trade_is_recognised(message, industry):
    assert f"industry:{industry}" in [edit.value for edit in facts(read(message), SetFact)]


def test_who_sells_to_a_trade_is_not_taken_for_one():
    reading = read("We're a marketing agency, clients are restaurants and hotels")
    assert "industry:b2b-services" in [edit.value for edit in facts(reading, SetFact)]


def test_kinds_of_customers_become_personas():
    reading = read("young families from the village, and also retired couples", asking="customer")
    assert [edit.who for edit in facts(reading, AddPersona)] == ["young families from the village", "retired couples"]


def test_everyone_is_no_persona():
    reading = read("everyone really", asking="customer")
    assert facts(reading, AddPersona) == []
    assert reading.vague


def test_parents_of_kids_in_schools_are_private_people():
    reading = read("parents of kids in private schools", asking="customer")
    assert "b2c" in [edit.value for edit in facts(reading, SetFact)]


def test_google_ads_are_not_google_search():
    reading = read("google ads and word of mouth", asking="discovery")
    assert {edit.channel for edit in facts(reading, AddChannel)} == {"ads-search", "referral"}


def test_a_denied_channel_is_not_noted():
    reading = read("by phone, we don't use email", asking="purchase")
    assert {edit.channel for edit in facts(reading, AddChannel)} == {"phone"}


def test_each_complaint_becomes_a_pain_in_the_owners_words():
    reading = read("the queue is long at eight. when it rains, nobody comes; parking is a nightmare", asking="pains")
    pains = facts(reading, AddPain)
    assert [pain.words for pain in pains] == [
        "the queue is long at eight",
        "when it rains, nobody comes",
        "parking is a nightmare",
    ]
    assert pains[0].pain == "pain:long-queue"


def test_numbers_find_their_kpi():
    reading = read("we win 2 in 10 quotes, no-show rate is 8%, and NPS 41 from 22 answers", asking="numbers")
    assert [(edit.kpi, edit.value) for edit in facts(reading, SetNumber)] == [
        ("kpi:win-rate", 20), ("kpi:no-show-rate", 8), ("kpi:nps", 41),
    ]  # fmt: skip


def test_of_a_change_the_new_value_counts():
    reading = read("renewals dropped from 85% to 70%", asking="numbers")
    assert [edit.value for edit in facts(reading, SetNumber)] == [70]


def test_years_and_clock_times_are_no_numbers():
    reading = read("we opened in 2019 and the queue starts at 8am", asking="pains")
    assert facts(reading, SetNumber) == []


def test_resources_are_taken_apart():
    reading = read("me and one assistant, no budget, 3 hours a week, we use Mailchimp", asking="resources")
    (edit,) = facts(reading, SetResources)
    assert (edit.hours_a_week, edit.budget, edit.tools) == (3, "none", ("Mailchimp",))


def test_a_correction_replaces_the_number_it_names():
    known = apply(
        Brief(), [SetNumber(kpi="kpi:win-rate", value=20, unit="%", words="2 in 10 quotes")], 1, "2 in 10 quotes"
    )
    reading = read("sorry, make that 3 in 10 quotes", asking="resources", answered="numbers", brief=known)
    assert reading.intent == "correct"
    assert [(edit.kpi, edit.value, edit.replaces) for edit in facts(reading, SetNumber)] == [
        ("kpi:win-rate", 30, "2 in 10 quotes")
    ]


def test_actually_alone_corrects_nothing():
    reading = read("actually most come by word of mouth", asking="discovery")
    assert reading.intent == "answer"


def test_a_place_is_corrected():
    known = apply(Brief(), [SetFact(fact="business.place", value="Bristol", words="Bristol")], 1, "in Bristol")
    reading = read("Sorry, I meant we are based in Bath", asking="customer", answered="offer", brief=known)
    assert [(edit.fact, edit.value) for edit in facts(reading, SetFact) if edit.fact == "business.place"] == [
        ("business.place", "Bath")
    ]


@pytest.mark.parametrize(
    "message", ["", "😀😀", "…", "???", "‏مرحبا", "<script>alert(1)</script>", "=cmd|' /C calc'!A0"]
)
@pytest.mark.parametrize("asking", [None, "offer", "customer", "pains", "numbers", "resources"])
def test_any_message_gives_rooted_facts_only(message, asking):
    reading = read(message or " ", asking=asking)
    assert all(is_rooted(edit, message) for edit in reading.edits)


@pytest.mark.parametrize("wish", ["the second step should be called Looking around", "name the first column Curious"])
def test_a_wish_about_the_map_is_no_fact_of_the_business(wish):
    scene = Scene(brief=Brief(), asking=None, answered=None, first=False, journey=EXAMPLE)
    assert asyncio.run(MIND.read(wish, scene)).edits == ()
    assert asyncio.run(MIND.read(f"{wish}. We're Birchfield Joinery", scene)).edits != ()
