"""The knowledge base: typed cards, their links, and the linter that holds them together."""

from assistant.knowledge.cards import Card, EvidenceSource
from assistant.knowledge.library import Library, load_library

__all__ = ["Card", "EvidenceSource", "Library", "load_library"]
