"""Change a drawn map as its owner wishes: a model proposes, and what message, map or cards do not bear is refused."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from assistant.errors import Refused
from assistant.map_edits import (
    Feel,
    FirstStep,
    MapEdit,
    NewPain,
    NewTouchpoint,
    Remove,
    RenameStage,
    Reword,
    apply_to_map,
    with_messages,
)
from assistant.marks import Masks
from assistant.minds.mind import Scene
from assistant.minds.openai.acceptance import ground
from assistant.minds.openai.endpoint import Ask, Endpoint, Unusable
from assistant.minds.openai.map_places import REMOVABLE, REWORDED, Place, places
from assistant.minds.openai.shapes import Change, Changes
from assistant.minds.openai.support import Support
from assistant.model import Assumed, Basis, FromCard, FromSurvey, JourneyMap, OwnerSaid
from assistant.prompts import load_prompt
from assistant.review import review
from assistant.text import clean, find_phrase, fold
from assistant.words import Words

MOST_CARDS = 4
SHORTEST, LONGEST = 2, 300


class NotBorne(Exception):
    """A proposed change that is not accepted; the message says why, to the model."""


@dataclass(frozen=True)
class Wished:
    """What came of asking a model about a message that may wish for a change of the map."""

    edits: tuple[MapEdit, ...] = ()
    said: str = ""
    """The model's words for what it changed, yet to be judged."""
    refused: bool = False
    """Whether something was proposed that could not be accepted."""


@dataclass(frozen=True)
class Changer:
    """Asks a model what should change and accepts what holds."""

    endpoint: Endpoint
    support: Support
    words: Words
    foreign: str = ""
    """What the owner wrote, if it is not English."""

    async def ask(self, message: str, journey: JourneyMap, scene: Scene) -> Wished | None:
        """Return the accepted changes; None if the message wishes for none. Unusable: there is no answer."""
        masks, cards = Masks(), self._cards(message, journey)
        stable, changing = load_prompt("change").render(
            cards=[{"id": card, "text": self.support.text(card)} for card in cards],
            places=[
                {"name": place.name, "words": masks.hide(place.words)}
                for place in places(journey).values()
            ],
            message=masks.hide(message),
        )  # fmt: skip
        acceptance = Acceptance(journey, message, scene.turn, cards, self.support, self.words, masks, self.foreign)
        try:
            answer = await self.endpoint.ask(Ask(Changes, stable, changing, acceptance.judge), scene.meter)
        except Unusable as unusable:
            if unusable.why == "invalid" and acceptance.wished:
                return Wished(acceptance.edits, acceptance.said, refused=True)
            raise
        return Wished(acceptance.edits, answer.said) if answer.wants == "change" else None

    def _cards(self, message: str, journey: JourneyMap) -> tuple[str, ...]:
        """Return the cards that fit the message, of those on which the map rests."""
        sources = {source.id for source in journey.sources}
        found = (passage.card for passage in self.support.search.find(message, k=4 * MOST_CARDS))
        return tuple(card for card in found if card in sources and card in self.support.recommended)[:MOST_CARDS]


