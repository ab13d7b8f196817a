"""Read who the customers are: kinds of people, and whether they buy for themselves or for a firm."""

import re
from collections.abc import Iterator
from typing import Literal

from assistant.edits import AddPersona, BriefEdit, SetFact
from assistant.minds.clauses import content_words, has_phrase
from assistant.minds.commands import mentions
from assistant.minds.kinds import KindNamer
from assistant.model import BusinessModel
from assistant.text import fold
from assistant.words import Words

_SPLIT = re.compile(
    r"\s*(?:[;\n]|\.(?=\s|$)|,\s*(?:and\s+)?(?:for\s+[\w ]+?\s+)?(?:it'?s|its|it is|they'?re|then|also|plus)\s+"
    r"|,\s*(?:and|also|plus|but)\s+|\s+but\s+|,\s*(?=(?:the|some|a few|older|younger|small|local|mostly|mainly)\s)"
    r"|\b(?:and also|as well as|and then|plus)\b|\band\s+the\b|\s[-–—]\s)\s*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:well|so|um|erm|oh|basically|mostly|mainly|usually|generally|often|sometimes|honestly|also"
    r"|and|but|or|the|our|my"
    r"|it'?s|they'?re|they are|we have|we get|we serve|we sell to|i have|i get|i'?d say"
    r"|there (?:are|is)|there'?s|on weekdays|at the weekends?|in the week|during the week|since last year"
    r"|now|more and more|lately|recently|increasingly|sometimes"
    r"|lots of|a lot of|some|a few|loads of"
    r"|customers are|clients are|guests are|patients are|members are|for)\b[\s,]*)+",
    re.IGNORECASE,
)


def customers(message: str, words: Words, *, asked: bool) -> Iterator[BriefEdit]:
    """Yield a persona per kind of customer named in `message`; outside the question only explicit ones."""
    if asked:
        yield from _with_details(message, words)
        return
    for part in _SPLIT.split(message):
        if _explicit(part, words) and _after_cue(part, words) in message:
            yield from _pair(_after_cue(part, words), words)


def _with_details(message: str, words: Words) -> Iterator[AddPersona]:
    """Yield the personas, each with what the sentences after it ("they worry about stairs") say of it."""
    found: list[AddPersona] = []
    for part in _parts(message, words):
        if found and _THEY.match(part):
            found[-1] = _detailed(found[-1], _THEY.sub("", part), words)
            continue
        who = _LABEL.sub("", _LEAD.sub("", part)).strip(" \t.,;:!?-")
        who = _untailed(who, words)
        if found and _DETAIL_OF_IT.match(who):
            continue  # "mostly in the north" says where those named before are
        if 0 < len(who) <= 160 and who in message and _says_who(who, words):
            found.extend(_pair(who, words))
    yield from found


def _parts(message: str, words: Words) -> Iterator[str]:
    """Yield the parts of a message that may each name a kind of customer; a list at commas only if it lists people."""
    people = _kinds("b2c", words) + _kinds("b2b", words)
    for part in _SPLIT.split(message):
        pieces = [piece for piece in part.split(",") if piece.strip()]
        listed = [mentions(piece, people) is not None or _SOME.match(piece.strip()) is not None for piece in pieces]
        if len(pieces) > 1 and all(listed):
            yield from (piece.strip(" \t.,;!?-") for piece in pieces)
        elif part.strip():
            yield part.strip(" \t.,;!?-")


def _detailed(persona: AddPersona, detail: str, words: Words) -> AddPersona:
    wishes = [half.strip() for half in re.split(r"\s+(?:and|but)\s+|,", detail) if half.strip()]
    worries = tuple(half for half in wishes if mentions(half, words.get("worries")))
    goals = tuple(half for half in wishes if half not in worries)
    return AddPersona(
        name=persona.name, who=persona.who, words=persona.words,
        goals=(*persona.goals, *goals)[:6], worries=(*persona.worries, *worries)[:6],
    )  # fmt: skip


