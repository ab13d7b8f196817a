"""Groups the comments that fit no theme by likeness: perhaps new themes, to be read and named by a person."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.survey.lexicon import split_words, stems
from assistant.survey.vectors import WordVectors, unit

_ALIKE = 0.55
_MOST = 3000
"""Comments that are compared with one another; of more, a fixed sample by their words."""
_GROUPS = 5
_FEWEST = 5


class Group(NamedTuple):
    """Comments that are alike."""

    words: tuple[str, ...]
    """Words that set them apart, most telling first."""
    members: tuple[int, ...]
    """Positions of the comments, the most typical one first."""


def groups(texts: Sequence[str], vectors: WordVectors) -> tuple[Group, ...]:
    """Return up to five groups of at least five comments each, largest first."""
    if len(texts) < _FEWEST:
        return ()
    # because the order of the rows must play no part, comments are put in the order of a hash of their words
    order = sorted(range(len(texts)), key=lambda n: (hashlib.sha256(texts[n].encode()).digest(), n))[:_MOST]
    found = unit(vectors.sums([texts[n] for n in order]))
    centre = found.mean(axis=0)
    found = unit(found - centre)
    alike = np.round(found @ found.T, 3) >= _ALIKE
    open_: NDArray[np.bool_] = np.asarray(found.any(axis=1), bool)
    smallest = max(_FEWEST, len(order) // 50)
    result: list[Group] = []
    while len(result) < _GROUPS:
        counts = (alike & open_[None, :]).sum(axis=1) * open_
        best = int(counts.argmax())
        if counts[best] < smallest:
            break
        members = [int(n) for n in np.flatnonzero(alike[best] & open_)]
        open_[members] = False
        members.sort(key=lambda n: (-float(np.round(found[n] @ found[best], 3)), n))
        result.append(Group(_telling([texts[order[n]] for n in members], texts), tuple(order[n] for n in members)))
    return tuple(result)


def _telling(members: Sequence[str], everything: Sequence[str]) -> tuple[str, ...]:
    inside = Counter(word for text in members for word in set(split_words(text)) if len(word) > 3)
    outside = Counter(word for text in everything for word in set(split_words(text)))
    need = max(2, len(members) // 4)
    strength = {word: n * n / outside[word] for word, n in inside.items() if n >= need}
    best: list[str] = []
    for word in sorted(strength, key=lambda word: (-strength[word], word)):
        if stems([word]) not in [stems([other]) for other in best]:
            best.append(word)
    return tuple(best[:3])
