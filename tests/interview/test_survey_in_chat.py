"""Surveys in a conversation: read, counted, corrected, and carried into brief, questions and map by the log alone."""

import asyncio
from dataclasses import replace

import pytest

from assistant.codebook import Codebook, Renamed
from assistant.conversation import Assistant
from assistant.errors import BadInput
from assistant.interview import MAX_QUESTIONS
from assistant.minds.embedded import EmbeddedMind
from assistant.review import review
from assistant.settings import Settings
from assistant.state import fold
from assistant.store import TurnLog
from assistant.survey.vectors import open_vectors
from assistant.survey_wishes import Looking, chosen, columns_named, picked
from assistant.surveying import pack, unpack, unpack_tables
from assistant.words import load_words

SLOW = (
    "Nobody answers my emails for days",
    "Support takes forever to reply to my email",
    "I waited a week for an answer",
)
DEAR = ("Far too expensive for what you get", "The price went up again, much too expensive", "Way overpriced")
GOOD = ("Lovely staff, very friendly", "Everyone was so kind and helpful", "Friendly people, great service")


def survey(times: int = 6) -> bytes:
    rows = ["id;How likely are you to recommend us to a friend? (0-10);Why?"]
    for n in range(times):
        rows += [
            f"{3 * n}a;{n % 5};{SLOW[n % 3]}",
            f"{3 * n}b;{3 + n % 4};{DEAR[n % 3]}",
            f"{3 * n}c;{9 + n % 2};{GOOD[n % 3]}",
        ]
    return "\n".join(rows).encode()


@pytest.fixture(scope="session")
def vectors(index_folder):
    return open_vectors(Settings(data_dir=index_folder.parent, _env_file=None))


@pytest.fixture
async def assistant(library, search, settings, vectors):
    async with TurnLog(settings.database) as log:
        mind = EmbeddedMind(library, search, load_words("reading"))
        yield Assistant(library, search, mind, log, load_words("interview"), vectors=lambda: vectors)


async def test_a_survey_is_read_and_its_scores_themes_and_quotes_are_said(assistant):
    turn = await assistant.conversation("one").take_survey([("answers.csv", survey())], msg_id="m1")
    assert turn.intent == "survey"
    assert "18 responses" in turn.reply
    assert "semicolon" in turn.reply
    assert "NPS" in turn.reply
    assert sum(line.startswith("- “") for line in turn.reply.splitlines()) in (2, 3)
    assert turn.synthesis.responses == 18
    assert turn.synthesis.themes
    assert turn.asks == "offer"
    assert turn.map_ready


async def test_the_same_message_id_is_one_survey(assistant):
    talk = assistant.conversation("twice")
    first = await talk.take_survey([("answers.csv", survey())], msg_id="m1")
    again = await talk.take_survey([("other.csv", b"x")], msg_id="m1")
    assert again == first
    assert (await talk.state()).turn == 1


async def test_the_log_says_what_came_in_and_not_the_answers(assistant):
    talk = assistant.conversation("log")
    await talk.take_survey([("answers.csv", survey())], msg_id="m1")
    (row,) = await assistant.log.read("log")
    assert row.text == "Survey results: answers.csv (18 responses)"
    assert fold([row]) == await talk.state()


async def test_a_map_can_be_drawn_from_a_survey_alone(assistant, library):
    talk = assistant.conversation("alone")
    await talk.take_survey([("answers.csv", survey())])
    turn = await talk.say("just draw it")
    journey = await talk.map()
    assert turn.drawn
    assert any(pain.basis.kind == "survey" for stage in journey.stages for pain in stage.pains)
    assert [finding for finding in review(journey, card_ids=library.ids) if finding.level == "error"] == []


async def test_the_interview_does_not_ask_what_the_survey_answered(assistant):
    talk = assistant.conversation("rest")
    turn = await talk.take_survey([("answers.csv", survey())])
    assert turn.progress.known == 1
    asked = []
    while turn.asks and len(asked) < 20:
        asked.append(turn.asks)
        turn = await talk.say("skip")
    assert "pains" not in asked
    assert len(asked) <= MAX_QUESTIONS
    assert turn.drawn


async def test_the_open_question_stands_again_after_the_survey(assistant):
    talk = assistant.conversation("open")
    before = await talk.say("I have a hair salon in Leeds")
    turn = await talk.take_survey([("answers.csv", survey())])
    assert turn.asks == before.asks
    assert turn.synthesis.industry == "industry:salon"
    assert (await talk.state()).asked.count(before.asks) == 1


