"""What owners nobody has seen yet say in passing: names, places, platforms, who sends customers, prices and habits."""

import pytest

from assistant.brief import Brief
from assistant.edits import AddChannel, AddKeeping, AddPain, AddPersona, SetFact, SetNumber, apply
from assistant.minds.kinds import KindNamer
from assistant.minds.pain_signs import PainSigns
from assistant.words import load_words
from tests.interview.test_reading import facts, read

WORDS = load_words("reading")


def said(message, fact, asking=None):
    return next((edit.value for edit in facts(read(message, asking=asking), SetFact) if edit.fact == fact), None)


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("I run a cheese counter in Leuven called Kaas & Meer", "Kaas & Meer"), ("We're Birchfield Joinery, doors and stairs", "Birchfield Joinery"),
        ("removals, trading as Heave Ho, Hull", "Heave Ho"), ("our salon Lumi is in Turku", "Lumi"), ("Tannwerk GmbH, playground builders", "Tannwerk GmbH"),
        ("lighting shop in york, its called warm glow", "warm glow"), ("I alter dresses, \"Stitch Again\" is what it says on the door", "Stitch Again"),
        ("I make lamps (lampenwerk.de)", "lampenwerk.de"), ("tattoo artist, @inkandpine", "@inkandpine"),
        ("accounting software, it's called Ledgerly. 40 euro a seat", "Ledgerly"), ("a school called St. Anne's Music", "St. Anne's Music"),
    ],
)  # fmt: skip
def test_a_business_says_its_name_in_many_ways(message, name):
    assert said(message, "business.name") == name


@pytest.mark.parametrize(
    "message",
    ["I'm Anna, I bake bread in Leeds", "we're Electricians in Hull", "a cafe in Porto, they called Monday", "Good Morning! I clean offices"],
)  # fmt: skip
def test_what_is_no_name_of_a_business_is_left_alone(message):
    assert said(message, "business.name") is None


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("kebab shop in dortmund", "dortmund"), ("physio practice, oslo, two of us", "oslo"), ("garden design, Bath area", "Bath"),
        ("phone repair tampere", "tampere"), ("bike repairs round Ludlow", "Ludlow"), ("we sell cakes in general", None),
    ],
)  # fmt: skip
def test_a_place_is_known_with_and_without_capitals(message, place):
    assert said(message, "business.place") == place


@pytest.mark.parametrize(
    ("message", "channels"),
    [
        ("they see us on instagram", {"social"}), ("the solicitors recommend us", {"partner"}), ("friends recommend us", {"referral"}),
        ("through Zuppio and Treatwell", {"marketplace"}), ("our van gets noticed", {"outdoor"}), ("vets give out my card", {"partner"}),
        ("architects, mostly", {"partner"}), ("they notice the sign from the bus", {"outdoor"}),
    ],
)  # fmt: skip
def test_ways_of_being_found_are_told_apart(message, channels):
    assert {edit.channel for edit in facts(read(message, asking="discovery"), AddChannel)} == channels


def test_things_that_sound_like_a_channel_are_none():
    reading = read("we sell used phones", asking="offer")
    assert facts(reading, AddChannel) == []


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("the ops manager who uses it all day", "Ops manager"), ("practice owners sign", "Practice owners"), ("companies book a team day", "Companies"),
        ("brides obviously and their mums", "Brides and their mums"), ("people renovating old farmhouses", "People renovating old farmhouses"),
        ("cat and dog owners", "Cat and dog owners"),
    ],
)  # fmt: skip
def test_a_kind_of_customer_is_called_by_a_clean_name(who, name):
    assert KindNamer(WORDS).name(who) == name


def test_where_customers_live_is_no_further_kind_of_customer():
    reading = read("retired teachers, mostly in the south", asking="customer")
    assert [edit.name for edit in facts(reading, AddPersona)] == ["Retired teachers"]


@pytest.mark.parametrize(
    "message", ["honestly nothing really", "nothing lol", "nothing, a chair lasts for life", "they marry once so no"]
)
def test_reasons_for_doing_nothing_are_no_habits(message):
    (kept,) = facts(read(message, asking="retention"), AddKeeping)
    assert "nothing" in kept.words or kept.words.endswith("no")


def test_prices_told_at_another_question_are_prices():
    reading = read("a taster is £25, the course is £180", asking="retention")
    assert facts(reading, AddKeeping) == []
    assert [edit.value for edit in facts(reading, SetFact)] == ["a taster is £25, the course is £180"]


def test_the_aim_is_kept_and_the_number_beside_it_goes_where_it_belongs():
    reading = read("cut churn in the first 90 days, right now we lose 8% a month", asking="goal")
    assert [edit.value for edit in facts(reading, SetFact)] == ["cut churn in the first 90 days"]
    assert [(edit.kpi, edit.value) for edit in facts(reading, SetNumber)] == [("kpi:churn-rate", 8)]


@pytest.mark.parametrize(
    ("message", "kpi", "value"),
    [
        ("out of 10 quotes 4 go ahead", "kpi:win-rate", 40), ("half of the tasters take the full course", "kpi:trial-to-paid-rate", 50),
        ("we lost 12 of 80 clients last year", "kpi:churn-rate", 15), ("average job is 650 pounds", "kpi:average-order-value", 650),
    ],
)  # fmt: skip
def test_a_number_belongs_to_what_it_counts(message, kpi, value):
    assert [(edit.kpi, edit.value) for edit in facts(read(message, asking="numbers"), SetNumber)] == [(kpi, value)]


def test_complaints_joined_by_and_are_parted_but_their_consequence_is_not():
    reading = read(
        "quotes take ages and they never know the status, the door sticks and people get annoyed", asking="pains"
    )
    assert [edit.words for edit in facts(reading, AddPain)] == [
        "quotes take ages", "they never know the status", "the door sticks and people get annoyed",
    ]  # fmt: skip


def test_waiting_means_something_else_where_things_are_repaired():
    signs = PainSigns(WORDS)
    assert signs.pain_of("waiting time", "bike repairs and parts") == "pain:without-it-during-repair"
    assert signs.pain_of("they wait six weeks for an appointment", "massages") == "pain:waiting-weeks-for-slot"


def test_resources_in_words_are_hours_and_budget():
    brief = apply(Brief(), read("couple of hours on sundays, no money", asking="resources").edits, 1, "x")
    assert brief.resources is not None
    assert (brief.resources.hours_a_week, brief.resources.budget) == (2, "none")
