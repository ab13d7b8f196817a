"""Where customers meet the business: what the owner named exists, what fits and is missing is suggested."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from assistant.brief import ChannelUse, Turns, Use
from assistant.drafting.columns import Column, nearest
from assistant.drafting.ground import Ground
from assistant.drafting.match import first_of, fold, has, stems, verbatim
from assistant.drafting.names import called, thing
from assistant.drafting.suggestions import channel_card, suggested
from assistant.drafting.wording import clauses, clip
from assistant.knowledge.cards import ChannelCard, TouchpointCard
from assistant.model import Channel, StageId, Touchpoint

_MOST_NAMED = 6
_AFTER = r"(?:as|in|for|by|on|at|with|from|of|to|about)\s+\S+(?:\s+\S+)?$"
"""How the name of a thing goes on: "quote as pdf"."""
_OWNERS: dict[Channel, Literal["partner", "social"]] = {
    "search": "partner", "maps": "partner", "marketplace": "partner", "partner": "partner", "app": "partner",
    "referral": "social", "community": "social", "review-site": "social",
}  # fmt: skip
"""Whose a place is when no touchpoint card says so; the rest is the business's own."""
_WHERE: dict[Use, tuple[StageId, ...]] = {
    "discover": ("stage:awareness", "stage:consideration"),
    "buy": ("stage:purchase", "stage:consideration"),
    "receive": ("stage:onboarding", "stage:use"),
    "serve": ("stage:use", "stage:retention", "stage:onboarding"),
    "keep": ("stage:retention", "stage:advocacy"),
}


@dataclass
class Meetings:
    """The touchpoints found so far, by column; filled in one pass and then only read."""

    by_column: dict[int, list[Touchpoint]] = field(default_factory=dict)

    def add(self, column: Column, touchpoint: Touchpoint) -> None:
        """Note a touchpoint unless the column has one of the same name or too many."""
        here = self.by_column.setdefault(column.index, [])
        if len(here) < _MOST_NAMED and not any(_alike(touchpoint, other) for other in here):
            here.append(touchpoint)

    def at(self, column: Column) -> tuple[Touchpoint, ...]:
        """Return the touchpoints of a column."""
        return tuple(self.by_column.get(column.index, ()))


def _alike(one: Touchpoint, other: Touchpoint) -> bool:
    first, second = stems(one.name), stems(other.name)
    if fold(one.name) == fold(other.name):
        return True
    if one.card is not None and one.card == other.card and "suggested" in (one.status, other.status):
        return True
    return bool(first and second) and (first <= second or second <= first)


def meet(ground: Ground, columns: tuple[Column, ...]) -> dict[int, tuple[Touchpoint, ...]]:
    """Return the touchpoints of every column, at least one each."""
    found = Meetings()
    for column, touchpoint in (*_told(ground, columns), *_channels(ground, columns)):
        found.add(column, touchpoint)
    there = {touchpoint.channel for touchpoints in found.by_column.values() for touchpoint in touchpoints}
    names = {fold(touchpoint.name) for touchpoints in found.by_column.values() for touchpoint in touchpoints}
    for column, touchpoint in _channels(ground, columns, all_of_them=True):
        if touchpoint.channel not in there and fold(touchpoint.name) not in names:
            found.add(column, touchpoint)  # heard in passing only, but heard: no channel of the owner is lost
    for column in columns:
        for touchpoint in suggested(ground, column, found.at(column)):
            found.add(column, touchpoint)
    return {column.index: found.at(column) for column in columns}


# ---------------------------------------------------------------------- what the owner named
def _told(ground: Ground, columns: tuple[Column, ...]) -> Iterator[tuple[Column, Touchpoint]]:
    """Yield touchpoints that the story of the journey names: "PDF quote", "planning meetings", "stamp card"."""
    journey, brief = ground.brief.journey, ground.brief
    parts: list[tuple[str | None, Use, Turns]] = [
        (journey.discovery, "discover", brief.turns_of("journey.discovery")),
        (journey.purchase, "buy", brief.turns_of("journey.purchase")),
        (journey.delivery, "receive", brief.turns_of("journey.delivery")),
        (journey.after_sale, "serve", brief.turns_of("journey.after_sale")),
        *((words, "keep", brief.turns_of("keeping")) for words in brief.keeping),
    ]  # fmt: skip
    for text, use, turns in parts:
        for clause in clauses(ground.on_topic(text or "")):
            if _denied(ground, fold(clause)):
                continue
            found = tuple(_named(ground, columns, clause, use, turns))
            yield from found or (_heard(ground, columns, clause, use, turns) if use in ("discover", "buy") else ())