async def test_a_drawn_map_is_drawn_again_and_shows_where_customers_differ(assistant):
    talk = assistant.conversation("differ")
    for answer in (
        "I have a hair salon in Leeds", "haircuts £38", "families from around here", "fewer gaps on weekdays",
        "friends tell friends", "customers complain that the waiting area is uncomfortable", "just draw it",
    ):  # fmt: skip
        await talk.say(answer)
    assert (await talk.state()).drafted
    turn = await talk.take_survey([("answers.csv", survey())])
    journey = await talk.map()
    assert turn.drawn
    assert any(pain.basis.kind == "survey" for stage in journey.stages for pain in stage.pains)
    assert journey.contradictions


async def test_back_takes_the_survey_off_again(assistant):
    talk = assistant.conversation("back")
    before = await talk.say("I have a hair salon in Leeds")
    await talk.take_survey([("answers.csv", survey())])
    turn = await talk.say("back")
    assert (await talk.state()).synthesis is None
    assert turn.asks == before.asks


async def test_a_theme_gets_another_name_and_keeps_it(assistant):
    talk = assistant.conversation("name")
    turn = await talk.take_survey([("answers.csv", survey())])
    first = turn.synthesis.themes[0]
    turn = await talk.say("call it slow replies")
    assert "slow replies" in turn.reply
    assert next(theme.label for theme in turn.synthesis.themes if theme.id == first.id) == "slow replies"
    second = turn.synthesis.themes[1]
    turn = await talk.say("these two are the same")
    assert second.id not in {theme.id for theme in turn.synthesis.themes} or first.id not in {
        theme.id for theme in turn.synthesis.themes
    }
    assert "slow replies" in {theme.label for theme in turn.synthesis.themes}
    assert len((await talk.state()).corrections) == 2


async def test_a_trade_named_later_counts_the_survey_again_and_says_so(assistant):
    talk = assistant.conversation("trade")
    first = await talk.take_survey([("answers.csv", survey())])
    theme = first.synthesis.themes[0]
    await talk.say(f"rename {theme.label} to my own words")
    turn = await talk.say("I have a hair salon in Leeds")
    assert turn.synthesis.industry == "industry:salon"
    assert "Now that I know your trade" in turn.notes[0]
    state = await talk.state()
    assert state.synthesis == turn.synthesis
    assert len(state.corrections) == 1
    assert (await talk.paper(state)).industry == "industry:salon"
    assert fold(await assistant.log.read("trade")) == state
    # counted once: the next answers leave it alone
    assert (await talk.say("haircuts from £38")).synthesis is None
    back = await talk.say("column A is id")
    assert back.synthesis.industry == "industry:salon"


async def test_back_takes_the_trade_and_its_count_off_again(assistant):
    talk = assistant.conversation("trade back")
    first = await talk.take_survey([("answers.csv", survey())])
    await talk.say("I have a hair salon in Leeds")
    await talk.say("back")
    assert (await talk.state()).synthesis == first.synthesis


async def test_an_answer_is_taken_off_a_theme(assistant):
    talk = assistant.conversation("off")
    turn = await talk.take_survey([("answers.csv", survey())])
    theme = turn.synthesis.themes[0]
    response = theme.response_ids[0]
    turn = await talk.say(f"that's not about {theme.label}", looking=Looking(response=response))
    assert response not in next(one for one in turn.synthesis.themes if one.id == theme.id).response_ids


async def test_a_column_is_read_as_the_user_says(assistant):
    talk = assistant.conversation("column")
    content = b"a,b,c\n" + b"\n".join(b"%d,good service every time I came by,%d" % (n, n % 3) for n in range(12))
    await talk.take_survey([("x.csv", content)])
    turn = await talk.say("column C is rating")
    assert [question.role for question in turn.synthesis.questions][2] == "rating"
    turn = await talk.say("the score is 1 to 5")
    assert turn.synthesis.questions[2].scale == (1, 5)


async def test_a_column_is_read_another_way_after_a_restart(library, search, settings, vectors):
    def start(log):
        mind = EmbeddedMind(library, search, load_words("reading"))
        return Assistant(library, search, mind, log, load_words("interview"), vectors=lambda: vectors)

    rows = [f"{n};{n % 7};{SLOW[n % 3]};Eve Miller;eve{n}@example.com;{n % 5 + 1}" for n in range(20)]
    content = "\n".join(["id;score;Why?;Full name;Contact;stars", *rows]).encode()
    async with TurnLog(settings.database) as log:
        first = await start(log).conversation("again").take_survey([("answers.csv", content)], msg_id="m1")
        kept = unpack_tables(await log.kept("again", "m1:table"))
    cells = {cell for row in kept.tables[0].rows for cell in row}
    assert not any("Eve" in cell or "@" in cell for cell in cells)
    assert "[name]" in cells
    async with TurnLog(settings.database) as log:
        talk = start(log).conversation("again")
        same = await talk.say("column A is id")
        assert same.synthesis.themes == first.synthesis.themes
        assert same.synthesis.scores == first.synthesis.scores
        assert [note for note in same.synthesis.notes if "Masked" in note] == [
            note for note in first.synthesis.notes if "Masked" in note
        ]
        turn = await talk.say("column B is NPS")
        assert turn.synthesis.scores[0].measure == "nps"
        turn = await talk.say("column F is nothing")
        assert [one.role for one in turn.synthesis.questions][1::4] == ["nps", "ignore"]
        await log.forget("again")
        assert await log.kept("again", "m1:table") is None


