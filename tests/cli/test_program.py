"""The contract of every subcommand: exit codes, one sentence on stderr, one JSON document on stdout."""

import json
import subprocess
import sys

import pytest
import typer

from assistant.cli.program import app

HEAVY = ("chainlit", "chromadb", "langgraph", "langchain_core", "numpy", "onnxruntime", "openai", "yaml")

BRIEF = """
business: {offer: haircuts and colour from £38, industry: "industry:salon", model: b2c, place: Leeds}
personas: [{name: Office workers, who: office workers in their thirties}]
goal: fewer gaps on weekdays
channels: [{channel: phone, use: buy}, {channel: social, use: discover, words: Instagram}]
journey: {discovery: Instagram and friends, purchase: they ring us}
pains: [{words: two no-shows every Friday, pain: "pain:no-shows"}]
numbers: [{kpi: "kpi:no-show-rate", value: 10, unit: "%", words: 1 in 10 don't show up}]
"""


@pytest.fixture
def brief(tmp_path):
    path = tmp_path / "brief.yaml"
    path.write_text(BRIEF, encoding="utf-8")
    return path


@pytest.fixture
def map_file(journey, brief, tmp_path):
    path = tmp_path / "map.json"
    assert journey("draft", brief, "-o", path).code == 0
    return path


def commands() -> list[list[str]]:
    group = typer.main.get_command(app)
    names = []
    for name, command in group.commands.items():
        names += [[name, inner] for inner in command.commands] if hasattr(command, "commands") else [[name]]
    return names


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_subcommand_explains_itself(journey, command):
    outcome = journey(*command, "--help")
    assert outcome.code == 0
    assert outcome.out.startswith("Usage: journey")
    assert outcome.err == ""


def test_help_waits_for_no_heavy_library():
    code = "import sys; from assistant.cli.program import run; run(['--help']); print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert [name for name in HEAVY if name in shown.stdout.splitlines()[-1].split()] == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["search"],
        ["search", "   "],
        ["search", "churn", "-k", "0"],
        ["search", "churn", "--kind", "recipe"],
        ["ask", ""],
        ["serve", "--port", "eighty"],
        ["chat", "--mind", "psychic"],
        ["schema", "canvas"],
        ["draft", "no-such-file.yaml"],
        ["review", "no-such-file.yaml"],
        ["export", "no-such-file.yaml", "--to", "html"],
        ["knowledge", "list", "--kind", "recipe"],
    ],
    ids=lambda arguments: " ".join(arguments) or "nothing",
)
def test_wrong_use_is_answered_with_exit_code_2_and_one_sentence(journey, arguments):
    outcome = journey(*arguments)
    assert outcome.code == 2
    assert outcome.out == ""
    assert len(outcome.err.splitlines()) == 1
    assert len(outcome.err.split()) > 3


def test_a_setting_that_cannot_be_used_is_named(journey, monkeypatch):
    monkeypatch.setenv("JOURNEY_LANGUAGE", "tlh")
    outcome = journey("search", "churn")
    assert outcome.code == 2
    assert "JOURNEY_LANGUAGE" in outcome.err


def test_a_search_lists_cards_best_first(journey):
    outcome = journey("search", "people come once and never come back", "-k", 5, "--json")
    rows = outcome.json
    assert outcome.code == 0
    assert len(rows) == 5
    assert set(rows[0]) == {"id", "kind", "title", "score", "snippet"}
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


def test_a_search_may_be_limited_to_one_kind(journey):
    rows = journey("search", "customers wait", "--kind", "kpi", "-k", 3, "--json").json
    assert [row["kind"] for row in rows] == ["kpi"] * 3


def test_a_search_for_people_shows_titles_and_sentences(journey):
    outcome = journey("search", "churn rate", "-k", 1)
    assert "kpi:churn-rate" in outcome.out
    assert len(outcome.out.splitlines()) == 2


def test_an_answer_cites_its_cards(journey):
    found = journey("ask", "how do I work out the churn rate?", "--json").json
    assert set(found) == {"answer", "citations", "covered"}
    assert found["covered"]
    assert "kpi:churn-rate" in [citation["id"] for citation in found["citations"]]
    assert "[kpi:churn-rate]" in journey("ask", "how do I work out the churn rate?").out


