"""Fit the words of a drawn map to its business: one small call per stage, in parallel, each judged alone."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from assistant.brief import Brief
from assistant.map_edits import Feel, FirstStep, MapEdit, Reword, words_at
from assistant.marks import Masks
from assistant.minds.openai.acceptance import ground
from assistant.minds.openai.endpoint import Ask, Endpoint, Unusable, Why
from assistant.minds.openai.shapes import StageWords
from assistant.minds.openai.shapes import Wording as NewWords
from assistant.minds.openai.support import Support
from assistant.minds.openai.telling import brief_told
from assistant.model import Assumed, Basis, FromCard, JourneyMap, Stage
from assistant.prompts import load_prompt
from assistant.review import review
from assistant.tailoring import Tailored, Tailoring, apply_fitting
from assistant.text import clean, fold
from assistant.usage import Meter
from assistant.words import Words

MOST_CARDS = 6
LONGEST = 300
SAME_STEP = 0.4
"""Cosine from which on a first step is still the step that its card advises."""


@dataclass(frozen=True)
class Place:
    """One place of a stage that may get other words."""

    name: str
    words: str
    edit: MapEdit
    """The edit that would leave it as it is; the new words take the place of its own."""
    cards: tuple[str, ...]
    """Cards on which it rests already."""
    hint: str = ""


@dataclass(frozen=True)
class Tailor:
    """Asks a model for words and accepts those that leave the map as true as it was."""

    endpoint: Endpoint
    support: Support
    words: Words
    foreign: str = ""
    """What the owner wrote, if it is not English."""

    async def tailor(
        self, journey: JourneyMap, brief: Brief, meter: Meter, only: frozenset[int] | None = None
    ) -> Tailoring:
        """Return the edits that hold, with a note of the stages that keep their words; `only` these are worded."""
        told = brief_told(brief)
        positions = [n for n in range(len(journey.stages)) if only is None or n in only]
        answers = await asyncio.gather(*(self._stage(journey, position, told, meter) for position in positions))
        proposed: list[Tailored] = []
        failed: dict[int, Why] = {}
        for position, answer in zip(positions, answers, strict=True):
            if isinstance(answer, Unusable):
                failed[position] = answer.why
            elif answer is not None:
                fitting = self._fitting(journey, position, answer, told)
                if answer.wordings and not fitting:
                    failed[position] = "invalid"
                proposed.extend(fitting)
        kept = await asyncio.to_thread(accepted, journey, proposed, self.support.library.ids)
        for position in {one.edit.stage for one in proposed} - {one.edit.stage for one in kept}:
            failed[position] = "invalid"
        return Tailoring(edits=kept, notes=self._notes(journey, kept, failed, meter))

    async def _stage(self, journey: JourneyMap, position: int, told: str, meter: Meter) -> StageWords | Unusable | None:
        """Return the model's words for one stage, or why there are none; None when the stage has no place for any."""
        stage = journey.stages[position]
        places = tuple(_places(stage, position))
        if not places:
            return None
        masks = Masks()
        stable, changing = load_prompt("tailor").render(
            brief=masks.hide(told),
            cards=[{"id": card, "text": self.support.text(card)} for card in self._cards(journey, stage)],
            stage=stage.name,
            goal=stage.customer_goal.text,
            places=[
                {"name": place.name, "hint": masks.hide(place.hint), "words": masks.hide(place.words)}
                for place in places
            ],
        )
        try:
            return await self.endpoint.ask(Ask(StageWords, stable, changing), meter)
        except Unusable as unusable:
            return unusable

    def _cards(self, journey: JourneyMap, stage: Stage) -> tuple[str, ...]:
        """Return the cards that stand behind a stage: those that the drawing found for it, and no others."""
        sources = {source.id for source in journey.sources}
        chances = [card for chance in stage.opportunities for card in (chance.tactic, *_cards_of(chance.basis))]
        pains = [pain.card for pain in stage.pains if pain.card]
        met = [touchpoint.card for touchpoint in stage.touchpoints if touchpoint.card]
        found = dict.fromkeys((*chances, *pains, *met))
        known = (card for card in found if card in sources and card in self.support.recommended)
        return tuple(known)[:MOST_CARDS]

    def _fitting(self, journey: JourneyMap, position: int, answer: StageWords, told: str) -> tuple[Tailored, ...]:
        """Return the edits of one stage whose words are rooted in what the model was given."""
        stage = journey.stages[position]
        places = {place.name: place for place in _places(stage, position)}
        allowed = self._cards(journey, stage)
        found: dict[str, Tailored] = {}
        for wording in answer.wordings:
            place = places.get(wording.place.strip())
            if place is None or place.name in found:
                continue
            edit = self._edit(place, wording, allowed, told)
            if edit is not None:
                found[place.name] = Tailored(edit=edit, was=place.words)
        return tuple(found.values())

    def _edit(self, place: Place, wording: NewWords, allowed: tuple[str, ...], told: str) -> MapEdit | None:
        text = " ".join(clean(wording.text).split())
        if not set(wording.cards) <= set(allowed) or not 3 <= len(text) <= LONGEST or fold(text) == fold(place.words):
            return None
        rests_on = dict.fromkeys((*place.cards, *wording.cards))
        cards = (self.support.text(card) for card in rests_on if card in self.support.library)
        if not ground((place.words, place.hint, told, *cards), self.foreign).bears(text):
            return None
        if isinstance(place.edit, FirstStep) and self.support.closeness(text, place.words) < SAME_STEP:
            return None
        try:
            return _reworded(place.edit, text, tuple(wording.cards))
        except ValidationError:
            return None

    def _notes(
        self, journey: JourneyMap, kept: tuple[Tailored, ...], failed: dict[int, Why], meter: Meter
    ) -> tuple[str, ...]:
        """Return the quiet remarks of the map, and leave one for the reply."""
        names = ", ".join(f"“{journey.stages[position].name}”" for position in sorted(failed))
        if failed:
            why = failed[min(failed)]
            part = self.words("parts.map") if not kept else self.words("parts.stages", count=len(failed), stages=names)
            if kept and len(failed) == 1:
                part = self.words("parts.stage", stage=journey.stages[min(failed)].name)
            meter.notes.append(self.words(f"notes.{why}", part=part))
        notes = [self.words("tailored")] if kept else []
        return (*notes, self.words("untouched", stages=names)[:600]) if failed else tuple(notes)