def _heard(
    ground: Ground, columns: tuple[Column, ...], clause: str, use: Use, turns: Turns
) -> Iterator[tuple[Column, Touchpoint]]:
    """Yield a place that only its channel knows, such as "App Store search" or "in-app purchase"."""
    if any(one.use == use and one.words and has(fold(clause), fold(one.words)) for one in _fitting_channels(ground)):
        return  # a channel of the brief, which has its own turn
    for card in ground.library.of(ChannelCard):
        word = first_of(fold(clause), [fold(word) for word in card.words])
        name = thing(ground, clause, verbatim(clause, word) or clause) if word is not None else ""
        if name:
            channel: Channel = card.id.partition(":")[2]  # type: ignore[assignment]  # channel cards are named so
            column = nearest(columns, _WHERE[use][0])
            usual = next((one for one in column.touchpoints if one.channel == channel), None)
            yield column, Touchpoint(
                name=clip(called(ground, name, channel), 120), card=usual.id if usual else None, channel=channel,
                owner=usual.owner if usual else _OWNERS.get(channel, "brand"), status="exists",
                basis=ground.quote(name, turns),
            )  # fmt: skip
            return


def _fitting_channels(ground: Ground) -> tuple[ChannelUse, ...]:
    """Return the channels of the brief whose use is one they can have."""
    return tuple(use for use in ground.brief.channels if _stages(use, channel_card(ground, use.channel)) is not None)


def _named(
    ground: Ground, columns: tuple[Column, ...], clause: str, use: Use, turns: Turns
) -> Iterator[tuple[Column, Touchpoint]]:
    folded = fold(clause)
    stages = (*_WHERE[use], "stage:advocacy") if use == "serve" else _WHERE[use]
    taken = ""
    for card in sorted(ground.library.of(TouchpointCard), key=lambda card: -max(map(len, card.words), default=0)):
        word = next((word for word in sorted(card.words, key=len, reverse=True) if has(folded, fold(word))), None)
        if word is None or has(taken, fold(word)) or not set(card.stages) & set(stages):
            continue
        written = verbatim(clause, word)
        if written is None:
            continue
        taken = f"{taken} {fold(word)}"
        column = _column(columns, card, stages)
        name = thing(ground, clause, written)
        yield column, Touchpoint(
            name=clip(called(ground, name, card.channel), 120), card=card.id, channel=card.channel,
            owner=card.owner, status="exists",
            basis=ground.quote(name, turns),
        )  # fmt: skip


def _channels(
    ground: Ground, columns: tuple[Column, ...], *, all_of_them: bool = False
) -> Iterator[tuple[Column, Touchpoint]]:
    """Yield a touchpoint per channel that the owner named, in the stage of its use."""
    channels = [use for use in ground.brief.channels if all_of_them or not ground.off_topic(_clause(ground, use))]
    channels = [use for use in channels if not _of_offer(ground, use)]
    channels.sort(key=lambda use: use.channel != "partner")  # "GP referral" is a partner before it is word of mouth
    for place, use in enumerate(channels):
        aside = _in_passing(ground, use)
        if aside and any(
            other.channel == use.channel and (not _in_passing(ground, other) or other in channels[:place])
            for other in channels
        ):
            continue
        card = channel_card(ground, use.channel)
        stages = _stages(use, card)
        if stages is None:
            if any(other.channel == use.channel and other is not use for other in channels):
                continue  # heard in passing, in a place where this channel has no part
            stages = _WHERE[use.use]
        if use.words is not None and _denied(ground, fold(_clause(ground, use))) and not aside:
            continue
        fitting = _touchpoint_card(ground, columns, use, stages)
        column = _column(columns, fitting, stages) if fitting else nearest(columns, stages[0])
        clause = _clause(ground, use) if not aside else use.words or ""
        name = thing(ground, clause, use.words) if use.words else use.channel
        yield column, Touchpoint(
            name=clip(called(ground, name, use.channel), 120), card=fitting.id if fitting else None,
            channel=use.channel,
            owner=fitting.owner if fitting else _OWNERS.get(use.channel, "brand"), status="exists",
            basis=ground.quote(name, use.turns),
        )  # fmt: skip


