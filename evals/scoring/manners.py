"""Judge how an interview was held: repetitions, probes, corrections, interruptions, its end, and each question."""

import re
from collections.abc import Sequence

from assistant.review import leaves
from assistant.text import fold
from evals.owners import Correction, Interruption
from evals.playing import Exchange, Played
from evals.scoring.facts import NEAR, Fact, field_text, matches

ENOUGH_KNOWN = 0.8
NEVER = 13
"""Counted when so much is never known: one more than the twelve questions an interview may have."""
MOST_QUESTIONS = 12
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_LEADING = re.compile(
    r"\b(?:don't you|doesn't it|isn't it|isn't that|aren't they|wouldn't you|won't you|surely|obviously|of course|"
    r"you must|i assume|i guess you|how much do (?:they|customers|people) love|right\?|agree)",
    re.IGNORECASE,
)
_FOLLOW_UPS = ("pains", "numbers")
"""Topics that are asked for the rest when the opening named some of it; the question then says what is known."""


def asked(played: Played) -> int:
    """Return how many questions were put, a question that merely stands again after an interruption not counted."""
    return sum(_is_new(played.exchanges, place) for place in range(len(played.exchanges)))


def _is_new(exchanges: Sequence[Exchange], place: int) -> bool:
    turn = exchanges[place].turn
    if turn.asks is None:
        return False
    before = exchanges[place - 1].turn.asks if place else None
    return turn.asks != before or turn.intent in ("answer", "skip", "dont_know")


def reasks(played: Played) -> tuple[str, ...]:
    """Return the topics asked although they had been answered before, digging deeper at once apart."""
    exchanges, done, again = played.exchanges, set[str](), list[str]()
    told = set(played.case.gold.told_at_once) - set(_FOLLOW_UPS)
    for place, exchange in enumerate(exchanges):
        before = exchanges[place - 1].turn.asks if place else None
        if before and exchange.turn.intent in ("answer", "skip", "dont_know"):
            done.add(before)
        topic = exchange.turn.asks
        if topic is None or not _is_new(exchanges, place):
            continue
        if topic != before and (topic in done or topic in told):
            again.append(topic)
        if topic == before and exchange.turn.intent in ("skip", "dont_know"):
            again.append(topic)
    return tuple(again)


def probes(played: Played) -> int:
    """Return how often a topic just answered was dug into."""
    pairs = zip(played.exchanges, played.exchanges[1:], strict=False)
    return sum(after.turn.asks is not None and after.turn.asks == before.turn.asks
               and after.turn.intent == "answer" for before, after in pairs)  # fmt: skip


def until_known(shares: Sequence[float]) -> int:
    """Return after how many questions 80 % of the owner's facts were known; the opening is question 0."""
    return next((turn for turn, share in enumerate(shares) if share >= ENOUGH_KNOWN), NEVER)


def corrections(played: Played) -> tuple[Fact, ...]:
    """Return whether the correction replaced the old value everywhere and was read back."""
    correction = played.case.correction
    place = next((n for n, exchange in enumerate(played.exchanges) if exchange.correcting), None)
    if correction is None:
        return ()
    if place is None:
        return (_check("the correction could not be made", False),)
    turn = played.exchanges[place].turn
    held = _held(played)
    found = [_check("taken for a correction", turn.intent == "correct")]
    if correction.expect_number is not None:
        found += _number(played, correction, turn.reply)
    if correction.expect is not None:
        found.append(_check(f"the brief says {correction.expect}", matches(correction.expect, held)))
        found.append(_check(f"{correction.expect} is read back", matches(correction.expect, turn.reply)))
    if correction.gone is not None:
        found.append(_check(f"the brief still says {correction.gone}", not matches(correction.gone, held)))
        found.append(_check(f"the map still says {correction.gone}", not matches(correction.gone, map_text(played))))
    return tuple(found)


