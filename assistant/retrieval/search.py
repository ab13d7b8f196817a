"""Find the cards for a messy sentence, and tell how sure one may be that they fit."""

import math
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.knowledge.cards import Card
from assistant.knowledge.library import Library
from assistant.knowledge.prose import nearest, sentences
from assistant.model import CardId, CardKind, Frozen
from assistant.retrieval.embedder import VOCABULARY, Embeds, Vectors, open_embedder
from assistant.retrieval.index import load_vectors
from assistant.retrieval.keywords import Keywords, Scores
from assistant.retrieval.phrasings import EMBEDDED, phrasings
from assistant.retrieval.scope import Scope
from assistant.retrieval.signs import Scales, Signs, Weights, weigh
from assistant.retrieval.telling import Telling
from assistant.retrieval.wording import Wording, english_words
from assistant.settings import Settings
from assistant.text import Line
from assistant.words import Words, load_words

CENTRE, SPREAD = 10.5, 1.4
"""Turn the weighed score of `find` into the likelihood that the card is one that was asked for (logistic, measured
on the ten first cards of 548 messages on our subject and 162 on others)."""
MATCH = 0.5
"""From this score of `match` on a sentence may be taken for the pain. Measured with `evals.retrieval.ablation` on
`complaints.jsonl`: of 82 complaints 88 % got the right pain at or above it, of 28 neutral sentences one got any."""
REMEMBERED = 64
"""Vectors of the last messages are kept, because one message is searched, matched and judged in turn."""
MATCH_CENTRE, MATCH_SPREAD = 0.535, 0.05


class Passage(Frozen):
    """A card found by a search."""

    card: CardId
    kind: CardKind
    title: Line
    score: float
    """How well it fits, 0-1, comparable between messages."""
    snippet: Line
    """The sentence of the card that fits best."""


class Evidence(NamedTuple):
    """What tells a question about our subject from any other."""

    best: float
    """Cosine of the nearest card."""
    nearest_ten: float
    """Mean over the ten nearest cards: on our subject a question has many near cards, elsewhere one by chance."""
    mean: float
    """Mean cosine of the card found first."""
    words: float
    """The best keyword score."""
    outside: float
    """Cosine of the nearest of the sentences about what we do not cover."""


COVERS = Evidence(best=3.5, nearest_ten=9.5, mean=8.6, words=12.6, outside=-11.4)
COVERS_BIAS = -6.05
"""Learned on the same messages; then moved until none of ours was refused, which lets every tenth other one by."""
TOLD_BONUS = 1.3
"""A message that tells what happens is refused less easily, because a refused complaint hurts more than a wide card."""


