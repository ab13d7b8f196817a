"""Scores and their intervals."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.survey.columns import Column
from assistant.survey.read import read_pasted
from assistant.survey.roles import read_roles
from assistant.survey.scores import is_low, nps_interval, score_of, wilson
from assistant.survey.survey import build_survey


def test_the_nps_is_promoters_minus_detractors():
    import numpy as np

    column = Column(0, "Recommend?", "nps", scale=(0.0, 10.0))
    score = score_of(column, np.array([10.0] * 5 + [8.0] * 3 + [2.0] * 2))
    assert score is not None
    assert score.value == 30.0
    assert score.interval[0] < 30 < score.interval[1]


def test_under_ten_answers_there_is_no_score():
    import numpy as np

    assert score_of(Column(0, "x", "nps", scale=(0.0, 10.0)), np.array([9.0] * 9)) is None


@pytest.mark.parametrize("n", [5, 10, 30, 100])
def test_the_nps_interval_covers_what_it_promises(n: int):
    rng = random.Random(n)
    covered, trials = 0, 1500
    for _ in range(trials):
        shares = [rng.random() for _ in range(3)]
        p, q, d = (share / sum(shares) for share in shares)
        drawn = rng.choices("pqd", (p, q, d), k=n)
        low, high = nps_interval(drawn.count("p"), drawn.count("q"), drawn.count("d"))
        covered += low <= (p - d) * 100 <= high
    assert 0.92 <= covered / trials <= 0.985


@given(st.integers(1, 500), st.data())
@settings(deadline=None, max_examples=100)
def test_the_wilson_interval_holds_the_share(n: int, data: st.DataObject):
    hits = data.draw(st.integers(0, n))
    low, high = wilson(hits, n)
    assert low - 0.01 <= hits / n * 100 <= high + 0.01
    assert not math.isnan(low)


def roles_of(text: str, corrections: dict[str, str] | None = None) -> dict[str, Column]:
    """Return the columns of a pasted table by heading."""
    return {column.heading: column for column in read_roles(read_pasted(text), corrections)}


TABLE = (
    "Respondent ID,How likely are you to recommend us (0-10)?,How satisfied were you?,How easy was it?,Comments,Gender,Date,Weight\n"
    + "\n".join(
        f"10{n},{n % 11},{n % 5 + 1},{n % 7 + 1},I think that number {n} was rather good on the whole,{'f' if n % 2 else 'm'},2026-01-{n + 1:02},1.5"
        for n in range(25)
    )
)


def test_roles_are_proposed_with_scale_and_direction():
    found = roles_of(TABLE)
    assert [column.role for column in found.values()] == [
        "id",
        "nps",
        "csat",
        "ces",
        "open",
        "segment",
        "date",
        "weight",
    ]
    assert found["How satisfied were you?"].scale == (1.0, 5.0)
    assert found["How easy was it?"].higher_is_better


def test_the_user_corrects_a_role_by_name_or_letter():
    found = roles_of(TABLE, {"Gender": "ignore", "D": "rating:1-7 reversed"})
    assert found["Gender"].role == "ignore"
    assert found["How easy was it?"].role == "rating"
    assert not found["How easy was it?"].higher_is_better


def test_words_of_a_scale_are_read_as_numbers():
    text = "Q,Why\n" + "\n".join(
        f"{word},because of {n} things here"
        for n, word in enumerate(["Very satisfied", "Dissatisfied", "N/A", "Neutral"] * 4)
    )
    column = roles_of(text)["Q"]
    assert column.role == "csat"
    assert [column.value(word) for word in ("Very Satisfied", "dissatisfied", "N/A")] == [5.0, 2.0, None]


def test_a_low_score_is_low_whichever_way_the_scale_runs():
    import numpy as np

    up = Column(0, "x", "rating", scale=(1.0, 5.0))
    down = Column(0, "x", "rating", scale=(1.0, 5.0), higher_is_better=False)
    assert list(is_low(up, np.array([1.0, 2.0, 3.0, 5.0]))) == [True, True, False, False]
    assert list(is_low(down, np.array([1.0, 3.0, 5.0]))) == [False, False, True]


def test_the_reading_is_told_in_one_line():
    reading = build_survey([read_pasted(TABLE)]).reading[0]
    assert "25 responses" in reading
    assert "NPS" in reading
    assert "\n" not in reading
