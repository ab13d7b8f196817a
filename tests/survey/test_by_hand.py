"""Files that people edit by hand: corrections and names, on the command line."""

import json
from pathlib import Path

import pytest
import yaml

from assistant.cli.program import run
from tests.survey.conftest import ROWS, as_csv
from tests.survey.test_command import _kept_vectors, answers

__all__ = ["_kept_vectors", "answers"]


def summed_up(capsys: pytest.CaptureFixture[str], *command: str) -> dict[str, object]:
    assert run(["survey", *command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def labels(found: dict[str, object]) -> dict[str, str]:
    return {theme["id"]: theme["label"] for theme in (*found["themes"], *found["praise"])}


def test_a_saved_file_of_corrections_changes_nothing_until_it_is_edited(answers: Path, tmp_path: Path, capsys):
    file = tmp_path / "corrections.yaml"
    before = summed_up(capsys, str(answers), "--save-corrections", str(file))
    assert file.read_text(encoding="utf-8").startswith("# Corrections of a survey")
    after = summed_up(capsys, str(answers), "--corrections", str(file))
    assert after == before


def test_themes_are_joined_named_and_answers_moved(answers: Path, tmp_path: Path, capsys):
    before = summed_up(capsys, str(answers))
    first, second, third = before["themes"][:3]
    file = tmp_path / "corrections.yaml"
    moved = third["response_ids"][0]
    wishes = {
        "call": {first["label"]: "My own name"},
        "same": [[first["id"], second["id"]]],
        "not_about": [{"response": moved, "theme": third["id"]}],
        "about": [{"response": moved, "theme": first["id"]}],
    }
    file.write_text(yaml.safe_dump(wishes), encoding="utf-8")
    after = summed_up(capsys, str(answers), "--corrections", str(file))
    joined = next(theme for theme in after["themes"] if theme["id"] == first["id"])
    assert joined["label"] == "My own name"
    assert set(joined["response_ids"]) == {*first["response_ids"], *second["response_ids"], moved}
    assert second["id"] not in labels(after)
    left = next((theme for theme in after["themes"] if theme["id"] == third["id"]), None)
    assert left is None or moved not in left["response_ids"]


def test_columns_are_corrected_and_the_command_line_counts_more(answers: Path, tmp_path: Path, capsys):
    file = tmp_path / "corrections.yaml"
    file.write_text("columns: {Region: ignore}\n", encoding="utf-8")
    roles = [one["role"] for one in summed_up(capsys, str(answers), "--corrections", str(file))["questions"]]
    assert roles[-1] == "ignore"
    command = (str(answers), "--corrections", str(file), "--column", "Region=segment")
    assert [one["role"] for one in summed_up(capsys, *command)["questions"]][-1] == "segment"


def test_ids_of_digits_need_no_quotes(tmp_path: Path, capsys):
    path = tmp_path / "numbers.csv"
    rows = tuple((str(n), score, text, region) for n, (_, score, text, region) in enumerate(ROWS, 1))
    path.write_text(as_csv(rows), encoding="utf-8")
    theme = summed_up(capsys, str(path))["themes"][0]
    file = tmp_path / "c.yaml"
    file.write_text(f"not_about: [{{response: {theme['response_ids'][0]}, theme: '{theme['id']}'}}]\n", "utf-8")
    after = summed_up(capsys, str(path), "--corrections", str(file))
    assert next((one["count"] for one in after["themes"] if one["id"] == theme["id"]), 0) == theme["count"] - 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("call: {pain:moon: x}", "pain:moon"),
        ("about: [{response: nobody, theme: pain:late-delivery}]", "nobody"),
        ("same: [[pain:late-delivery]]", "line 1"),
        ("colums: {a: open}", "colums"),
        ("- a", "corrections"),
    ],
)
def test_what_is_wrong_in_a_file_is_one_sentence(text: str, said: str, answers: Path, tmp_path: Path, capsys):
    file = tmp_path / "c.yaml"
    file.write_text(text, encoding="utf-8")
    assert run(["survey", str(answers), "--corrections", str(file)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.strip().splitlines()) == 1
    assert said in shown.err
