"""Word the assistant's side of the interview: acknowledgement, read-back, recap and the next question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.brief import Brief, Number, Topic
from assistant.edits import BriefEdit, Drop, SetFact, SetNumber
from assistant.interview import Question
from assistant.knowledge import Library
from assistant.knowledge.cards import IndustryCard
from assistant.map_edits import MapEdit, apply_to_map, words_at
from assistant.model import JourneyMap
from assistant.text import find_phrase, fold
from assistant.words import Words


@dataclass(frozen=True)
class Phrasing:
    """Words replies from the words file; the same situation is always worded the same."""

    words: Words
    library: Library

    def question(self, question: Question, brief: Brief) -> str:
        """Return the one question to put next."""
        topic = question.topic
        if question.probe:
            if topic == "offer" and brief.business.industry is not None:
                return self.words("topics.offer.ask")
            return self.words(f"topics.{topic}.probe")
        trade = self.trade(brief) if topic == "offer" else None
        if trade:
            return self.words("topics.offer.ask_trade", trade=trade)
        if topic == "customer" and brief.business.model == "b2b":
            return self.words("topics.customer.ask_b2b")
        if question.known and topic == "pains":
            return self.words("topics.pains.ask_known", known=brief.pains[0].words)
        if question.known and topic == "numbers":
            return self.words("topics.numbers.ask_known", known=self.number(brief.numbers[0]))
        return self.words(f"topics.{topic}.ask")

    def trade(self, brief: Brief) -> str | None:
        """Return the trade in the owner's own word for it, with a capital; None if they used none we know."""
        if brief.business.industry is None:
            return None
        card = self.library.get(IndustryCard, brief.business.industry)
        said = " ".join(fold(message.text) for message in brief.said)
        named = [(find_phrase(said, fold(word)), -len(word), word) for word in card.words]
        name = next((word for at, _, word in sorted(named) if at >= 0), None)
        return name[:1].upper() + name[1:] if name else None

    def number(self, number: Number) -> str:
        """Return a number as one says it: "win rate 30 %"."""
        if number.kpi is None or number.kpi not in self.library:
            return number.words
        title = re.sub(r"\s*\(.*?\)", "", self.library[number.kpi].title)
        return f"{_lower(title)} {_value(number)}"

    def corrected(self, edits: Sequence[BriefEdit], before: Brief) -> str:
        """Read corrections back: the new value, and the old one that it replaces."""
        items = [self._corrected(edit, before) for edit in edits]
        return self.words("replies.correction", items=", ".join(item for item in dict.fromkeys(items) if item))

    def _corrected(self, edit: BriefEdit, before: Brief) -> str:
        if isinstance(edit, SetNumber):
            new = self.number(Number(kpi=edit.kpi, value=edit.value, unit=edit.unit, words=edit.words))
            old = next((n for n in before.numbers if n.kpi == edit.kpi or n.words == edit.replaces), None)
            return self.words("replies.changed_from", new=new, old=_value(old)) if old else new
        if isinstance(edit, SetFact):
            return self._fact(edit, before)
        if isinstance(edit, Drop):
            old_words = self.words.get("channels").get(edit.words, edit.words) if edit.what == "channel" else edit.words
            return self.words("replies.dropped", old=old_words)
        return self.words("replies.added", new=edit.words) if hasattr(edit, "words") else ""

    def _fact(self, edit: SetFact, before: Brief) -> str:
        group, _, name = edit.fact.rpartition(".")
        old = getattr(before, group or "business", None) if group else None
        old_value = getattr(old, name, None) if group else before.goal
        new = self._readable(edit.fact, edit.value)
        if old_value and old_value != edit.value:
            return self.words("replies.changed_from", new=new, old=self._readable(edit.fact, old_value))
        return new

    def _readable(self, fact: str, value: str) -> str:
        if fact == "business.industry":
            return _lower(self.library[value].title) if value in self.library else value
        if fact == "business.model":
            return str(self.words.get("models").get(value, value))
        return value

    def recap(self, brief: Brief, block: int) -> str:
        """Sum up in one sentence what block number `block` of the topics has brought, in the owner's words."""
        facts = {
            "business": self._business(brief),
            "goal": self.words("recap.goal", goal=_shortened(brief.goal)) if brief.goal else "",
            "channels": self._listed("channels", [self.words.get("channels")[use.channel] for use in brief.channels]),
            "keeping": self._listed("keeping", [text for text in brief.keeping if not self._nothing(text)]),
            "pains": self._listed("pains", [pain.words for pain in brief.pains]),
            "numbers": self._listed("numbers", [self.number(number) for number in brief.numbers]),
        }
        told = [facts[name] for name in self.words.get("recap.blocks")[block] if facts[name]]
        return self.words("replies.recap", facts="; ".join(told)) if told else ""

    def map_changes(self, edits: Sequence[MapEdit], journey: JourneyMap) -> str:
        """Say what each edit changes on `journey`, what stood there included."""
        told = []
        for edit in edits:
            old, stage = words_at(journey, edit), journey.stages[edit.stage].name
            kind = "added" if edit.do == "reword" and old is None else edit.do
            new = next((getattr(edit, name) for name in ("name", "word", "text") if hasattr(edit, name)), "")
            told.append(self.words(f"map_edits.{kind}", old=_cut(old or ""), new=_cut(new), stage=stage))
            journey = apply_to_map(journey, (edit,))
        return "; ".join(told)

    def _business(self, brief: Brief) -> str:
        offer = _shortened(brief.business.offer or self.trade(brief) or "")
        # the place often stands in the offer already
        told = brief.business.place and fold(brief.business.place) not in fold(offer)
        place = self.words("recap.place", place=brief.business.place) if told else ""
        names = " and ".join(_lower(persona.name) for persona in brief.personas[:3])
        customers = self.words("recap.customers", customers=names) if names else ""
        return " ".join(part for part in (offer, place, customers) if part)

    def _listed(self, name: str, items: Sequence[str]) -> str:
        few = [_shortened(item) for item in dict.fromkeys(items)][:3]
        return self.words(f"recap.{name}", **{name: ", ".join(few)}) if few else ""

    def _nothing(self, text: str) -> bool:
        return fold(text).strip(" .!") in self.words.get("acks.no")

    def why(self, topic: Topic | None) -> str:
        """Say why a question is asked."""
        return self.words(f"topics.{topic}.why") if topic else self.words("replies.why_none")

    def left(self, count: int) -> str:
        """Say how many questions are left, and how long they take."""
        if count == 0:
            return self.words("replies.left_none")
        if count == 1:
            return self.words("replies.left_one")
        minutes = max(1, round(count * self.words.get("minutes_per_question")))
        return self.words("replies.left", count=count, minutes=minutes)

    def acknowledgement(self, message: str, turn: int) -> str:
        """Return a short thank-you that changes from turn to turn; a plain "no" is worth knowing, too."""
        if fold(message).strip(" .!") in self.words.get("acks.no"):
            return self.words("acks.nothing")
        said: list[str] = self.words.get("acks.learned")
        return said[turn % len(said)]


def _value(number: Number) -> str:
    """Return the value with its unit, as one says it."""
    if number.unit == "%":
        return f"{round(number.value, 1):g} %"
    plain = f"{number.value:,g}" if number.value < 1e6 else f"{number.value:,.0f}"
    return plain if number.unit in ("count", "money", "points", "ratio") else f"{plain} {number.unit}"


def _lower(text: str) -> str:
    """Return `text` with a small first letter, unless it is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _shortened(text: str, limit: int = 70) -> str:
    """Return the first sentence of `text`, cut at a word when it is long, small at the start."""
    return _cut(_lower(re.split(r"(?<=[.!?])\s", " ".join(text.split()))[0].rstrip(".!")), limit)


def _cut(text: str, limit: int = 90) -> str:
    """Return `text`, cut at a word when it is longer than `limit`."""
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"