async def test_tables_kept_by_an_older_version_are_asked_for_again(assistant):
    talk = assistant.conversation("gone")
    await talk.take_survey([("answers.csv", survey())], msg_id="m1")
    paper = await talk.paper(await talk.state())
    await assistant.log.keep("gone", "m1", pack(replace(paper, table=None)))
    with pytest.raises(BadInput, match="drop it here once more"):
        await talk.say("column A is nothing")
    turn = await talk.say("call it slow replies")
    assert turn.synthesis is not None


async def test_several_files_are_read_another_way_together(assistant):
    talk = assistant.conversation("several")
    await talk.take_survey([("may.csv", survey()), ("june.csv", survey())])
    turn = await talk.say("the score is 1 to 10")
    assert turn.synthesis.responses == 36
    assert "may.csv" in turn.synthesis.notes[0]
    assert "june.csv" in turn.synthesis.notes[1]


async def test_an_answer_of_the_interview_is_no_correction(assistant):
    talk = assistant.conversation("answer")
    await talk.take_survey([("answers.csv", survey())])
    for answer in ("they call it in by phone", "summer and winter are the same", "that's about 20 percent"):
        assert (await talk.say(answer)).intent != "survey"


async def test_a_file_that_cannot_be_read_loses_nothing(assistant):
    talk = assistant.conversation("bad")
    await talk.say("I have a hair salon")
    with pytest.raises(BadInput, match="PDF"):
        await talk.take_survey([("report.pdf", b"%PDF-1.7 ...")])
    assert (await talk.state()).turn == 1


async def test_counting_can_be_stopped_and_nothing_is_written(assistant):
    talk = assistant.conversation("stop")
    started = asyncio.Event()
    task = asyncio.create_task(
        talk.take_survey([("answers.csv", survey(4000))], on_progress=lambda done, total: started.set())
    )
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await talk.state()).turn == 0
    assert (await talk.say("I have a hair salon")).turn == 1


async def test_what_is_kept_is_masked_and_is_deleted_with_the_conversation(assistant):
    talk = assistant.conversation("mask")
    content = survey() + b"\nx1;2;Write to canary@example.com, nobody answers my emails for days"
    await talk.take_survey([("answers.csv", content)], msg_id="m1")
    kept = await assistant.log.kept("mask", "m1")
    assert all("canary" not in text for text in unpack(kept).survey.texts)
    await assistant.log.forget("mask")
    assert await assistant.log.kept("mask", "m1") is None


def test_columns_are_named_in_a_caption():
    assert columns_named("Our NPS survey. Column G is comments, column F is the score") == {"g": "open", "f": "rating"}
    assert columns_named("The newspaper column is popular") == {}


FOUR = Codebook(renamed=tuple(Renamed(theme=f"t{n}", was="x", label=str(n)) for n in range(1, 5)))


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ("Yes please!", "1234"), ("sure, why not", "1234"), ("ok, take them all", "1234"), ("1", "1"),
        ("only 2 please", "2"), ("1, 3 and 4", "134"), ("all but 2", "134"), ("yes but not 2", "134"), ("not 3", "124"),
        ("everything except 1 and 2", "34"), ("no thanks", ""), ("none of them", ""),
    ],
)  # fmt: skip
def test_names_are_picked_in_plain_words(said, taken):
    assert "".join(one.label for one in picked(said, FOUR).renamed) == taken


@pytest.mark.parametrize(
    "said", ["We sell bread for 3 pounds", "no idea", "7", "yes, we have 3 shops", "2 hours a week"]
)
def test_an_answer_of_the_interview_picks_no_names(said):
    assert picked(said, FOUR) is None


def test_a_model_is_asked_for_in_plain_words_and_not_by_chance():
    assert chosen("let the language model read the survey", None)
    assert chosen("please ask the model to sum it up", None)
    assert chosen("We use an AI tool for our answers", None) is None
    assert chosen("we let a model agency read it", None) is None
