"""Take a message apart into sentences and clauses, each a verbatim span of it."""

import re
from functools import cache

from assistant.text import find_phrase, fold
from assistant.words import Words, load_words

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+|\s+(?=[•*-]\s)")
_CLAUSE = re.compile(
    r"\s*(?:;|:(?!\d)|,(?!\d)(?:\s*(?:and|but|also|plus)\b)?|\s-\s|—|–(?!\d)"
    r"|\.(?=\s|$)|\s(?:but|and also|and then|plus)\s)\s*",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[•*–-]\s*|\d{1,2}[.)]\s+)+")
_LINK = re.compile(r"^(?:(?:and|but|also|plus|or|then|so)\s+)+(?=\w)", re.IGNORECASE)
_DEPENDENT = re.compile(
    r"^(?:when|if|because|cause|cos|since|although|though|while|after|before|unless|so)\b", re.IGNORECASE
)


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of `text`, stripped, in order."""
    return tuple(_BULLET.sub("", part.strip()) for part in _SENTENCE.split(text) if part.strip(" \t•*-.!?…"))


def clauses(text: str) -> tuple[str, ...]:
    """Return the clauses of `text`; a dependent clause ("when it rains") stays with the one after it."""
    found: list[str] = []
    for sentence in sentences(text):
        start = 0
        spans: list[tuple[int, int]] = []
        for cut in _CLAUSE.finditer(sentence):
            spans.append((start, cut.start()))
            start = cut.end()
        spans.append((start, len(sentence)))
        found.extend(_joined(sentence, [span for span in spans if sentence[span[0] : span[1]].strip()]))
    return tuple(found)


def _joined(sentence: str, spans: list[tuple[int, int]]) -> list[str]:
    merged: list[tuple[int, int]] = []
    waiting = False
    for start, end in spans:
        if waiting:
            merged[-1] = (merged[-1][0], end)
            waiting = False
        else:
            merged.append((start, end))
            waiting = _DEPENDENT.match(sentence[start:end].strip()) is not None
    return [_LINK.sub("", sentence[start:end].strip(" \t.,;!?…")) for start, end in merged]


def content_words(text: str) -> tuple[str, ...]:
    """Return the words of `text` that carry meaning, folded, in order."""
    stop = _stop_words()
    return tuple(word for word in re.findall(r"[^\W_][\w'&+-]*", fold(text)) if word.replace("'", "") not in stop)


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(load_words("reading").get("stop_words"))


def has_phrase(folded: str, phrase: str) -> bool:
    """Tell whether `phrase` stands in `folded` as whole words."""
    return find_phrase(folded, phrase) >= 0


def find_words(text: str, phrase: str) -> str | None:
    """Return the span of `text` that reads `phrase`, apart from case and spaces; None if there is none."""
    pattern = r"\s+".join(re.escape(word) for word in phrase.split())
    pattern = pattern.replace("'", "['’]")
    found = re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)
    return found.group() if found else None


def is_empty_talk(text: str, words: Words) -> bool:
    """Tell whether `text` says nothing to work with: no words that mean something, or only vague ones."""
    return all(word in words.get("vague") for word in content_words(text))
