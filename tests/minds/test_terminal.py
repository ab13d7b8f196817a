"""The interview in a terminal with a language model: the first words come early, a pipe gets whole answers."""

import os
import pty
import signal
import subprocess
import sys
import time

import pytest

ERASE = "\x1b[J"
TWO_ROWS = "\x1b[2A"


@pytest.fixture
def command(model_settings):
    """Start `journey chat` in front of the stand-in; on a terminal, or in pipes."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JOURNEY_", "OPENAI_"))}
    env |= {
        "JOURNEY_DATA_DIR": str(model_settings.data_dir), "OPENAI_BASE_URL": model_settings.openai_base_url,
        "OPENAI_API_KEY": "x", "TERM": "xterm", "COLUMNS": "80",
    }  # fmt: skip

    def start(stdout, *options):
        argv = [sys.executable, "-m", "assistant", "chat", *options]
        return subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.DEVNULL, env=env)

    return start


def until(screen, wanted):
    """Read from a terminal until `wanted` has come; return what came."""
    seen, deadline = "", time.monotonic() + 60
    while wanted not in seen and time.monotonic() < deadline:
        seen += os.read(screen, 65536).decode(errors="replace")
    return seen


@pytest.mark.slow
def test_on_a_terminal_the_first_words_come_early_and_give_way_to_the_reply(command, standin):
    standin.piece, standin.gap = 10, 0.02
    screen, terminal = pty.openpty()
    with command(terminal) as process:
        until(screen, "/quit")
        process.stdin.write(b"I have a hair salon in Leeds\n")
        process.stdin.flush()
        seen = until(screen, "Language model: ")
        process.stdin.close()
        os.close(terminal)
    early, erased, rest = seen.partition(TWO_ROWS)
    assert "Thank you, that helps." in early
    assert "What do you sell" not in early
    assert erased
    assert rest.split(ERASE)[-1].count("Thank you, that helps. What do you sell, and for roughly how much?") == 1


@pytest.mark.slow
def test_a_pipe_gets_whole_answers(command, standin):
    with command(subprocess.PIPE) as process:
        out, _ = process.communicate(b"I have a hair salon in Leeds\n", timeout=60)
    assert b"\x1b" not in out
    assert out.count(b"Thank you, that helps.") == 1


@pytest.mark.slow
def test_ctrl_c_stops_the_model_and_the_message_counts(command, standin):
    standin.play = "stall"
    screen, terminal = pty.openpty()
    with command(terminal) as process:
        until(screen, "/quit")
        process.stdin.write(b"I have a hair salon in Leeds\n")
        process.stdin.flush()
        for _ in range(3000):
            if standin.calls:
                break
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        seen = until(screen, "Language model: ")
        standin.play = "good"
        process.stdin.write(b"/quit\n")
        process.stdin.close()
        os.close(terminal)
        assert process.wait(60) == 0
    assert "You stopped the language model" in " ".join(seen.split())
    assert "Language model: at least 1 call" in seen
