"""The model-backed mind: the embedded reading is the floor, a language model adds facts, answers and words to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.brief import Brief
from assistant.edits import BriefEdit, MarkUnknown
from assistant.knowledge.cards import IndustryCard
from assistant.marks import Masks
from assistant.minds.clauses import content_words
from assistant.minds.coder import Coder
from assistant.minds.embedded import EmbeddedMind
from assistant.minds.mind import Scene
from assistant.minds.openai.answering import Answering
from assistant.minds.openai.changing import Changer, Wished
from assistant.minds.openai.coding import ModelCoder
from assistant.minds.openai.endpoint import Ask, Endpoint, Unusable
from assistant.minds.openai.hearing import Hearing, is_english, is_foreign, is_recognised, merge
from assistant.minds.openai.shapes import Heard, HeardQuestion, Said, Sentence
from assistant.minds.openai.support import Support
from assistant.minds.openai.tailor import Tailor
from assistant.minds.openai.telling import brief_told
from assistant.minds.openai.wording import Wording
from assistant.model import JourneyMap
from assistant.prompts import load_prompt
from assistant.reading import Answered, Intent, Phrased, Reading
from assistant.retrieval import Answer
from assistant.tailoring import Tailoring
from assistant.text import fold
from assistant.usage import Meter
from assistant.words import Words

Facts = tuple[BriefEdit, ...]
_SURE: tuple[Intent, ...] = (
    "edit_map", "skip", "back", "start_over", "why", "how_many_left", "draft", "help", "stop", "small_talk", "survey",
)  # fmt: skip
"""What the word lists recognise needs no model, and must never wait for one."""
_ALLOWED: tuple[Intent, ...] = ("skip", "dont_know", "why", "help", "draft", "small_talk")
"""Intents that are taken from a model when the message holds no fact; never one that takes answers back."""
SHORT_MESSAGE = 8
"""Words of a message that a model may call vague."""


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
        if own.intent == "question" and not own.edits and self.is_english(message):
            return own  # its one call answers it
        if scene.journey is not None and (own.intent == "unclear" or self._may_wish(message)):
            changed = await self._changed(own, message, scene.journey, scene)
            if changed is not None:
                return changed
        return await self._heard(own, message, scene)

    async def _heard(self, own: Reading, message: str, scene: Scene) -> Reading:
        """Have the model read the message, and answer it in the same call if it may ask something."""
        masks = Masks()
        cards = self._answering.cards(own.question or message) if own.question or own.intent == "unclear" else ()
        stable, changing = load_prompt("read").render(
            trades=", ".join(card.id for card in self.embedded.library.of(IndustryCard)),
            brief=masks.hide(brief_told(scene.brief)),
            asking=scene.asking or "none",
            questions=scene.ahead,
            cards=self._answering.told(cards),
            answering=load_prompt("answer").stable,
            message=masks.hide(message),
        )
        wording = self._wording(message, scene, masks)
        shape = HeardQuestion if cards else Heard
        try:
            heard = await self.endpoint.ask(Ask(shape, stable, changing), scene.meter, wording.hear)
        except Unusable as unusable:
            self._note(scene.meter, unusable, self.words("parts.read"))
            self._say_english(message, scene)
            return own
        reading = self._reading(own, heard, message, scene, wording)
        if reading.phrased is None:
            self._say_english(message, scene)
        if reading.question is None or not isinstance(heard, HeardQuestion):
            return reading
        return reading.model_copy(update={"answered": self._judged(heard.sentences, cards, message, scene, masks)})

    def _say_english(self, message: str, scene: Scene) -> None:
        """Tell an owner who writes another language, once, that the replies are in English."""
        small_words, other_words = self.embedded.words.get("stop_words"), self.words.get("other_small_words")
        said = "\n".join((*(said.text for said in scene.brief.said), message))
        if is_foreign(said, small_words, other_words):
            scene.meter.once.append(self.words("english_only"))

    async def answer(self, reading: Reading, scene: Scene) -> Answer | None:
        """Answer from retrieved cards, sentence by sentence; what its card does not bear out is dropped."""
        plain = await self.embedded.answer(reading, scene)
        question = reading.question_english or reading.question
        if question is None or plain is None or not plain.covered:
            return plain
        answered = reading.answered
        cards = self._answering.cards(question)
        if answered is None and cards:
            masks = Masks()
            stable, changing = load_prompt("answer").render(
                cards=self._answering.told(cards), question=masks.hide(reading.question or question)
            )
            try:
                said = await self.endpoint.ask(Ask(Said, stable, changing), scene.meter)
            except Unusable as unusable:
                self._note(scene.meter, unusable, self.words("parts.answer"))
                return plain
            answered = self._judged(said.sentences, cards, reading.question or question, scene, masks)
        return self._answering.whole(answered) if answered is not None and answered.text else plain

    def _judged(
        self, sentences: Sequence[Sentence], cards: Sequence[str], question: str, scene: Scene, masks: Masks
    ) -> Answered:
        """Return what holds of an answer; a note says so if nothing does."""
        foreign = "" if self.is_english(question) else question
        answered = self._answering.judged(sentences, cards, question, masks, foreign)
        if not answered.text:
            self._note(scene.meter, Unusable("invalid"), self.words("parts.answer"))
        return answered

    async def tailor(
        self, journey: JourneyMap, brief: Brief, meter: Meter, only: frozenset[int] | None = None
    ) -> Tailoring | None:
        """Word the stages of a drawn map in parallel; a stage that fails keeps its words."""
        owner = "\n".join(said.text for said in brief.said)
        foreign = "" if self.is_english(owner) else owner
        return await Tailor(self.endpoint, self._support, self.words, foreign).tailor(journey, brief, meter, only)

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
        lead = self._wording(message, scene, Masks()).lead(wished.said)
        language = "en" if english else "other"
        return Reading(intent="edit_map", map_edits=wished.edits, phrased=Phrased(lead=lead), language=language)

    # ------------------------------------------------------------------ the reading
    def _reading(self, own: Reading, heard: Heard, message: str, scene: Scene, wording: Wording) -> Reading:
        english = self.is_english(message) or heard.language.casefold().startswith("en")
        hearing = Hearing(self.embedded.harvester)
        corrects = own.intent == "correct" or heard.means == "correct"
        found = hearing.edits(heard, message, scene, wording.masks)
        edits = own.edits
        if own.intent != "correct":
            edits = merge(own.edits, found, scene, english=english, corrects=corrects)
        question = own.question or (wording.masks.show(heard.question) if _asks(heard, message) else None)
        intent, edits = self._intent(own, heard, edits, question, scene, english)
        says_little = heard.vague and heard.asks == scene.asking and len(message.split()) <= SHORT_MESSAGE
        return Reading(
            intent=intent,
            edits=edits,
            question=question,
            question_english=heard.question_english.strip() or None if question and not english else None,
            tone=own.tone or ("greeting_back" if intent == "small_talk" else None),
            vague=own.vague or (intent == "answer" and says_little),
            phrased=wording.phrased(heard),
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

    def _wording(self, message: str, scene: Scene, masks: Masks) -> Wording:
        small_words: tuple[str, ...] = tuple(self.embedded.words.get("stop_words"))
        return Wording(self.embedded.search, small_words, message, scene, masks)

    @property
    def _answering(self) -> Answering:
        return Answering(self._support)

    @property
    def _support(self) -> Support:
        return Support(self.embedded.library, self.embedded.search)

    def _note(self, meter: Meter, unusable: Unusable, part: str) -> None:
        meter.notes.append(self.words(f"notes.{unusable.why}", part=part))


def _facts(edits: tuple[BriefEdit, ...], own: tuple[BriefEdit, ...]) -> bool:
    """Tell whether the model itself found facts."""
    return any(edit not in own for edit in edits)


def _asks(heard: Heard, message: str) -> bool:
    """Tell whether the message does ask what the model says it asks."""
    return bool(heard.question.strip()) and heard.means == "question" and len(content_words(message)) >= 2
