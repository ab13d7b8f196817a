"""Whether a card bears out what a model says of it: close in meaning, or in the same words."""

from dataclasses import dataclass
from functools import cached_property

from assistant.knowledge import Library
from assistant.knowledge.cards import Card, KpiCard, TacticCard
from assistant.retrieval import Search
from assistant.text import fold

CLOSE = 0.5
"""Cosine from which on two sentences speak of the same thing."""
SHARED = 0.5
"""Share of a sentence's telling words that the card uses, too."""


@dataclass(frozen=True)
class Support:
    """Compares sentences with cards."""

    library: Library
    search: Search

    def text(self, card_id: str) -> str:
        """Return what a model is told of a card: its title, its body and what to do."""
        card = self.library[card_id]
        return "\n".join((card.title, card.body, *_more(card)))

    def bears_out(self, sentence: str, card_id: str, words: str) -> bool:
        """Tell whether `words`, or the whole card, say what an English `sentence` says."""
        terms = set(self.search.wording.terms(sentence))
        if not terms:
            return False
        shared = terms & set(self.search.wording.terms(self.text(card_id)))
        return len(shared) >= SHARED * len(terms) or self.closeness(sentence, words) >= CLOSE

    def closeness(self, one: str, other: str) -> float:
        """Return how close two English sentences are in meaning, -1 to 1."""
        first, second = self.search.embed([one, other])
        return float(first @ second)

    def quotes(self, card_id: str, words: str) -> bool:
        """Tell whether `words` stand in the card."""
        return bool(words.strip()) and fold(words).strip(" .") in self._folded(card_id)

    def _folded(self, card_id: str) -> str:
        return fold(self.text(card_id))

    @cached_property
    def recommended(self) -> frozenset[str]:
        """The cards that nothing speaks against."""
        return frozenset(card.id for card in self.library if card.recommended)


def _more(card: Card) -> tuple[str, ...]:
    match card:
        case TacticCard():
            return (f"How: {card.how}", f"First step: {card.first_step}")
        case KpiCard():
            return (f"Formula: {card.formula}", f"Where to read it: {card.read_it}")
    return ()
