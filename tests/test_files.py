"""Files people write by hand: read generously, refused in one sentence that names the field and the line."""

import io
import json
import sys

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from assistant.brief import Brief
from assistant.errors import BadFile
from assistant.files import LIMIT, read_brief, read_map, read_synthesis
from tests.export.example_map import EXAMPLE
from tests.strategies import briefs, maps

some = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def refusal(path, content, read=read_brief) -> str:
    """Return the sentence with which `content` is refused."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadFile) as caught:
        read(path)
    return str(caught.value)


@pytest.fixture
def path(tmp_path):
    """A place for one file."""
    return tmp_path / "mine.yaml"


@some
@given(briefs())
def test_a_brief_written_as_json_is_read_back_the_same(path, brief):
    path.write_text(brief.model_dump_json(indent=2), encoding="utf-8")
    assert read_brief(path) == brief


@some
@given(briefs())
def test_a_brief_written_as_yaml_is_read_back_the_same(path, brief):
    path.write_text(yaml.safe_dump(brief.model_dump(mode="json"), allow_unicode=True), encoding="utf-8")
    assert read_brief(path) == brief


@some
@given(maps(most_stages=1))
def test_a_map_written_as_yaml_is_read_back_the_same(path, map):
    path.write_text(yaml.safe_dump(map.model_dump(mode="json")), encoding="utf-8")
    assert read_map(path) == map


def test_plain_yaml_needs_no_quotes_around_words_that_look_like_something_else(path):
    path.write_text("business:\n  offer: 12\n  place: 2024-05-01\n  name: no\n  price:\nunknown: [goal]\n")
    assert read_brief(path) == Brief.model_validate(
        {"business": {"offer": "12", "place": "2024-05-01", "name": "no"}, "unknown": ["goal"]}
    )


def test_numbers_in_yaml_are_numbers_where_the_schema_wants_them(path):
    path.write_text("numbers:\n- {value: 30, unit: '%', words: 3 in 10, turns: [1, 4]}\n")
    number = read_brief(path).numbers[0]
    assert (number.value, number.turns) == (30.0, (1, 4))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_editors_write_is_read(path, encoding):
    path.write_bytes("goal: más clientes\r\n".encode(encoding))
    assert read_brief(path).goal == "más clientes"


def test_a_dash_reads_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"goal: more regulars\n")))
    assert read_brief("-").goal == "more regulars"


def test_a_synthesis_is_read(path):
    path.write_text("responses: 3\nunclassified: {count: 3}\n")
    assert read_synthesis(path).responses == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "business:\n  offer: bread\n  model: b2x\n",
            "mine.yaml, line 3: the field business.model must be 'b2c', 'b2b', 'both' or 'nonprofit'.",
        ),
        ("personas:\n- name: Ann\n  who: x\n- name: Bob\n", "mine.yaml, line 4: the field personas[1].who is missing."),
        ("personas:\n- nam: Ann\n  who: x\n", "mine.yaml, line 2: the field personas[0].nam is not known; did you mean name?"),
        ("goal: x\nwishes: y\n", "mine.yaml, line 2: the field wishes is not known here."),
        ("goal: x\npains:\n  - words: ''\n", "mine.yaml, line 3: the field pains[0].words must not be empty."),
        (
            "pains:\n- words: slow\n  pain: slow\n",
            "mine.yaml, line 3: the field pains[0].pain is not a proper id; ids look like kpi:repeat-purchase-rate or pain-1.",
        ),
        ("numbers:\n- value: many\n", "mine.yaml, line 2: the field numbers[0].value must be a number."),
        ("keeping: a card\n", "mine.yaml, line 1: the field keeping must be a list."),
        ("goal: x\ngoal: y\n", "mine.yaml, line 2: the field goal is given twice."),
        ("goal: [\n", "mine.yaml, line 2: this is not valid YAML or JSON (did not find expected node content)."),
        ('{"goal": "x",\n "personas": [{"name": 3}]}', "mine.yaml, line 2: the field personas[0].name must be text."),
        ("a: &x 1\nb: *x\n", "mine.yaml, line 2: references with & and * are not read; write the value out."),
        ("goal: !!binary eA==\n", "mine.yaml, line 1: tags with ! are not read; write the plain value."),
        ("--- \ngoal: a\n---\ngoal: b\n", "mine.yaml, line 3: the file holds a second document; keep one per file."),
        ("", "mine.yaml is empty."),
        ("- a\n", "mine.yaml holds no fields; a brief starts with fields such as business and personas."),
        ("title: I want\nstages: []\n", "mine.yaml is a map, not a brief."),
        (b"offer: x\ngoal: caf\xe9\n", "mine.yaml, line 2: this is not text in UTF-8; save the file as UTF-8 and try again."),
        ("goal: a\nname: \x01\n", "mine.yaml, line 2: there is a character here that does not belong in a text file."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence_with_its_line(path, content, sentence):
    assert refusal(path, content) == sentence


def test_a_broken_leaf_deep_in_an_exported_map_is_found(path):
    data = json.loads(EXAMPLE.model_dump_json())
    data["stages"][5]["kpis"][0]["baseline"]["basis"]["turns"] = []
    text = json.dumps(data, indent=1, ensure_ascii=False)
    line = next(
        number
        for number, content in enumerate(text.splitlines(), start=1)
        if content.strip() == '"turns": [],' and number > text[: text.index('"baseline": {')].count("\n")
    )
    assert refusal(path, text, read_map) == (
        f"mine.yaml, line {line}: the field stages[5].kpis[0].baseline.basis.turns must not be empty."
    )


def test_a_basis_of_an_unknown_kind_is_named(path):
    text = EXAMPLE.model_dump_json(indent=1).replace('"kind": "survey"', '"kind": "rumour"', 1)
    assert "must have a kind that is one of 'owner_said', 'survey', 'card', 'assumption'." in refusal(
        path, text, read_map
    )


@pytest.mark.parametrize("bomb", ["[" * 100_000, "a: " + "{a: " * 5_000, '{"a":' * 100_000, "- " * 50_000])
def test_a_deep_file_is_refused(path, bomb):
    assert "deeper" in refusal(path, bomb)


def test_a_large_file_is_refused_unread(path):
    assert (
        refusal(path, b"goal: " + b"x" * LIMIT) == "mine.yaml is larger than 5 MB, which is more than a brief can be."
    )


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(BadFile, match=r"none\.yaml cannot be opened: No such file or directory\."):
        read_map(tmp_path / "none.yaml")
