"""What the command line writes: results on stdout, complaints on stderr, never both in one place."""

import json
import sys
import textwrap
from collections.abc import Sequence
from shutil import get_terminal_size
from typing import TextIO

from assistant.text import clean

WIDEST = 88
"""Columns beyond which prose is tiring to read."""


def show(text: str = "") -> None:
    """Write `text` to stdout, wrapped to the terminal and without anything that moves its cursor."""
    width = min(WIDEST, get_terminal_size().columns)
    _write(sys.stdout, "\n".join(_wrapped(line, width) for line in clean(text).split("\n")))


def show_lines(lines: Sequence[str]) -> None:
    """Write each of `lines` to stdout as it is, inert but not wrapped."""
    for line in lines:
        _write(sys.stdout, clean(line))


def show_json(document: object) -> None:
    """Write one JSON document to stdout, in ASCII because that survives every terminal and pipe."""
    _write(sys.stdout, json.dumps(document, indent=2))


def show_json_line(document: object) -> None:
    """Write one JSON document on one line, at once, because a program waits for it."""
    _write(sys.stdout, json.dumps(document))


def complain(sentence: str) -> None:
    """Write one plain sentence to stderr."""
    _write(sys.stderr, " ".join(clean(sentence).split()))


def _wrapped(line: str, width: int) -> str:
    indent = " " * (len(line) - len(line.lstrip(" ")))
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _write(stream: TextIO, text: str) -> None:
    stream.write(text + "\n")
    stream.flush()
