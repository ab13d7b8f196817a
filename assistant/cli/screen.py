"""What the command line writes: results on stdout, complaints on stderr, never both in one place."""

import json
import os
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from shutil import get_terminal_size
from typing import TextIO

from assistant.text import clean

WIDEST = 88
"""Columns beyond which prose is tiring to read."""


def show(text: str = "") -> None:
    """Write `text` to stdout, wrapped to the terminal and without anything that moves its cursor."""
    width = min(WIDEST, get_terminal_size().columns)
    _write(sys.stdout, "\n".join(_wrapped(line, width) for line in clean(text).split("\n")))


@dataclass
class Passing:
    """Words that stand on a terminal while the rest is made, and give way to the finished ones."""

    said: str = ""
    rows: int = 0

    def add(self, piece: str) -> None:
        """Show `piece` after what stands there."""
        self.clear()
        self.said += piece
        width = min(WIDEST, get_terminal_size().columns)
        lines = ["", *_wrapped(clean(self.said), width).split("\n")]
        self.rows = sum(-(-max(1, len(line)) // get_terminal_size().columns) for line in lines)
        _write(sys.stdout, "\n".join(lines))

    def clear(self) -> None:
        """Take off what was shown."""
        if self.rows:
            sys.stdout.write(f"\x1b[{self.rows}A\r\x1b[J")
            sys.stdout.flush()
        self.rows = 0

    def end(self) -> None:
        """Make room for the finished words."""
        self.clear()
        self.said = ""


def can_erase() -> bool:
    """Tell whether stdout is a terminal on which words can be taken back."""
    return sys.stdout.isatty() and os.environ.get("TERM") not in (None, "", "dumb")


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
