"""Gather the facts a message holds: first for the question that was asked, then whatever else it says plainly."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant.brief import JourneyPart, Topic
from assistant.edits import AddKeeping, AddPain, BriefEdit, SetFact, SetResources
from assistant.knowledge import Library
from assistant.knowledge.cards import ChannelCard, IndustryCard, PainCard
from assistant.minds.channels import ChannelReader
from assistant.minds.clauses import clauses, content_words, find_words, has_phrase, sentences
from assistant.minds.commands import mentions
from assistant.minds.figures import Figures, Near
from assistant.minds.mind import Scene
from assistant.minds.people import business_model, customers
from assistant.minds.trades import TradeReader
from assistant.model import CardId
from assistant.numerals import find_numerals
from assistant.text import find_phrase, fold
from assistant.words import Words

_PLACE = re.compile(
    r"\b(?:in|near|around|based in|outside|at|from|of)\s+(?:the\s+)?"
    r"((?:St\.?\s)?[A-Z][\w'’-]+(?:[\s-](?:upon|on|le|la|de|of|the|[A-Z][\w'’-]+)){0,3})"
)
_TERSE_PLACE = re.compile(r"[^,.!?]{3,60},\s*([A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)?)\.?")
_CUT_OFFER = re.compile(
    r"\s+(?:in|near|outside|from|since|for \d+|where|because|and (?:i|we|my|our|sell|then)\b)\s*.*$", re.IGNORECASE
)
_WANT_ENDS = re.compile(
    r"\s*(?:[.;!?\n]|,\s*(?:and|but)\s+(?:i|we|my|our|also|then|half|people)\b).*$", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True)
class PainMatch:
    """A pain card that a complaint fits."""

    card: PainCard
    sure: bool


@dataclass(frozen=True)
class Harvester:
    """Turns messages into proposed facts; every fact is carried by words of the message."""

    library: Library
    words: Words
    find_pain: Callable[[str, CardId | None], PainMatch | None]
    """Finds the pain a complaint names; told the trade, it also believes a fainter likeness to a usual pain of it."""
    guess_industry: Callable[[str], str | None]
    near_kpis: Callable[[str], Iterable[Near]]

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.library, self.words, self.near_kpis)

    @cached_property
    def _trades(self) -> TradeReader:
        return TradeReader(self.library, self.words)

    @cached_property
    def _channels(self) -> ChannelReader:
        return ChannelReader(self.library, self.words)

    def gather(self, message: str, scene: Scene) -> tuple[BriefEdit, ...]:
        """Return the facts in `message`, those of the open question first."""
        topic = scene.asking or (None if scene.first else self._likely_topic(message, scene))
        found: list[BriefEdit] = []
        if topic is not None:
            found.extend(self._answer(topic, message, scene))
        found.extend(self._aside(topic, message, scene))
        return tuple(dict.fromkeys(found))

    def _likely_topic(self, message: str, scene: Scene) -> Topic | None:
        """Return what an unasked message is most likely about, such as hours offered after the map was drawn."""
        if scene.brief.business.offer is None:
            return "offer"
        if self._hours(message) is not None or self._budget(message) is not None:
            return "resources"
        return "pains" if any(self._complaint(clause) for clause in clauses(message)) else None

    def _hurts(self, clause: str) -> bool:
        """Tell whether the clause sounds like trouble: "the queue is slow", not "they aren't scared"."""
        folded = fold(clause)
        for word in self.words.get("negative"):
            at = find_phrase(folded, word)
            before = folded[:at].split()[-2:] if at >= 0 else []
            own = word.split()[0] in self.words.get("denied_negative")
            if at >= 0 and (own or not any(denial in before for denial in self.words.get("denied_negative"))):
                return not any(has_phrase(folded, phrase) for phrase in ("never miss", "about nothing"))
        return False

    def _complaint(self, clause: str) -> bool:
        match = self.find_pain(clause, None) if self._hurts(clause) else None
        return match is not None and match.sure

    def _answer(self, topic: Topic, message: str, scene: Scene) -> Iterator[BriefEdit]:
        match topic:
            case "offer":
                yield from self._offer(message, scene, asked=True)
            case "customer":
                yield from customers(message, self.words, asked=True)
            case "goal":
                yield SetFact(fact="goal", value=self._wish(message) or message, words=self._wish(message) or message)
            case "discovery" | "purchase" | "delivery" | "after_sale":
                yield from self._part(topic, message)
            case "retention":
                yield from self._keeping(message)
            case "pains":
                yield from self._pains(message, scene, asked=True)
            case "numbers":
                yield from self.figures.read(message, asked=True)
            case "resources":
                yield self._resources(message)

    def _aside(self, topic: Topic | None, message: str, scene: Scene) -> Iterator[BriefEdit]:
        """Yield what the message says besides the answer, only where it says so plainly."""
        if scene.first:
            yield from self._industry(message, scene)
            yield from self._offer(message, scene, asked=False)
        yield from self._place(message, scene)
        yield from self._model(message, scene, asked=topic == "customer")
        if topic != "customer" and not scene.brief.personas:
            yield from customers(message, self.words, asked=False)
        if topic != "goal" and scene.brief.goal is None:
            yield from self._goal(message)
        if topic not in ("numbers", "goal"):
            yield from self.figures.read(message, asked=False)
        for found in self._channels.read(message, topic):
            # "the van broke down" names no way to meet customers
            if found.channel != "store" or topic not in ("pains", "numbers", "resources"):
                yield found
        if topic not in ("pains", "goal"):
            yield from self._pains(message, scene, asked=False)

    # ------------------------------------------------------------------ the business
    def _industry(self, message: str, scene: Scene) -> Iterator[SetFact]:
        if scene.brief.business.industry is None:
            trade = self._trades.read(message)
            if trade is not None and trade.words in message:
                yield SetFact(fact="business.industry", value=trade.industry, words=trade.words)

    def _guessed_industry(self, message: str) -> Iterator[SetFact]:
        guess = self.guess_industry(message)
        if guess is not None:
            yield SetFact(fact="business.industry", value=guess, words=message)

    def _offer(self, message: str, scene: Scene, *, asked: bool) -> Iterator[SetFact]:
        named = list(self._industry(message, scene))
        if asked:
            yield from named or (self._guessed_industry(message) if scene.brief.business.industry is None else ())
            offer = self._offer_in(message) or self._told_offer(message)
            if offer:
                yield SetFact(fact="business.offer", value=offer, words=offer)
        else:
            offer = self._offer_in(message)
            if offer:
                yield SetFact(fact="business.offer", value=offer, words=offer)
            if not named and scene.brief.business.industry is None:
                yield from self._guessed_industry(message)
        price = self._price(message)
        if price:
            yield SetFact(fact="business.price", value=price, words=price)

    def _offer_in(self, message: str) -> str | None:
        """Return what an opening message says is sold, if it says enough to work with."""
        for clause in clauses(message):
            cue = mentions(clause, [cue for cue in self.words.get("offer_cues") if len(cue) > 3])
            at = re.search(re.escape(cue).replace("'", "['’]") + r"\b", clause, re.IGNORECASE) if cue else None
            words = clause[at.end() :].strip(" :") if at else clause
            if at is None and not (clause == clauses(message)[0] and mentions(words, self._trade_words())):
                continue
            words = _CUT_OFFER.sub("", words)
            words = re.sub(r"^(?:a|an|the|my|our|some|small|little|just|and|also)\s+", "", words, flags=re.IGNORECASE)
            meaning = [word for word in content_words(words) if not word.isdigit()]
            if len(meaning) >= 3 and not mentions(words, self.words.get("negative")):
                return words
        return None

    def _told_offer(self, message: str) -> str | None:
        """Return the first sentence that is no complaint, the answer to what is sold."""
        for sentence in sentences(message):
            if not self._empty_talk(sentence) and not self._complaint(sentence):
                return _short(sentence.strip(" .!"))
        return None

    def _trade_words(self) -> list[str]:
        return [fold(word) for card in self.library.of(IndustryCard) for word in card.words]

    def _price(self, message: str) -> str | None:
        money = [number for number in find_numerals(message) if number.unit == "money"]
        if not money:
            return None
        start = max(message.rfind(mark, 0, money[0].start) for mark in ".;\n") + 1
        comma = message.rfind(", ", start, money[0].start)
        start = comma + 2 if comma >= 0 else start
        ends = [message.find(mark, money[-1].end) for mark in (". ", ";", "\n", ", ")]
        end = min([len(message), *(at for at in ends if at >= 0)])
        return message[start:end].strip(" .,;")[:200] or None

    def _place(self, message: str, scene: Scene) -> Iterator[SetFact]:
        if scene.brief.business.place is not None or not (scene.first or scene.asking in (None, "offer")):
            return
        channels = [fold(word) for card in self.library.of(ChannelCard) for word in card.words]
        known = [*self.words.get("calendar"), *self.words.get("tools"), *channels]
        named = _TERSE_PLACE.fullmatch(message) if scene.first else None
        for found in (*_PLACE.finditer(message), *((named,) if named else ())):
            place = found.group(1).strip(" .")
            if fold(place).split()[0] not in known and fold(place) not in known:
                yield SetFact(fact="business.place", value=place, words=place)
                return

    def _model(self, message: str, scene: Scene, *, asked: bool) -> Iterator[SetFact]:
        said = business_model(message, self.words, asked=asked)
        known = scene.brief.business.model
        if said is not None and known != "nonprofit" and (known is None or asked):
            industry = scene.brief.business.industry
            gives = industry is not None and self.library.get(IndustryCard, industry).model == "nonprofit"
            yield SetFact(fact=said.fact, value="nonprofit", words=said.words) if gives else said

    # ------------------------------------------------------------------ wishes and ways
    def _goal(self, message: str) -> Iterator[SetFact]:
        wish = self._wish(message)
        if wish:
            yield SetFact(fact="goal", value=wish, words=wish)

    def _wish(self, message: str) -> str | None:
        cue = mentions(message, self.words.get("goal_cues"))
        if cue is None:
            return None
        at = re.search(re.escape(cue).replace("'", "['’]") + r"\b", message, re.IGNORECASE)
        if at is None:
            return None
        kept = next((word for word in ("more", "fewer") if cue.endswith(word)), None)
        start = at.end() - len(kept) if kept else at.end()
        wish = _WANT_ENDS.sub("", message[start:]).strip(" .,:!?")
        hangs = re.search(r"\b(?:with|for|to|of|in|on|by|about)$", wish, re.IGNORECASE)
        return wish if content_words(wish) and not hangs and len(wish) <= 400 else None

    def _part(self, part: JourneyPart, message: str) -> Iterator[SetFact]:
        facts = {"discovery": "journey.discovery", "purchase": "journey.purchase",
                 "delivery": "journey.delivery", "after_sale": "journey.after_sale"}  # fmt: skip
        yield SetFact(fact=facts[part], value=message, words=message)

    def _keeping(self, message: str) -> Iterator[AddKeeping]:
        pieces = [
            clause for clause in clauses(message) if content_words(clause) or fold(clause) in self.words.get("nothing")
        ]
        for clause in pieces:
            if clause and clause in message:
                yield AddKeeping(words=clause)

    # ------------------------------------------------------------------ pains and means
    def _pains(self, message: str, scene: Scene, *, asked: bool) -> Iterator[AddPain]:
        for clause in clauses(message):
            meaning = content_words(clause)
            enough = 1 if asked else 2
            if len(meaning) < enough or len(clause) > 400 or fold(clause) in self.words.get("nothing"):
                continue
            if all(word in self.words.get("vague") for word in meaning):
                continue
            if not asked and not self._hurts(clause):
                continue
            match = self.find_pain(clause, scene.brief.business.industry if asked else None)
            if asked or (match is not None and match.sure):
                card = match.card if match else None
                yield AddPain(words=clause, pain=card.id if card else None, stage=card.stages[0] if card else None)

    def _resources(self, message: str) -> SetResources:
        folded = fold(message)
        hours = self._hours(message)
        tools = (find_words(message, tool) for tool in self.words.get("tools") if has_phrase(folded, tool))
        helpers: list[str] = self.words.get("helpers")
        people = next((part.strip() for part in re.split(r"[,.;]", message) if mentions(part, helpers)), None)
        return SetResources(
            words=message,
            people=people[:200] if people else None,
            hours_a_week=hours,
            budget=self._budget(message),
            tools=tuple(tool for tool in tools if tool),
        )

    def _hours(self, message: str) -> float | None:
        """Return the hours a week that the message offers, None if it offers none plainly."""
        folded = fold(message)
        a_day = re.search(r"\b(?:a day|per day|daily|every day|each day)\b", folded) is not None
        if has_phrase(folded, "half a day"):
            return 4.0
        if re.search(r"\b(?:an|one)\s+(?:[a-z]+\s)?hour\b", folded):
            return 5.0 if a_day else 1.0
        for number in find_numerals(message):
            if number.unit == "hours" and number.value <= 80:
                return number.value * 5 if a_day and number.value <= 8 else number.value
            if number.unit == "days" and number.value <= 7:
                return number.value * 8
        return None

    def _budget(self, message: str) -> Literal["none", "small", "some"] | None:
        folded = fold(message)
        if any(phrase in folded for phrase in self.words.get("budget_none")):
            return "none"
        if any(phrase in folded for phrase in self.words.get("budget_small")):
            return "small"
        return "some" if any(number.unit == "money" for number in find_numerals(message)) else None

    def _empty_talk(self, message: str) -> bool:
        meaning = content_words(message)
        return not meaning or all(word in self.words.get("vague") for word in meaning)


def _short(message: str) -> str:
    """Return the message, cut at a word when it is long."""
    return message if len(message) <= 300 else message[:300].rsplit(" ", 1)[0]
