"""Breaks text into lines without knowing the font: for drawings and slides, which do not flow by themselves."""

import unicodedata
from collections.abc import Iterator

LETTER = 0.58
"""Width of a letter in ems, wider than most fonts draw it, so that no line runs out of its place."""


def wrapped(text: str, width: float, size: float) -> Iterator[str]:
    """Yield `text` in lines no wider than `width`; a word that is too long is cut."""
    line = ""
    for word in (piece for whole in text.split() for piece in _pieces(whole, width, size)):
        if line and _width(f"{line} {word}", size) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line


def _pieces(word: str, width: float, size: float) -> Iterator[str]:
    """Yield `word` in pieces no wider than `width`, each of at least one letter."""
    piece, used = "", 0.0
    for letter in word:
        needed = _width(letter, size)
        if piece and used + needed > width:
            yield piece
            piece, used = "", 0.0
        piece += letter
        used += needed
    yield piece


def _width(text: str, size: float) -> float:
    # because ASCII is never wide and most texts are nothing else
    wide = 0 if text.isascii() else sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return (len(text) * LETTER + wide * (1.05 - LETTER)) * size
