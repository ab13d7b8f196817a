"""The list of chats, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from chainlit.context import ChainlitContext, context_var
from chainlit.session import HTTPSession
from chainlit.types import Pagination, ThreadFilter
from chainlit.user import PersistedUser, User

from assistant.errors import Refused
from assistant.web.datalayer import LONGEST_BUBBLE, LONGEST_NAME, ChatStore


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[ChatStore]:
    forgotten: list[str] = []

    async def forget(thread: str) -> None:
        forgotten.append(thread)

    opened = ChatStore(database_url, forget)
    opened.forgotten = forgotten  # type: ignore[attr-defined]  # because tests ask what was forgotten
    await opened.create_schema()
    await opened.create_schema()
    yield opened
    await opened.close()


@pytest.fixture
async def user(store: ChatStore) -> PersistedUser:
    made = await store.create_user(User(identifier=f"owner-{uuid4()}"))
    assert made is not None
    return made


def _open(thread: str) -> None:
    """Make `thread` the chat of this session."""
    context_var.set(ChainlitContext(HTTPSession(id=str(uuid4()), client_type="webapp", thread_id=thread)))


def _step(thread: str, words: str, id: str = "", **more: object) -> dict[str, object]:
    made = {"id": id or str(uuid4()), "threadId": thread, "type": "user_message", "name": "You", "output": words}
    return {**made, "metadata": {}, "createdAt": "2026-01-01T00:00:00Z", "isError": False, "parentId": "x", **more}


async def _words(store: ChatStore, thread: str) -> list[str]:
    found = await store.get_thread(thread)
    assert found is not None
    return [step["output"] for step in found["steps"]]


async def test_a_user_is_made_once(store: ChatStore, user: PersistedUser) -> None:
    again = await asyncio.gather(*(store.create_user(User(identifier=user.identifier)) for _ in range(5)))
    assert {known.id for known in again if known} == {user.id}
    newcomer = User(identifier=str(uuid4()))
    together = await asyncio.gather(*(store.create_user(newcomer) for _ in range(5)))
    assert len({known.id for known in together if known}) == 1


async def test_bubbles_come_back_in_the_order_in_which_they_were_said(store: ChatStore, user: PersistedUser) -> None:
    thread = str(uuid4())
    _open(thread)
    await store.update_thread(thread, name="first words", user_id=user.id)
    await asyncio.gather(*(store.create_step(_step(thread, f"words {n}")) for n in range(20)))
    assert await _words(store, thread) == [f"words {n}" for n in range(20)]


async def test_only_messages_are_kept_and_what_is_said_again_is_replaced(store: ChatStore, user: PersistedUser) -> None:
    thread, id = str(uuid4()), str(uuid4())
    _open(thread)
    await store.update_thread(thread, name="n", user_id=user.id)
    await store.create_step(_step(thread, "one", id, metadata={"door": "example", "location": "http://x"}))
    await store.update_step(_step(thread, "two", id, metadata={"door": "example"}))
    await store.create_step(_step(thread, "", type="run"))
    found = await store.get_thread(thread)
    assert found is not None
    assert [(step["output"], step["metadata"], step["parentId"]) for step in found["steps"]] == [
        ("two", {"door": "example"}, None)
    ]


async def test_a_bubble_of_another_chat_can_neither_be_changed_nor_moved_nor_deleted(
    store: ChatStore, user: PersistedUser
) -> None:
    mine, theirs, id = str(uuid4()), str(uuid4()), str(uuid4())
    _open(theirs)
    await store.update_thread(theirs, name="theirs", user_id=user.id)
    await store.create_step(_step(theirs, "private", id))
    _open(mine)
    with pytest.raises(Refused):
        await store.create_step(_step(mine, "moved", id))
    with pytest.raises(Refused):
        await store.create_step(_step(theirs, "changed", id))
    await store.delete_step(id)
    assert await _words(store, theirs) == ["private"]


async def test_the_author_of_a_chat_that_does_not_exist_is_nobody(store: ChatStore, user: PersistedUser) -> None:
    thread = str(uuid4())
    assert await store.get_thread_author(thread) == ""
    assert await store.get_thread(thread) is None
    await store.update_thread(thread, metadata={"any": "thing"})
    assert await store.get_thread(thread) is None
    await store.update_thread(thread, name="n", user_id=user.id)
    assert await store.get_thread_author(thread) == user.identifier


async def test_the_list_shows_one_users_chats_the_latest_first(store: ChatStore, user: PersistedUser) -> None:
    threads = [str(uuid4()) for _ in range(5)]
    for thread in threads:
        _open(thread)
        await store.update_thread(thread, name=thread, user_id=user.id)
        await store.create_step(_step(thread, "hello"))
    _open(threads[1])
    await store.create_step(_step(threads[1], "50% more_words"))
    stranger = await store.create_user(User(identifier=str(uuid4())))
    assert stranger is not None

    async def listed(cursor: str | None = None, search: str | None = None, of: str = user.id) -> tuple[list[str], bool]:
        page = await store.list_threads(Pagination(first=3, cursor=cursor), ThreadFilter(userId=of, search=search))
        return [chat["id"] for chat in page.data], page.pageInfo.hasNextPage

    latest = [threads[1], *reversed([threads[0], *threads[2:]])]
    assert await listed() == (latest[:3], True)
    assert await listed(cursor=latest[2]) == (latest[3:], False)
    assert await listed(search="50% MORE_") == ([threads[1]], False)
    assert await listed(search="50% moreX") == ([], False)
    assert await listed(of=stranger.id) == ([], False)


async def test_a_deleted_chat_takes_its_conversation_with_it(store: ChatStore, user: PersistedUser) -> None:
    thread = str(uuid4())
    _open(thread)
    await store.update_thread(thread, name="n", user_id=user.id)
    await store.create_step(_step(thread, "hello"))
    await store.delete_thread(thread)
    assert await store.get_thread(thread) is None
    assert store.forgotten == [thread]  # type: ignore[attr-defined]


async def test_names_and_bubbles_are_clean_and_bounded(store: ChatStore, user: PersistedUser) -> None:
    thread = str(uuid4())
    _open(thread)
    await store.update_thread(thread, name="a\nb\x00\u202e " * 50, user_id=user.id)
    await store.create_step(_step(thread, "x\x00" + "y" * 100_000))
    found = await store.get_thread(thread)
    assert found is not None
    assert found["name"] is not None
    assert found["name"].startswith("a b a b")
    assert len(found["name"]) <= LONGEST_NAME
    assert len(found["steps"][0]["output"]) == LONGEST_BUBBLE


async def test_the_page_names_a_chat_until_its_owner_does(store: ChatStore, user: PersistedUser) -> None:
    thread = str(uuid4())
    await store.update_thread(thread, name="hello", user_id=user.id)
    assert await store.call_it(thread, "Coffee van")
    assert not await store.call_it(thread, "Coffee van")
    await store.update_thread(thread, name="My van")
    assert not await store.call_it(thread, "Coffee van")
