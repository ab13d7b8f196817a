"""The stop button while a language model is at work: what was said stays, and what was used is counted."""

import asyncio

from assistant.review import review

NOTED = "You stopped the language model, so the built-in reader took over and your message is noted."


async def stopped(say, standin, calls):
    """Start to answer, and stop once so many calls have reached the endpoint."""
    task = asyncio.create_task(say)
    for _ in range(1000):
        await asyncio.sleep(0.01)
        if standin.calls >= calls:
            break
    await asyncio.sleep(0.1)
    task.cancel()
    (outcome,) = await asyncio.gather(task, return_exceptions=True)
    return outcome


async def test_what_was_said_is_noted_and_what_was_used_is_counted(open_model, standin):
    standin.play = "drip"
    async with open_model(model_timeout=60.0) as assistant:
        talk = assistant.conversation("stop")
        outcome = await stopped(talk.say("I have a hair salon in Leeds", msg_id="m1"), standin, 1)
        assert isinstance(outcome, asyncio.CancelledError)
        turn = await talk.say("I have a hair salon in Leeds", msg_id="m1")
        assert standin.calls == 1
        assert turn.brief.business.place == "Leeds"
        assert turn.notes == (NOTED,)
        assert turn.asks == "offer"
        assert (turn.usage.calls, turn.usage.estimated, turn.usage.cut_short) == (1, True, True)
        assert turn.usage.tokens_in > 300
        standin.play = "good"
        after = await talk.say("haircuts £38")
    assert after.notes == ()
    assert after.used.tokens == turn.usage.tokens + after.usage.tokens
    assert after.used.cut_short


async def test_a_map_that_is_being_worded_is_drawn_in_built_in_words(open_model, standin):
    async with open_model(model_timeout=60.0) as assistant:
        talk = assistant.conversation("stop-map")
        for said in ("I have a hair salon in Leeds", "haircuts £38", "office workers and mums", "fewer gaps"):
            await talk.say(said)
        standin.play, before = "stall", standin.calls
        await stopped(talk.say("just draw it", msg_id="m9"), standin, before + 4)
        turn, journey = await talk.say("just draw it", msg_id="m9"), await talk.map()
    assert turn.drawn
    assert "You stopped the language model, so the map keeps its built-in words." in turn.notes
    assert standin.calls == before + 4  # the stages that waited for their turn were not asked for any more
    assert (turn.usage.calls, turn.usage.cut_short) == (4, True)
    assert [f for f in review(journey, card_ids=assistant.library.ids) if f.level == "error"] == []
