"""Touchpoints that fit and are missing: what the trade has at a stage, without what this owner ruled out or lacks."""

from collections.abc import Iterator

from assistant.drafting.columns import Column
from assistant.drafting.ground import Ground
from assistant.drafting.match import fold, has
from assistant.knowledge.cards import ChannelCard, TouchpointCard
from assistant.model import Channel, FromCard, Touchpoint

_MOST_SUGGESTED = 2
_COSTLY: tuple[Channel, ...] = ("ads-search", "ads-social", "outdoor", "app", "post", "marketplace")
"""Not suggested unasked: they cost money or are a decision of their own."""
_TO_BUILD: tuple[Channel, ...] = ("website", "live-chat", "event", "sms")
"""Suggested only where the trade lives by them: they have to be built or bought first."""
_FREE: tuple[Channel, ...] = ("referral", "review-site", "maps", "email", "search")
"""May be suggested to everybody: they cost nothing but a little time."""


def suggested(ground: Ground, column: Column, there: tuple[Touchpoint, ...]) -> Iterator[Touchpoint]:
    room = _MOST_SUGGESTED if len(there) < 2 else 1 if len(there) < 4 else 0
    met = {touchpoint.channel for touchpoint in there}
    for card in column.touchpoints:
        if room == 0:
            break
        if not _sensible(ground, column, card) or (card.channel in met and card.owner == "brand"):
            continue
        if any(touchpoint.card == card.id for touchpoint in there):
            continue
        room -= 1
        yield _suggestion(card)
    if not there and room == _MOST_SUGGESTED:
        yield _suggestion(_last_resort(ground, column))


def _sensible(ground: Ground, column: Column, card: TouchpointCard) -> bool:
    """Tell whether a touchpoint fits this owner: a channel they use, the customers' own, or one that costs nothing."""
    if card.id in ground.words.get("never_suggested") or not ground.holds(card.title):
        return False
    if _excluded(ground, card.channel):
        return False
    used = {use.channel for use in ground.brief.channels}
    if card.channel in used or card.owner in ("customer", "social"):
        return True
    if (
        column.stage == "stage:purchase"
        and ground.brief.journey.purchase
        and card.channel not in ("email", "sales-rep")
    ):
        return False  # they told how people buy; another way is for the advice to propose
    if card.channel in _FREE:
        return True
    if card.channel in _COSTLY:
        return False
    if card.channel in _TO_BUILD:
        return not used or (
            ground.trade.channels.index(card.channel) < 3 if card.channel in ground.trade.channels else False
        )
    return not used or card.channel in ground.trade.channels or card.channel in ("phone", "sales-rep", "delivery")


def _excluded(ground: Ground, channel: Channel) -> bool:
    """Tell whether the owner spoke against a channel: "no website", "we don't do instagram"."""
    card = channel_card(ground, channel)
    if card is None:
        return False
    for clause in ground.denials:
        hit = next((word for word in card.words if has(clause, fold(word))), None)
        if hit is not None:
            before = " ".join(clause[: clause.find(fold(hit))].split()[-3:])
            if any(has(before, word) for word in ground.words.get("denied")):
                return True
    return False


def _last_resort(ground: Ground, column: Column) -> TouchpointCard:
    own = next((card for card in column.touchpoints if card.owner != "brand"), None)
    thought = "touchpoint:own-reflection"
    if own is None and thought in ground.library:
        return ground.library.get(TouchpointCard, thought)
    return own or column.touchpoints[0]


def _suggestion(card: TouchpointCard) -> Touchpoint:
    return Touchpoint(
        name=card.title, card=card.id, channel=card.channel, owner=card.owner, status="suggested",
        basis=FromCard(cards=(card.id,)),
    )  # fmt: skip


def channel_card(ground: Ground, channel: Channel) -> ChannelCard | None:
    name = f"channel:{channel}"
    return ground.library.get(ChannelCard, name) if name in ground.library else None
