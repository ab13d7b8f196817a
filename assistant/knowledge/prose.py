"""Cut a card's plain prose into sentences and choose among them."""

import re
from collections.abc import Collection, Sequence

_SOURCE_KEYS = re.compile(r"\s+\((?:[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)*[,;]?\s*)+\)")
_BREAK = re.compile(r"(?<=[.!?])[”\"']?\s+(?=[A-Z0-9“\"'(])")


def sentences(text: str) -> tuple[str, ...]:
    """Split plain prose into sentences, without the keys of sources, which say nothing to a reader."""
    bare = _SOURCE_KEYS.sub("", " ".join(text.split()))
    ends = [match.end() for match in _BREAK.finditer(bare)]
    parts = (bare[start:end].strip() for start, end in zip([0, *ends], [*ends, len(bare)], strict=True))
    return tuple(part for part in parts if part)


def nearest(options: Sequence[tuple[str, Collection[str]]], terms: Collection[str]) -> str:
    """Return the text that shares most telling words with `terms`, the first of those that tie."""
    wanted = set(terms)
    return max(options, key=lambda option: len(wanted.intersection(option[1])))[0]
