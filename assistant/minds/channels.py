"""Recognise channels in what an owner says in passing: "insta", "the till", "they booked through Treatwell"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from assistant.brief import Topic, Use
from assistant.edits import AddChannel
from assistant.knowledge import Library
from assistant.knowledge.cards import ChannelCard
from assistant.minds.brands import BrandReader
from assistant.minds.clauses import clauses, find_words, has_phrase
from assistant.minds.senders import SenderReader
from assistant.model import Channel
from assistant.retrieval.embedder import VOCABULARY
from assistant.retrieval.wording import english_words
from assistant.text import find_phrase, fold
from assistant.words import Words, load_words

_LONG = 6
"""Letters from which on a word one slip away from a name is taken for it."""
_ABOUT_PEOPLE: tuple[Channel, ...] = ("referral", "community", "partner")
_OF_THE_WAY: tuple[Topic, ...] = ("discovery", "purchase")
"""Questions whose answers name brands and senders that no list holds."""


@dataclass(frozen=True)
class ChannelReader:
    """Matches the names of channels, longest first, each stretch of text once; then longer turns of phrase."""

    library: Library
    words: Words

    def read(self, message: str, topic: Topic | None) -> Iterator[AddChannel]:
        """Yield every channel that `message` names and does not deny, with its use."""
        default: Use = self._lists.get("topic_uses").get(topic or "discovery", "discover")
        seen: set[Channel] = set()
        for clause in clauses(message) or (message,):
            folded = fold(clause)
            for channel, said in self._said(clause, folded, topic):
                words = find_words(clause, said)
                if channel in _ABOUT_PEOPLE and topic in ("customer", "offer"):
                    continue  # "groups of friends" are customers, no recommendation
                if words and channel not in seen:
                    seen.add(channel)
                    own = self._use(folded) if topic in (None, "offer", "goal", "customer") else None
                    yield AddChannel(channel=channel, use=own or default, words=words)

    def _said(self, clause: str, folded: str, topic: Topic | None) -> Iterator[tuple[Channel, str]]:
        for pattern in self._not:
            folded = pattern.sub(lambda found: "\0" * len(found.group()), folded)
        if topic in (*_OF_THE_WAY, None, "offer", "retention"):
            for channel, said in self._senders.sent_by(folded):
                yield channel, said
                folded = folded.replace(said, "\0" * len(said))  # "recommend us" is told by whom already
        named = list(self._named(folded))
        yield from named
        yield from self._phrased(folded)
        if topic in _OF_THE_WAY:
            yield from self._brands.unknown(clause)
        if topic == "discovery":
            yield from self._senders.listed(folded, {said for _, said in named})
        yield from self._brands.common(folded)

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
                        also: Channel | None = self._lists.get("also").get(name)
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

    def _phrased(self, clause: str) -> Iterator[tuple[Channel, str]]:
        """Yield channels told in a turn of phrase, such as "they saw our sign"."""
        for channel, patterns in self._patterns.items():
            found = next((hit for pattern in patterns if (hit := pattern.search(clause))), None)
            if found is not None and not self._denied(clause[: found.start()]):
                yield channel, found.group().strip()

    def _denied(self, before: str) -> bool:
        last = before.split()[-3:]
        return any(negation in last or negation == " ".join(last[-2:]) for negation in self.words.get("negations"))

    def _use(self, clause: str) -> Use | None:
        uses: dict[Use, list[str]] = self._lists.get("uses")
        return next((use for use, said in uses.items() if any(has_phrase(clause, phrase) for phrase in said)), None)

    @cached_property
    def _lists(self) -> Words:
        return load_words("channels")

    @cached_property
    def _long_names(self) -> list[tuple[str, Channel]]:
        return [(name, channel) for name, channel in self._names if name.isalpha() and len(name) >= _LONG]

    @cached_property
    def _names(self) -> list[tuple[str, Channel]]:
        extra: dict[Channel, list[str]] = self._lists.get("names")
        names: dict[str, Channel] = {}
        for card in self.library.of(ChannelCard):
            channel: Channel = card.id.partition(":")[2]  # type: ignore[assignment]  # channel cards are named so
            for name in (*card.words, *extra.get(channel, ())):
                names.setdefault(fold(name), channel)
        return sorted(names.items(), key=lambda item: (-len(item[0]), item[0]))

    @cached_property
    def _patterns(self) -> dict[Channel, list[re.Pattern[str]]]:
        listed: dict[Channel, list[str]] = self._lists.get("patterns")
        return {channel: [re.compile(pattern) for pattern in patterns] for channel, patterns in listed.items()}

    @cached_property
    def _not(self) -> list[re.Pattern[str]]:
        return [re.compile(pattern) for pattern in self._lists.get("not")]

    @cached_property
    def _brands(self) -> BrandReader:
        other = frozenset(
            fold(word) for name in ("tools", "calendar", "payments") for word in self.words.get(name)
        ) | frozenset(name for name, _ in self._names)
        return BrandReader(self._lists, other)

    @cached_property
    def _senders(self) -> SenderReader:
        return SenderReader(self._lists, self.words)
