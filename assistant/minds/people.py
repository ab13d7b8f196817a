"""Read who the customers are: kinds of people, and whether they buy for themselves or for a firm."""

import re
from collections.abc import Iterator

from assistant.edits import AddPersona, BriefEdit, SetFact
from assistant.minds.clauses import content_words, has_phrase
from assistant.minds.commands import mentions
from assistant.model import BusinessModel
from assistant.text import fold
from assistant.words import Words

_SPLIT = re.compile(
    r"\s*(?:[;\n]|\.(?=\s|$)|,\s*(?:and\s+)?(?:for\s+[\w ]+?\s+)?(?:it'?s|its|it is|they'?re|then|also|plus)\s+"
    r"|,\s*(?:and|also|plus|but)\s+|,\s*(?=(?:the|some|a few|older|younger|small|local|mostly|mainly)\s)"
    r"|\b(?:and also|as well as|and then|plus)\b|\band\s+the\b)\s*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:well|so|um|erm|oh|basically|mostly|mainly|usually|generally|often|sometimes|honestly|also|and|but|or|the|our|my"
    r"|it'?s|they'?re|they are|we have|we get|we serve|we sell to|i have|i get|i'?d say"
    r"|lots of|a lot of|some|a few|loads of"
    r"|customers are|clients are|guests are|patients are|members are|for)\b[\s,]*)+",
    re.IGNORECASE,
)
_DETAIL = re.compile(r"\s+(?:who|that|which|with|in their|from|aged|looking|wanting|worr\w+|planning|sent|because)\b|,")


def customers(message: str, words: Words, *, asked: bool) -> Iterator[BriefEdit]:
    """Yield a persona per kind of customer named in `message`; outside the question only explicit ones."""
    for part in _SPLIT.split(message):
        who = _LEAD.sub("", part.strip(" \t.,;!?-")).strip(" \t.,;!?-")
        if not 0 < len(who) <= 160 or who not in message:
            continue
        if asked and _says_who(who, words):
            yield from _pair(who, words)
        elif not asked and _explicit(part, words):
            yield from _pair(_after_cue(part, words), words)


def _pair(who: str, words: Words) -> Iterator[AddPersona]:
    """Yield one persona, or two when "x and y" names two kinds of people."""
    halves = re.split(r"\s+(?:and|&|or)\s+", who)
    people = words.get("b2c") + words.get("b2b")
    if len(halves) == 2 and all(mentions(half, people) for half in halves):
        for half in halves:
            yield AddPersona(name=_name(half), who=half, words=half)
    elif who:
        yield AddPersona(name=_name(who), who=who, words=who)


def _name(who: str) -> str:
    short = re.split(
        r"\s+(?:who|that|which|with|in their|from|aged|looking|wanting|worr\w+|planning|sent|because)\b|,", who
    )[0]
    short = short.strip() or who
    return (short[:1].upper() + short[1:])[:80]


def _says_who(who: str, words: Words) -> bool:
    meaning = content_words(who)
    if not meaning or fold(who) in words.get("nothing") or mentions(who, words.get("dont_know_inside")):
        return False
    return any(word not in words.get("vague") for word in meaning)


def _explicit(part: str, words: Words) -> bool:
    after = _after_cue(part, words)
    return bool(after) and mentions(after, words.get("b2c")) is not None and len(after) <= 120


def _after_cue(part: str, words: Words) -> str:
    cue = mentions(part, words.get("customer_cues"))
    if cue is None:
        return ""
    at = re.search(re.escape(cue).replace("'", "['’]"), part, re.IGNORECASE)
    return _LEAD.sub("", part[at.end() :].strip(" :,.!?-")).strip(" .,;!?-") if at else ""


def business_model(message: str, words: Words, *, asked: bool) -> SetFact | None:
    """Return whether the message speaks of private customers, businesses, or both; None if it does not say.

    Only the head of each kind of customer counts: "parents of kids in schools" are people, not schools.
    """
    parts = _SPLIT.split(message) if asked else [_after_cue(part, words) for part in _SPLIT.split(message)]
    heads = [half for part in parts for half in re.split(r"\s+(?:and|&|or)\s+", _NOT_HEAD.sub("", _LEAD.sub("", part)))]
    found: dict[BusinessModel, str] = {}
    for head in heads:
        firm, private = mentions(head, words.get("b2b")), mentions(head, words.get("b2c"))
        if firm and "b2b" not in found:
            found["b2b"] = firm
        elif private and not firm and "b2c" not in found:
            found["b2c"] = private
    if not found:
        return None
    model: BusinessModel = "both" if len(found) == 2 else next(iter(found))
    return SetFact(fact="business.model", value=model, words=_verbatim(message, next(iter(found.values()))))


_NOT_HEAD = re.compile(
    r"\s+(?:of|in|at|from|with|who|that|which|near|around|sent by|via|through)\s.*$", re.IGNORECASE | re.DOTALL
)


def _verbatim(message: str, phrase: str) -> str:
    found = re.search(r"\s+".join(map(re.escape, phrase.split())).replace("'", "['’]"), message, re.IGNORECASE)
    return found.group() if found else message.strip()[:200]


def names_role(who: str, words: Words) -> bool:
    """Tell whether `who` is a person with a role rather than a kind of firm."""
    folded = fold(who)
    return not any(has_phrase(folded, firm) for firm in words.get("firms"))
