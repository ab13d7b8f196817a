"""Recognise channels in what an owner says in passing: "insta", "the till", "wedding fairs"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from assistant.brief import Topic, Use
from assistant.edits import AddChannel
from assistant.knowledge import Library
from assistant.knowledge.cards import ChannelCard
from assistant.minds.clauses import clauses, find_words, has_phrase
from assistant.model import Channel
from assistant.retrieval.embedder import VOCABULARY
from assistant.retrieval.wording import english_words
from assistant.text import find_phrase, fold
from assistant.words import Words

_LONG = 6
"""Letters from which on a word one slip away from a name is taken for it."""


_ABOUT_PEOPLE: tuple[Channel, ...] = ("referral", "community")


@dataclass(frozen=True)
class ChannelReader:
    """Matches the names on the channel cards, longest first, each stretch of text once."""

    library: Library
    words: Words

    def read(self, message: str, topic: Topic | None) -> Iterator[AddChannel]:
        """Yield every channel that `message` names and does not deny, with its use."""
        default: Use = self.words.get("topic_uses").get(topic or "discovery", "discover")
        seen: set[Channel] = set()
        for clause in clauses(message) or (message,):
            for channel, name in self._named(fold(clause)):
                words = find_words(clause, name)
                if channel in _ABOUT_PEOPLE and topic in ("customer", "offer"):
                    continue  # "groups of friends" are customers, no recommendation
                if words and channel not in seen:
                    seen.add(channel)
                    said = self._use(fold(clause)) if topic in (None, "offer", "goal", "customer") else None
                    yield AddChannel(channel=channel, use=said or default, words=words)

    def _named(self, clause: str) -> Iterator[tuple[Channel, str]]:
        for name, channel in self._names:
            if name not in clause:
                continue
            for form in (name, f"{name}s"):
                at = find_phrase(clause, form)
                if at >= 0:
                    denied = self._denied(clause[:at])
                    # "google ads" is taken out, so that "google" is not found in it
                    clause = clause[:at] + "\0" * len(form) + clause[at + len(form) :]
                    if not denied:
                        yield channel, form
                        also: Channel | None = self.words.get("channel_also").get(name)
                        if also is not None:
                            yield also, form
                    break

        yield from self._misspelt(clause)

    def _misspelt(self, left: str) -> Iterator[tuple[Channel, str]]:
        """Yield channels whose name is one slip of the finger away from a long word that is left over."""
        for found in re.finditer(rf"[a-z]{{{_LONG},}}", left):
            word = found.group()
            if word in english_words(VOCABULARY):
                continue  # "massage" is no slip for "message"
            for name, channel in self._long_names:
                if word != name and word[0] == name[0] and OSA.distance(word, name, score_cutoff=1) <= 1:
                    if f"{word}s" != name and word != f"{name}s" and not self._denied(left[: found.start()]):
                        yield channel, word
                    break

    def _denied(self, before: str) -> bool:
        last = before.split()[-3:]
        return any(negation in last or negation == " ".join(last[-2:]) for negation in self.words.get("negations"))

    def _use(self, clause: str) -> Use | None:
        uses: dict[Use, list[str]] = self.words.get("uses")
        return next((use for use, said in uses.items() if any(has_phrase(clause, phrase) for phrase in said)), None)

    @cached_property
    def _long_names(self) -> list[tuple[str, Channel]]:
        return [(name, channel) for name, channel in self._names if name.isalpha() and len(name) >= _LONG]

    @cached_property
    def _names(self) -> list[tuple[str, Channel]]:
        extra: dict[Channel, list[str]] = self.words.get("channel_words")
        names: dict[str, Channel] = {}
        for card in self.library.of(ChannelCard):
            channel: Channel = card.id.partition(":")[2]  # type: ignore[assignment]  # channel cards are named so
            for name in (*card.words, *extra.get(channel, ())):
                names.setdefault(fold(name), channel)
        return sorted(names.items(), key=lambda item: (-len(item[0]), item[0]))
