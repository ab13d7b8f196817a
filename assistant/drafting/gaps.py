"""What the owner lets slip: things that are missing, and scraps of a sentence that belong together."""

import re

from assistant.drafting.ground import Ground
from assistant.drafting.match import fold, has
from assistant.drafting.wording import clauses, tidy

_NEAR = 8
"""Letters between two scraps of one sentence: ", but "."""


def gap_in(ground: Ground, words: str) -> str | None:
    """Return the part of `words` that tells of something missing, None if there is none."""
    whole = fold(words).strip(" .!")
    if whole in ground.words.get("nothing"):
        return words
    cues = ground.words.get("gaps")
    if not any(has(whole, cue) for cue in cues):
        return None
    return tidy(words, ground.words.get("joints"))


def habits(ground: Ground) -> tuple[str, ...]:
    """Return what the owner says of keeping customers, a "but we skip half of them" joined to what it is about."""
    found: list[str] = []
    for words in ground.brief.keeping:
        parts = clauses(words)
        for part in parts:
            span = whole(ground, found[-1], part) if found and _refers(part) else None
            if span:
                found[-1] = span
            else:
                found.append(part)
    return tuple(found)


def _refers(part: str) -> bool:
    """Tell whether a clause speaks of what was named before it: "but we skip half of them"."""
    return re.search(r"\b(?:them|it|those|else)\b", fold(part)) is not None


def whole(ground: Ground, first: str, second: str) -> str | None:
    """Return the stretch of what was said that holds `first` and then `second` in one sentence, None if none does."""
    texts = (*(said.text for said in ground.brief.said), *ground.brief.keeping)
    return next((span for text in texts if (span := _between(text, first, second))), None)


def _between(text: str, first: str, second: str) -> str | None:
    """Return the stretch of `text` from `first` to `second` if they stand close together in one sentence."""
    start, end = text.find(first), text.find(second)
    gap = text[start + len(first) : end] if 0 <= start < end else None
    if gap is None or len(gap) > _NEAR or "\n" in gap or "." in gap:
        return None
    return text[start : end + len(second)]
