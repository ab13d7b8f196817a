"""Fit advice to the owner: what they can afford, who can do it, and first steps that name their own tools and times."""

import re
from dataclasses import dataclass

from assistant.drafting.gaps import gap_in, habits
from assistant.drafting.ground import Ground
from assistant.drafting.match import first_of, fold, has, stems, verbatim
from assistant.drafting.pains import Placed
from assistant.drafting.wording import clauses
from assistant.knowledge.cards import TacticCard
from assistant.model import Channel

_HEAVY: tuple[Channel, ...] = ("app", "community")
_BY_TEAM: tuple[Channel, ...] = ("store", "phone", "delivery", "sms", "messaging")


@dataclass(frozen=True)
class Means:
    """What this owner can put in and already does."""

    hours: float | None
    no_money: bool
    channels: frozenset[Channel]
    helper: str | None
    """Somebody who can help, in the owner's words."""
    online: bool
    """Whether customers meet the business on a screen only."""
    done: frozenset[str]
    """Tactics that the owner uses already."""
    words_you: str
    words_or: str

    def beyond(self, card: TacticCard) -> bool:
        """Tell whether the first step asks for money that is not there."""
        return self.no_money and card.costs_money

    def suits(self, card: TacticCard) -> float:
        """Return how well a tactic suits the owner's means; negative when it asks too much."""
        score = 0.4 * (card.channel in self.channels)
        if card.channel in _HEAVY and card.channel not in self.channels:
            score -= 1.2
        if card.channel in ("store", "event") and self.online:
            score -= 1.5
        if card.channel == "website" and self.channels and "website" not in self.channels:
            score -= 0.4
        if self.hours is not None and card.first_step_hours > max(self.hours, 0.5):
            score -= 0.8
        score -= {"S": 0.0, "M": 0.2, "L": 1.0}[card.effort]
        return score - 2.5 * (card.id in self.done)

    def owner(self, channel: Channel) -> str:
        """Return who looks after something: the owner, or a helper where a team meets customers."""
        if self.helper is None or channel not in _BY_TEAM:
            return self.words_you
        return self.words_or


def means(ground: Ground) -> Means:
    """Return the owner's means."""
    resources = ground.brief.resources
    told = resources.words if resources else ""
    role = first_of(fold(told), ground.words.get("helpers"))
    helper = verbatim(told, role) if role else None
    channels = frozenset(use.channel for use in ground.brief.channels)
    return Means(
        hours=resources.hours_a_week if resources else None,
        no_money=resources is not None and resources.budget == "none",
        channels=channels,
        helper=helper,
        online=bool(channels & {"app", "website", "marketplace"}) and not channels & {"store", "event", "outdoor"},
        done=_done(ground),
        words_you=ground.words("owner.you"),
        words_or=ground.words("owner.you_or", who=helper or ""),
    )


def _done(ground: Ground) -> frozenset[str]:
    """Return the tactics that the owner says they use: their stamp card, their birthday mail, their review request."""
    brief = ground.brief
    journey = (brief.journey.purchase, brief.journey.delivery, brief.journey.after_sale)
    told = [*habits(ground), *(clause for text in journey for clause in clauses(text or ""))]
    told = [words for words in told if gap_in(ground, words) is None]
    story = fold(" \n ".join(told))
    cues: dict[str, list[str]] = ground.words.get("done_cues")
    done = {tactic for tactic, words in cues.items() if any(has(story, word) for word in words)}
    for card in ground.library.of(TacticCard):
        title = stems(card.title)
        for words in told:
            shared = stems(words) & title
            if len(shared) >= 2:
                done.add(card.id)
    return frozenset(done)


def fitted(ground: Ground, means: Means, card: TacticCard, pain: Placed | None) -> str:
    """Return the first step of a tactic with the owner's own tools and, where they named one, time or place."""
    step = card.first_step.rstrip()
    for phrase, names in ground.words.get("tools").items():
        if phrase in step:
            name = first_of(ground.folded, names)
            written = verbatim(ground.all_words, name) if name else None
            step = step.replace(phrase, _proper(written)) if written else step
    bio = ground.words.get("bio")
    if bio["phrase"] in step and not has(ground.folded, "instagram") and not has(ground.folded, "insta"):
        step = step.replace(bio["phrase"], bio["instead"] if "website" in means.channels else bio["none"])
    place = _place(ground, pain) if pain is not None and pain.told and not pain.gap else None
    return ground.words("first_step.start", step=step, place=place) if place else step


def _proper(name: str) -> str:
    return name if any(letter.isupper() for letter in name) else name.title()


def _place(ground: Ground, pain: Placed) -> str | None:
    """Return the time or place that the owner named in a complaint: "at 8am", "on busy saturdays"."""
    if pain.share is not None:
        return None
    starts = "|".join(ground.words.get("places"))
    found = re.search(rf"\b(?:{starts})\s+[^,.;]*$", pain.words, re.IGNORECASE)
    if found is None or not 2 <= len(found.group().split()) <= 4:
        return None
    return found.group() if _is_time(found.group()) else None


def _is_time(words: str) -> bool:
    return bool(
        re.search(
            r"\d\s?(?:am|pm|a\.m|p\.m|o'clock)|morning|noon|evening|night|day|weekend|season|summer|winter|spring"
            r"|autumn|christmas|rush|peak|lunch|breakfast|dinner",
            fold(words),
        )
    )
