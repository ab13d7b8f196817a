"""Saved chats: after a restart or a kill, every bubble, button and the map are back; a deleted chat is gone."""

import asyncio

from assistant.words import load_words
from tests.web.server import ChatServer
from tests.web.tab import Tab

WORDS = load_words("page")


async def test_after_a_restart_every_bubble_button_and_the_map_are_back(own_server: ChatServer) -> None:
    async with Tab(own_server.url) as tab:
        await tab.until(lambda: tab.actions)
        await tab.press("See an example")
        await tab.until(lambda: tab.map)
        for text in ("I teach swimming", "refuse this", "draw it", "and now?"):
            await tab.say(text)
        bubbles, actions, elements, thread = tab.words, dict(tab.actions), tab.elements, tab.thread
    own_server.stop()
    own_server.start()
    async with Tab(own_server.url, thread=thread) as again:
        await again.until(lambda: again.actions == actions)
        assert again.words == bubbles
        assert again.elements == elements
        assert {element["name"] for element in elements.values()} == {"JourneyMap", "Downloads"}
        row = next(element for element in again.elements.values() if element["name"] == "Downloads")
        async with again.http.get(row["props"]["formats"][0]["href"]) as answer:
            assert answer.status == 200
        await again.until(lambda: again.news)
        assert await again.say("go on") == "Noted 4\\: go on"


async def test_a_kill_in_mid_answer_loses_at_most_that_message(own_server: ChatServer) -> None:
    async with Tab(own_server.url) as tab:
        await tab.until(lambda: tab.actions)
        await tab.say("I teach swimming")
        await tab.say("grown-ups")
        await tab.write("slow question")
        await tab.until(lambda: tab.working)
        await asyncio.sleep(0.3)
        thread = tab.thread
        own_server.kill()
    own_server.start()
    async with Tab(own_server.url, thread=thread) as again:
        await again.until(lambda: again.actions)
        assert [words for words in again.words if words.startswith("Noted")] == [
            "Noted 1\\: I teach swimming", "Noted 2\\: grown\\-ups",
        ]  # fmt: skip
        assert again.words[-2:] == ["slow question", WORDS("interrupted")]
        assert again.map is not None
        assert await again.say("a quick one") == "Noted 3\\: a quick one"


async def test_an_answer_in_the_log_is_shown_even_if_the_page_never_kept_its_bubble(own_server: ChatServer) -> None:
    import sqlite3

    async with Tab(own_server.url) as tab:
        await tab.until(lambda: tab.actions)
        for text in ("I teach swimming", "grown-ups", "the cold"):
            await tab.say(text)
        words, thread = tab.words, tab.thread
    own_server.kill()
    with sqlite3.connect(own_server.data_dir / "journey.db") as database:
        database.execute("DELETE FROM chat_bubbles WHERE output LIKE '%grown%' OR output LIKE 'Noted 3%'")
    own_server.start()
    async with Tab(own_server.url, thread=thread) as again:
        await again.until(lambda: again.actions)
        assert again.words == words


async def test_a_deleted_chat_is_gone_from_every_file(own_server: ChatServer) -> None:
    async with Tab(own_server.url) as tab:
        await tab.until(lambda: tab.actions)
        await tab.say("I teach swimming, xylocanary")
        await tab.say("draw it")
        async with tab.http.delete("/project/thread", json={"threadId": tab.thread}) as answer:
            assert answer.status == 200
        async with tab.http.get(f"/project/map/{tab.thread}/html") as answer:
            assert answer.status == 404
    left = [path for path in own_server.data_dir.rglob("*") if path.is_file() and b"xylocanary" in path.read_bytes()]
    assert left == []


async def test_chats_are_listed_page_by_page_found_by_words_and_renamed(own_server: ChatServer) -> None:
    threads = []
    for n in range(5):
        async with Tab(own_server.url) as tab:
            await tab.until(lambda tab=tab: tab.actions)
            await tab.say(f"business number {n}")
            threads.append(tab.thread)
    async with Tab(own_server.url) as tab:

        async def listed(**filters: str) -> list[str]:
            found, cursor = [], None
            while True:
                query = {"pagination": {"first": 2, "cursor": cursor}, "filter": filters}
                async with tab.http.post("/project/threads", json=query) as answer:
                    page = await answer.json()
                found += [chat["id"] for chat in page["data"]]
                if not page["pageInfo"]["hasNextPage"]:
                    return found
                cursor = page["pageInfo"]["endCursor"]

        assert await listed() == threads[::-1]
        assert await listed(search="NUMBER 3") == [threads[3]]
        assert await listed(search="100%_") == []
        async with tab.http.put("/project/thread", json={"threadId": threads[0], "name": "My <b>pool</b>"}) as answer:
            assert answer.status == 200
        assert await listed(search="my <b>pool") == [threads[0]]


async def test_a_chat_named_by_its_owner_keeps_its_name(own_server: ChatServer) -> None:
    async with Tab(own_server.url) as tab:
        await tab.until(lambda: tab.actions)
        await tab.say("I teach swimming")
        async with tab.http.put("/project/thread", json={"threadId": tab.thread, "name": "Pool"}):
            pass
        await tab.say("grown-ups")
        async with tab.http.post("/project/threads", json={"pagination": {"first": 9}, "filter": {}}) as answer:
            assert [chat["name"] for chat in (await answer.json())["data"]] == ["Pool"]
