"""The mind that runs on this machine: rules, word lists and the cards; no account, no network."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from assistant.brief import Brief
from assistant.edits import BriefEdit, MarkUnknown, SetFact, is_rooted
from assistant.knowledge import Library
from assistant.knowledge.cards import IndustryCard, PainCard
from assistant.minds.clauses import clauses, content_words
from assistant.minds.coder import Coder
from assistant.minds.commands import Parts, mentions, take_apart
from assistant.minds.complaints import PainMatch
from assistant.minds.corrections import Corrector
from assistant.minds.figures import Near
from assistant.minds.harvest import Harvester
from assistant.minds.map_wishes import read_map_wish
from assistant.minds.mind import Scene
from assistant.minds.pain_signs import PainSigns
from assistant.model import CardId, JourneyMap
from assistant.reading import Reading
from assistant.retrieval import MATCH, Answer, Search, answer
from assistant.tailoring import Tailoring
from assistant.text import fold
from assistant.usage import Meter
from assistant.words import Words

PAIN_SURE, PAIN_FITS, PAIN_ALIKE = 0.55, MATCH, 0.05
KPIS_NEAR = 40
PAINS_NEAR, USUAL_BONUS = 8, 0.2
PLAIN = 0.85
"""From this score on a card says the same as the complaint, whatever words stand in it."""
USUAL_PAIN_FITS = 0.2
"""Asked what goes wrong, an owner complains: a fainter likeness will do for a pain that is usual in the trade, because
of the 82 labelled complaints eight were matched wrongly at 0.2 as at 0.4, and neutral sentences are rare in answers."""


_MAY_BE_EMPTY = ("numbers",)
READ_AT_MOST = 4000
"""Characters of a message that are read, because no fact is longer."""

_NEVER_NOTHING = ("offer", "customer", "goal", "pains", "numbers", "resources")
"""Topics to which "nothing" is no fact of its own, unlike "what do you do for customers afterwards?"."""


@dataclass(frozen=True)
class EmbeddedMind:
    """Reads with word lists and retrieval."""

    library: Library
    search: Search
    words: Words
    name: str = "embedded"
    notice: str | None = None
    coder: Coder | None = None

    async def read(self, message: str, scene: Scene) -> Reading:
        """Say what `message` means; the same message in the same scene always means the same."""
        message = message[:READ_AT_MOST]
        parts = take_apart(message, self.words, first=scene.first)
        if scene.journey is not None and parts.command is None:
            wish = read_map_wish(message, scene.journey, scene.turn, self.words)
            if wish is not None:
                return Reading(intent="edit_map", map_edits=wish)
        if parts.command in ("start_over", "back"):
            return Reading(intent=parts.command)
        told = self._of_the_business(parts.rest or message, scene)
        parts = replace(parts, rest=told if parts.rest else "")
        corrected = Corrector(self.harvester, self.words).read(told, scene) if told else ()
        if corrected:
            return Reading(intent="correct", edits=_rooted(corrected, message), question=parts.question)
        return self._plain(message, parts, scene)

    async def answer(self, reading: Reading, scene: Scene) -> Answer | None:
        """Answer with the cards' own sentences."""
        question = reading.question_english or reading.question
        return answer(question, self.search, self.library) if question else None

    async def tailor(
        self, journey: JourneyMap, brief: Brief, meter: Meter, only: frozenset[int] | None = None
    ) -> Tailoring | None:
        """Leave the map as it was drawn."""
        return None

    def _plain(self, message: str, parts: Parts, scene: Scene) -> Reading:
        edits: tuple[BriefEdit, ...] = ()
        if parts.rest:
            edits = self._unknown(parts.rest, scene) or _rooted(self.harvester.gather(parts.rest, scene), message)
        if parts.command in ("skip", "dont_know") and scene.asking and not edits:
            edits = (MarkUnknown(topic=scene.asking),)
        edits = (*edits, *self._usual_model(message, edits, scene))
        if parts.command == "small_talk" or self._is_hostile(message):
            return Reading(intent="small_talk", tone=self._tone(message), question=parts.question)
        if parts.command is not None:
            return Reading(intent=parts.command, edits=edits, question=parts.question)
        if parts.question is not None and not (scene.first and edits):
            return Reading(intent="question", edits=edits, question=parts.question)
        if not edits and scene.asking in _MAY_BE_EMPTY and content_words(message):
            # an answer about numbers without a number says that there is none
            return Reading(intent="dont_know", edits=(MarkUnknown(topic=scene.asking),))
        if not edits and scene.stuck and scene.asking is not None:
            # the same question twice without an answer is enough
            return Reading(intent="dont_know", edits=(MarkUnknown(topic=scene.asking),))
        if not content_words(message) and not edits:
            return Reading(intent="unclear", vague=True)
        if any(isinstance(edit, MarkUnknown) for edit in edits):
            return Reading(intent="dont_know", edits=edits)
        return Reading(
            intent="answer" if edits else "unclear",
            edits=edits,
            question=parts.question,
            vague=self._vague(message, scene),
        )

    def _is_hostile(self, message: str) -> bool:
        return mentions(message, self.words.get("hostile")) is not None and len(content_words(message)) <= 4

    def _tone(self, message: str) -> Literal["greeting_back", "thanks", "hostile"]:
        if self._is_hostile(message):
            return "hostile"
        return "thanks" if mentions(message, self.words.get("thanks")) else "greeting_back"

    def _unknown(self, rest: str, scene: Scene) -> tuple[BriefEdit, ...]:
        """Return a topic marked unknown when the owner says no more than that they do not know."""
        if scene.asking is None:
            return ()
        if fold(rest).strip(" .!") in self.words.get("nothing") and scene.asking in _NEVER_NOTHING:
            # "no" to "where else does it hurt" adds nothing to what is known; with nothing known the topic stays open
            return (MarkUnknown(topic=scene.asking),)
        if scene.asking == "pains" and len(content_words(rest)) <= 6 and mentions(rest, self.words.get("no_pains")):
            return (MarkUnknown(topic="pains"),)
        said = set(content_words(rest)) - {
            "idk",
            "dunno",
            "know",
            "idea",
            "clue",
            "sure",
            "hard",
            "say",
            "couldn't",
            "tell",
        }
        if mentions(rest, self.words.get("dont_know_inside")) is None or not said <= set(self.words.get("vague")):
            return ()
        return (MarkUnknown(topic=scene.asking),)

    def _usual_model(self, message: str, edits: tuple[BriefEdit, ...], scene: Scene) -> tuple[BriefEdit, ...]:
        """Return the usual business model of the trade once the owner was asked for customers and did not say."""
        industry = scene.brief.business.industry
        said = any(isinstance(edit, SetFact) and edit.fact == "business.model" for edit in edits)
        if (
            scene.asking != "customer"
            or industry is None
            or scene.brief.business.model is not None
            or said
            or not edits
        ):
            return ()
        return (SetFact(fact="business.model", value=self.library.get(IndustryCard, industry).model, words=message),)

    def _vague(self, message: str, scene: Scene) -> bool:
        meaning = content_words(message)
        plain = fold(message).strip(" .!")
        if plain in self.words.get("nothing") and scene.asking in ("after_sale", "retention", "pains", "numbers"):
            return False
        return not meaning or all(word in self.words.get("vague") for word in meaning)

    def _of_the_business(self, message: str, scene: Scene) -> str:
        """Return `message` without what it says of the drawn map: "call the second step …" is no fact."""
        if scene.journey is None or mentions(message, self.words.get("map_parts")) is None:
            return message
        return ". ".join(part for part in clauses(message) if mentions(part, self.words.get("map_parts")) is None)

    @cached_property
    def harvester(self) -> Harvester:
        """What gathers the facts, with this mind's search behind it."""
        return Harvester(self.library, self.words, self._find_pain, self._near_trades, self._near_kpis)

    def _find_pain(self, complaint: str, trade: CardId | None = None, offer: str = "") -> PainMatch | None:
        if trade is not None:
            return self._pain_of_trade(complaint, trade, offer)
        found = self.search.match(complaint, {"pain"})
        signed = PainSigns(self.words).pain_of(complaint, offer) if offer else None
        if signed is not None and all(one.score < PLAIN for one in found):
            return PainMatch(self.library.get(PainCard, signed), sure=False)
        if not found or found[0].score < PAIN_FITS:
            return None
        # of cards that fit alike, the one that more trades suffer from is meant more often
        alike = [passage for passage in found if passage.score >= found[0].score - PAIN_ALIKE]
        best = max(alike, key=lambda passage: self._trades_with[passage.card])
        return PainMatch(self.library.get(PainCard, best.card), sure=best.score >= PAIN_SURE)

    def _pain_of_trade(self, complaint: str, trade: CardId, offer: str) -> PainMatch | None:
        """Return the pain an owner of `trade` means: what plainly says the same, else its signs, else what is usual."""
        usual = self.library.get(IndustryCard, trade).pains
        foreign = self._foreign(trade)
        found = [one for one in self.search.match(complaint, {"pain"}, PAINS_NEAR) if one.card not in foreign]
        signed = PainSigns(self.words).pain_of(complaint, offer)
        if signed is not None and all(one.score < PLAIN for one in found):
            return PainMatch(self.library.get(PainCard, signed), sure=False)
        if not found:
            return None
        best = max(found, key=lambda one: (one.score + USUAL_BONUS * (one.card in usual), self._trades_with[one.card]))
        if best.score < (USUAL_PAIN_FITS if best.card in usual else PAIN_FITS):
            return None
        return PainMatch(self.library.get(PainCard, best.card), sure=best.score >= PAIN_SURE)

    def _foreign(self, trade: CardId) -> frozenset[CardId]:
        """Return the pains that only a trade with a world of its own has, such as flying: no other owner means them."""
        found: set[CardId] = set()
        for card in self.library.of(IndustryCard):
            own = {pain for pain in card.pains if self._trades_with[pain] == 1}
            if card.id != trade and 2 * len(own) > len(card.pains):
                found |= own
        return frozenset(found)

    @cached_property
    def _trades_with(self) -> Counter[str]:
        return Counter(pain for card in self.library.of(IndustryCard) for pain in card.pains)

    def _near_kpis(self, clause: str) -> tuple[Near, ...]:
        return tuple(Near(one.card, one.score) for one in self.search.match(clause, {"kpi"}, KPIS_NEAR))

    def _near_trades(self, text: str) -> tuple[Near, ...]:
        return tuple(Near(one.card, one.score) for one in self.search.match(text, {"industry"}))


def _rooted(edits: Iterable[BriefEdit], message: str) -> tuple[BriefEdit, ...]:
    """Keep the facts whose words stand in the message; the rule holds for this mind as for a model."""
    return tuple(edit for edit in edits if is_rooted(edit, message))
