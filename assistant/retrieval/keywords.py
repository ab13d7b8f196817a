"""The keyword side of the search: BM25 over all texts of a card, its title and people's words counting more."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.phrasings import Field, Phrasing
from assistant.retrieval.wording import Wording

Scores = NDArray[np.float32]
"""One number per card, in the order of the library."""

REPEATS: dict[Field, int] = {"title": 3, "says": 2, "words": 2, "more": 1, "body": 1, "detail": 1}
"""BM25 knows no fields: a word of a field counts as often as said here."""
K1, B = 1.6, 0.6
HALF = 12.0
"""The BM25 score that counts as half of full agreement."""


class Keywords:
    """A BM25 index over cards."""

    def __init__(self, ids: Sequence[str], texts: Sequence[Phrasing], wording: Wording) -> None:
        import bm25s

        self._size = len(ids)
        documents: dict[str, list[str]] = {card: [] for card in ids}
        for text in texts:
            documents[text.card] += wording.terms(text.text) * REPEATS[text.field]
        self._index = bm25s.BM25(k1=K1, b=B)
        self._index.index(list(documents.values()), show_progress=False)

    def scores(self, terms: Sequence[str]) -> Scores:
        """Return how well each card matches `terms`, from 0 to below 1; 0.5 is a BM25 score of 12."""
        known = [term for term in terms if term in self._index.vocab_dict]
        if not known:
            return np.zeros(self._size, np.float32)
        raw: Scores = self._index.get_scores(known).astype(np.float32)
        return raw / (raw + HALF)
