"""Tell who sends customers on: a business is a partner, a person spreads the word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.minds.commands import mentions
from assistant.minds.kinds import singular
from assistant.model import Channel
from assistant.words import Words

_LEAD = re.compile(
    r"^(?:(?:and|or|also|but|the|our|some|local|mostly|mainly|sometimes|other|few|a few|lots of|via|through|from|by"
    r"|plus|nearby|two|three|certain|many|of|all|usually)\s+)+"
)
_TAIL = re.compile(
    r"(?:\s+(?:of course|mostly|mainly|too|next door|down the road|across the road|nearby|around here|round here"
    r"|in town|in the village|in the area|sometimes|obviously|as well|around us))+$"
)
_LIST = re.compile(r"\s*(?:[,;/+&]|\band\b|\bor\b|\bthen\b)\s*")
_SHORT = 4


@dataclass(frozen=True)
class SenderReader:
    """Reads "the solicitors recommend us", "vets hand out my card" and "architects" among the answers."""

    lists: Words
    words: Words

    def sent_by(self, folded: str) -> Iterator[tuple[Channel, str]]:
        """Yield partner or referral for each sentence in which somebody sends people to the business."""
        for found in self._pattern.finditer(folded):
            who = _LEAD.sub("", re.split(r"\b(?:and|or|because|when|if|so|where)\s", found["who"])[-1].strip())
            does, whom = found["does"], found["whom"]
            rest = folded[found.start("whom") :]
            if not who or (who.split()[-1] in self.lists.get("senders.selves") and who != "they"):
                continue
            if not self._sends(does, whom, rest, firm=self._is_firm(who)):
                continue
            if who == "they" and does not in self.lists.get("senders.plain"):
                continue
            personal = who == "they" or mentions(who, self.lists.get("senders.persons")) is not None
            channel: Channel = "partner" if not personal or self._is_firm(who) else "referral"
            yield channel, folded[folded.rfind(who, 0, found.start("does")) : found.end()].strip()

    def listed(self, folded: str, known: set[str]) -> Iterator[tuple[Channel, str]]:
        """Yield partner for a kind of firm that stands alone in an answer on how people hear of the business."""
        for piece in _LIST.split(folded):
            bare = _TAIL.sub("", _LEAD.sub("", piece.strip(" .!?\0")))
            short = 0 < len(bare.split()) <= _SHORT and not any(name in bare for name in known) and "\0" not in bare
            if short and self._is_firm(bare, alone=True):
                yield "partner", bare

    def _sends(self, does: str, whom: str, rest: str, *, firm: bool) -> bool:
        if does in self.lists.get("senders.gives"):
            return self._given.match(rest) is not None
        if does in self.lists.get("senders.plain"):
            return whom not in ("for", "on", "in a", "it") and (firm or whom not in ("people", "them", "their"))
        if does in self.lists.get("senders.books"):
            return firm and whom == "for"
        if whom == "their":
            return firm and self._theirs.match(rest) is not None
        # "customers send us photos" moves no people; "hotels send us guests" does
        return firm and whom in self.lists.get("senders.moved")

    def _is_firm(self, who: str, *, alone: bool = False) -> bool:
        ends = any(who == form or who.endswith(f" {form}") for form in self._firms)
        return ends or (not alone and mentions(who, self._firms) is not None)

    @cached_property
    def _firms(self) -> list[str]:
        listed: list[str] = self.words.get("firm_kinds")
        return [form for word in listed for form in (word, singular(word))]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.lists("senders.pattern"))

    @cached_property
    def _theirs(self) -> re.Pattern[str]:
        return re.compile(self.lists("senders.theirs"))

    @cached_property
    def _given(self) -> re.Pattern[str]:
        return re.compile(self.lists("senders.given"))
