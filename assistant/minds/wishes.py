"""Read what the owner wants to reach: the wish itself, without what stands around it."""

import re

from assistant.minds.clauses import clauses, content_words, sentences
from assistant.minds.commands import mentions
from assistant.words import Words

_ENDS = re.compile(
    r"\s*(?:[.;!?\n]|,\s*(?:and|but)\s+(?:i|we|my|our|also|then|half|people)\b).*$", re.IGNORECASE | re.DOTALL
)
_HANGS = re.compile(r"\b(?:with|for|to|of|in|on|by|about)$", re.IGNORECASE)
_LONGEST = 400


def find_wish(message: str, words: Words) -> str | None:
    """Return what follows "I want", "we'd like to" and the like, None if the message wishes for nothing."""
    cue = mentions(message, words.get("goal_cues"))
    if cue is None:
        return None
    at = re.search(re.escape(cue).replace("'", "['’]") + r"\b", message, re.IGNORECASE)
    if at is None:
        return None
    kept = next((word for word in ("more", "fewer") if cue.endswith(word)), None)
    start = at.end() - len(kept) if kept else at.end()
    wish = _own_part(_ENDS.sub("", message[start:]).strip(" .,:!?"), words)
    return wish if content_words(wish) and not _HANGS.search(wish) and len(wish) <= _LONGEST else None


def told_wish(message: str, words: Words) -> str:
    """Return the aim in an answer to the question for it, which need not say that it is a wish."""
    wish = find_wish(message, words)
    if wish is not None:
        return wish
    told = [sentence for sentence in sentences(message) if content_words(sentence)]
    if len(told) > 1:
        plain = [sentence for sentence in told if not mentions(sentence, words.get("now_cues"))]
        told = plain or told
    first = told[0].strip(" .!") if told else message
    # an aim in one sentence is whole; in several, what comes first is the aim and the rest explains it
    return _own_part(first, words) if len(first.split()) > 1 or len(told) == 1 else message


def _own_part(wish: str, words: Words) -> str:
    """Return `wish` up to where the owner turns to how things are: ", right now we lose 8 %"."""
    parts = clauses(wish)
    starts: list[str] = words.get("now_cues")
    for part in parts[1:]:
        low = part.lower()
        if any(low == cue or low.startswith(f"{cue} ") for cue in starts):
            kept = wish[: wish.find(part)].rstrip(" ,;:-–—(")
            kept = re.sub(r"\s+(?:but|and|because|since|as|so)$", "", kept, flags=re.IGNORECASE).rstrip(" ,")
            if len(content_words(kept)) >= 1:
                return kept
    return wish