@dataclass
class Acceptance:
    """Judges what a model proposes for one message; keeps what holds of the newest answer."""

    journey: JourneyMap
    message: str
    turn: int
    cards: tuple[str, ...]
    support: Support
    words: Words
    masks: Masks = field(default_factory=Masks)
    foreign: str = ""
    edits: tuple[MapEdit, ...] = ()
    said: str = ""
    wished: bool = False

    async def judge(self, answer: Changes) -> str:
        """Return what is wrong with the answer, a line for each change refused; "" if nothing is."""
        self.wished, self.said = answer.wants == "change", answer.said
        self.edits = ()
        if not self.wished:
            return ""
        return await asyncio.to_thread(self._accept, answer.changes)

    def _accept(self, changes: Sequence[Change]) -> str:
        wrong = [] if changes else ["wants is change, but there are no changes."]
        proposed: list[tuple[Change, MapEdit]] = []
        known = places(self.journey)
        for change in changes:
            try:
                proposed.append((change, self._edit(change, known)))
            except NotBorne as reason:
                wrong.append(f"{change.do} {change.place}: {reason}")
            except ValidationError as error:
                wrong.append(f"{change.do} {change.place}: {error.errors()[0]['msg']}")
        journey = with_messages(self.journey, {self.turn: self.message})
        errors, kept = self._errors(journey), []
        for change, edit in sorted(proposed, key=lambda one: _turn_of(one[1])):
            placed = _at_the_end(edit, journey) if change.do.startswith("add_") else edit
            try:
                after = apply_to_map(journey, (placed,))
            except Refused as refusal:
                wrong.append(f"{change.do} {change.place}: {refusal}")
                continue
            new = self._errors(after) - errors
            if new:
                wrong.append(f"{change.do} {change.place}: {min(new)}")
            elif after != journey:
                journey = after
                kept.append(placed)
        self.edits = tuple(kept)
        return "\n".join(wrong)

    def _errors(self, journey: JourneyMap) -> frozenset[str]:
        found = review(journey, card_ids=self.support.library.ids)
        return frozenset(finding.message for finding in found if finding.level == "error")

    def _edit(self, change: Change, known: Mapping[str, Place]) -> MapEdit:
        """Return the edit that a change means; NotBorne if it has no root."""
        words = self.masks.show(change.words).strip()
        if not words or fold(words) not in fold(self.message):
            raise NotBorne("its words do not stand in the message.")
        new = change.do == "rename" or change.do.startswith("add_")
        place = known.get(change.place.strip().partition(".")[0] if new else change.place.strip())
        if place is None:
            raise NotBorne("there is no such place on the map.")
        if not set(change.cards) <= set(self.cards):
            raise NotBorne("it names a card that is not listed.")
        if change.do == "remove":
            part = next((part for part in REMOVABLE if part == place.what), None)
            if part is None:
                raise NotBorne("what stands there cannot be taken off.")
            return Remove(stage=place.stage, part=part, index=place.index)
        if not new and isinstance(place.basis, FromSurvey):
            raise NotBorne("customers said so in a survey, and their words stay.")
        return self._worded(change, place, known)

    def _worded(self, change: Change, place: Place, known: Mapping[str, Place]) -> MapEdit:
        """Return an edit that brings new words to a place."""
        text = self._borne(change.text, change, known)
        at = {"stage": place.stage, "basis": self._basis((text,), change, place, known)}
        match change.do:
            case "rename":
                return RenameStage(**at, name=text)
            case "add_pain":
                return NewPain(**at, text=text)
            case "add_touchpoint":
                usual = self.journey.stages[place.stage].touchpoints[0].channel
                return NewTouchpoint(**at, name=text, channel=usual if change.channel == "none" else change.channel)
            case "add_action" | "add_thought":
                return Reword(**at, part="actions" if change.do == "add_action" else "thoughts", text=text)
            case "feel":
                if place.what != "feeling":
                    raise NotBorne("only a feeling can be felt.")
                word = self._borne(change.feeling, change, known)
                at["basis"] = self._basis((word, text), change, place, known)
                return Feel(**at, valence=change.valence, word=word, because=text)
        if place.what == "first_step":
            return FirstStep(**at, index=place.index, text=text)
        part = next((part for part in REWORDED if part == place.what), None)
        if part is None:
            raise NotBorne("what stands there cannot be reworded.")
        return Reword(**at, part=part, index=place.index, text=text)

    def _borne(self, words: str, change: Change, known: Mapping[str, Place]) -> str:
        """Return new words, unless they hold what neither message nor map nor a listed card says."""
        text = " ".join(clean(self.masks.show(words)).split())
        cards = (self.support.text(card) for card in change.cards)
        texts = (self.message, *(place.words for place in known.values()), *cards)
        if not SHORTEST <= len(text) <= LONGEST or not ground(texts, self.foreign).bears(text):
            raise NotBorne("its new words say something that is neither in the message nor in a listed card.")
        return text

    def _basis(self, texts: tuple[str, ...], change: Change, place: Place, known: Mapping[str, Place]) -> Basis:
        """Return how the new words are known: from the owner only what the owner wrote."""
        adds = change.do == "rename" or change.do.startswith("add_")
        if change.do == "reword" and place.what == "first_step":
            if not isinstance(place.basis, Assumed | FromCard):
                return place.basis
            return self._assumed((*place.cards, *change.cards), place.turns)  # because the advice is not the owner's
        moved = next((one for one in known.values() if texts == (one.words,)), None)
        if adds and moved is not None:
            return moved.basis
        said = fold(self.message)
        if all(find_phrase(said, fold(text).strip(" .,;!")) >= 0 for text in texts):
            words = self.masks.show(change.words).strip()
            holds = all(fold(text).strip(" .,;!") in fold(words) for text in texts)
            return OwnerSaid(turns=(self.turn,), quote=words if holds else self.message[:4000])
        bearing = tuple(card for card in change.cards if self.support.bears_out(" ".join(texts), card, ""))
        if bearing and not self.foreign:
            return FromCard(cards=bearing)
        return self._assumed(change.cards if adds else (*place.cards, *change.cards), () if adds else place.turns)

    def _assumed(self, cards: Sequence[str], turns: Sequence[int]) -> Assumed:
        return Assumed(
            why=self.words("changed"),
            cards=tuple(dict.fromkeys(cards)),
            turns=tuple(dict.fromkeys((*turns, self.turn))),
        )


def _turn_of(edit: MapEdit) -> tuple[bool, bool, int]:
    """Return when an edit comes: removals last and from the back, because they move what stands behind them.

    An opportunity goes before the pain that it answers, because the pain takes it along.
    """
    if isinstance(edit, Remove):
        return True, edit.part == "pains", -edit.index
    return False, False, 0


def _at_the_end(edit: MapEdit, journey: JourneyMap) -> MapEdit:
    """Return an edit that adds a statement, behind those that stand there by now."""
    if not isinstance(edit, Reword):
        return edit
    return Reword(**{**dict(edit), "index": len(getattr(journey.stages[edit.stage], edit.part))})
