"""The search opens behind the greeting; whoever needs it waits, and hears what went wrong."""

import threading

import pytest

from assistant.errors import Unavailable
from assistant.retrieval import LateSearch


async def test_a_late_search_finds_what_the_opened_one_finds(search):
    late = LateSearch(lambda: search)
    await late.ready()
    assert late.find("they come once and never again") == search.find("they come once and never again")
    assert late.match("the queue is too long") == search.match("the queue is too long")


async def test_it_is_there_before_it_is_open(search):
    may_open = threading.Event()

    def opening():
        may_open.wait(10)
        return search

    late = LateSearch(opening)
    may_open.set()
    await late.ready()
    assert late.ids == search.ids


async def test_what_went_wrong_is_said_to_whoever_waits():
    def opening():
        raise Unavailable("The sentence model cannot be read.")

    late = LateSearch(opening)
    with pytest.raises(Unavailable, match="cannot be read"):
        await late.ready()
