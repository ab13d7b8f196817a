"""Numbers in plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.numerals import find_numerals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 in 10 quotes", [(30, "%")]),
        ("one in four", [(25, "%")]),
        ("9 out of 10 come back", [(90, "%")]),
        ("a third of them", [(33.3333, "%")]),
        ("half of them never come", [(50, "%")]),
        ("about 1,200 orders", [(1200, "count")]),
        ("40k downloads", [(40000, "count")]),
        ("£6,500 to £9,800", [(6500, "money"), (9800, "money")]),
        ("€1.5k a month", [(1500, "money")]),
        ("24 % and 30 percent", [(24, "%"), (30, "%")]),
        ("4.4 stars", [(4.4, "stars")]),
        ("they wait 2 weeks", [(2, "weeks")]),
        ("2,9 visits", [(2.9, "count")]),
        ("forty-one and twenty five", [(41, "count"), (25, "count")]),
        ("two hundred and six members", [(206, "count")]),
        ("a dozen, three thousand, a hundred", [(12, "count"), (3000, "count"), (100, "count")]),
        ("four point nine stars", [(4.9, "stars")]),
        ("one and a half percent bounce", [(1.5, "%")]),
        ("two and a half weeks, half a day, within an hour", [(2.5, "weeks"), (0.5, "days"), (1, "hours")]),
        ("six out of a hundred", [(6, "%")]),
        ("three of twelve", [(25, "%")]),
        ("out of ten quotes I send 4 become jobs", [(40, "%")]),
        ("every third pitch, every second customer", [(33.3333, "%"), (50, "%")]),
        ("every second week, every other Tuesday", []),
        ("half a dozen eggs", [(6, "count")]),
        ("out of ten quotes four become jobs", [(40, "%")]),
        ("one of three shops has two doors", [(33.3333, "%"), (2, "count")]),
        ("they come twice a year", [(2, "count")]),
        ("4.9 out of 5 and 4,6/5", [(4.9, "stars"), (4.6, "stars")]),
        ("NPS of minus 5, last year -12", [(-5, "count"), (-12, "count")]),
        ("3-5 days", [(3, "count"), (5, "days")]),
        ("forty quid, 50 bucks", [(40, "money"), (50, "money")]),
        ("three fifths, an eighth", [(60, "%"), (12.5, "%")]),
        (
            "41 zloty, 120 kr, ₹500, NGN 3,500, 90 crowns",
            [(41, "money"), (120, "money"), (500, "money"), (3500, "money"), (90, "money")],
        ),
        ("hours 3 to 5, Rs 500", [(3, "count"), (5, "count"), (500, "money")]),
        ("no numbers here", []),
    ],
)
def test_a_number_is_read_with_its_unit(text, expected):
    assert [(number.value, number.unit) for number in find_numerals(text)] == expected


def test_more_than_the_whole_is_no_share():
    assert find_numerals("12 in 10") == ()


@given(st.text(max_size=300))
def test_every_number_is_a_span_of_the_text(text):
    for number in find_numerals(text):
        assert text[number.start : number.end].strip() == number.words
