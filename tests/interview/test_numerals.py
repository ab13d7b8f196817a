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
