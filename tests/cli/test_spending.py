"""The line that says what a language model used: exact, about, or at least; with the cost where prices are known."""

from assistant.settings import Settings
from assistant.spending import Spending
from assistant.usage import Usage

TURN = Usage(calls=1, tokens_in=1200, tokens_out=80)
MAP = Usage(calls=9, tokens_in=10_000, tokens_out=2_000)


def line(turn: Usage, used: Usage, **settings: object) -> str:
    return Spending(Settings(**settings, _env_file=None)).line(turn, used)


def test_nothing_is_said_before_a_model_was_asked():
    assert line(Usage(), Usage()) == ""


def test_turn_and_map_stand_on_one_line_with_the_cost():
    said = line(TURN, MAP, price_in=0.5, price_out=2.0, currency="€")
    assert said == (
        "Language model: 1 call, 1,200 tokens in, 80 out; 12,000 tokens for this map so far (about €0.0090)."
    )


def test_a_reply_without_a_model_says_so_and_keeps_the_sum():
    assert line(Usage(), MAP) == "Language model: not needed for this reply; 12,000 tokens for this map so far."


def test_what_is_not_known_exactly_is_not_told_as_if_it_were():
    estimated = TURN.model_copy(update={"estimated": True})
    assert line(estimated, MAP + estimated).startswith("Language model: about 1 call, 1,200 tokens in, 80 out; about ")
    cut = estimated.model_copy(update={"cut_short": True})
    assert line(cut, MAP + cut).startswith("Language model: at least 1 call, 1,200 tokens in, 80 out; at least ")