def test_a_question_outside_of_the_knowledge_base_gets_an_honest_no(journey):
    found = journey("ask", "which planet has the most moons?", "--json").json
    assert not found["covered"]
    assert found["citations"] == []
    assert found["answer"]


def test_the_cards_are_listed_shown_counted_and_checked(journey):
    listed = journey("knowledge", "list", "--kind", "legal", "--json").json
    assert "legal:email" in [card["id"] for card in listed]
    shown = journey("knowledge", "show", "legal:email", "--json").json
    assert shown["title"] in journey("knowledge", "show", "legal:email").out
    counted = journey("knowledge", "stats", "--json").json
    assert dict(counted["kinds"])["legal"] == len(listed)
    assert "Cards by stage" in journey("knowledge", "stats").out
    assert journey("knowledge", "check", "--json").json == []
    assert journey("knowledge", "check").code == 0


def test_a_card_that_does_not_exist_is_a_failure(journey):
    outcome = journey("knowledge", "show", "kpi:happiness")
    assert (outcome.code, outcome.out) == (1, "")
    assert "kpi:happiness" in outcome.err


@pytest.mark.parametrize("shape", ["brief", "map", "synthesis"])
def test_the_schema_of_each_shape_is_printed(journey, shape):
    schema = journey("schema", shape).json
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert journey("schema").json[shape] == schema


def test_a_brief_becomes_a_map_on_stdout(journey, brief):
    outcome = journey("draft", brief)
    assert outcome.code == 0
    assert outcome.json["business"]["industry"] == "industry:salon"
    assert outcome.err == ""


def test_a_brief_becomes_a_map_in_a_file(journey, brief, tmp_path):
    page, data = tmp_path / "deep" / "map.html", tmp_path / "map.json"
    assert journey("draft", brief, "-o", page, "--json").json == {"written": [str(page)]}
    assert page.read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    assert str(data) in journey("draft", brief, "-o", data).out
    assert json.loads(data.read_text(encoding="utf-8"))["schema_version"] == "1.0"


def test_a_place_that_cannot_be_written_to_is_named(journey, brief):
    outcome = journey("draft", brief, "-o", brief / "map.json")
    assert outcome.code == 2
    assert "cannot be written" in outcome.err


def test_a_drawn_map_has_no_errors(journey, map_file):
    findings = journey("review", map_file, "--json")
    assert findings.code == 0
    assert all(finding["level"] == "advice" for finding in findings.json)
    assert "0 errors" in journey("review", map_file).out


def test_errors_in_a_map_make_the_exit_code_1(journey, map_file):
    drawn = json.loads(map_file.read_text(encoding="utf-8"))
    drawn["stages"][0]["touchpoints"] = []
    map_file.write_text(json.dumps(drawn), encoding="utf-8")
    outcome = journey("review", map_file, "--json")
    assert outcome.code == 1
    assert "stage-without-touchpoint" in [finding["rule"] for finding in outcome.json]


def test_a_broken_map_is_named_with_field_and_line(journey, map_file):
    drawn = json.loads(map_file.read_text(encoding="utf-8"))
    drawn["stages"][1]["emotion"]["valence"] = 7
    map_file.write_text(json.dumps(drawn, indent=1), encoding="utf-8")
    outcome = journey("review", map_file)
    assert outcome.code == 2
    assert "stages[1].emotion.valence" in outcome.err
    assert "line" in outcome.err


def test_a_map_is_saved_in_several_formats(journey, map_file, tmp_path):
    folder = tmp_path / "out"
    written = journey("export", map_file, "--to", "html, md,html", "-d", folder, "--json").json["written"]
    assert [path.rpartition(".")[2] for path in written] == ["html", "md"]
    assert sorted(str(path) for path in folder.iterdir()) == sorted(written)


def test_an_unknown_format_is_named_and_nothing_is_written(journey, map_file, tmp_path):
    outcome = journey("export", map_file, "--to", "html,doc", "-d", tmp_path / "out")
    assert outcome.code == 2
    assert "doc" in outcome.err
    assert "html" in outcome.err
    assert not (tmp_path / "out").exists()
