"""`journey survey --with-model` from the outside: agreed to first, names approved, results on stdout alone."""

import json
from pathlib import Path

import pytest
import yaml

from assistant.cli.program import run
from tests.minds.coder import asked, capable
from tests.minds.test_survey_coding import table


@pytest.fixture(autouse=True)
def _endpoint(standin, monkeypatch, request):
    standin.write = capable
    monkeypatch.setenv("OPENAI_BASE_URL", standin.url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-key")
    monkeypatch.setenv("JOURNEY_DATA_DIR", str(request.config.cache.mkdir("journey-words")))


@pytest.fixture
def answers(tmp_path: Path) -> str:
    path = tmp_path / "answers.csv"
    path.write_bytes(table())
    return str(path)


def calls(standin) -> list[str]:
    return [asked(body) for body in standin.bodies]


def test_without_the_option_no_model_is_asked(answers, standin, capsys):
    assert run(["survey", answers, "--json"]) == 0
    assert "model" not in json.loads(capsys.readouterr().out)
    assert standin.calls == 0


def test_nothing_is_sent_before_the_cost_was_agreed_to(answers, standin, capsys):
    assert run(["survey", answers, "--with-model"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "tokens" in shown.err
    assert "add --yes" in shown.err
    assert standin.calls == 0


def test_names_nobody_approved_are_not_used_and_the_rest_is(answers, standin, capsys):
    assert run(["survey", answers, "--with-model", "--yes", "--json"]) == 0
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert found["model"]["named"] == []
    assert found["model"]["read"] > 0
    assert found["model"]["summary"]
    assert "proposes these names" in shown.err
    assert "--accept-codebook" in shown.err
    assert calls(standin) == ["names", "codes", "tale"]


def test_proposed_names_are_written_edited_and_used(answers, standin, tmp_path, capsys):
    book = tmp_path / "names.yaml"
    command = ["survey", answers, "--with-model", "--yes", "--codebook", str(book), "--json"]
    assert run(command) == 0
    proposed = yaml.safe_load(book.read_text(encoding="utf-8"))
    assert len(proposed["themes"]) == 1
    proposed["themes"][0]["name"] = "Zebras"
    book.write_text(yaml.safe_dump(proposed), encoding="utf-8")
    capsys.readouterr()
    standin.bodies.clear()
    assert run(command) == 0
    found = json.loads(capsys.readouterr().out)
    assert calls(standin) == ["codes", "tale"]
    assert found["model"]["named"] == list(proposed["names"])
    names = {theme["label"] for theme in (*found["themes"], *found["praise"])}
    assert set(proposed["names"].values()) <= names


def test_names_can_be_accepted_unseen(answers, standin, capsys):
    assert run(["survey", answers, "--with-model", "--yes", "--accept-codebook", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["model"]["named"]


def test_saved_corrections_leave_out_what_a_model_found(answers, tmp_path, capsys):
    file = str(tmp_path / "c.yaml")
    command = ["survey", answers, "--with-model", "--yes", "--accept-codebook", "--save-corrections", file, "--json"]
    assert run(command) == 0
    assert json.loads(capsys.readouterr().out)["model"]["found"]
    assert run(["survey", answers, "--corrections", file, "--json"]) == 0


def test_a_model_that_fails_leaves_the_built_in_result(answers, standin, capsys):
    assert run(["survey", answers, "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    standin.play = "server"
    assert run(["survey", answers, "--with-model", "--yes", "--json"]) == 0
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert found["themes"] == plain["themes"]
    assert found["praise"] == plain["praise"]
    assert found["model"]["read"] == 0
    assert "server has a problem" in shown.err


def test_the_words_of_the_result_say_what_is_the_models(answers, capsys):
    assert run(["survey", answers, "--with-model", "--yes", "--accept-codebook"]) == 0
    shown = capsys.readouterr().out
    assert "In short (worded by the language model" in shown
    assert "read again by the language model" in " ".join(shown.split())


def test_without_a_model_the_option_is_one_sentence(answers, monkeypatch, capsys):
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.delenv("OPENAI_API_KEY")
    assert run(["survey", answers, "--with-model", "--yes"]) == 2
    shown = capsys.readouterr()
    assert "No language model is set up" in shown.err
