"""The ground a map is drawn on: brief, cards and survey, the trade they belong to, and quotes that can be checked."""

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.brief import Brief, Turns
from assistant.drafting.kinds import in_kind
from assistant.drafting.match import fold, has, presumed, stems
from assistant.drafting.wording import clauses, quotable, sentences
from assistant.knowledge import Library
from assistant.knowledge.cards import IndustryCard
from assistant.model import Assumed, Basis, BusinessModel, Channel, OwnerSaid
from assistant.synthesis import Synthesis
from assistant.text import find_phrase
from assistant.words import Words

_FALLBACKS: dict[str, tuple[str, ...]] = {
    "b2b": ("industry:b2b-services", "industry:wholesale"),
    "nonprofit": ("industry:nonprofit",),
}
_KINDRED = 3
"""Stems that a trade must share with the owner's words to lend its stages."""
_ONLINE: tuple[Channel, ...] = ("website", "marketplace", "delivery", "ads-search", "ads-social")
_ON_SPOT: tuple[Channel, ...] = ("store", "outdoor", "maps")


def _vocabulary(card: IndustryCard) -> frozenset[str]:
    goals = (text for stage in card.stages for text in (stage.name, stage.goal, stage.action))
    kinds = (word for kind in card.kinds for word in (*kind.fits, *(line.goal or "" for line in kind.lines)))
    return stems(" ".join((card.title, card.customer, *card.words, *card.says, *goals, *kinds)))