class Search:
    """Finds cards. Nothing in it changes after it was opened: the same message finds the same passages."""

    def __init__(
        self, library: Library, embedder: Embeds, vectors: Vectors, words: Words, weights: Weights | None = None
    ) -> None:
        """Take the vectors of `texts_to_embed(library, words)`, in that order."""
        texts = phrasings(library)
        position = {card.id: place for place, card in enumerate(library)}
        owners = [position[text.card] for text in texts if text.field in EMBEDDED]
        self.wording = Wording(
            words.get("slang"),
            words.get("same"),
            words("stop").split(),
            [text.text for text in texts],
            english_words(VOCABULARY),
        )
        self.weights = weights or Weights()
        self.ids = tuple(position)
        self.library = library
        self._trouble, self._praise = frozenset(words("trouble").split()), frozenset(words("praise").split())
        self._cards = tuple(library)
        self._embedder = embedder
        self._vector = lru_cache(REMEMBERED)(self._one_vector)
        self._sentences = cache(self._cut)
        self._vectors, self._outside = vectors[: len(owners)], vectors[len(owners) :]
        self._scales = Scales(library, owners, words.get("hints"))
        self._telling, self._scope = Telling(words.get("telling")), Scope(words.get("beyond"), self.wording.knows)
        self._keywords = Keywords(self.ids, texts, self.wording)

    def find(self, query: str, k: int = 10, kinds: Collection[str] | None = None) -> tuple[Passage, ...]:
        """Return the `k` cards that fit `query` best, of the given kinds only if any are given, best first."""
        scores = weigh(self.signs(query), self.weights)
        return self._passages(query, (scores - CENTRE) / SPREAD, k, kinds)

    def match(self, text: str, kinds: Collection[str] = ("pain",), k: int = 3) -> tuple[Passage, ...]:
        """Return the cards that say the same as `text`, best first; from a score of MATCH on they may be believed.

        Unlike `find`, which looks for an answer, this looks for the same thing said in other words. For pains it
        also counts whether the sentence sounds like a complaint: "quick delivery" is near to "late delivery".
        """
        signs = self.signs(text)
        said = set(self.wording.plain(text).split())
        tone = 0.1 * (not said.isdisjoint(self._trouble)) - 0.1 * (not said.isdisjoint(self._praise))
        same = 0.3 * signs.best + 0.7 * signs.mean + 0.6 * signs.words + np.float32(tone) * signs.is_pain
        return self._passages(text, (same - MATCH_CENTRE) / MATCH_SPREAD, k, kinds)

    def covers(self, query: str) -> bool:
        """Tell whether the cards have anything to say to `query`."""
        return not self._scope.beyond(query) and self.confidence(query) >= 0

    def confidence(self, query: str) -> float:
        """Return the log-odds that `query` is about what the cards are about."""
        if not self.wording.plain(query):
            return -math.inf
        told = TOLD_BONUS * self._telling.tells(self.wording.plain(query))
        weighed = sum(weight * value for weight, value in zip(COVERS, self.evidence(query), strict=True))
        return weighed + COVERS_BIAS + told

    def evidence(self, query: str) -> Evidence:
        """Return what tells whether `query` is about our subject."""
        vector, signs = self._read(query)
        return Evidence(
            best=float(signs.best.max()),
            nearest_ten=float(np.sort(signs.best)[-10:].mean()),
            mean=float(signs.mean[np.argmax(weigh(signs, self.weights))]),
            words=float(signs.words.max()),
            outside=float((self._outside @ vector).max()) if len(self._outside) else 0.0,
        )

    def signs(self, query: str) -> Signs:
        """Return everything that speaks for each card, in the order of the library."""
        return self._read(query)[1]

    def _read(self, query: str) -> tuple[Vectors, Signs]:
        plain = self.wording.plain(query)
        vector = self._vector(plain)
        words = self._keywords.scores(self.wording.terms(plain))
        return vector, self._scales.signs(_cosines(self._vectors, vector), words, plain, self._telling.tells(plain))

    def sentence(self, card_id: str, query: str, skip: int = 0) -> str:
        """Return the sentence of a card that fits `query` best, the first `skip` left out; "" if none is left."""
        options = self._sentences(card_id)[skip:]
        return nearest(options, self.wording.terms(self.wording.plain(query))) if options else ""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one vector of length 1 per text, from the same model that the search uses."""
        return self._embedder.embed(texts)

    def _cut(self, card_id: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        body = self.library[card_id].body
        return tuple((sentence, tuple(self.wording.terms(sentence))) for sentence in sentences(body))

    def _one_vector(self, plain: str) -> Vectors:
        vector: Vectors = self._embedder.embed([plain])[0]
        return vector

    def _passages(self, query: str, logits: Scores, k: int, kinds: Collection[str] | None) -> tuple[Passage, ...]:
        order = np.argsort(-logits, kind="stable")  # because equal scores keep the order of the ids
        chosen = [place for place in order if kinds is None or self._cards[place].kind in kinds][:k]
        return tuple(self._passage(query, self._cards[place], float(logits[place])) for place in chosen)

    def _passage(self, query: str, card: Card, logit: float) -> Passage:
        snippet = self.sentence(card.id, query)
        score = round(1 / (1 + math.exp(-logit)), 4)
        return Passage(card=card.id, kind=card.kind, title=card.title, score=score, snippet=snippet)


def _cosines(vectors: Vectors, vector: Vectors) -> Scores:
    """Return the cosine of every row with `vector`.

    Not `vectors @ vector`, because BLAS shares so small a product among threads that wait for each other: on a busy
    machine that took 3 ms and more, at times 10, instead of 0.3.
    """
    cosines: Scores = np.einsum("ij,j->i", vectors, vector)
    return cosines


def texts_to_embed(library: Library, words: Words) -> list[str]:
    """Return the texts whose vectors a search needs: the phrasings of the cards, then what lies outside of them."""
    inside = [text.text for text in phrasings(library) if text.field in EMBEDDED]
    return [*inside, *words.get("outside")]


def open_search(settings: Settings, library: Library) -> Search:
    """Open the search: the sentence model, the index in the data folder or on the Chroma server, the words."""
    words = load_words("retrieval", settings.language)
    embedder = open_embedder(settings.embedder)
    folder: Path = settings.data_dir / "index"
    vectors = load_vectors(texts_to_embed(library, words), embedder, folder, settings.chroma_url)
    return Search(library, embedder, vectors, words)
