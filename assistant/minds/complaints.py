"""Read what goes wrong for customers: each complaint in its own words, with the pain card it fits."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from assistant.edits import AddPain
from assistant.knowledge.cards import PainCard
from assistant.minds.clauses import clauses, content_words, has_phrase
from assistant.minds.mind import Scene
from assistant.model import CardId
from assistant.text import find_phrase, fold
from assistant.words import Words

_AND = re.compile(
    r"\s+and\s+(?=(?:that\s+)?(?:they|it|he|she|you|nobody|no one|noone|people|customers|clients|guests|patients"
    r"|members|parents|tenants|landlords|everyone|everybody|some|most|there|the|their|our|my|this|that)\s)",
    re.IGNORECASE,
)
_IF = re.compile(r"\bif (?:something|anything|things|it|there)\b", re.IGNORECASE)
_LONGEST = 400


@dataclass(frozen=True)
class PainMatch:
    """A pain card that a complaint fits."""

    card: PainCard
    sure: bool


class FindPain(Protocol):
    """Finds the pain a complaint names.

    Told the trade, it also believes a fainter likeness to a usual pain of it; told what is sold, it tells apart what
    waiting means.
    """

    def __call__(self, complaint: str, trade: CardId | None, offer: str = "") -> PainMatch | None: ...


@dataclass(frozen=True)
class ComplaintReader:
    """Tells complaints from other talk and finds the pain behind each."""

    words: Words
    find_pain: FindPain

    def read(self, message: str, scene: Scene, *, asked: bool) -> Iterator[AddPain]:
        """Yield a pain per complaint; `asked` for them, every clause that says something is one."""
        for clause in self._pieces(message) if asked else clauses(message):
            if not self._says_something(clause, least=1 if asked else 2):
                continue
            if not asked and (not self.hurts(clause) or _IF.search(clause)):
                continue
            known = scene.brief.business
            match = self.find_pain(clause, known.industry if asked else None, (known.offer or " ") if asked else "")
            if asked or (match is not None and match.sure):
                card = match.card if match else None
                yield AddPain(words=clause, pain=card.id if card else None, stage=card.stages[0] if card else None)

    def complains(self, clause: str) -> bool:
        """Tell whether the clause is surely a complaint that a card knows."""
        match = self.find_pain(clause, None, "") if self.hurts(clause) else None
        return match is not None and match.sure

    def hurts(self, clause: str) -> bool:
        """Tell whether the clause sounds like trouble: "the queue is slow", not "they aren't scared"."""
        folded = fold(clause)
        for word in self.words.get("negative"):
            at = find_phrase(folded, word)
            if at < 0 or self._is_named(word, clause):
                continue
            before = folded[:at].split()[-2:]
            own = word.split()[0] in self.words.get("denied_negative")
            if own or not any(denial in before for denial in self.words.get("denied_negative")):
                return not any(has_phrase(folded, phrase) for phrase in ("never miss", "about nothing"))
        return False

    def _pieces(self, message: str) -> Iterator[str]:
        """Yield the clauses, cut once more where "and" opens a clause of its own: "it's late and they never call"."""
        for clause in clauses(message):
            start = 0
            for cut in _AND.finditer(clause):
                left, right = clause[start : cut.start()], clause[cut.end() :]
                own = [word for word in content_words(right) if word not in self.words.get("feeling_words")]
                # "and people go away angry" is what follows, not a complaint of its own
                if len(content_words(left)) >= 2 and len(own) >= 2:
                    yield left
                    start = cut.end()
            yield clause[start:]

    def _says_something(self, clause: str, *, least: int) -> bool:
        meaning = content_words(clause)
        if len(meaning) < least or len(clause) > _LONGEST or fold(clause) in self.words.get("nothing"):
            return False
        return not all(word in self.words.get("vague") for word in meaning)

    def _is_named(self, word: str, clause: str) -> bool:
        """Tell whether the word is part of a name in capitals: "Slow Food market"."""
        capital = word[:1].upper() + word[1:]
        return re.search(rf"\b{re.escape(capital)}\s+[A-Z]", clause) is not None
