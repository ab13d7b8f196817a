"""A trade is taken from what names it in full, or from a hint that the whole message bears out."""

import pytest

from assistant.conversation import open_assistant


@pytest.mark.parametrize(
    ("opening", "trade"),
    [
        ("We run a language café", "industry:restaurant"),  # not a school
        ("a board game café by the station", "industry:restaurant"),  # not a shop
        ("I run a chess club for kids", "industry:education"),
        ("Guided night walks, three a week in summer", "industry:hotel-travel"),  # no hairdresser's walk-ins
        ("We mend accordions", None),
    ],
)
async def test_a_hint_alone_makes_no_trade(settings, opening, trade):
    async with open_assistant(settings) as assistant:
        turn = await assistant.conversation("trade").say(opening)
    assert turn.brief.business.industry == trade