def _of_offer(ground: Ground, use: ChannelUse) -> bool:
    """Tell whether a channel was read into what is sold or who helps: "network cabling" is no network of people."""
    card, words = channel_card(ground, use.channel), fold(use.words or "")
    offer = fold(ground.brief.business.offer or "")
    named = card is None or any(has(words, fold(word)) or has(fold(word), words) for word in card.words)
    means = ground.brief.turns_of("resources")
    if means and set(use.turns) <= set(means):
        return True
    return bool(words) and words in offer and not named and use.channel != "store"


def _in_passing(ground: Ground, use: ChannelUse) -> bool:
    """Tell whether a channel was named while speaking of something else: of people, of a pain, of a number."""
    brief, clause = ground.brief, fold(_clause(ground, use))
    facts: list[tuple[str, Turns]] = [(person.who, person.turns) for person in brief.personas]
    facts += [(pain.words, pain.turns) for pain in brief.pains]
    facts += [(number.words, number.turns) for number in brief.numbers]
    if brief.goal is not None:
        facts.append((brief.goal, brief.turns_of("goal")))
    if brief.resources is not None:
        facts.append((brief.resources.words, brief.turns_of("resources")))
    return any(
        set(turns) & set(use.turns) and (clause in fold(words) or fold(words) in clause) for words, turns in facts
    )


def _stages(use: ChannelUse, card: ChannelCard | None) -> tuple[StageId, ...] | None:
    """Return the stages where the channel can have this use, None if it cannot."""
    if card is None:
        return _WHERE[use.use]
    fitting = tuple(stage for stage in _WHERE[use.use] if stage in card.stages)
    return fitting or None


def _touchpoint_card(
    ground: Ground, columns: tuple[Column, ...], use: ChannelUse, stages: tuple[StageId, ...]
) -> TouchpointCard | None:
    clause = fold(_clause(ground, use))
    here = {card.id for column in columns if column.stage in stages for card in column.touchpoints}
    fitting = [c for c in ground.library.of(TouchpointCard) if c.channel == use.channel and set(c.stages) & set(stages)]

    known = channel_card(ground, use.channel)
    plain = stems(" ".join(known.words)) if known else frozenset()  # words of the channel tell no touchpoint apart

    def fit(card: TouchpointCard) -> float:
        named = any(has(clause, fold(word)) for word in card.words)
        shared = len((stems(clause) - plain) & stems(f"{card.title} {' '.join(card.words)}"))
        return 3.0 * named + shared + 1.0 * (card.id in here) + 0.5 * (stages[0] in card.stages)

    best = min(fitting, key=lambda card: (-fit(card), card.id), default=None)
    return best if best is not None and fit(best) >= 1.0 else None


def _column(columns: tuple[Column, ...], card: TouchpointCard, stages: tuple[StageId, ...]) -> Column:
    """Return the column for a touchpoint: where the trade has it, else the first stage that both know."""
    usual = [column for column in columns if card in column.touchpoints and column.stage in stages]
    if usual:
        return usual[0]
    known = [stage for stage in stages if stage in card.stages] or list(stages)
    there = [column for column in columns if column.stage == known[0]]
    if there:
        about = stems(f"{card.title} {card.action}")
        return max(there, key=lambda column: (len(column.stems & about), -column.index))
    return nearest(columns, known[0])


def _clause(ground: Ground, use: ChannelUse) -> str:
    """Return the clause in which the owner named the channel, else its words."""
    if use.words is None:
        return ""
    journey = ground.brief.journey
    told = (journey.discovery, journey.purchase, journey.delivery, journey.after_sale, *ground.brief.keeping)
    heard = sorted((said for said in ground.brief.said if said.turn in use.turns), key=lambda said: -said.turn)
    texts = (*(said.text for said in heard), *(text for text in told if text))
    for text in texts:
        for clause in clauses(text):
            if has(fold(clause), fold(use.words)):
                return clause
    return use.words


def _denied(ground: Ground, clause: str) -> bool:
    """Tell whether a clause says that something is not there."""
    return any(has(clause, word) for word in ground.words.get("denied"))
