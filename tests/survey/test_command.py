"""`journey survey` from the outside: files, pasted text, corrections, exit codes."""

import io
import json
import sys
from pathlib import Path

import pytest

from assistant.cli.program import run
from assistant.survey.present import message, strongest_quotes, voices
from assistant.survey.synthesize import Analysis
from assistant.survey.vectors import WordVectors
from tests.survey.conftest import ROWS, as_csv


@pytest.fixture(autouse=True)
def _kept_vectors(vectors: WordVectors, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch):
    cache = request.config.cache
    assert cache is not None
    monkeypatch.setenv("JOURNEY_DATA_DIR", str(cache.mkdir("journey-words")))


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """The shop's survey as a file."""
    path = tmp_path / "answers.csv"
    path.write_text(as_csv(ROWS), encoding="utf-8")
    return path


def test_one_json_document_and_nothing_else_is_printed(answers: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["survey", str(answers), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["responses"] == 14
    assert found["themes"][0]["quotes"]


def test_the_ending_chooses_the_format(answers: Path, tmp_path: Path):
    for name, mark in (("s.json", b"{"), ("s.html", b"<!doctype html>"), ("s.pdf", b"%PDF"), ("s.xlsx", b"PK")):
        assert run(["survey", str(answers), "-o", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_bytes().startswith(mark)


def test_pasted_text_is_read_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"- far too slow\n- lovely staff\n- never again\n")))
    assert run(["survey", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["responses"] == 3


def test_roles_groups_and_the_trade_are_taken_from_the_command(answers: Path, capsys: pytest.CaptureFixture[str]):
    command = ["survey", str(answers), "--column", "Region=ignore", "--industry", "retail-store", "--json"]
    assert run(command) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["industry"] == "industry:retail-store"
    assert [question["role"] for question in found["questions"]][-1] == "ignore"
    assert run(["survey", str(answers), "--segment", "Region", "--json"]) == 0


def test_several_files_are_one_survey(answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    other = tmp_path / "more.csv"
    other.write_text(as_csv((("b01", 3, "the parcel never came", "North"), ("a01", 9, "lovely", "South"))), "utf-8")
    assert run(["survey", str(answers), str(other), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["responses"] == 16
    assert any("an id that occurs before" in note for note in found["notes"])


@pytest.mark.parametrize(
    "command",
    [["survey", "nothing.csv"], ["survey"], ["survey", "-", "--column", "why"], ["survey", "-", "--industry", "moon"]],
)
def test_wrong_use_is_one_sentence_and_exit_2(command: list[str], capsys: pytest.CaptureFixture[str]):
    assert run(command) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.strip().splitlines()) == 1


def test_the_chat_gets_a_message_quotes_and_the_voices_of_a_theme(shop: Analysis):
    assert "14 responses" in message(shop.synthesis)
    assert len(strongest_quotes(shop.synthesis)) == 3
    theme = shop.synthesis.themes[0]
    assert {voice.response for voice in voices(shop, theme.id)} == set(theme.response_ids)
    assert voices(shop, "pain:unknown") == ()
