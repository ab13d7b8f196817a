"""What to do about it: for each pain the tactic that fits this owner, the number it should move, and the reason."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.drafting.fitting import Means, fitted
from assistant.drafting.ground import Ground
from assistant.drafting.match import fold, lexicon, stems
from assistant.drafting.pains import Placed
from assistant.drafting.wording import clip, kpi_name, lower
from assistant.knowledge.cards import IndustryCard, KpiCard, TacticCard
from assistant.model import CardId, FromCard, FromSurvey, Opportunity
from assistant.numerals import find_numerals

_CLOSE = 0.6
"""Likeness at which a tactic speaks of the very complaint."""
_FEW = 3
_SPOKEN = 0.45
"""Share of a complaint that a tactic has to speak of where no card fits."""
_IMPACT = {"high": 0.5, "medium": 0.2, "low": -0.2, "uncertain": -0.6}


@dataclass
class Advised:
    """Which tactics and numbers were given so far, so that advice varies over the map."""

    tactics: Counter[str] = field(default_factory=Counter)
    kpis: Counter[str] = field(default_factory=Counter)
    reasons: int = 0


@dataclass(frozen=True)
class Chain:
    """Pain, tactic and KPI, linked."""

    pain: Placed
    tactic: TacticCard
    kpi: KpiCard


def link(ground: Ground, means: Means, pain: Placed, advised: Advised) -> Chain:
    """Return the chain that answers `pain` best for this owner, and note it in `advised`."""
    named = pain.card.tactics if pain.card else ()
    cards = [ground.library.get(TacticCard, card_id) for card_id in named]
    if pain.card is not None and pain.told:
        cards += _alike(ground, pain, named)
    if pain.gap:
        usual = [ground.library.get(TacticCard, card_id) for card_id in ground.trade.tactics if card_id not in named]
        cards += [card for card in usual if card.retention and pain.stage in card.stages and card not in cards]
    cards = [card for card in cards if card.recommended and not means.beyond(card)]
    if not cards:
        cards = _at_stage(ground, means, pain)
    tactic = max(cards, key=lambda card: (_fit(ground, means, pain, card, advised), card.id))
    kpi = number_for(ground, tactic, pain, advised)
    advised.tactics[tactic.id] += 1
    advised.kpis[kpi.id] += 1
    return Chain(pain, tactic, kpi)


def _alike(ground: Ground, pain: Placed, named: tuple[CardId, ...]) -> list[TacticCard]:
    """Return tactics that speak of the very words of a complaint, though the pain's card does not name them."""
    lexical = lexicon(ground.library)
    return [
        card
        for card in ground.library.of(TacticCard)
        if card.id not in named
        and (lexical.fit(pain.words, card.id) > _CLOSE or len(stems(pain.words) & stems(card.title)) >= 2)
    ]


def _at_stage(ground: Ground, means: Means, pain: Placed) -> list[TacticCard]:
    """Return tactics to choose from when no card fits a complaint: those close to its words, else safe ones."""
    every = [card for card in ground.library.of(TacticCard) if card.recommended and not means.beyond(card)]
    lexical = lexicon(ground.library)
    close = [
        card
        for card in every
        if lexical.fit(pain.words, card.id) > _CLOSE
        or (lexical.speaks(pain.words, card.id) > _SPOKEN and pain.stage in card.stages and suits(ground, card))
    ]
    listening = ground.words.get("listening_tactics")  # hearing more fits a complaint at any stage
    safe = [
        card
        for card in every
        if card.id in ground.words.get("safe_tactics") and (card.id in listening or pain.stage in card.stages)
    ]
    return close or safe or list(ground.library.of(TacticCard))


def _fit(ground: Ground, means: Means, pain: Placed, card: TacticCard, advised: Advised) -> float:
    # from the third on, a card's tactics count alike: which of them fits depends on the trade and the owner
    order = min(pain.card.tactics.index(card.id), 2) if pain.card and card.id in pain.card.tactics else 2
    lexical, goal = lexicon(ground.library), ground.aim
    score = -0.9 * order + (0.5 if suits(ground, card) else -1.1) + 0.5 * (card.id in ground.trade.tactics)
    score += _IMPACT[card.impact] + means.suits(card) + lexical.likeness(pain.words, card.id)
    score += 1.2 * lexical.speaks(pain.words, card.id) + 0.6 * lexical.speaks(goal, card.id)
    score -= 0.0 if ground.holds(f"{card.title} {card.first_step}") else 2.0
    if pain.gap and pain.card is not None:
        score -= 0.6 * (card.id not in ground.trade.tactics) + 1.0 * (card.id not in pain.card.tactics)
    score -= 1.0 * (pain.gap and card.id in ground.words.get("not_for_gaps"))
    if pain.stage not in card.stages:
        score -= 1.5 if pain.gap else 0.4
    numbers = [ground.library.get(KpiCard, card_id) for card_id in card.kpis]
    score -= 2.5 * any(other_scale(pain.words, kpi) for kpi in numbers)
    return score - 2.0 * advised.tactics[card.id]


