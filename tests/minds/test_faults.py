"""Everything an endpoint can do wrong: what the owner sees, what it costs in calls, and that nothing said is lost."""

import pytest

from assistant.review import review
from tests.minds.conftest import interview
from tests.minds.faults import FAULTS, OWN


def errors(journey, assistant):
    return [finding for finding in review(journey, card_ids=assistant.library.ids) if finding.level == "error"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.play)
async def test_one_sentence_says_so_and_nothing_is_lost(fault, open_model, standin):
    async with open_model(model_timeout=2.5 if fault.play in ("stall", "drip") else 20.0) as assistant:
        talk = assistant.conversation(fault.play)
        await talk.say("just draw it")  # no model is asked for that
        assert standin.calls == 0
        standin.play = fault.play
        turn = await talk.say("I have a hair salon in Leeds, I want more regulars")
        assert standin.calls == fault.calls
        assert turn.notes == ((fault.note,) if fault.note else ())
        assert turn.brief.business.industry == "industry:salon"
        assert turn.brief.business.place == "Leeds"
        assert turn.reply.count("?") == 1
        standin.play = "good"
        after = await talk.say("haircuts £38, colour from £70")
        assert after.brief.business.place == "Leeds"
        assert after.notes == ()


@pytest.mark.parametrize(
    "play", ["truncated", "cut", "refusal", "filter", "wrong", "prose", "fenced", "key", "never", "stall"]
)
async def test_a_map_drawn_under_a_fault_is_valid_and_says_which_words_are_built_in(play, open_model, standin):
    async with open_model(model_timeout=2.5) as assistant:
        talk = assistant.conversation(play)
        for said in ("I have a hair salon in Leeds", "haircuts £38", "office workers and mums", "fewer gaps"):
            await talk.say(said)
        standin.play = play
        turn = await talk.say("just draw it")
        journey = await talk.map()
        assert turn.drawn
        assert errors(journey, assistant) == []
        said = [note for note in turn.notes if "language model" in note]
        if play == "fenced":
            assert said == ["A language model worded parts of this map; what it rests on is unchanged."] or said == []
        else:
            assert len(said) == 1
            assert said[0].endswith(("so the map keeps its built-in words.", "please check OPENAI_API_KEY."))
            assert any(note.startswith("These stages keep their built-in words") for note in journey.notes)


async def test_without_a_network_the_interview_goes_on(open_model, standin):
    async with open_model(openai_base_url="http://127.0.0.1:9/v1") as assistant:
        turn = await assistant.conversation("offline").say("I have a hair salon in Leeds")
        assert turn.notes == (f"The language model cannot be reached, {OWN}.",)
        assert turn.brief.business.place == "Leeds"


async def test_an_endpoint_that_is_down_is_left_alone_for_a_while(open_model, standin):
    standin.play = "key"
    async with open_model() as assistant:
        talk = assistant.conversation("down")
        for said in ("I have a hair salon in Leeds", "haircuts £38", "office workers and mums"):
            turn = await talk.say(said)
        assert standin.calls == 2
        assert turn.notes[0].startswith("The language model was out of reach a moment ago")


async def test_the_dialect_is_found_out_once(open_model, standin):
    standin.play = "text-only"
    async with open_model() as assistant:
        talk = assistant.conversation("dialect")
        await talk.say("I have a hair salon in Leeds")
        await talk.say("haircuts £38")
    forms = [(body.get("response_format") or {}).get("type") for body in standin.bodies]
    assert forms == ["json_schema", "json_object", None, None]
    assert "JSON Schema of the answer" in standin.bodies[-1]["messages"][0]["content"]


async def test_the_repair_carries_what_was_wrong(open_model, standin):
    standin.play = "wrong"
    async with open_model() as assistant:
        await assistant.conversation("repair").say("I have a hair salon in Leeds")
    again = standin.bodies[1]["messages"][-1]["content"]
    assert "thanks: Field required" in again


async def test_a_limit_on_spending_is_kept(open_model, standin):
    async with open_model(max_tokens_per_map=6000) as assistant:
        turns = await interview(assistant.conversation("spent"))
    assert turns[-1].used.tokens <= 6000
    assert any("The spending limit for this map is reached" in note for note in turns[-1].notes)
    assert turns[-1].drawn


async def test_usage_is_estimated_when_the_endpoint_reports_none(open_model, standin):
    standin.play = "no-count"
    async with open_model() as assistant:
        turn = await assistant.conversation("count").say("I have a hair salon in Leeds")
    assert turn.usage.estimated
    assert 300 < turn.usage.tokens_in < 3000


async def test_no_more_calls_run_at_once_than_allowed(open_model, standin):
    running, most = 0, 0
    write = standin.write

    def counted(body):
        nonlocal running, most
        running += 1
        most = max(most, running)
        return write(body)

    standin.write = counted
    standin.gap = 0.02
    finished = standin._events

    async def events(body):
        nonlocal running
        async for event in finished(body):
            yield event
        running -= 1

    standin._events = events
    async with open_model(model_parallel=2) as assistant:
        await interview(assistant.conversation("parallel"))
    assert most == 2