def _number(played: Played, correction: Correction, reply: str) -> list[Fact]:
    assert correction.expect_number is not None
    kpi, value = correction.expect_number
    held = [number.value for number in played.brief.numbers if number.kpi == kpi]
    right = [abs(one - value) <= NEAR for one in held]
    return [
        _check(f"{kpi} is {value:g} in the brief", any(right)),
        _check(f"only {value:g} is left of {kpi}", all(right)),
        _check(f"{value:g} is read back", f"{value:g}" in reply),
    ]


def interruptions(played: Played) -> tuple[Fact, ...]:
    """Return whether what was said instead of an answer got a fitting reply and the question stood again."""
    found: list[Fact] = []
    for place, exchange in enumerate(played.exchanges):
        if exchange.interrupting is not None:
            found += _interrupted(played, place, exchange.interrupting)
    return tuple(found)


def _interrupted(played: Played, place: int, interruption: Interruption) -> list[Fact]:
    turn = played.exchanges[place].turn
    message = interruption.message[:40]
    found = [
        _check(f"after “{message}” the question about {interruption.before} stands", turn.asks == interruption.before)
    ]
    if interruption.reply is not None:
        found.append(
            _check(f"“{message}” is answered with {interruption.reply}", matches(interruption.reply, turn.reply))
        )
    if interruption.not_reply is not None:
        right = not matches(interruption.not_reply, turn.reply)
        found.append(_check(f"“{message}” is not answered with {interruption.not_reply}", right))
    if interruption.cited is not None:
        found.append(
            _check(
                f"“{message}” is answered from cards: {interruption.cited}", bool(turn.citations) == interruption.cited
            )
        )
    return found


def ending(played: Played) -> tuple[Fact, ...]:
    """Return whether the interview ended by itself, in time, with a map; or at once when asked to."""
    last = played.exchanges[-1]
    found = [
        _check("a map is handed over at the end", last.turn.drawn and played.journey is not None),
        _check(f"at most {MOST_QUESTIONS} questions", asked(played) <= MOST_QUESTIONS),
    ]
    leaving = [exchange for exchange in played.exchanges if exchange.leaving]
    if leaving:
        found.append(
            _check("asked for the map, it is drawn at once", leaving[0].turn.drawn or not leaving[0].turn.map_ready)
        )
    return tuple(found)


def questions(played: Played) -> tuple[str, ...]:
    """Return the words of each new question: the last sentences of the reply from the one that asks."""
    replies = [e.turn.reply for n, e in enumerate(played.exchanges) if _is_new(played.exchanges, n)]
    return tuple(question_of(reply) for reply in replies)


def question_of(reply: str) -> str:
    """Return the part of a reply that is the question: its last line without what comes before the asking sentence."""
    line = reply.strip().splitlines()[-1]
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z“\"])", line)
    asking = [place for place, sentence in enumerate(sentences) if "?" in _QUOTED.sub("", sentence)]
    return " ".join(sentences[asking[0] :]) if asking else line


def is_single(question: str) -> bool:
    """Tell whether it asks one thing: one question mark outside of quotes."""
    return _QUOTED.sub("", question).count("?") == 1


def is_leading(question: str) -> bool:
    """Tell whether the wording pushes towards an answer."""
    return _LEADING.search(question) is not None


def map_text(played: Played) -> str:
    """Return everything the map says, its sources apart."""
    return "\n".join(leaf.text for leaf in leaves(played.journey)) if played.journey is not None else ""


def _held(played: Played) -> str:
    brief = played.brief
    names = ("offer", "name", "place", "price", "discovery", "purchase", "delivery", "after_sale", "goal",
             "retention", "resources")  # fmt: skip
    texts = [field_text(brief, name) or "" for name in names]
    texts += [one.who for one in brief.personas] + [one.words for one in brief.pains]
    texts += [use.channel for use in brief.channels] + [str(brief.business.industry), str(brief.business.model)]
    return fold("\n".join(texts))


def _check(what: str, found: bool) -> Fact:
    return Fact(field="conduct", what=what, found=found)