def suits(ground: Ground, card: TacticCard) -> bool:
    """Tell whether a tactic is for the owner's trade."""
    return not card.industries or ground.trade.id in card.industries or ground.industry.id in card.industries


def number_for(ground: Ground, tactic: TacticCard, pain: Placed | None, advised: Advised) -> KpiCard:
    """Return the KPI a tactic should move: one the pain shows in, that suits the trade, and has a figure already."""
    shown_by = pain.card.kpis if pain is not None and pain.card is not None else ()
    measured = {number.kpi for number in ground.brief.numbers}
    trades = Counter(kpi for card in ground.library.of(IndustryCard) for kpi in card.kpis)
    own = {*ground.trade.kpis, *ground.industry.kpis, *(stage.kpi for stage in ground.trade.stages)}

    def fit(card_id: CardId) -> float:
        card = ground.library.get(KpiCard, card_id)
        suits = not card.models or ground.model in card.models or ground.model == "both"
        order = tactic.kpis.index(card_id) if card_id in tactic.kpis else len(tactic.kpis) + shown_by.index(card_id)
        score = -0.4 * order + 1.2 * (card_id in shown_by) + 0.8 * (card_id in measured) + 0.8 * (card_id in own)
        # because a number that only one or two other trades watch is read in tools this one does not have
        score -= 0.8 * (card_id not in own and 0 < trades[card_id] <= _FEW) + 0.3 * advised.kpis[card_id]
        score -= 2.0 * (pain is not None and other_scale(pain.words, card))
        score -= 0.0 if ground.holds(card.title) else 2.0
        return score - (0.0 if suits else 3.0)

    return ground.library.get(KpiCard, max((*tactic.kpis, *shown_by), key=lambda card_id: (fit(card_id), card_id)))


def other_scale(words: str, kpi: KpiCard) -> bool:
    """Tell whether a complaint speaks of days or weeks where the KPI counts minutes."""
    return kpi.unit in ("minutes", "seconds") and bool(_units(words) & {"days", "weeks", "months"})


@lru_cache(maxsize=1000)  # because each complaint is weighed against every tactic
def _units(words: str) -> frozenset[str]:
    return frozenset(numeral.unit for numeral in find_numerals(words))


def opportunity(ground: Ground, means: Means, chain: Chain, pain_id: str, advised: Advised) -> Opportunity:
    """Return the advice as it stands on the map."""
    tactic, kpi, pain = chain.tactic, chain.kpi, chain.pain
    cards = (tactic.id, kpi.id, *((pain.card.id,) if pain.card else ()))
    return Opportunity(
        text=tactic.title, answers=pain_id, tactic=tactic.id, kpi=kpi.id,
        reason=clip(_reason(ground, chain, advised)),
        customer_value=tactic.customer_value, business_value=tactic.business_value, effort=tactic.effort,
        first_step=clip(fitted(ground, means, tactic, pain)), owner=means.owner(tactic.channel),
        basis=FromCard(cards=cards),
    )  # fmt: skip


def _reason(ground: Ground, chain: Chain, advised: Advised) -> str:
    kind = "survey" if isinstance(chain.pain.basis, FromSurvey) else "owner" if chain.pain.told else "typical"
    kind = "gap" if chain.pain.asked else "nearest" if chain.pain.card is None and kind == "owner" else kind
    advised.reasons += 1
    return ground.vary(
        f"reason.{kind}", advised.reasons,
        words=clip(chain.pain.words, 160), asked=chain.pain.asked, result=result(ground, chain.tactic, chain.pain),
        kpi=kpi_name(chain.kpi),
        move=ground.words(f"move.{chain.kpi.direction}"),
    )  # fmt: skip


def result(ground: Ground, tactic: TacticCard, pain: Placed | None = None) -> str:
    """Return what a tactic does as a clause, for those whom the complaint names: "the guest knows at once that …"."""
    value = re.sub(r"[.!]$", "", lower(tactic.customer_value))
    first = value.split()[0]
    verb = first in ("can", "does", "has", "is") or (first.endswith("s") and not first.endswith("ss"))
    first_word = fold(pain.words).split()[0] if pain is not None and pain.told else ""
    who = ground.words.get("people").get(first_word, ground.trade.customer)
    return f"the {who} {value}" if verb else value
