"""The index: built once, by one process, and built anew when it is stale or broken."""

import multiprocessing
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings

from assistant.errors import BadInput, Unavailable
from assistant.retrieval.index import content_name, load_vectors
from tests.retrieval.small import ToyEmbedder

TEXTS = [f"phrasing number {number}" for number in range(50)]


def _built(folder: Path, texts: list[str] = TEXTS) -> tuple[np.ndarray, int]:
    """Return the vectors and how many texts had to be embedded for them."""
    embedder = ToyEmbedder()
    return load_vectors(texts, embedder, folder), len(embedder.embedded)


def test_the_index_is_built_once_and_then_read(tmp_path: Path) -> None:
    first, embedded = _built(tmp_path)
    second, again = _built(tmp_path)
    assert (embedded, again) == (len(TEXTS), 0)
    assert np.allclose(first, second, atol=1e-6)


def test_vectors_come_back_in_the_order_of_the_texts(tmp_path: Path) -> None:
    _built(tmp_path)
    assert np.allclose(_built(tmp_path)[0], ToyEmbedder().embed(TEXTS), atol=1e-6)


def test_a_changed_text_makes_the_index_stale(tmp_path: Path) -> None:
    _built(tmp_path)
    changed = [*TEXTS[:-1], "another wording"]
    assert _built(tmp_path, changed)[1] == len(TEXTS)
    names = [collection.name for collection in _client(tmp_path).list_collections()]
    assert names == [content_name(changed, ToyEmbedder())]


def test_another_embedder_makes_the_index_stale(tmp_path: Path) -> None:
    _built(tmp_path)
    other = ToyEmbedder("toy-2")
    load_vectors(TEXTS, other, tmp_path)
    assert len(other.embedded) == len(TEXTS)


def _junk_in_the_database(chroma: Path) -> None:
    (chroma / "chroma.sqlite3").write_bytes(b"junk" * 4000)


def _half_a_database(chroma: Path) -> None:
    content = (chroma / "chroma.sqlite3").read_bytes()
    (chroma / "chroma.sqlite3").write_bytes(content[: len(content) // 2])


def _an_empty_database(chroma: Path) -> None:
    (chroma / "chroma.sqlite3").write_bytes(b"")


def _no_folder(chroma: Path) -> None:
    shutil.rmtree(chroma)


def _lost_rows(chroma: Path) -> None:
    _collection(chroma.parent).delete(ids=["3", "7"])


def _a_spoilt_vector(chroma: Path) -> None:
    _collection(chroma.parent).update(ids=["3"], embeddings=[[0.5] * 32])


@pytest.mark.parametrize(
    "harm",
    [_junk_in_the_database, _half_a_database, _an_empty_database, _no_folder, _lost_rows, _a_spoilt_vector],
)
def test_a_broken_index_is_built_anew(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    _built(tmp_path)
    harm(tmp_path / "chroma")
    vectors, embedded = _built(tmp_path)
    assert embedded == len(TEXTS)
    assert np.allclose(vectors, ToyEmbedder().embed(TEXTS), atol=1e-6)
    assert _built(tmp_path)[1] == 0


def _build_in_a_process(folder: Path, results: "multiprocessing.Queue[tuple[float, int]]") -> None:
    vectors, embedded = _built(folder)
    results.put((float(vectors.sum()), embedded))


def test_two_processes_that_start_at_once_build_one_index(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    processes = [context.Process(target=_build_in_a_process, args=(tmp_path, results)) for _ in range(2)]
    for process in processes:
        process.start()
    outcomes = [results.get(timeout=100) for _ in processes]
    for process in processes:
        process.join()
    assert sorted(embedded for _, embedded in outcomes) == [0, len(TEXTS)]
    assert outcomes[0][0] == pytest.approx(outcomes[1][0], abs=1e-4)


def test_threads_that_start_at_once_build_one_index(tmp_path: Path) -> None:
    outcomes: list[int] = []
    threads = [threading.Thread(target=lambda: outcomes.append(_built(tmp_path)[1])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [0, 0, 0, len(TEXTS)]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("not a folder", "utf-8")
    with pytest.raises(Unavailable, match="cannot be kept"):
        _built(blocker / "index")


def test_a_chroma_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Unavailable, match=f"no Chroma server at http://127.0.0.1:{port}"):
        load_vectors(TEXTS, ToyEmbedder(), tmp_path, f"http://127.0.0.1:{port}")


def test_an_address_that_is_none_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="JOURNEY_CHROMA_URL"):
        load_vectors(TEXTS, ToyEmbedder(), tmp_path, "somewhere")


@pytest.mark.slow
def test_several_machines_may_share_a_chroma_server(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("chroma")
    command = [str(program), "run", "--path", str(tmp_path / "server"), "--host", "127.0.0.1", "--port", str(port)]
    quiet = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
    with subprocess.Popen(command, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            counts = []
            for machine in ("one", "two"):
                embedder = ToyEmbedder()
                vectors = load_vectors(TEXTS, embedder, tmp_path / machine, f"http://127.0.0.1:{port}")
                counts.append(len(embedder.embedded))
                assert np.allclose(vectors, ToyEmbedder().embed(TEXTS), atol=1e-6)
            assert counts == [len(TEXTS), 0]
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("the Chroma server did not come up")


def _client(folder: Path) -> chromadb.ClientAPI:
    return chromadb.PersistentClient(folder / "chroma", Settings(anonymized_telemetry=False))


def _collection(folder: Path) -> chromadb.Collection:
    return _client(folder).get_collection(content_name(TEXTS, ToyEmbedder()), embedding_function=None)
