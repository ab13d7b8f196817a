"""Keep the vectors of the phrasings in Chroma: built once under a lock, named by content, rebuilt when broken.

Chroma is the store that outlives the process and that several workers may share; it is read once, when the
search is opened. Scoring is exact and in memory, because 4,500 vectors take 0.05 ms that way, against 4-15 ms
for a Chroma query, whose approximate neighbours also differ from build to build.
"""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import numpy as np

from assistant.errors import BadInput, Unavailable
from assistant.retrieval.embedder import Embeds, Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client

LAYOUT = "1"
"""Changes when the stored form does, so that older indexes count as stale."""
LOCK_SECONDS = 300
PREFIX = "cards-"
ROWS_PER_CALL = 1000


def load_vectors(texts: Sequence[str], embedder: Embeds, folder: Path, url: str | None = None) -> Vectors:
    """Return one vector per text, from the index in `folder` or on the Chroma server at `url`.

    A missing, stale or broken index is built anew first; a second process waits for the first.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "index.lock", timeout=LOCK_SECONDS):
            return _on_server(texts, embedder, url) if url else _in_folder(texts, embedder, folder / "chroma")
    except Timeout as error:
        raise Unavailable("Another process is still building the search index; try again in a few minutes.") from error
    except OSError as error:
        raise Unavailable(f"The search index in {folder} cannot be kept: {error.strerror or error}.") from error


def content_name(texts: Sequence[str], embedder: Embeds) -> str:
    """Return the name of the index: a hash of the texts in their order, the embedder and the layout."""
    content = hashlib.sha256("\0".join([LAYOUT, embedder.name, *texts]).encode())
    return PREFIX + content.hexdigest()[:24]


def _in_folder(texts: Sequence[str], embedder: Embeds, folder: Path) -> Vectors:
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.errors import ChromaError

    try:
        return _read_or_build(_local(folder), texts, embedder)
    except ChromaError:
        SharedSystemClient.clear_system_cache()  # because it would hand out the broken client again
        shutil.rmtree(folder, ignore_errors=True)  # because it is a build product: nothing in it is worth saving
    try:
        return _read_or_build(_local(folder), texts, embedder)
    except ChromaError as error:
        raise Unavailable(f"The search index in {folder} cannot be built: {error}.") from error


def _on_server(texts: Sequence[str], embedder: Embeds, url: str) -> Vectors:
    from chromadb.errors import ChromaError

    try:
        return _read_or_build(_remote(url), texts, embedder)
    except ChromaError as error:
        raise Unavailable(f"The Chroma server at {url} does not answer as it should: {error}.") from error


def _local(folder: Path) -> "Client":
    import chromadb
    from chromadb.config import Settings

    return cast("Client", chromadb.PersistentClient(folder, Settings(anonymized_telemetry=False)))


def _remote(url: str) -> "Client":
    import chromadb
    from chromadb.config import Settings

    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise BadInput("The setting JOURNEY_CHROMA_URL is not an address such as http://127.0.0.1:8001.")
    secure = address.scheme == "https"
    port = address.port or (443 if secure else 8000)
    settings = Settings(anonymized_telemetry=False)
    try:
        return cast("Client", chromadb.HttpClient(address.hostname, port, secure, settings=settings))
    except ValueError as error:  # because this is how the client says that nobody listens
        raise Unavailable(f"There is no Chroma server at {url}.") from error


def _read_or_build(client: "Client", texts: Sequence[str], embedder: Embeds) -> Vectors:
    name = content_name(texts, embedder)
    try:
        stored = _read(client, name, len(texts))
        return _build(client, name, embedder.embed(texts)) if stored is None else stored
    finally:
        client.close()  # because a client keeps its files open, and the folder may have to be deleted


def _read(client: "Client", name: str, count: int) -> Vectors | None:
    from chromadb.errors import NotFoundError

    try:
        collection = client.get_collection(name, embedding_function=None)
    except NotFoundError:
        return None
    found = collection.get(include=["embeddings"])
    if len(found["ids"]) != count or found["embeddings"] is None:
        return None
    vectors = np.empty((count, np.shape(found["embeddings"])[1]), np.float32)
    vectors[[int(row) for row in found["ids"]]] = found["embeddings"]
    return vectors if np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3) else None


def _build(client: "Client", name: str, vectors: Vectors) -> Vectors:
    for old in client.list_collections():
        if old.name.startswith(PREFIX):  # because readers hold their vectors in memory, none of them misses it
            client.delete_collection(old.name)
    collection = client.create_collection(name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None)
    for start in range(0, len(vectors), ROWS_PER_CALL):
        rows = range(start, min(start + ROWS_PER_CALL, len(vectors)))
        collection.add(ids=[str(row) for row in rows], embeddings=vectors[start : rows.stop])
    return vectors
