"""Cut a card's plain prose into sentences and choose among them."""

import re
from collections.abc import Callable, Sequence

_SOURCE_KEYS = re.compile(r"\s+\((?:[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*[,;]?\s*)+\)")
_BREAK = re.compile(r"(?<=[.!?])[”\"']?\s+(?=[A-Z0-9“\"'(])")


def sentences(text: str) -> tuple[str, ...]:
    """Split plain prose into sentences, without the keys of sources, which say nothing to a reader."""
    bare = _SOURCE_KEYS.sub("", " ".join(text.split()))
    ends = [match.end() for match in _BREAK.finditer(bare)]
    parts = (bare[start:end].strip() for start, end in zip([0, *ends], [*ends, len(bare)], strict=True))
    return tuple(part for part in parts if part)


def nearest(options: Sequence[str], asked: str, terms: Callable[[str], list[str]]) -> str:
    """Return the option that shares most telling words with `asked`, the first of those that tie."""
    wanted = set(terms(asked))
    return max(options, key=lambda option: len(wanted.intersection(terms(option))))
