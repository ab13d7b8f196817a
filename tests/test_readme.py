"""What the documents say exists in the program, and what the program has is said in the documents."""

import re
import shlex
from pathlib import Path
from typing import get_args

import pytest
import typer
from pydantic import AliasChoices

from assistant.cli.program import app
from assistant.export import FORMATS
from assistant.knowledge.library import read_card
from assistant.knowledge.links import links
from assistant.model import KINDS, Strength
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "knowledge.md").read_text(encoding="utf-8")
PROGRAM = typer.main.get_command(app)


def mentioned() -> list[str]:
    """Return every `journey …` command line that the documents show."""
    inline = re.findall(r"`(journey [^`]+)`", README + GUIDE)
    blocks = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
    return [*inline, *(f"journey {part.partition('journey ')[2]}" for part in blocks if "journey " in part)]


def resolved(line: str):
    """Return the command that `line` runs, its name, and the arguments after it."""
    command, name = PROGRAM, []
    words = shlex.split(line)[1:]
    while words and hasattr(command, "commands"):
        assert words[0] in command.commands, f"there is no command {words[0]} in: {line}"
        command = command.commands[words[0]]
        name.append(words.pop(0))
    return command, " ".join(name), words


@pytest.mark.parametrize("line", sorted(set(mentioned())))
def test_a_command_in_the_documents_exists_with_its_options(line: str):
    command, _, words = resolved(line)
    known = {option for parameter in command.params for option in parameter.opts + parameter.secondary_opts}
    assert {word for word in words if word.startswith("-")} <= known


def test_every_command_is_in_the_readme():
    shown = {resolved(line)[1] for line in mentioned()}
    for name, command in PROGRAM.commands.items():
        for full in [f"{name} {inner}" for inner in getattr(command, "commands", [])] or [name]:
            assert full in shown


def test_options_named_in_words_exist():
    options = set(re.findall(r"`(--[a-z-]+)", README))
    known = {
        option
        for command in PROGRAM.commands.values()
        for parameter in command.params
        for option in parameter.opts + parameter.secondary_opts
    }
    assert options <= known


def test_the_export_formats_are_those_of_the_program():
    row = next(line for line in README.splitlines() if "journey export" in line and "formats:" in line)
    assert sorted(re.findall(r"[a-z]+", row.partition("formats:")[2])) == sorted(FORMATS)


def test_the_make_targets_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`", README)) <= targets


def test_the_example_settings_are_those_of_the_program():
    example = re.findall(r"^#([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    names = []
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        names.append(alias.choices[-1] if isinstance(alias, AliasChoices) else f"JOURNEY_{name.upper()}")
    assert sorted(example) == sorted(names)


def test_the_folders_of_the_layout_exist():
    folders = re.findall(r"^\| `([a-z]+)/` \|", README, re.MULTILINE)
    assert len(folders) > 5
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs/knowledge.md"])
def test_links_between_documents_lead_somewhere(document: str):
    path = ROOT / document
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_readme_is_short():
    assert len(README.splitlines()) <= 100


def test_the_count_of_cards_is_about_right(library):
    (count,) = re.findall(r"About (\d+) \[knowledge cards\]", README)
    assert int(count) == pytest.approx(len(library), rel=0.1)


def test_the_guide_knows_every_kind_and_grade():
    table = "\n".join(line for line in GUIDE.splitlines() if line.startswith("|"))
    named = set(re.findall(r"`([a-z0-9]+)`", table))
    assert set(KINDS) | set(get_args(Strength)) <= named


def test_the_card_of_the_guide_is_a_real_card(tmp_path, library):
    (example,) = re.findall(r"```markdown\n(.*?)```", GUIDE, re.DOTALL)
    path = tmp_path / "pain" / "slow-reply.md"
    path.parent.mkdir()
    path.write_text(example, encoding="utf-8")
    card = read_card(path)
    assert [target for _, target in links(card) if target not in library] == []
    assert all(source.ref in library.references for source in card.sources)
