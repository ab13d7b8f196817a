"""What brings customers back: retention tactics that fit the trade, the goal, the channels and what is done already."""

import re

from assistant.drafting.advice import Advised, number_for, suits
from assistant.drafting.columns import Column
from assistant.drafting.fitting import Means
from assistant.drafting.ground import Ground
from assistant.drafting.match import lexicon, stems
from assistant.drafting.pains import Placed
from assistant.drafting.wording import clip
from assistant.knowledge.cards import LegalCard, TacticCard
from assistant.model import Channel, FromCard, RetentionTactic

_AFTER = ("stage:retention", "stage:advocacy", "stage:exit")
_MESSAGES: tuple[Channel, ...] = ("email", "messaging", "sms", "phone", "post")
"""Ways of writing to people one by one; a tactic that uses one works with another just as well."""
_HERE = {"stage:retention": 2, "stage:advocacy": 1, "stage:exit": 1}


def bring_back(
    ground: Ground, means: Means, columns: tuple[Column, ...], placed: tuple[Placed, ...], advised: Advised
) -> dict[int, tuple[RetentionTactic, ...]]:
    """Return the retention tactics of each column after the purchase; at least one on every map."""
    found: dict[int, tuple[RetentionTactic, ...]] = {}
    for column in columns:
        room = _HERE.get(column.stage, 0)
        chosen: list[RetentionTactic] = []
        for _ in range(room):
            card = _best(ground, means, column, placed, advised)
            if card is None or (chosen and card.id not in ground.trade.tactics):
                break  # the second has to be one the trade knows, because two general ones say little
            chosen.append(_entry(ground, means, card, advised))
        found[column.index] = tuple(chosen)
    return found


def _best(
    ground: Ground, means: Means, column: Column, placed: tuple[Placed, ...], advised: Advised
) -> TacticCard | None:
    fitting = [
        card
        for card in ground.library.of(TacticCard)
        if column.stage in card.stages
        and card.recommended
        and (card.retention or column.stage != "stage:retention")
        and not means.beyond(card)
        and advised.tactics[card.id] == 0
        and suits(ground, card)
        and ground.holds(f"{card.title} {card.trigger} {card.how} {card.first_step}")
    ]
    return max(fitting, key=lambda card: (_fit(ground, means, column, card, placed), card.id), default=None)


def _fit(ground: Ground, means: Means, column: Column, card: TacticCard, placed: tuple[Placed, ...]) -> float:
    usual = ground.trade.tactics
    score = 1.5 - 0.1 * usual.index(card.id) if card.id in usual else 0.0
    score += means.suits(card) + {"high": 0.6, "medium": 0.3, "low": -0.2, "uncertain": -0.6}[card.impact]
    score += 1.5 * lexicon(ground.library).speaks(ground.aim, card.id)
    about = stems(f"{ground.brief.goal or ''} {' '.join(pain.words for pain in placed if pain.told)}")
    score += 0.25 * min(3, len(about & stems(f"{card.title} {card.trigger} {' '.join(card.says)}")))
    score += sum(0.8 for pain in placed if pain.gap and pain.card and card.id in pain.card.tactics)
    score += 1.5 * lexicon(ground.library).likeness(" ".join(ground.brief.keeping), card.id)
    if ground.model == "b2c" and card.channel == "sales-rep":
        score -= 1.5
    return score - 0.4 * card.stages.index(column.stage)


def _entry(ground: Ground, means: Means, card: TacticCard, advised: Advised) -> RetentionTactic:
    kpi = number_for(ground, card, None, advised)
    advised.tactics[card.id] += 1
    advised.kpis[kpi.id] += 1
    legal = [ground.library.get(LegalCard, card_id) for card_id in card.legal if card_id in ground.library]
    return RetentionTactic(
        tactic=card.id, name=card.title, trigger=card.trigger, action=card.how, channel=_channel(card, means),
        timing=card.timing, kpi=kpi.id, effort=card.effort,
        caution=clip(re.sub(r"\s+", " ", legal[0].check)) if legal else None,
        basis=FromCard(cards=(card.id, kpi.id, *(law.id for law in legal[:1]))),
    )  # fmt: skip


def _channel(card: TacticCard, means: Means) -> Channel:
    """Return the channel of a tactic: its own, or the owner's own way of writing to people."""
    if card.channel in means.channels or card.channel not in _MESSAGES:
        return card.channel
    return next((channel for channel in _MESSAGES if channel in means.channels), card.channel)
