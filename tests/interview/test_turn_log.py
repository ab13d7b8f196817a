"""The log loses nothing: not at kill -9, not with two tabs, not when a message comes twice."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from assistant.errors import Conflict
from assistant.store import Row, TurnLog


def row(seq: int, msg_id: str) -> Row:
    return Row(seq, msg_id, "owner", f"text of {msg_id}", "{}", "2026-11-22T00:00:00+00:00")


@pytest.fixture
def url(database_url):
    return database_url


async def test_rows_come_back_in_order_whatever_the_clock_says(url):
    async with TurnLog(url) as log:
        for seq in (1, 2, 3):
            await log.append("t", Row(seq, f"m{seq}", "owner", "x", "{}", f"2026-11-2{4 - seq}"))
        assert [kept.seq for kept in await log.read("t")] == [1, 2, 3]


async def test_a_message_sent_twice_is_kept_once(url):
    async with TurnLog(url) as log:
        first = await log.append("t", row(1, "m1"))
        assert await log.append("t", Row(2, "m1", "owner", "again", "{}", "later")) == first
        assert len(await log.read("t")) == 1


async def test_of_two_writers_for_one_place_one_is_told_plainly(url):
    async with TurnLog(url) as left, TurnLog(url) as right:
        outcomes = await asyncio.gather(
            left.append("t", row(1, "left")), right.append("t", row(1, "right")), return_exceptions=True
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Row"]
        assert len(await left.read("t")) == 1
    assert issubclass(Conflict, Exception)


async def test_a_forgotten_conversation_is_gone(url):
    async with TurnLog(url) as log:
        await log.append("t", row(1, "m1"))
        await log.forget("t")
        assert await log.read("t") == ()


WRITER = """
import asyncio, sys
from assistant.store import Row, TurnLog
async def main():
    async with TurnLog(sys.argv[1]) as log:
        seq = len(await log.read("t"))
        while True:
            seq += 1
            await log.append("t", Row(seq, f"m{seq}", "owner", "x" * 200, "{}", ""))
            print(seq, flush=True)
asyncio.run(main())
"""


@pytest.mark.slow
def test_kill_9_loses_no_acknowledged_message(url):
    acknowledged = 0
    for _ in range(4):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        while int(writer.stdout.readline()) < acknowledged + 5:
            pass
        time.sleep(0.03)
        os.kill(writer.pid, signal.SIGKILL)
        rest = [int(line) for line in writer.stdout.read().split("\n") if line.strip().isdigit()]
        acknowledged = max([acknowledged + 5, *rest])
        writer.wait()
    kept = asyncio.run(_read(url))
    assert len(kept) >= acknowledged
    assert [one.seq for one in kept] == list(range(1, len(kept) + 1))
    assert json.loads(kept[0].body) == {}


async def _read(url):
    async with TurnLog(url) as log:
        return await log.read("t")
