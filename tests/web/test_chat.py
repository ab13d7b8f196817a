"""The chat over the web socket, with the small assistant: what is said, offered, drawn and refused."""

import asyncio
import json
from uuid import uuid4

from assistant.export import FORMATS
from assistant.words import load_words
from tests.export.example_map import EXAMPLE
from tests.web.server import ChatServer
from tests.web.tab import Tab

WORDS = load_words("page")


async def test_the_greeting_comes_first_and_offers_the_four_starters(tab: Tab) -> None:
    assert "software" in tab.replies[0]
    assert tab.labels == ["Map my journey", "I have survey results", "Ask a question", "See an example"]


async def test_an_answer_is_taken_in_and_the_next_question_has_its_buttons(tab: Tab) -> None:
    assert await tab.say("I teach swimming") == "Noted 1\\: I teach swimming"
    assert tab.labels == ["Private people", "Skip"]
    assert tab.news["progress"]["words"].startswith("1 of 11")


async def test_a_click_stands_in_the_chat_as_if_it_had_been_typed(tab: Tab) -> None:
    await tab.say("I teach swimming")
    assert await tab.press("Private people") == 200
    await tab.until(lambda: "Noted 2\\: private" in tab.replies)
    clicked = [bubble for bubble in tab.bubbles.values() if bubble["output"] == "private"]
    assert [bubble["type"] for bubble in clicked] == ["user_message"]


async def test_two_clicks_on_one_button_are_one_answer(tab: Tab) -> None:
    await tab.say("I teach swimming")
    skip = next(action for action in tab.actions.values() if action["label"] == "Skip")
    await asyncio.gather(tab.send_action(skip), tab.send_action(skip))
    await tab.until(lambda: "Noted 2\\: skip" in tab.replies)
    assert await tab.say("go on") == "Noted 3\\: go on"


async def test_a_button_of_an_older_question_only_gives_a_hint(tab: Tab) -> None:
    await tab.say("I teach swimming")
    old = next(iter(tab.actions.values()))
    await tab.say("grown-ups")
    before = dict(tab.bubbles)
    await tab.send_action(old)
    assert tab.hints == [WORDS("stale")]
    assert tab.bubbles == before


async def test_the_survey_starter_says_what_to_paste_or_drop(tab: Tab) -> None:
    await tab.press("I have survey results")
    await tab.until(lambda: "Paste the answers here" in tab.replies[-1])
    assert "See an example" in tab.labels


async def test_the_question_starter_offers_questions(tab: Tab) -> None:
    await tab.press("Ask a question")
    await tab.until(lambda: "How do I get more reviews?" in tab.labels)
    await tab.press("How do I get more reviews?")
    await tab.until(lambda: "Noted 1" in tab.replies[-1])


async def test_the_example_is_drawn_beside_the_chat_and_is_no_map_of_this_business(tab: Tab) -> None:
    await tab.press("See an example")
    await tab.until(lambda: tab.map)
    assert tab.map is not None
    assert (tab.map["display"], tab.map["props"]["kind"]) == ("side", "example")


async def test_the_map_grows_in_one_element(tab: Tab) -> None:
    await tab.say("I teach swimming")
    assert tab.map is None
    await tab.say("grown-ups")
    first = tab.map
    await tab.say("the changing room is cold")
    second = tab.map
    assert first is not None
    assert second is not None
    assert first["id"] == second["id"]
    assert len(second["props"]["grid"]["columns"]) > len(first["props"]["grid"]["columns"])
    assert second["props"]["kind"] == "preview"
    assert tab.news["map"] is True


async def test_a_closed_map_stays_closed_until_it_is_asked_for(tab: Tab) -> None:
    await tab.say("I teach swimming")
    await tab.say("grown-ups")
    await tab.window("map_closed")
    tab.elements.clear()
    await tab.say("the changing room is cold")
    assert tab.map is None
    await tab.window("show_map")
    await tab.until(lambda: tab.map)


async def test_a_drawn_map_comes_with_downloads_in_every_format(tab: Tab) -> None:
    await tab.say("I teach swimming")
    await tab.say("draw it")
    await tab.until(lambda: any(element["name"] == "Downloads" for element in tab.elements.values()))
    row = next(element for element in tab.elements.values() if element["name"] == "Downloads")
    assert row["display"] == "inline"
    for entry, form in zip(row["props"]["formats"], FORMATS.values(), strict=True):
        async with tab.http.get(entry["href"]) as answer:
            content = await answer.read()
            assert answer.status == 200
            assert answer.headers["content-disposition"].startswith("attachment")
            assert form.suffix in answer.headers["content-disposition"]
            assert content
            if form.name in (
                "html",
                "md",
                "json",
                "csv",
                "mermaid",
            ):  # the others carry the time at which they were made
                assert content == form.write(EXAMPLE)


