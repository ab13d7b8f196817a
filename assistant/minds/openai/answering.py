"""Answer a question from retrieved cards: a sentence of a model that its card does not bear out is dropped."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.marks import Masks
from assistant.minds.openai.acceptance import ground
from assistant.minds.openai.shapes import Sentence
from assistant.minds.openai.support import Support
from assistant.reading import Answered
from assistant.retrieval import Answer, Citation
from assistant.text import clean

MOST_CARDS = 5


@dataclass(frozen=True)
class Answering:
    """Finds the cards for a question, and judges what a model makes of them."""

    support: Support

    def cards(self, question: str) -> tuple[str, ...]:
        """Return the cards that a model may answer from; none where the cards' own words serve better.

        So it is where they hold no answer, and where the best one is advised against: it says best itself why.
        """
        search = self.support.search
        if not search.covers(question):
            return ()
        cards = [passage.card for passage in search.find(question, k=MOST_CARDS)]
        if not cards or cards[0] not in self.support.recommended:
            return ()
        return tuple(card for card in cards if card in self.support.recommended)

    def told(self, cards: Sequence[str]) -> list[dict[str, str]]:
        """Return the cards as a prompt takes them."""
        return [{"id": card, "text": self.support.text(card)} for card in cards]

    def judged(
        self, sentences: Sequence[Sentence], cards: Sequence[str], question: str, masks: Masks, foreign: str
    ) -> Answered:
        """Return the sentences that their cards bear out, with those cards; no text if there are none."""
        support = self.support
        kept: list[str] = []
        cited: list[str] = []
        for sentence in sentences:
            text = clean(masks.show(sentence.text))
            if sentence.card not in cards or not support.quotes(sentence.card, sentence.words):
                continue
            if not ground((support.text(sentence.card), question), foreign).bears(text):
                continue
            if not foreign and not support.bears_out(text, sentence.card, sentence.words):
                continue
            kept.append(text)
            cited.append(sentence.card)
        return Answered(text=" ".join(kept), cards=tuple(dict.fromkeys(cited)))

    def whole(self, answered: Answered) -> Answer:
        """Return the answer with the titles of its cards."""
        library = self.support.library
        citations = tuple(Citation(id=card, title=library[card].title) for card in answered.cards)
        return Answer(text=answered.text, citations=citations, covered=True)
