"""How large the files of one message may be: told before any of them is opened."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.errors import BadInput
from assistant.survey.read.limits import MOST_BYTES
from assistant.web.hardening import LARGEST_UPLOAD
from assistant.web.surveys import read_files
from assistant.words import load_words


def message(folder: Path, *sizes: int) -> Any:
    elements = []
    for number, size in enumerate(sizes):
        path = folder / f"{number}.csv"
        with path.open("wb") as file:
            file.truncate(size)  # a hole on the disk, because nothing of it may be read
        elements.append(SimpleNamespace(name=path.name, path=str(path)))
    return SimpleNamespace(elements=elements)


def test_files_that_are_too_large_together_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="over 50 MB together"):
        read_files(message(tmp_path, MOST_BYTES - 10, 11), load_words("page"))


def test_small_files_are_read(tmp_path: Path) -> None:
    assert read_files(message(tmp_path, 3, 4), load_words("page")) == [("0.csv", b"\0" * 3), ("1.csv", b"\0" * 4)]


def test_a_file_of_the_largest_size_passes_the_gate_and_the_page() -> None:
    import tomllib

    from assistant.paths import shipped

    config = tomllib.loads((shipped(".chainlit") / "config.toml").read_text(encoding="utf-8"))
    upload = config["features"]["spontaneous_file_upload"]
    assert upload["max_size_mb"] * 1024**2 == MOST_BYTES < LARGEST_UPLOAD
