"""Tell whether a sentence is borne out by the cards it cites: most of its content words stand in them."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from assistant.knowledge import Library
from assistant.model import FromCard, JourneyMap
from assistant.review import Leaf, leaves
from assistant.text import fold
from assistant.words import load_words

ENOUGH = 0.6
"""Share of content words that must stand in the cards: a sentence copied from a card has 1, one about anything else
under a half, because trade words recur everywhere."""
_WORD = re.compile(r"[a-zà-ÿ]{4,}")
_COMMON = frozenset(
    {
        *("about", "after", "again", "against", "also", "because", "been", "before", "being", "between", "both"),
        *("could", "does", "down", "each", "even", "every", "from", "have", "here", "into", "just", "like", "long"),
        *("made", "make", "many", "more", "most", "much", "need", "never", "next", "once", "only", "other", "over"),
        *("same", "should", "some", "such", "than", "that", "their", "them", "then", "there", "these", "they"),
        *("thing", "this", "those", "through", "time", "under", "until", "very", "want", "were", "what", "when"),
        *("where", "which", "while", "with", "without", "work", "would", "your", "yours", "yourself"),
    }
)


def content(text: str) -> tuple[str, ...]:
    """Return the beginnings of the words that carry meaning, so that "books" and "booking" are near each other."""
    return tuple(word[:6] for word in _WORD.findall(fold(text)) if word not in _COMMON)


def supported(sentence: str, cards: Collection[str], library: Library) -> bool:
    """Tell whether the cards bear out the sentence; the fixed words around a card's own are not counted."""
    meant = [word for word in content(sentence) if word not in _fixed()]
    known = set().union(*(_card_words(library, card) for card in cards if card in library))
    return not meant or sum(word in known for word in meant) / len(meant) >= ENOUGH


def sentences(text: str) -> list[str]:
    """Return the sentences of an answer."""
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()]


def card_leaves(journey: JourneyMap) -> Iterator[Leaf]:
    """Yield what the map says on the word of cards alone."""
    return (leaf for leaf in leaves(journey) if isinstance(leaf.basis, FromCard))


def borne_out(leaf: Leaf, industry: str, library: Library) -> bool:
    """Tell whether the cards behind a line of a map, or behind what it points to, bear it out.

    What the owner said in it counts for nothing, because no card has to bear that out.
    """
    bases = (leaf.basis, *leaf.linked)
    cards = [card for basis in bases for card in getattr(basis, "cards", ())]
    quoted = set(" ".join(getattr(basis, "quote", "") for basis in leaf.linked).casefold().split())
    text = " ".join(word for word in leaf.text.split() if word.casefold().strip("“”.,:;") not in quoted)
    return supported(text, [*cards, industry], library)


@lru_cache(maxsize=2000)
def _card_words(library: Library, card: str) -> frozenset[str]:
    return frozenset(content(library[card].model_dump_json()))


@lru_cache(maxsize=1)
def _fixed() -> frozenset[str]:
    """Return the words of our sentences with blanks, which say nothing by themselves."""
    trees = (load_words("retrieval").get("answer"), load_words("drafting").get("reason"))
    return frozenset(content(str(trees)))