def _pair(who: str, words: Words) -> Iterator[AddPersona]:
    """Yield one persona, or two when "x and y" names two kinds of people."""
    namer = KindNamer(words)
    halves = re.split(r"\s+(?:and|&|or)\s+(?!their\b|his\b|her\b|\d)", who)
    people = _kinds("b2c", words) + _kinds("b2b", words)
    several = len(halves) == 2 and all(mentions(half, people) and namer.is_named(half) for half in halves)
    for one in halves if several else [who]:
        yield AddPersona(name=namer.name(one), who=one, worries=_worries(one, words), words=one)


def _worries(who: str, words: Words) -> tuple[str, ...]:
    """Return what "retirees worried about bills" or "buyers who are afraid of being refused" fear, in these words."""
    worry = mentions(who, words.get("worries"))
    at = re.search(rf"\b{re.escape(worry)}\b.*", who, re.IGNORECASE) if worry else None
    return (at.group().strip(" .,"),) if at and content_words(at.group())[1:] else ()


def _untailed(who: str, words: Words) -> str:
    """Return `who` without what only hedges at its end: "retired couples mostly"."""
    tails = "|".join(sorted(map(re.escape, words.get("kind_trailing")), key=len, reverse=True))
    return re.sub(rf"(?:[\s,]+(?:{tails}))+[\s.!?]*$", "", who, flags=re.IGNORECASE).strip(" ,")


def _says_who(who: str, words: Words) -> bool:
    meaning = content_words(who)
    if _PRONOUN.match(who):
        return False
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
    heads = [
        half
        for part in parts
        for piece in part.split(",")
        for half in re.split(r"\s+(?:and|&|or)\s+", _NOT_HEAD.sub("", _LEAD.sub("", piece.strip())))
    ]
    found: dict[BusinessModel, str] = {}
    for head in heads:
        firm, private = mentions(head, _kinds("b2b", words)), mentions(head, _kinds("b2c", words))
        # the longer name says more: "first-time buyers" are no buyers of a firm
        if firm and len(firm) >= len(private or ""):
            found.setdefault("b2b", firm)
        elif private:
            found.setdefault("b2c", private)
    if not found:
        return None
    model: BusinessModel = "both" if len(found) == 2 else next(iter(found))
    return SetFact(fact="business.model", value=model, words=_verbatim(message, next(iter(found.values()))))


_PRONOUN = re.compile(r"^(?:she|he|it|i|we|that|this|you|how|what|why|when)\b", re.IGNORECASE)
_THEY = re.compile(
    r"^(?:they|most of them|some of them|those|these)\s+(?:(?:all|mostly|usually|often|mainly)\s+)?", re.IGNORECASE
)
_LABEL = re.compile(r"^(?:b2b|b2c)?\s*(?:mostly|mainly)?\s*:\s*", re.IGNORECASE)
_SOME = re.compile(r"^(?:some|a few|one or two|a couple of|the odd|mostly|mainly)\s", re.IGNORECASE)
_DETAIL_OF_IT = re.compile(
    r"^(?:mostly\s|mainly\s|usually\s)?(?:in|at|from|with|around|near|between|aged|on|within|across|under|over"
    r"|all over)\s",
    re.IGNORECASE,
)
_NOT_HEAD = re.compile(
    r"\s+(?:of|in|at|from|with|who|that|which|near|around|sent by|via|through)\s.*$", re.IGNORECASE | re.DOTALL
)


def _kinds(model: Literal["b2b", "b2c"], words: Words) -> list[str]:
    """Return the words for customers of one kind, each in singular and plural."""
    more = (*words.get("firm_kinds"), *words.get("roles")) if model == "b2b" else ()
    return [form for word in (*words.get(model), *more) for form in (word, f"{word}s")]


def _verbatim(message: str, phrase: str) -> str:
    found = re.search(r"\s+".join(map(re.escape, phrase.split())).replace("'", "['’]"), message, re.IGNORECASE)
    return found.group() if found else message.strip()[:200]


def names_role(who: str, words: Words) -> bool:
    """Tell whether `who` is a person with a role rather than a kind of firm."""
    folded = fold(who)
    return not any(has_phrase(folded, firm) for firm in words.get("firms"))
