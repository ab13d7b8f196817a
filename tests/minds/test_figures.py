"""Numbers as owners say them find their KPI among those whose unit fits, or stay without one."""

import pytest

from assistant.minds.embedded import EmbeddedMind
from assistant.minds.figures import Figures
from assistant.words import load_words


@pytest.fixture(scope="module")
def figures(library, search):
    mind = EmbeddedMind(library, search, load_words("reading"))
    return mind.harvester.figures


@pytest.mark.parametrize(
    ("said", "kpi", "value", "unit"),
    [
        ("half of the first timers come again", "kpi:first-visit-return", 50, "%"),
        ("one in four buys a second time", "kpi:repeat-purchase-rate", 25, "%"),
        ("six out of a hundred subscribers cancel every month", "kpi:churn-rate", 6, "%"),
        ("it takes me five days to get a price out to them", "kpi:quote-turnaround", 5, "days"),
        ("people spend about 120 kr a head", "kpi:average-order-value", 120, "money"),
        ("the typical bill is forty quid", "kpi:average-order-value", 40, "money"),
        ("net promoter score of minus 5", "kpi:nps", -5, "points"),
        ("rated 4.9 out of 5", "kpi:review-rating", 4.9, "stars"),
        ("we're at 104% net retention", "kpi:net-revenue-retention", 104, "%"),
        ("about one in eight just doesn't show up", "kpi:no-show-rate", 12.5, "%"),
    ],
)
def test_a_number_finds_its_kpi(figures: Figures, said, kpi, value, unit):
    (found,) = figures.read(said, asked=True)
    assert (found.kpi, found.value, found.unit) == (kpi, value, unit)


@pytest.mark.parametrize(
    ("said", "kpi", "value"),
    [
        ("15% of deliveries are late", "kpi:on-time-delivery-rate", 85),
        ("half never rebook", "kpi:rebooking-rate", 50),
        ("we miss a third of the phone calls", "kpi:call-answer-rate", 66.6667),
    ],
)
def test_a_share_of_those_who_do_not_is_turned_into_the_share_of_those_who_do(figures: Figures, said, kpi, value):
    (found,) = figures.read(said, asked=True)
    assert (found.kpi, found.value, found.words) == (kpi, value, said)


@pytest.mark.parametrize("said", ["I have 3 staff", "MRR 41k", "we've got 2 vans", "I started 12 years ago"])
def test_a_number_that_is_no_kpi_gets_none(figures: Figures, said):
    assert [found.kpi for found in figures.read(said, asked=True) if found.kpi] == []


@pytest.mark.parametrize(
    "said",
    [
        "they pay a 30% deposit by bank transfer",
        "49 euro per seat per month",
        "one in five of us is a cat person",
        "we have 3 chairs and 40 plants",
        "a day off a week",
    ],
)
def test_nothing_is_noticed_in_passing_but_what_is_plain(figures: Figures, said):
    assert list(figures.read(said, asked=False)) == []


def test_a_window_of_time_is_no_figure_of_its_own(figures: Figures):
    (found,) = figures.read("21% buy again within a year", asked=True)
    assert (found.kpi, found.value) == ("kpi:repeat-purchase-rate", 21)
