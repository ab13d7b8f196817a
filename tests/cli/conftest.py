"""Runs the command line in this process, with a data folder of the test's own."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from assistant.cli.program import run
from assistant.settings import Settings


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


Journey = Callable[..., Outcome]


@pytest.fixture
def data_dir(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    """The data folder that the command line will use."""
    monkeypatch.setenv("JOURNEY_DATA_DIR", str(settings.data_dir))
    return settings.data_dir


@pytest.fixture
def journey(data_dir, capsys: pytest.CaptureFixture[str]) -> Journey:
    """Run `journey` with the given arguments."""

    def call(*arguments: object) -> Outcome:
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return call
