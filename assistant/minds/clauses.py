"""Take a message apart into sentences and clauses, each a verbatim span of it."""

import re

from assistant.text import fold

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+|\s+(?=[•*-]\s)")
_CLAUSE = re.compile(
    r"\s*(?:;|:(?!\d)|,(?!\d)(?:\s*(?:and|but|also|plus)\b)?|\s-\s|—|–(?!\d)|\.(?=\s|$)|\s(?:but|and also|and then|plus)\s)\s*",
    re.IGNORECASE,
)
_DEPENDENT = re.compile(r"^(?:when|if|because|cause|cos|since|although|though|while|after|before|unless|so)\b", re.IGNORECASE)
_STOP = frozenset(
    """a an the and or but if so to of in on at by for from with as is are was were be been am i we you they he she it
    me us them my our your their his her its this that these those there here do does did have has had will would can
    could should may might just also very really quite mostly mainly usually often sometimes only about around some any
    more most much many lot lots than then too not no yes yeah well like maybe perhaps basically honestly actually
    which who whom what when where how why im ive dont its""".split()
)


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of `text`, stripped, in order."""
    return tuple(part.strip(" \t•*") for part in _SENTENCE.split(text) if part.strip(" \t•*-.!?…"))


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
    for start, end in spans:
        if merged and _DEPENDENT.match(sentence[merged[-1][0] : merged[-1][1]].strip()):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return [sentence[start:end].strip(" \t.,;!?…") for start, end in merged]


def content_words(text: str) -> tuple[str, ...]:
    """Return the words of `text` that carry meaning, folded, in order."""
    return tuple(word for word in re.findall(r"[^\W_][\w'&+-]*", fold(text)) if word.replace("'", "") not in _STOP)


def has_phrase(folded: str, phrase: str) -> bool:
    """Tell whether `phrase` stands in `folded` as whole words."""
    return re.search(rf"(?<![\w]){re.escape(phrase)}(?![\w])", folded) is not None


def find_words(text: str, phrase: str) -> str | None:
    """Return the span of `text` that reads `phrase`, apart from case and spaces; None if there is none."""
    pattern = r"\s+".join(re.escape(word) for word in phrase.split())
    pattern = pattern.replace("'", "['’]")
    found = re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)
    return found.group() if found else None