@dataclass(frozen=True)
class Ground:
    """Everything a map is drawn from."""

    brief: Brief
    library: Library
    survey: Synthesis | None
    words: Words

    # ------------------------------------------------------------------ the trade
    @cached_property
    def industry(self) -> IndustryCard:
        """The owner's trade, or the nearest one when it was not named."""
        known = self.brief.business.industry
        if known is not None and known.startswith("industry:") and known in self.library:
            return self.library.get(IndustryCard, known)
        return self._named_trade() or self._nearest_trade()

    @cached_property
    def trade_known(self) -> bool:
        """Whether the owner named the trade."""
        return self.brief.business.industry == self.industry.id

    @cached_property
    def trade(self) -> IndustryCard:
        """The trade whose stages the map follows, in the words of this owner's kind of business."""
        return in_kind(self.aimed_trade or self.people_trade or self.industry, self.brief)

    @cached_property
    def follows_goal(self) -> bool:
        """Whether the stages are those of another trade, which the goal calls for."""
        return self.aimed_trade is not None

    @cached_property
    def line_of_business(self) -> str | None:
        """The word by which the goal names another line of business than the owner's trade, such as "catering"."""
        goal = fold(self.brief.goal or "")
        if not goal or any(has(goal, fold(word)) for word in self.industry.words):
            return None
        elsewhere = fold(" ".join((self.brief.business.offer or "", *(p.who for p in self.brief.personas))))
        for card in self.library.of(IndustryCard):
            for word in card.words:
                if len(word) > 4 and has(goal, fold(word)) and has(elsewhere, fold(word)):
                    return fold(word)
        return None

    @cached_property
    def aimed_trade(self) -> IndustryCard | None:
        """The trade of the line of business that the goal is about, None if that is the owner's trade."""
        word = self.line_of_business
        cards = self.library.of(IndustryCard)
        return next((card for card in cards if word in {fold(one) for one in card.words}), None) if word else None

    @cached_property
    def people_trade(self) -> IndustryCard | None:
        """A trade for private people, where the owner's trade sells to firms and this owner does not."""
        if self.industry.model != "b2b" or self.brief.business.model != "b2c":
            return None
        brief = self.brief
        about = stems(" ".join((brief.business.offer or "", brief.goal or "", *(pain.words for pain in brief.pains))))
        private = [card for card in self.library.of(IndustryCard) if card.model in ("b2c", "both")]
        shared = {card.id: len(about & _vocabulary(card)) for card in private}
        best = max(private, key=lambda card: shared[card.id], default=None)
        return best if best is not None and shared[best.id] >= _KINDRED else None

    @cached_property
    def model(self) -> BusinessModel:
        """Who buys: as the owner said, else as usual in the trade."""
        return self.brief.business.model or self.industry.model

    def on_topic(self, text: str) -> str:
        """Return the sentences of `text` that are about the line of business the goal names, all if none is."""
        word = self.line_of_business
        about = [one for one in sentences(text) if word and has(fold(one), word)]
        return ". ".join(re.sub(rf"^{re.escape(word or '')}\s*:\s*", "", one, flags=re.I) for one in about) or text

    def off_topic(self, words: str) -> bool:
        """Tell whether the owner said `words` about another line of business than the one the goal names."""
        word = self.line_of_business
        if word is None:
            return False
        parts = (self.brief.journey.purchase, self.brief.journey.delivery, self.brief.journey.discovery)
        for part in parts:
            if part and self.on_topic(part) != part and has(fold(part), fold(words)):
                return not has(fold(self.on_topic(part)), fold(words))
        return False

    def _named_trade(self) -> IndustryCard | None:
        said = fold(self.all_words)
        hits = [
            (len(word), card)
            for card in self.library.of(IndustryCard)
            for word in card.words
            if len(word) > 3 and has(said, fold(word))
        ]
        return max(hits, key=lambda hit: hit[0])[1] if hits else None

    def _nearest_trade(self) -> IndustryCard:
        cards = self.library.of(IndustryCard)
        offer = stems(self.brief.business.offer or "")
        if offer:
            likest = max(cards, key=lambda card: len(offer & stems(" ".join((card.title, *card.words, *card.says)))))
            if len(offer & stems(" ".join((likest.title, *likest.words)))) > 0:
                return likest
        used = {channel.channel for channel in self.brief.channels}
        on_spot = bool(used & set(_ON_SPOT)) or not used & set(_ONLINE)
        wanted = _FALLBACKS.get(self.brief.business.model or "", ())
        wanted = (*wanted, "industry:retail-store" if on_spot else "industry:ecommerce")
        return next((card for name in wanted for card in cards if card.id == name), cards[0])

    # ------------------------------------------------------------------ what was said
    @cached_property
    def all_words(self) -> str:
        """Everything the owner said, one thing a line."""
        return "\n".join((*(said.text for said in self.brief.said), *self.brief_words))

    @cached_property
    def folded(self) -> str:
        """Everything the owner said, folded for looking things up."""
        return fold(self.all_words)

    @cached_property
    def brief_words(self) -> tuple[str, ...]:
        """Every wording in the brief."""
        brief = self.brief
        business, journey = brief.business, brief.journey
        single = (
            business.name, business.offer, business.place, business.price, brief.goal, journey.discovery,
            journey.purchase, journey.delivery, journey.after_sale, brief.resources.words if brief.resources else None,
        )  # fmt: skip
        people = [word for p in brief.personas for word in (p.name, p.who, *p.goals, *p.worries)]
        told = (
            *(channel.words for channel in brief.channels), *(pain.words for pain in brief.pains),
            *(number.words for number in brief.numbers), *brief.keeping,
        )  # fmt: skip
        return tuple(dict.fromkeys(word for word in (*single, *people, *told) if word))

    @cached_property
    def denials(self) -> tuple[str, ...]:
        """The clauses, folded, in which the owner denies something: "no website"."""
        every = (clause for line in self.all_words.splitlines() for clause in clauses(fold(line)))
        return tuple(clause for clause in every if any(has(clause, word) for word in self.words.get("denied")))

    def quote(self, words: str, turns: Turns = ()) -> OwnerSaid:
        """Return the basis of something the owner said: the words, cut if long, and a message that holds them."""
        words = quotable(words)
        # whole words, because "1" does not stand in "10" and "no" not in "know"
        folded = fold(words)
        whole = rf"(?<!\w)(?<!\d[.,]){re.escape(folded)}(?!\w|[.,]\d)"
        ordered = sorted(self.brief.said, key=lambda said: (said.turn not in turns, -said.turn))
        there = (one for one in ordered if folded in fold(one.text) and re.search(whole, fold(one.text)))
        turn = next((said.turn for said in there), 0)
        return OwnerSaid(turns=(turn,), quote=words)

    def vary(self, name: str, turn: int, **values: object) -> str:
        """Return one of the wordings under `name`, another each `turn`, so that cells do not repeat one another."""
        ways = sorted(self.words.get(name))
        return self.words(f"{name}.{ways[turn % len(ways)]}", **values)

    def bears(self, words: str, turns: Turns, also: str) -> bool:
        """Tell whether the message that holds `words` holds `also`, too, so that one may name the other."""
        turn = self.quote(words, turns).turns[0]
        text = next((said.text for said in self.brief.said if said.turn == turn), self.all_words)
        return find_phrase(fold(text), fold(also)) >= 0  # whole words, because "1" does not stand in "10"

    @cached_property
    def aim(self) -> str:
        """What the owner's goal is about, without the words of any goal ("more", "sell", "orders")."""
        goal = self.brief.goal or ""
        generic = stems(" ".join(self.words.get("generic_goals")))
        about = " ".join(word for word in goal.split() if not stems(word) <= generic)
        return about if stems(about) else goal

    @cached_property
    def _strange(self) -> frozenset[str]:
        """The words that take something for granted which this owner does not tell of."""
        trades = {self.trade.id, self.industry.id}
        return frozenset(
            word
            for rule in self.words.get("presumed")
            if not trades & set(rule.get("trades", ())) and not any(has(self.folded, told) for told in rule["told"])
            for word in rule["words"]
        )

    def holds(self, line: str) -> bool:
        """Tell whether a line of a card may be shown: it takes nothing for granted that this owner may not have."""
        return not presumed(line) & self._strange

    # ------------------------------------------------------------------ common bases
    @cached_property
    def typical(self) -> Assumed:
        """The basis of what is usual in the trade and not known here."""
        return Assumed(why=self.words("why.typical", trade=self.trade.title), cards=(self.trade.id,))

    def leaning(self, why: str, *said: Basis, cards: tuple[str, ...] = ()) -> Assumed:
        """Return a guess that leans on what the owner said."""
        turns = tuple(sorted({turn for one in said if isinstance(one, OwnerSaid) for turn in one.turns}))
        return Assumed(why=self.words(f"why.{why}"), cards=cards, turns=turns)
