"""The words of one reply: judged as they arrive from a model, shown early if they hold."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from assistant.brief import TOPICS
from assistant.marks import Masks
from assistant.minds.clauses import content_words
from assistant.minds.mind import Scene
from assistant.minds.openai.acceptance import Ground, ground
from assistant.minds.openai.hearing import is_english
from assistant.minds.openai.shapes import Heard
from assistant.minds.openai.telling import brief_told
from assistant.reading import Phrased
from assistant.retrieval import Search
from assistant.text import clean

FITS_QUESTION = 0.3
"""Cosine from which on a model's wording still asks what the interview wants to know."""
SHORT_LEAD, LONGEST_LEAD = 8, 25
"""Words of a lead that needs nothing of the message in it, and of the longest."""


@dataclass
class Wording:
    """The words of one reply: judged as they arrive, shown early if they hold."""

    search: Search
    small_words: tuple[str, ...]
    """By which one knows English."""
    message: str
    scene: Scene
    masks: Masks
    shown: int = 0
    judged: dict[tuple[str, str], str | None] = field(default_factory=dict)

    async def hear(self, fields: dict[str, Any]) -> None:
        """Show the lead once it is complete, then the question; a later field means that an earlier one is."""
        if self.scene.on_words is None:
            return
        ready: list[tuple[str, Callable[[], str | None]]] = [
            ("asks", lambda: self.lead(str(fields.get("thanks", "")))),
            ("language", lambda: self.question(str(fields.get("asks")), str(fields.get("asking", "")))),
        ]
        while self.shown < len(ready) and ready[self.shown][0] in fields:
            words = ready[self.shown][1]()
            self.shown += 1
            if words:
                await self.scene.on_words(f"{words} ")

    def phrased(self, heard: Heard) -> Phrased | None:
        """Return the words of the whole answer that may be used."""
        asks = next((topic for topic in TOPICS if topic == heard.asks), None)
        lead, question = self.lead(heard.thanks), self.question(heard.asks, heard.asking)
        return Phrased(lead=lead, asks=asks, question=question) if lead or question else None

    def lead(self, words: str) -> str | None:
        """Return the words that take up the message, None if they may not be shown."""
        words = " ".join(clean(self.masks.show(words)).split())
        if "?" in words or not self._ground.bears(words) or not self._takes_up(words):
            return None
        return words if words[-1] in ".!…。" else f"{words}."

    def _takes_up(self, words: str) -> bool:
        """Tell whether the words are a short thank-you, or made of what was said: a poor model rambles."""
        count = len(words.split())
        telling = content_words(words)
        said = set(content_words(f"{self.message}\n{brief_told(self.scene.brief)}"))
        shared = sum(word in said for word in telling)
        return 2 <= count <= LONGEST_LEAD and (count <= SHORT_LEAD or 3 * shared >= len(telling))

    def question(self, asks: str, words: str) -> str | None:
        """Return the question, None if it is not one of those that may come next."""
        if (asks, words) not in self.judged:  # because it is judged while it arrives and at the end
            self.judged[asks, words] = self._judge(asks, words)
        return self.judged[asks, words]

    def _judge(self, asks: str, words: str) -> str | None:
        """Return the question in words that may be shown."""
        words = " ".join(clean(self.masks.show(words)).split())
        ahead = next((ahead for ahead in self.scene.ahead if ahead.topic == asks), None)
        marks = sum(words.count(mark) for mark in "?？؟;")
        if ahead is None or marks != 1 or not self._ground.bears(words):
            return None
        if not self._ground.foreign:
            asked, wanted = self.search.embed([words, ahead.words])
            if float(asked @ wanted) < FITS_QUESTION:
                return None
        return words

    @property
    def _ground(self) -> Ground:
        owner = "\n".join((*(said.text for said in self.scene.brief.said), self.message))
        foreign = "" if is_english(owner, self.small_words) else owner
        return ground((owner, *(ahead.words for ahead in self.scene.ahead)), foreign)
