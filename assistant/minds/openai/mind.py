"""The model-backed mind: the embedded reading is the floor, a language model adds facts, answers and words to it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from assistant.brief import TOPICS, Brief
from assistant.edits import BriefEdit, MarkUnknown
from assistant.knowledge.cards import IndustryCard
from assistant.marks import Masks
from assistant.minds.clauses import content_words
from assistant.minds.coder import Coder
from assistant.minds.embedded import EmbeddedMind
from assistant.minds.mind import Scene
from assistant.minds.openai.acceptance import Ground, ground
from assistant.minds.openai.changing import Changer, Wished
from assistant.minds.openai.coding import ModelCoder
from assistant.minds.openai.endpoint import Ask, Endpoint, Unusable
from assistant.minds.openai.hearing import Hearing, is_english, is_recognised, merge
from assistant.minds.openai.shapes import Heard, Said
from assistant.minds.openai.support import Support
from assistant.minds.openai.tailor import Tailor
from assistant.minds.openai.telling import brief_told
from assistant.model import JourneyMap
from assistant.prompts import load_prompt
from assistant.reading import Intent, Phrased, Reading
from assistant.retrieval import Answer, Citation
from assistant.tailoring import Tailoring
from assistant.text import clean, fold
from assistant.usage import Meter
from assistant.words import Words

Facts = tuple[BriefEdit, ...]
_SURE: tuple[Intent, ...] = (
    "edit_map", "skip", "back", "start_over", "why", "how_many_left", "draft", "help", "stop", "small_talk", "survey",
)  # fmt: skip
"""What the word lists recognise needs no model, and must never wait for one."""
_ALLOWED: tuple[Intent, ...] = ("skip", "dont_know", "why", "help", "draft", "small_talk")
"""Intents that are taken from a model when the message holds no fact; never one that takes answers back."""
FITS_QUESTION = 0.3
"""Cosine from which on a model's wording still asks what the interview wants to know."""
SHORT_MESSAGE = 8
"""Words of a message that a model may call vague."""
LONGEST_LEAD = 25
CARDS_FOR_AN_ANSWER = 5


