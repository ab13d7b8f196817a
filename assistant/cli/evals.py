"""Runs the evals of a checkout in a process of their own; an installed copy does not carry them."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import KnowledgeError
from assistant.paths import shipped
from assistant.words import load_words


def measure(suites: Sequence[str], options: Sequence[str], place: Path | None = None) -> int:
    """Run `python -m evals` on `suites` and return its exit code; KnowledgeError where there are none."""
    place = place or shipped("evals")
    if not (place / "__main__.py").is_file():
        raise KnowledgeError(load_words("cli")("evals.missing"))
    command = [sys.executable, "-m", "evals", *suites, *options]
    return subprocess.run(command, cwd=place.parent, check=False).returncode  # noqa: S603 - our own module, no shell
