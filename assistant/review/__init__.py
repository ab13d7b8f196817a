"""Review a map: one function that is guard, linter and scorer, for drawn and for hand-edited maps alike."""

from assistant.review.findings import Finding
from assistant.review.leaves import Leaf, counted_leaves, leaves, share_assumed
from assistant.review.rules import review

__all__ = ["Finding", "Leaf", "counted_leaves", "leaves", "review", "share_assumed"]
