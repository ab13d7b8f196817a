"""The sentence model: the right file, vectors of length 1, the same for the same words."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import Unavailable
from assistant.retrieval.embedder import SHIPPED_SHA256, VOCABULARY, OnnxEmbedder, open_embedder

SENTENCES = ["they never turn up", "nobody shows up for the appointment", "the oven is cold", "a " * 500]


def test_sentences_become_vectors_of_length_one() -> None:
    vectors = open_embedder().embed(SENTENCES)
    assert vectors.shape == (4, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_what_means_the_same_is_nearer_than_what_does_not() -> None:
    absent, missing, oven, _ = open_embedder().embed(SENTENCES)
    assert absent @ missing > absent @ oven + 0.2


def test_a_sentence_has_the_same_vector_alone_and_among_many() -> None:
    embedder = open_embedder()
    many = [f"{word} number {number}" for number in range(20) for word in SENTENCES[:3]]
    together = embedder.embed(many)
    assert np.allclose(together[7], embedder.embed([many[7]])[0], atol=1e-6)


def test_no_sentences_give_no_vectors() -> None:
    assert len(open_embedder().embed([])) == 0


def test_a_model_that_is_not_the_tested_file_is_refused(tmp_path: Path) -> None:
    model = tmp_path / "model.onnx"
    model.write_bytes(b"something else")
    with pytest.raises(Unavailable, match="not the tested file"):
        OnnxEmbedder(model, VOCABULARY, SHIPPED_SHA256).embed(["hello"])


def test_a_local_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    model = tmp_path / "mine.onnx"
    model.write_bytes(b"junk")
    with pytest.raises(Unavailable, match=r"mine\.onnx cannot be run"):
        open_embedder(model).embed(["hello"])


def test_a_local_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"gone\.onnx cannot be read"):
        open_embedder(tmp_path / "gone.onnx").embed(["hello"])


def test_another_vocabulary_beside_a_local_model_gives_it_another_name(tmp_path: Path) -> None:
    model = tmp_path / "model.onnx"
    model.write_bytes(b"bytes")
    before = open_embedder(model).name
    (tmp_path / "vocab.txt").write_text("[UNK]\n", "utf-8")
    assert open_embedder(model).name != before


def test_the_shipped_vocabulary_is_that_of_bert() -> None:
    assert hashlib.sha256(VOCABULARY.read_bytes()).hexdigest().startswith("07eced375cec144d27c900241f3e339478dec958")