async def test_a_map_is_for_its_owner_only(server: ChatServer, tab: Tab) -> None:
    import aiohttp

    await tab.say("I teach swimming")
    await tab.say("draw it")
    path = f"/project/map/{tab.thread}/html"
    async with aiohttp.ClientSession(server.url) as stranger, stranger.get(path) as answer:
        assert answer.status == 404
    async with tab.http.get(f"/project/map/{uuid4()}/html") as answer:
        assert answer.status == 404
    async with tab.http.get(f"/project/map/{tab.thread}/exe") as answer:
        assert answer.status == 404


async def test_on_a_phone_the_map_stands_in_the_chat(server: ChatServer) -> None:
    async with Tab(server.url, narrow=True) as phone:
        await phone.until(lambda: phone.actions)
        await phone.say("I teach swimming")
        await phone.say("grown-ups")
        assert phone.map is None
        await phone.window("show_map")
        await phone.until(lambda: phone.map)
        assert phone.map is not None
        assert (phone.map["display"], phone.map["props"]["layout"]) == ("inline", "cards")
        await phone.say("draw it")
        drawn = [element for element in phone.elements.values() if element["props"].get("kind") == "final"]
        assert len(drawn) == 1
        assert all(element["display"] == "inline" for element in phone.elements.values())


async def test_whatever_breaks_the_owner_gets_a_sentence_and_nothing_they_wrote_is_logged(
    server: ChatServer, tab: Tab
) -> None:
    await tab.say("I teach swimming")
    assert await tab.say("boom, my secret recipe") == WORDS("broken")
    assert "RuntimeError" in server.said()
    assert "secret recipe" not in server.said()
    assert await tab.say("grown-ups") == "Noted 2\\: grown\\-ups"


async def test_a_refusal_is_said_in_its_own_words_and_the_question_stands_again(tab: Tab) -> None:
    await tab.say("I teach swimming")
    assert await tab.say("refuse this") == "That cannot be taken in."
    assert tab.labels == ["Private people", "Skip"]
    assert next(iter(tab.actions.values()))["forId"] == list(tab.bubbles)[-1]


async def test_a_hundred_thousand_characters_are_declined_kindly_and_shown_short(tab: Tab) -> None:
    reply = await tab.say("a very long story " * 6_000)
    assert "attach it as a text file" in reply
    assert "107,999 characters" in reply
    assert max(len(words) for words in tab.words) < 1_000
    assert await tab.say("I teach swimming") == "Noted 1\\: I teach swimming"


async def test_characters_that_hide_or_reorder_words_are_taken_off_the_page_too(tab: Tab) -> None:
    id = await tab.write("I \u202etee\u202cch\x00 \x1b[31mswimming\U000e0041 שלום 🏊‍♀️")
    await tab.until(lambda: len(tab.replies) == 2)
    assert tab.bubbles[id]["output"] == "I teech [31mswimming שלום 🏊‍♀️"
    assert "שלום 🏊‍♀️" in tab.replies[-1]


async def test_what_the_owner_writes_means_nothing_as_markdown_in_a_reply(tab: Tab) -> None:
    reply = await tab.say("<img src=x> ![a](http://x.example/p.png) [b](javascript:x) http://x.example")
    assert "\\<img" in reply
    assert "\\!\\[a\\]" in reply
    assert "http\\://\u2060x.example" in reply


async def test_what_a_model_used_stands_below_the_chat_and_comes_back_from_the_log(
    server: ChatServer, tab: Tab
) -> None:
    await tab.say("I teach swimming")
    assert tab.news["usage"] == ""
    await tab.say("the model reads this")
    first = "Language model: 1 call, 1,000 tokens in, 100 out; 1,100 tokens for this map so far."
    assert tab.news["usage"] == first
    await tab.say("and the model reads this")
    await tab.say("thanks")
    last = "Language model: not needed for this reply; 2,200 tokens for this map so far."
    assert tab.news["usage"] == last
    async with Tab(server.url, thread=tab.thread) as again:
        await again.until(lambda: again.news.get("resumed"))
        assert again.news["usage"] == last