@dataclass(frozen=True)
class ModelMind:
    """Reads with a language model on top of the embedded mind."""

    embedded: EmbeddedMind
    endpoint: Endpoint
    words: Words
    notice: str | None
    name: str = "model"

    async def read(self, message: str, scene: Scene) -> Reading:
        """Say what `message` means; without a usable model, what the embedded mind makes of it."""
        own = await self.embedded.read(message, scene)
        told = any(not isinstance(edit, MarkUnknown) for edit in own.edits)
        if own.intent in _SURE and not told and own.question is None:
            return own
        if own.intent == "question" and not own.edits:
            return own  # its one call answers it
        if scene.journey is not None and (own.intent == "unclear" or self._may_wish(message)):
            changed = await self._changed(own, message, scene.journey, scene)
            if changed is not None:
                return changed
        masks = Masks()
        prompt = load_prompt("read")
        stable, changing = prompt.render(
            trades=", ".join(card.id for card in self.embedded.library.of(IndustryCard)),
            brief=masks.hide(brief_told(scene.brief)),
            asking=scene.asking or "none",
            questions=scene.ahead,
            message=masks.hide(message),
        )
        reply = _Reply(self, message, scene, masks)
        try:
            heard = await self.endpoint.ask(Ask(Heard, stable, changing), scene.meter, reply.hear)
        except Unusable as unusable:
            self._note(scene.meter, unusable, self.words("parts.read"))
            return own
        return self._reading(own, heard, message, scene, reply)

    async def answer(self, reading: Reading, scene: Scene) -> Answer | None:
        """Answer from retrieved cards, sentence by sentence; what its card does not bear out is dropped."""
        plain = await self.embedded.answer(reading, scene)
        question = reading.question_english or reading.question
        if question is None or plain is None or not plain.covered:
            return plain
        support, search = self._support, self.embedded.search
        cards = [passage.card for passage in search.find(question, k=CARDS_FOR_AN_ANSWER)]
        if not cards or cards[0] not in support.recommended:
            return plain  # the cards' own words say best why something is advised against
        masks = Masks()
        stable, changing = load_prompt("answer").render(
            cards=[{"id": card, "text": support.text(card)} for card in cards if card in support.recommended],
            question=masks.hide(reading.question or question),
        )
        try:
            said = await self.endpoint.ask(Ask(Said, stable, changing), scene.meter)
        except Unusable as unusable:
            self._note(scene.meter, unusable, self.words("parts.answer"))
            return plain
        answered = self._answered(said, cards, reading.question or question, masks)
        if answered is None:
            scene.meter.notes.append(self.words("notes.invalid", part=self.words("parts.answer")))
        return answered or plain

    async def tailor(self, journey: JourneyMap, brief: Brief, meter: Meter) -> Tailoring | None:
        """Word the stages of a drawn map in parallel; a stage that fails keeps its words."""
        owner = "\n".join(said.text for said in brief.said)
        foreign = "" if self.is_english(owner) else owner
        return await Tailor(self.endpoint, self._support, self.words, foreign).tailor(journey, brief, meter)

    @property
    def coder(self) -> Coder:
        """The same model, for what is unclear in a survey."""
        return ModelCoder(self.endpoint, self.words, self.endpoint.chat.model_name)

    def _may_wish(self, message: str) -> bool:
        """Tell whether a message sounds as if something on the map should change."""
        return any(re.search(pattern, fold(message)) for pattern in self.words.get("wishes"))

    async def _changed(self, own: Reading, message: str, journey: JourneyMap, scene: Scene) -> Reading | None:
        """Return what is to change on the drawn map, the embedded reading if that fails; None if nothing is."""
        english = self.is_english(message)
        changer = Changer(self.endpoint, self._support, self.words, "" if english else message)
        failed = Unusable("invalid")
        try:
            wished = await changer.ask(message, journey, scene)
        except Unusable as unusable:
            wished, failed = Wished(), unusable
        if wished is None:
            return None
        if not wished.edits:
            self._note(scene.meter, failed, self.words("parts.read" if own.edits else "parts.change"))
            return own
        if wished.refused:
            scene.meter.notes.append(self.words("partly"))
        lead = _Reply(self, message, scene, Masks()).lead(wished.said)
        language = "en" if english else "other"
        return Reading(intent="edit_map", map_edits=wished.edits, phrased=Phrased(lead=lead), language=language)

    # ------------------------------------------------------------------ the reading
    def _reading(self, own: Reading, heard: Heard, message: str, scene: Scene, reply: "_Reply") -> Reading:
        english = self.is_english(message) or heard.language.casefold().startswith("en")
        hearing = Hearing(self.embedded.harvester)
        corrects = own.intent == "correct" or heard.means == "correct"
        found = hearing.edits(heard, message, scene, reply.masks)
        edits = own.edits
        if own.intent != "correct":
            edits = merge(own.edits, found, scene, english=english, corrects=corrects)
        question = own.question or (reply.masks.show(heard.question) if _asks(heard, message) else None)
        intent, edits = self._intent(own, heard, edits, question, scene, english)
        says_little = heard.vague and heard.asks == scene.asking and len(message.split()) <= SHORT_MESSAGE
        return Reading(
            intent=intent,
            edits=edits,
            question=question,
            question_english=heard.question_english.strip() or None if question and not english else None,
            tone=own.tone or ("greeting_back" if intent == "small_talk" else None),
            vague=own.vague or (intent == "answer" and says_little),
            phrased=reply.phrased(heard),
            language="en" if english else heard.language.casefold()[:2] or "en",
            notes=own.notes,
        )

    def _intent(
        self, own: Reading, heard: Heard, edits: Facts, question: str | None, scene: Scene, english: bool
    ) -> tuple[Intent, Facts]:
        """Return the intent and what remains of the facts: a fact counts more than a model's view of the message."""
        means = heard.means
        if not english and means in _ALLOWED and not _facts(edits, own.edits):
            # what the word lists took for an answer in another language is a wish, unless they knew a word of it
            edits = own.edits if any(is_recognised(edit) for edit in own.edits) else ()
        if edits and not all(isinstance(edit, MarkUnknown) for edit in edits):
            corrected = own.intent == "correct" or (means == "correct" and own.intent != "answer")
            return ("correct" if corrected else "question" if own.intent == "question" else "answer"), edits
        if question is not None:
            return "question", edits
        if own.intent == "unclear" or not english:
            if means in ("skip", "dont_know") and scene.asking is not None:
                return means, (MarkUnknown(topic=scene.asking),)
            if means in _ALLOWED:
                return means, edits
        return own.intent, edits

    def is_english(self, message: str) -> bool:
        """Tell whether the message reads as English."""
        return is_english(message, self.embedded.words.get("stop_words"))

    # ------------------------------------------------------------------ the answer
    def _answered(self, said: Said, cards: list[str], question: str, masks: Masks) -> Answer | None:
        """Return the sentences that their cards bear out, with those cards; None if there are none."""
        support, kept, cited = self._support, [], []
        foreign = "" if self.is_english(question) else question
        for sentence in said.sentences:
            text = clean(masks.show(sentence.text))
            if sentence.card not in cards or sentence.card not in support.recommended:
                continue
            if not support.quotes(sentence.card, sentence.words):
                continue
            if not ground((support.text(sentence.card), question), foreign).bears(text):
                continue
            if not foreign and not support.bears_out(text, sentence.card, sentence.words):
                continue
            kept.append(text)
            cited.append(sentence.card)
        if not kept:
            return None
        titles = {card: self.embedded.library[card].title for card in dict.fromkeys(cited)}
        citations = tuple(Citation(id=card, title=title) for card, title in titles.items())
        return Answer(text=" ".join(kept), citations=citations, covered=True)

    @property
    def _support(self) -> Support:
        return Support(self.embedded.library, self.embedded.search)

    def _note(self, meter: Meter, unusable: Unusable, part: str) -> None:
        meter.notes.append(self.words(f"notes.{unusable.why}", part=part))


@dataclass
class _Reply:
    """The words of one reply: judged as they arrive, shown early if they hold."""

    mind: ModelMind
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
        return 2 <= count <= LONGEST_LEAD and (count <= SHORT_MESSAGE or 3 * shared >= len(telling))

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
            search = self.mind.embedded.search
            asked, wanted = search.embed([words, ahead.words])
            if float(asked @ wanted) < FITS_QUESTION:
                return None
        return words

    @property
    def _ground(self) -> Ground:
        owner = "\n".join((*(said.text for said in self.scene.brief.said), self.message))
        foreign = "" if self.mind.is_english(owner) else owner
        return ground((owner, *(ahead.words for ahead in self.scene.ahead)), foreign)


def _facts(edits: tuple[BriefEdit, ...], own: tuple[BriefEdit, ...]) -> bool:
    """Tell whether the model itself found facts."""
    return any(edit not in own for edit in edits)


def _asks(heard: Heard, message: str) -> bool:
    """Tell whether the message does ask what the model says it asks."""
    return bool(heard.question.strip()) and heard.means == "question" and len(content_words(message)) >= 2
