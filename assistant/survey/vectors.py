"""Turns many short texts into vectors with one table of word vectors, distilled once from the sentence model.

Each piece of the model's vocabulary is put through it alone, the result is reduced to its main directions, and
frequent pieces count little (the model2vec method; weights after Arora et al. 2017, "a simple but tough-to-beat
baseline"). A text is the sum of its pieces, so its vector depends on nothing but itself.
"""

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from assistant.retrieval.embedder import OnnxEmbedder, Vectors, open_embedder
from assistant.settings import Settings

DIMENSIONS = 256
RARE = 1e-5
"""Frequency at which a piece counts half; commoner ones count less."""
FIRST_WORD = 1990
"""Number of the first whole word in BERT's vocabulary, which is sorted by frequency from there on."""
_FORMAT = 1
_NOT_WORDS = re.compile(r"\[(?:handle|link|email|phone|name|id number|address|ip|iban|card)\]|https?://\S+|[@#]")


class WordVectors:
    """Sums of weighted word vectors."""

    def __init__(self, embedder: OnnxEmbedder, table: NDArray[np.float32]) -> None:
        self._embedder = embedder
        self._table = table

    def sums(self, texts: Sequence[str]) -> Vectors:
        """Return one vector per text, longer for longer texts; zeros for a text without words."""
        found = np.zeros((len(texts), self._table.shape[1]), np.float32)
        for first in range(0, len(texts), 4096):
            pieces = self._embedder.pieces([plain(text) for text in texts[first : first + 4096]])
            for row, ids in enumerate(pieces, first):
                if ids:
                    found[row] = self._table[ids].sum(axis=0)
        return found


def plain(text: str) -> str:
    """Return `text` without what is no word: masks, links, entities, signs before handles and tags."""
    return _NOT_WORDS.sub(" ", unescape(text))


def unit(vectors: Vectors) -> Vectors:
    """Bring each row to length 1; rows of zeros stay."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    length[length == 0] = 1
    found: Vectors = vectors / length
    return found


def distil(pieces: Vectors) -> NDArray[np.float32]:
    """Reduce the vectors of all pieces to their main directions and weigh them by how rare the piece is."""
    centred = pieces - pieces.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    strongest = directions[:, ::-1][:, :DIMENSIONS]
    # because the sign of a direction is arbitrary and must not differ between machines
    strongest = strongest * np.sign(strongest[np.abs(strongest).argmax(axis=0), np.arange(strongest.shape[1])])
    table: NDArray[np.float32] = (centred @ strongest * weights(len(pieces))[:, None]).astype(np.float32)
    return table


def weights(size: int) -> NDArray[np.float64]:
    """Return the weight of each piece, 0-1, by Zipf's law from its place in the vocabulary."""
    rank = np.maximum(np.arange(size) - FIRST_WORD, 2).astype(np.float64)
    share = 1 / rank
    share /= share.sum()
    found: NDArray[np.float64] = RARE / (RARE + share)
    return found


def open_vectors(settings: Settings) -> WordVectors:
    """Return the word vectors, distilled once and kept in the data directory."""
    embedder = open_embedder(settings.embedder)
    path = settings.data_dir / "cache" / f"words-{_FORMAT}-{embedder.name}-{DIMENSIONS}.npy"
    table = _kept(path)
    if table is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock"):
            table = _kept(path)
            if table is None:
                table = distil(embedder.piece_vectors()).astype(np.float16).astype(np.float32)
                _keep(path, table.astype(np.float16))
    return WordVectors(embedder, table)


def _kept(path: Path) -> NDArray[np.float32] | None:
    try:
        table = np.load(path, allow_pickle=False)
    except (OSError, ValueError):  # ValueError: cut short by a full disk
        return None
    return table.astype(np.float32) if table.ndim == 2 and table.shape[1] == DIMENSIONS else None


def _keep(path: Path, table: NDArray[np.float16]) -> None:
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        np.save(file, table)
    Path(file.name).replace(path)