async def test_a_stopped_message_that_was_taken_in_is_answered_like_any_other(tab: Tab) -> None:
    await tab.say("I teach swimming")
    await tab.write("slow but kept")
    await tab.until(lambda: tab.working)
    await asyncio.sleep(0.3)
    await tab.stop()
    await tab.until(lambda: tab.replies[-1] == "Noted 2\\: slow but kept")
    await tab.until(lambda: tab.news["progress"]["words"].startswith("2 of 11"))
    assert tab.labels == ["Private people", "Skip"]
    assert WORDS("stopped") not in tab.replies


async def test_stopping_before_a_message_is_taken_in_says_so(tab: Tab) -> None:
    await tab.say("I teach swimming")
    await tab.write("slow question")
    await tab.until(lambda: tab.working)
    await asyncio.sleep(0.3)
    await tab.stop()
    await tab.until(lambda: tab.replies[-1] == WORDS("stopped"))
    assert await tab.say("grown-ups") == "Noted 2\\: grown\\-ups"


async def test_two_tabs_on_one_chat_lose_no_answer_and_see_the_same(server: ChatServer, tab: Tab) -> None:
    await tab.say("I teach swimming")
    async with Tab(server.url, thread=tab.thread) as second:
        await second.until(lambda: len(second.labels) == 2)
        await asyncio.gather(*(one.write(f"answer {n}") for n, one in enumerate((tab, second) * 5)))
        for one in (tab, second):
            await one.until(lambda one=one: sum("Noted" in words for words in one.replies) == 11)
        await tab.until(lambda: sorted(tab.words) == sorted(second.words))
        await tab.until(lambda: sorted(tab.labels) == sorted(second.labels) == ["Private people", "Skip"])


async def test_after_a_lost_connection_the_page_has_every_bubble(server: ChatServer, tab: Tab) -> None:
    await tab.say("I teach swimming")
    await tab.write("pause, grown")
    await tab.until(lambda: tab.working)
    await tab.disconnect()
    await asyncio.sleep(0.8)
    tab.bubbles.clear()
    tab.actions.clear()
    await tab.connect()
    await tab.until(lambda: "Noted 2\\: pause, grown" in tab.replies)
    assert [words for words in tab.words if not words.startswith("Noted")][1:] == ["I teach swimming", "pause, grown"]
    await tab.until(lambda: tab.labels == ["Private people", "Skip"])
    assert await tab.say("go on") == "Noted 3\\: go on"


async def test_a_survey_file_is_handed_on_and_other_files_are_refused(tab: Tab) -> None:
    await tab.say("I teach swimming")
    status, file = await tab.upload("answers.csv", b"id,answer\n1,fine\n", "text/csv")
    assert status == 200
    assert "reads no surveys" in await tab.say("", files=(file["id"],))
    for name, mime in (("virus.exe", "application/octet-stream"), ("page.html", "text/html"), ("x.exe", "text/csv")):
        assert (await tab.upload(name, b"MZ", mime))[0] == 400
    assert (await tab.upload("big.csv", b"x" * 6_000_000, "text/csv"))[0] == 200
    assert (await tab.upload("huge.csv", b"x" * 54_000_000, "text/csv"))[0] in (400, 413)


async def test_a_chat_is_listed_under_the_name_of_its_business(tab: Tab) -> None:
    await tab.say("I teach swimming")
    async with tab.http.post("/project/threads", json={"pagination": {"first": 50}, "filter": {}}) as answer:
        listed = json.loads(await answer.text())["data"]
    assert next(chat["name"] for chat in listed if chat["id"] == tab.thread) == "Swimming lessons"


async def test_the_first_words_stand_where_the_reply_will(tab: Tab) -> None:
    pause = asyncio.create_task(tab.say("stream and pause"))
    await tab.until(lambda: any("First words" in bubble["output"] for bubble in tab.bubbles.values()))
    early = next(bubble for bubble in tab.bubbles.values() if "First words" in bubble["output"])
    assert "<b>" not in early["output"]
    await pause
    assert tab.bubbles[early["id"]]["output"] == "Noted 1\\: stream and pause"


async def test_early_words_go_when_no_reply_comes(tab: Tab) -> None:
    await tab.say("stream and boom")
    assert not any("First words" in bubble["output"] for bubble in tab.bubbles.values())
