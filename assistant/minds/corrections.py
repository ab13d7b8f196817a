"""Read corrections: "sorry, make that 3 in 10", "it's Bath, not Bristol", "not e-mail, phone"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.brief import Brief, Topic
from assistant.edits import AddChannel, AddPersona, BriefEdit, Drop, SetFact, SetNumber
from assistant.minds.clauses import content_words
from assistant.minds.commands import mentions
from assistant.minds.figures import target_of_correction
from assistant.minds.harvest import Harvester
from assistant.minds.mind import Scene
from assistant.text import fold
from assistant.words import Words

_NOT_BUT = (
    re.compile(r"\bnot\s+(?P<old>[^,.;]+?)\s*(?:,|\bbut\b|;)\s*(?:but\s+)?(?P<new>[^,.;]+)", re.IGNORECASE),
    re.compile(r"(?P<new>[^,.;]+?)\s*,?\s*\b(?:not|instead of|rather than)\s+(?P<old>[^,.;]+)", re.IGNORECASE),
)
_TOPIC_OF_FACT: dict[str, Topic] = {
    "goal": "goal", "journey.discovery": "discovery", "journey.purchase": "purchase",
    "journey.delivery": "delivery", "journey.after_sale": "after_sale", "business.offer": "offer",
}  # fmt: skip


_OPENERS = frozenset(("no", "not", "sorry", "actually", "wait", "oh", "oops", "correction", "it's", "we're", "i'm"))


@dataclass(frozen=True)
class Corrector:
    """Finds what a message takes back and what it puts in its place."""

    harvester: Harvester
    words: Words

    def read(self, message: str, scene: Scene) -> tuple[BriefEdit, ...]:
        """Return the edits of a correction, () when `message` corrects nothing that is known."""
        resolved = tuple(self._resolved(message, scene.brief))
        if resolved:
            return resolved
        cue = mentions(message, self.words.get("corrections"))
        denied = next((found for pattern in _NOT_BUT if (found := pattern.search(message))), None)
        if cue is None and denied is None:
            return ()
        strong = mentions(message, self.words.get("corrections_strong")) is not None
        # "direct clients instead of agencies" may be a wish; only what opens like a correction takes something back
        opens = fold(message).split()[:2]
        takes_back = strong or (denied is not None and any(word.strip(",.") in _OPENERS for word in opens))
        edits: list[BriefEdit] = list(self._number(message, scene, cue))
        if takes_back:
            edits += self._business(message, scene.brief)
            if denied is not None:
                edits += self._swapped(denied, scene, message)
        if not edits and strong and scene.answered is not None:
            edits += self._retold(message, scene, scene.answered)
        return tuple(dict.fromkeys(edits))

    def _resolved(self, message: str, brief: Brief) -> Iterator[Drop]:
        """Yield the pains that "the wifi is fixed now" takes off the list."""
        if mentions(message, self.words.get("resolved")) is None:
            return
        said = set(content_words(message))
        for pain in brief.pains:
            if said & set(content_words(pain.words)):
                yield Drop(what="pain", words=pain.words)

    def _number(self, message: str, scene: Scene, cue: str | None) -> Iterator[SetNumber]:
        # a bare "actually 30 % come back" in answer to another question must still name the same KPI
        found = target_of_correction(message, scene.brief, self.harvester.figures)
        if found is None or cue is None:
            return
        old, edit = found
        strong = mentions(message, self.words.get("corrections_strong")) is not None
        if strong or scene.answered == "numbers" or (old.kpi is not None and old.kpi == edit.kpi):
            yield edit

    def _business(self, message: str, brief: Brief) -> Iterator[SetFact]:
        """Yield a new place, model or trade when the message names one that differs from the known."""
        known = brief.business
        if mentions(message, self.words.get("self_cues")) is None:
            return
        blank = Brief()
        scene = Scene(brief=blank, asking=None, answered=None, first=True)
        for edit in self.harvester.gather(message, scene):
            if not isinstance(edit, SetFact):
                continue
            old = {"business.place": known.place, "business.industry": known.industry, "business.model": known.model}
            if (
                edit.fact in old
                and old[edit.fact] is not None
                and old[edit.fact] != edit.value
                and edit.words != message
            ):
                if edit.fact == "business.industry" and mentions(message, ["customers", "clients"]):
                    continue
                yield edit

    def _swapped(self, denied: re.Match[str], scene: Scene, message: str) -> Iterator[BriefEdit]:
        """Yield what "not X but Y" takes off and puts on: channels and kinds of customers."""
        old = denied["old"].strip()
        # what holds instead may stand anywhere: "not online, I was wrong, they phone"
        new = (message[: denied.start("old")] + message[denied.end("old") :]).strip()
        topic = scene.answered or scene.asking
        before = {channel.channel: channel for channel in scene.brief.channels}
        off = [edit for edit in self._gathered(old, scene, topic) if isinstance(edit, AddChannel)]
        on = [edit for edit in self._gathered(new, scene, topic) if isinstance(edit, AddChannel)]
        gone = {edit.channel for edit in off}
        for channel in sorted(gone & set(before)):
            yield Drop(what="channel", words=channel)
        if off:
            use = next((before[channel].use for channel in sorted(gone) if channel in before), None)
            for edit in on:
                if edit.channel not in gone:
                    yield edit if use is None else AddChannel(channel=edit.channel, use=use, words=edit.words)
        for persona in scene.brief.personas:
            if fold(old) in fold(persona.who) or (
                content_words(old) and set(content_words(old)) <= set(content_words(persona.who))
            ):
                yield Drop(what="persona", words=persona.who)
                said = self._gathered(denied["new"].strip(), scene, "customer")
                yield from (edit for edit in said if isinstance(edit, AddPersona))

    def _gathered(self, part: str, scene: Scene, topic: Topic | None) -> tuple[BriefEdit, ...]:
        return self.harvester.gather(part, replace(scene, asking=topic, first=False)) if part else ()

    def _retold(self, message: str, scene: Scene, topic: Topic) -> Iterator[BriefEdit]:
        """Yield the answer to the last topic again, without the words that announce the correction."""
        cue = mentions(message, self.words.get("corrections_strong")) or ""
        at = re.search(re.escape(cue).replace("'", "['’]") + r"[\s,:-]*(?:that\s+|it'?s\s+)?", message, re.IGNORECASE)
        told = message[at.end() :].strip() if at else message
        if not content_words(told):
            return
        edits = self.harvester.gather(told, replace(scene, asking=topic, first=False))
        if topic == "customer" and any(isinstance(edit, AddPersona) for edit in edits):
            for persona in scene.brief.personas:
                yield Drop(what="persona", words=persona.who)
        if topic == "pains" and scene.brief.pains:
            yield Drop(what="pain", words=scene.brief.pains[-1].words)
        for edit in edits:
            if not isinstance(edit, SetFact) or _TOPIC_OF_FACT.get(edit.fact, topic) == topic:
                yield edit