def accepted(journey: JourneyMap, proposed: Iterable[Tailored], card_ids: frozenset[str]) -> tuple[Tailored, ...]:
    """Return those of the proposed edits that bring no new error to the map; a stage with one keeps its words."""
    before = {(found.rule, found.where) for found in review(journey, card_ids=card_ids) if found.level == "error"}
    left = tuple(proposed)
    while left:
        after = review(apply_fitting(journey, left), card_ids=card_ids)
        new = [f.where for f in after if f.level == "error" and (f.rule, f.where) not in before]
        if not new:
            return tuple(one for one in left if words_at(journey, one.edit) == one.was)
        blamed = {one.edit.stage for one in left if any(w.startswith(f"stages[{one.edit.stage}]") for w in new)}
        left = tuple(one for one in left if blamed and one.edit.stage not in blamed)
    return ()


def _places(stage: Stage, position: int) -> Iterator[Place]:
    """Yield what may be reworded: never what the owner or a customer said."""
    for part in ("actions", "thoughts"):
        for index, statement in enumerate(getattr(stage, part)):
            if isinstance(statement.basis, Assumed | FromCard):
                edit = Reword(stage=position, part=part, index=index, text=statement.text, basis=statement.basis)
                yield Place(f"{part}[{index}]", statement.text, edit, _cards_of(statement.basis))
    feeling = stage.emotion
    if isinstance(feeling.basis, Assumed):
        felt = Feel(
            stage=position, valence=feeling.valence, word=feeling.word, because=feeling.because, basis=feeling.basis
        )
        yield Place("emotion", feeling.because, felt, _cards_of(feeling.basis), hint=feeling.word)
    for index, chance in enumerate(stage.opportunities):
        if isinstance(chance.basis, Assumed | FromCard):
            step = FirstStep(stage=position, index=index, text=chance.first_step, basis=chance.basis)
            cards = tuple(dict.fromkeys((chance.tactic, *_cards_of(chance.basis))))
            yield Place(f"first_step[{index}]", chance.first_step, step, cards, hint=chance.text)


def _cards_of(basis: Basis) -> tuple[str, ...]:
    return basis.cards if isinstance(basis, Assumed | FromCard) else ()


def _reworded(edit: MapEdit, text: str, cards: tuple[str, ...]) -> MapEdit:
    """Return `edit` with other words; its basis keeps its kind and gains the cards that the words rest on."""
    basis = getattr(edit, "basis", None)
    if isinstance(basis, Assumed | FromCard):
        basis = type(basis).model_validate({**dict(basis), "cards": tuple(dict.fromkeys((*basis.cards, *cards)))})
    name = "because" if isinstance(edit, Feel) else "text"
    return type(edit).model_validate({**dict(edit), name: text, "basis": basis})
