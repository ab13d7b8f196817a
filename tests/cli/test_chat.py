"""The interview line by line: one JSON object for each input line, or plain text for people."""

import io
import json
import re
import subprocess
import sys

import pytest

from assistant.brief import TOPICS
from assistant.cli import chat, demo
from assistant.cli.chat import hold, plain, read_lines
from assistant.files import read_map
from assistant.words import load_words

KEYS = {"turn", "reply", "asks", "intent", "brief", "progress", "map_ready", "citations", "usage"}
OWNER = (
    "I run a hair salon in Leeds",
    "haircuts £38, colour from £70",
    "office workers in their 30s and mums",
    "fewer gaps on weekdays",
    "Instagram, Google and friends",
)


@pytest.fixture
def talk(data_dir, capsys):
    """Hold an interview of the given lines; return what was printed."""

    def call(*lines: str | bytes, as_json: bool = True, map_out=None) -> str:
        raw = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
        hold(io.BytesIO(raw), as_json=as_json, map_out=map_out)
        return capsys.readouterr().out

    return call


def objects(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_every_line_gets_exactly_one_object(talk):
    lines = [
        *OWNER[:2],
        "",
        "🙂🙂",
        "x" * 100_000,
        "\x1b[2J\u202eevil\x00",
        b"\xff\xfe caf\xe9",
        "a\rb\x0bc",
        "/quit",
        "late",
    ]
    out = objects(talk(*lines))
    assert len(out) == len(lines) - 1
    assert all(set(turn) >= KEYS for turn in out)
    assert all(set(turn["progress"]) == {"known", "total"} for turn in out)


def test_nothing_is_printed_before_the_first_message(talk):
    assert talk() == ""


def test_a_message_that_cannot_be_read_loses_nothing(talk):
    before, empty, huge, after = objects(talk(OWNER[0], " \t ", "word " * 20_000, OWNER[1]))
    for bad in (empty, huge):
        assert bad["intent"] == "unclear"
        assert bad["reply"] != before["reply"]
        assert {**bad, "reply": ""} == {**before, "reply": "", "intent": "unclear", "citations": []}
    assert after["turn"] == before["turn"] + 1
    assert after["brief"]["business"]["place"] == "Leeds"


def test_the_first_message_may_be_the_empty_one(talk):
    turn, _ = objects(talk("", "/quit"))
    assert (turn["turn"], turn["asks"], turn["map_ready"]) == (0, None, False)
    assert turn["progress"] == {"known": 0, "total": len(TOPICS)}


def test_draft_draws_the_map_now_and_the_interview_goes_on(talk, tmp_path):
    path = tmp_path / "map.json"
    out = objects(talk(*OWNER, "/draft", "/quit", map_out=path))
    assert out[len(OWNER)]["intent"] == "draft"
    assert out[len(OWNER)]["citations"]
    assert out[-1]["intent"] == "stop"
    assert read_map(path).business.industry == "industry:salon"


def test_the_end_of_input_writes_the_map_if_one_can_be_drawn(talk, tmp_path):
    path = tmp_path / "map.html"
    talk(*OWNER, map_out=path)
    assert "<svg" in path.read_text(encoding="utf-8")


def test_without_enough_to_go_on_no_map_is_written(data_dir, capsys, tmp_path):
    path = tmp_path / "map.json"
    hold(io.BytesIO(b"hello\n"), as_json=True, map_out=path)
    assert not path.exists()
    assert capsys.readouterr().err.strip() == load_words("cli")("chat.no_map")


def test_each_run_is_a_conversation_of_its_own(talk):
    talk(OWNER[0])
    (turn,) = objects(talk("hello"))
    assert turn["turn"] == 1
    assert turn["brief"]["business"]["industry"] is None


def test_in_a_terminal_the_greeting_comes_first_and_the_map_is_kept(talk, data_dir):
    out = talk(*OWNER, "/draft", "/quit", as_json=False)
    greeting = plain(load_words("interview")("greeting")).split()
    assert out.split()[: len(greeting)] == greeting
    assert "[1 of 11 topics]" in out
    kept = sorted(path.suffix for path in (data_dir / "maps").iterdir())
    assert kept == [".html", ".json"]
    assert "**" not in out


def test_what_the_owner_types_cannot_steer_the_terminal(talk):
    out = talk("I sell \x1b[31mred\x1b[0m \u202eshoes\x07 in Leeds", *OWNER[1:], as_json=False)
    assert re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out) is None


def test_a_line_ends_at_a_newline_and_nowhere_else():
    assert list(read_lines(io.BytesIO("a\rb\u2028c\r\n\nlast".encode()))) == ["a\rb\u2028c", "", "last"]


def test_the_rest_of_an_endless_line_is_passed_over():
    long = b"x" * (3 * chat.LONGEST_LINE + 5)
    first, second = read_lines(io.BytesIO(long + b"\nnext\n"))
    assert len(first) == chat.LONGEST_LINE
    assert second == "next"


def test_the_invented_owner_gets_a_map(data_dir, capsys):
    demo.play(browser=False)
    out = capsys.readouterr().out
    (page,) = (data_dir / "maps").glob("*.html")
    assert page.name in out.replace("\n", "")
    topics = load_words("demo").get("answers")
    assert set(topics) == set(TOPICS)


@pytest.mark.slow
def test_a_program_can_hold_the_interview_through_a_pipe(data_dir, tmp_path):
    path = tmp_path / "map.json"
    command = [sys.executable, "-m", "assistant", "chat", "--json", "--map-out", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        for line in OWNER:
            process.stdin.write(f"{line}\n".encode())
            process.stdin.flush()
            assert set(json.loads(process.stdout.readline())) >= KEYS
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, b"", b"")
    assert read_map(path).stages
