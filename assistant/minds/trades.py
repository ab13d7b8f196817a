"""Recognise the trade from the words an owner uses for it."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

import Stemmer

from assistant.knowledge import Library
from assistant.knowledge.cards import IndustryCard
from assistant.minds.clauses import clauses, content_words
from assistant.minds.commands import mentions
from assistant.words import Words

_SOLD_TO = re.compile(
    r"(?<=\w)\s+to\s+(?P<to>(?!learn|help|make|get|be|do|buy|sell|see|keep|find)[\w' -]+)", re.IGNORECASE
)
_SOLD_FOR = re.compile(r"(?<=\w)\s+for\s+(?!hire|rent|sale|you\b|the home|home\b)[\w' ,&-]+$", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:called|named|trading as|under the name(?: of)?)\s.*$", re.IGNORECASE)
_SHOP = re.compile(r"(?<!online )(?<!web )(?<!coffee )(?<!repair )\b(?:shop|store|boutique)\b", re.IGNORECASE)
_WHOLE, _DESCRIBES, _PART, _ENOUGH = 1.0, 0.45, 0.45, 0.45
_TOLD, _FADES = 1.5, 0.95
_MIN_PREFIX = 5


@dataclass(frozen=True)
class Trade:
    """A trade found in a message."""

    industry: str
    words: str
    """The clause that names it, verbatim."""
    score: float

    @property
    def plain(self) -> bool:
        """Whether a name of the trade was said in full, not only a word of one."""
        return self.score >= _WHOLE


@dataclass(frozen=True)
class TradeReader:
    """Matches the words of the industry cards, whole or in part, to what owners say they run."""

    library: Library
    words: Words

    def read(self, message: str) -> Trade | None:
        """Return the best trade that `message` names, None if it names none plainly.

        Clauses about customers are passed over: who sells to manufacturers is not one.
        """
        total: dict[str, float] = defaultdict(float)
        best: dict[str, tuple[float, str]] = {}
        for place, clause in enumerate(_NAMED.sub("", part) for part in clauses(message)):
            if mentions(clause, self.words.get("customer_cues")):
                continue
            told = _TOLD if mentions(clause, self.words.get("offer_cues")) else 1.0
            bare = _SOLD_TO.sub("", clause)
            # "software for vets" is software; where nothing is known but the audience, that still hints at the trade
            for industry, score in (self._scores(_SOLD_FOR.sub("", bare)) or self._scores(bare)).items():
                # what comes first names the trade; later clauses add detail
                weighed = score * told * _FADES**place
                total[industry] += weighed
                best[industry] = max(best.get(industry, (0.0, "")), (weighed, clause))
        shop = _SHOP.search(message)
        if shop is not None and max(total.values(), default=0.0) < _WHOLE:
            return Trade("industry:retail-store", shop.group(), _ENOUGH)  # a shop, whatever is sold in it
        if not total or max(total.values()) < _ENOUGH:
            return self._supplier(message)
        industry = max(sorted(total), key=lambda name: total[name])
        return Trade(industry, best[industry][1], total[industry])

    def _supplier(self, message: str) -> Trade | None:
        """Return the wholesale trade for who sells something to firms, whatever it is; None for all others."""
        sold = next((found for clause in clauses(message) if (found := _SOLD_TO.search(clause))), None)
        firms = [form for word in self.words.get("b2b") for form in (word, f"{word}s")]
        if sold is None or mentions(sold["to"], firms) is None:
            return None
        return Trade("industry:wholesale", sold.group().strip(), _ENOUGH)

    def _scores(self, clause: str) -> dict[str, float]:
        said = self._stems(clause)
        scores: dict[str, float] = defaultdict(float)
        for industry, phrases in self._phrases.items():
            whole: set[str] = set()
            for phrase in phrases:
                hits = [word for word in phrase if self._said(word, said)]
                if len(hits) == len(phrase):
                    whole.update(phrase)
                    weight = _DESCRIBES if self._describes(phrase, said, industry) else _WHOLE
                    scores[industry] = max(scores[industry], weight * len(phrase) ** 0.7)
            generic = self.words.get("trade_generic")
            for word in {word for phrase in phrases for word in phrase} - whole:
                if word not in generic and self._said(word, said):
                    scores[industry] += _PART * self._owners[word][industry] / self._owners[word].total()
        return scores

    def _describes(self, phrase: tuple[str, ...], said: list[str], industry: str) -> bool:
        """Tell whether another trade's name follows at once: a board game café is a café."""
        if phrase[-1] not in said:
            return False
        after = said[said.index(phrase[-1]) + 1 :][:1]
        return bool(after) and after[0] in self._single and industry not in self._single[after[0]]

    @cached_property
    def _single(self) -> dict[str, set[str]]:
        """The trades of each name that is one word."""
        trades: dict[str, set[str]] = defaultdict(set)
        for industry, phrases in self._phrases.items():
            for phrase in phrases:
                if len(phrase) == 1:
                    trades[phrase[0]].add(industry)
        return trades

    @cached_property
    def _phrases(self) -> dict[str, list[tuple[str, ...]]]:
        return {
            card.id: [stems for word in self._names(card) if (stems := tuple(self._stems(word)))]
            for card in self.library.of(IndustryCard)
        }

    def _names(self, card: IndustryCard) -> tuple[str, ...]:
        return (*card.words, *self.words.get("trade_words").get(card.id, ()))

    @cached_property
    def _owners(self) -> dict[str, Counter[str]]:
        """How often each word stands in the names of each trade."""
        owners: dict[str, Counter[str]] = defaultdict(Counter)
        for industry, phrases in self._phrases.items():
            for phrase in phrases:
                for word in phrase:
                    owners[word][industry] += 1
        return owners

    @cached_property
    def _stemmer(self) -> Stemmer.Stemmer:
        return Stemmer.Stemmer("english")

    def _stems(self, text: str) -> list[str]:
        stems: list[str] = self._stemmer.stemWords(list(content_words(text.replace("-", " "))))
        return stems

    def _said(self, word: str, said: list[str]) -> bool:
        if word in said:
            return True
        # "physio" is meant by "physiotherapy", "bakery" by "bakeries"
        return len(word) >= _MIN_PREFIX and any(
            len(other) >= _MIN_PREFIX and (other.startswith(word) or (len(word) >= 7 and word.startswith(other)))
            for other in said
        )
