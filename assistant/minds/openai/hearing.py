"""Turn what a model heard into facts, and merge them with what the embedded mind read.

Who wins, fact by fact:
- Numbers, prices, trades and ways of contact are worked out here; the model only points to the words that hold them.
- What is told in free words (offer, goal, how people find, buy, get …): the model's words, if there are three or more
  of them, else the embedded mind's.
- Lists (customers, pains, numbers, channels, what brings people back): the embedded mind's, and those of the model
  whose words overlap none of them.
- A known fact is replaced only in answer to its question, or when the owner corrects it.
- Where the owner writes another language than English, of the embedded mind's facts only channels, numbers and the
  trade count, which are known by their names; the model's facts stand beside them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from assistant.brief import TOPICS, Brief, Topic
from assistant.edits import (
    AddChannel,
    AddKeeping,
    AddPain,
    AddPersona,
    BriefEdit,
    Fact,
    MarkUnknown,
    SetFact,
    SetNumber,
    SetResources,
    is_rooted,
)
from assistant.knowledge.cards import IndustryCard
from assistant.marks import Masks
from assistant.minds.harvest import Harvester
from assistant.minds.mind import Scene
from assistant.minds.openai.shapes import Heard, HeardFact
from assistant.numerals import find_numerals
from assistant.text import fold

_FREE: dict[str, Fact] = {
    "offer": "business.offer", "goal": "goal", "discovery": "journey.discovery", "purchase": "journey.purchase",
    "delivery": "journey.delivery", "after_sale": "journey.after_sale",
}  # fmt: skip
_PLAIN: dict[str, Fact] = {"business_name": "business.name", "place": "business.place", "price": "business.price"}
ENOUGH_WORDS = 3
ENGLISH_SHARE = 0.2
"""English sentences hold more small words than this; of another language only chance ones."""


def is_english(message: str, small_words: Iterable[str]) -> bool:
    """Tell whether `message` holds as many small English words as English does."""
    words = re.findall(r"[^\W\d_]+", fold(message))
    known = set(small_words)
    return sum(word in known for word in words) >= ENGLISH_SHARE * len(words)


def is_foreign(text: str, small_words: Iterable[str], other_words: Iterable[str]) -> bool:
    """Tell whether `text` shows another language than English: its script, or more small words of others.

    Stricter than not reading as English, which a list of names does not either.
    """
    words = re.findall(r"[^\W\d_]+", fold(text))
    english, other = set(small_words), set(other_words)
    strange = sum(word[0] > "\u024f" for word in words)
    foreign = sum(word in other and word not in english for word in words)
    return 3 * strange > len(words) or (foreign >= 2 and foreign > sum(word in english for word in words))


@dataclass(frozen=True)
class Hearing:
    """Makes facts of what a model heard."""

    harvester: Harvester

    def edits(self, heard: Heard, message: str, scene: Scene, masks: Masks) -> tuple[BriefEdit, ...]:
        """Return the facts that stand in `message`; the same words carry one free fact only."""
        found: list[BriefEdit] = []
        carried: set[str] = set()
        open_first = sorted(heard.facts, key=lambda fact: fact.kind != scene.asking)
        for fact in open_first:
            words = masks.show(fact.words).strip(" \t\n\"'“”.,;")
            if not words or fold(words) not in fold(message):
                continue
            if fact.kind in _FREE or fact.kind == "keeping":
                if fold(words) in carried:
                    continue  # a poor model fills everything with the same words
                carried.add(fold(words))
            try:
                found.extend(self._edits(fact, words, scene))
            except ValidationError:
                continue  # too long or empty for the brief
        return tuple(edit for edit in dict.fromkeys(found) if is_rooted(edit, message))

    def _edits(self, fact: HeardFact, words: str, scene: Scene) -> Iterator[BriefEdit]:
        kind = fact.kind
        match kind:
            case "trade":
                if fact.trade in self.harvester.library and fact.trade.startswith("industry:"):
                    self.harvester.library.get(IndustryCard, fact.trade)
                    yield SetFact(fact="business.industry", value=fact.trade, words=words)
            case "business_model":
                if fact.business_model != "none":
                    yield SetFact(fact="business.model", value=fact.business_model, words=words)
            case "business_name" | "place" | "price":
                if len(words) <= 120 and (kind != "price" or find_numerals(words)):
                    yield SetFact(fact=_PLAIN[kind], value=words, words=words)
            case "customer":
                yield AddPersona(name=_name(words), who=words, words=words)
            case "channel":
                if fact.channel != "none" and fact.use != "none":
                    yield AddChannel(channel=fact.channel, use=fact.use, words=words)
            case "pain":
                match_ = self.harvester.find_pain(fact.english or words, scene.brief.business.industry)
                card = match_.card if match_ else None
                yield AddPain(words=words, pain=card.id if card else None, stage=card.stages[0] if card else None)
            case "number":
                yield from self._numbers(fact, words)
            case "keeping":
                yield AddKeeping(words=words)
            case "resources":
                hours = next((n.value for n in find_numerals(words) if n.unit == "hours" and n.value <= 80), None)
                yield SetResources(words=words, hours_a_week=hours)
            case _:
                yield SetFact(fact=_FREE[kind], value=words, words=words)

    def _numbers(self, fact: HeardFact, words: str) -> Iterator[SetNumber]:
        """Yield the figures that stand in `words`; what each is about is read from the English words."""
        said = {round(number.value, 2) for number in find_numerals(words)}
        for number in self.harvester.figures.read(fact.english or words, asked=True):
            if round(number.value, 2) in said:
                yield SetNumber(kpi=number.kpi, value=number.value, unit=number.unit, words=words[:300])


def merge(
    own: tuple[BriefEdit, ...], heard: tuple[BriefEdit, ...], scene: Scene, *, english: bool, corrects: bool
) -> tuple[BriefEdit, ...]:
    """Return the facts of both readings; see above who wins."""
    if not english and heard:
        own = tuple(edit for edit in own if is_recognised(edit))
    kept: list[BriefEdit] = [edit for edit in own if not heard or not isinstance(edit, MarkUnknown)]
    for edit in heard:
        if not _may_set(edit, scene, corrects):
            continue
        if isinstance(edit, SetFact):
            rival = next((one for one in kept if isinstance(one, SetFact) and one.fact == edit.fact), None)
            if rival is None:
                kept.append(edit)
            elif edit.fact in _FREE.values() and len(edit.words.split()) >= ENOUGH_WORDS:
                kept[kept.index(rival)] = edit
        elif not any(_alike(edit, one) for one in kept):
            kept.append(edit)
    return tuple(kept)


def is_recognised(edit: BriefEdit) -> bool:
    """Tell whether the word lists knew a word or a figure of it, which holds in any language."""
    named = ("business.industry", "business.price")
    return isinstance(edit, AddChannel | SetNumber) or (isinstance(edit, SetFact) and edit.fact in named)


def _may_set(edit: BriefEdit, scene: Scene, corrects: bool) -> bool:
    """Tell whether a model's fact may go in: it fills a gap, answers the open question, or corrects."""
    if not isinstance(edit, SetFact) or corrects:
        return True
    return not _known(scene.brief, edit.fact) or scene.asking == _topic(edit.fact)


def _known(brief: Brief, fact: Fact) -> bool:
    group, _, name = fact.rpartition(".")
    return bool(getattr(getattr(brief, group), name) if group else brief.goal)


def _topic(fact: Fact) -> Topic | None:
    return next((topic for topic in TOPICS if _FREE.get(topic) == fact), None)


def _alike(new: BriefEdit, old: BriefEdit) -> bool:
    """Tell whether two facts of a list say the same."""
    if isinstance(new, AddChannel) and isinstance(old, AddChannel):
        return (new.channel, new.use) == (old.channel, old.use)
    if isinstance(new, SetNumber) and isinstance(old, SetNumber):
        return new.value == old.value or (new.kpi is not None and new.kpi == old.kpi)
    if isinstance(new, SetResources) or type(new) is not type(old):
        return isinstance(old, SetResources) and isinstance(new, SetResources)
    one, other = fold(getattr(new, "words", "")), fold(getattr(old, "words", ""))
    return one in other or other in one


def _name(words: str) -> str:
    """Return a short name for a kind of customer, taken from the words that describe it."""
    first = re.split(r"[,;:.(]", words)[0].strip() or words
    name = first if len(first) <= 60 else first[:60].rsplit(" ", 1)[0]
    return name[:1].upper() + name[1:]
