"""A search over a few cards, opened with the real sentence model."""

import pytest

from assistant.knowledge.library import Library
from assistant.retrieval.embedder import open_embedder
from assistant.retrieval.search import Search, texts_to_embed
from assistant.words import load_words
from tests.retrieval.small import small_library


@pytest.fixture(scope="session")
def few() -> Library:
    return small_library()


@pytest.fixture(scope="session")
def few_search(few: Library) -> Search:
    embedder = open_embedder()
    words = load_words("retrieval")
    return Search(few, embedder, embedder.embed(texts_to_embed(few, words)), words)
