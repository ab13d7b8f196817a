"""Read the business itself: its trade, offer and price, where it is, what it is called and to whom it sells."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.edits import SetFact
from assistant.knowledge import Library
from assistant.knowledge.cards import ChannelCard, IndustryCard
from assistant.minds.clauses import clauses, content_words, is_empty_talk, sentences
from assistant.minds.commands import mentions
from assistant.minds.figures import Near
from assistant.minds.mind import Scene
from assistant.minds.names import NameReader
from assistant.minds.people import business_model
from assistant.minds.places import find_place
from assistant.minds.prices import find_price
from assistant.minds.trades import TradeReader
from assistant.text import fold
from assistant.words import Words, load_words

_CUT_OFFER = re.compile(
    r"\s*(?:[,(]\s*|\s)(?:(?:down|up|over|out|just|here)\s+)?"
    r"(?:in|near|outside|from|since|for \d+|where|because|called|named|trading as|under the name|based"
    r"|and (?:i|we|my|our|sell|then)\b|(?:it|its|it['’]s|it is) (?:called|named)\b)\s*.*$",
    re.IGNORECASE,
)
_LONG_OFFER = 300
TRADE_FITS, CLEARLY, AGREEING = 0.05, 2, 3
"""How like a trade a message must be, how much more than to the next, and among how many a hinted trade must be."""
NOTHING = Near("", 0.0)
_ELSEWHERE = ("resources", "numbers", "pains", "goal", "offer")
"""Topics in whose answers an amount of money is no price, or is read as one already."""


@dataclass(frozen=True)
class BusinessReader:
    """Turns what an owner says of the business into facts."""

    library: Library
    words: Words
    near_trades: Callable[[str], Sequence[Near]]
    """Finds the trades that a message is like, most alike first."""
    complains: Callable[[str], bool]
    """Tells whether a sentence is a complaint, and so no offer."""

    def offer(self, message: str, scene: Scene, *, asked: bool) -> Iterator[SetFact]:
        """Yield trade, offer and price."""
        named = list(self.industry(message, scene))
        unknown = scene.brief.business.industry is None
        if asked:
            yield from named or (self._guessed_industry(message) if unknown else ())
        offer = self._offer_in(message) or (self._told_offer(message) if asked else None)
        if offer:
            yield SetFact(fact="business.offer", value=offer, words=offer)
        if not asked and not named and unknown:
            yield from self._guessed_industry(message)
        price = find_price(message, self.words, asked=asked)
        if price:
            yield SetFact(fact="business.price", value=price, words=price)

    def industry(self, message: str, scene: Scene) -> Iterator[SetFact]:
        """Yield the trade that the message names, unless it is known."""
        if scene.brief.business.industry is None:
            trade = self._trades.read(message)
            if trade is None or trade.words not in message:
                return
            # because a word alone misleads: "guided walks" are no walk-ins, unless the whole message is like it, too
            if trade.plain or trade.industry in [near.card for near in self.near_trades(message)[:AGREEING]]:
                yield SetFact(fact="business.industry", value=trade.industry, words=trade.words)

    def aside(self, message: str, scene: Scene) -> Iterator[SetFact]:
        """Yield name, place and model, and a price that is told beside another question."""
        business = scene.brief.business
        introduces = scene.first or scene.asking in (None, "offer")
        name = None
        if business.name is None:
            name = self._names.find(message, first=scene.first)
            if name and name in message:
                yield SetFact(fact="business.name", value=name, words=name)
        if business.place is None and introduces:
            taken = self._taken | {fold(name)} if name else self._taken
            place = find_place(message, taken, first=scene.first)
            if place:
                yield SetFact(fact="business.place", value=place, words=place)
        if business.price is None and scene.asking not in _ELSEWHERE and not scene.first:
            price = find_price(message, self.words, asked=False)
            if price:
                yield SetFact(fact="business.price", value=price, words=price)
        yield from self._model(message, scene, asked=scene.asking == "customer")

    def _guessed_industry(self, message: str) -> Iterator[SetFact]:
        best, second = (*self.near_trades(message)[:2], NOTHING, NOTHING)[:2]
        if best.score >= max(TRADE_FITS, CLEARLY * second.score):
            yield SetFact(fact="business.industry", value=best.card, words=message)

    def _offer_in(self, message: str) -> str | None:
        """Return what an opening message says is sold, if it says enough to work with."""
        for clause in clauses(message):
            cue = mentions(clause, [cue for cue in self.words.get("offer_cues") if len(cue) > 3])
            at = re.search(re.escape(cue).replace("'", "['’]") + r"\b", clause, re.IGNORECASE) if cue else None
            words = clause[at.end() :].strip(" :") if at else clause
            if at is None and not (clause == clauses(message)[0] and mentions(words, self._card_names)):
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
            if not is_empty_talk(sentence, self.words) and not self.complains(sentence):
                offer = sentence.strip(" .!")
                return offer if len(offer) <= _LONG_OFFER else offer[:_LONG_OFFER].rsplit(" ", 1)[0]
        return None

    def _model(self, message: str, scene: Scene, *, asked: bool) -> Iterator[SetFact]:
        said = business_model(message, self.words, asked=asked)
        known = scene.brief.business.model
        if said is not None and known != "nonprofit" and (known is None or asked):
            industry = scene.brief.business.industry
            gives = industry is not None and self.library.get(IndustryCard, industry).model == "nonprofit"
            yield SetFact(fact=said.fact, value="nonprofit", words=said.words) if gives else said

    @cached_property
    def _trades(self) -> TradeReader:
        return TradeReader(self.library, self.words)

    @cached_property
    def _names(self) -> NameReader:
        ends = {word for name in self._trade_names for word in (name, name.split()[-1])}
        return NameReader(self.words, self._taken, frozenset(ends))

    @cached_property
    def _card_names(self) -> list[str]:
        return [fold(word) for card in self.library.of(IndustryCard) for word in card.words]

    @cached_property
    def _trade_names(self) -> list[str]:
        extra: dict[str, list[str]] = self.words.get("trade_words")
        cards = self.library.of(IndustryCard)
        return [fold(word) for card in cards for word in (*card.words, *extra.get(card.id, ()))]

    @cached_property
    def _taken(self) -> frozenset[str]:
        """Names of something else than a place or a business."""
        extra: dict[str, list[str]] = load_words("channels").get("names")
        channels = [fold(word) for card in self.library.of(ChannelCard) for word in card.words]
        more = [fold(word) for words in extra.values() for word in words]
        return frozenset((*self.words.get("calendar"), *self.words.get("tools"), *channels, *more))
