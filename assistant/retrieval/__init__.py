"""Finding the cards that fit a messy sentence: an index of phrasings, a hybrid search and extractive answers."""

from assistant.retrieval.ask import Answer, Citation, answer
from assistant.retrieval.late import LateSearch
from assistant.retrieval.search import MATCH, Passage, Search, open_search

__all__ = ["MATCH", "Answer", "Citation", "LateSearch", "Passage", "Search", "answer", "open_search"]
