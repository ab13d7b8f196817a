"""Answer a question from the cards alone: the best cards' own sentences, cited, or an honest no."""

import re
from collections.abc import Iterator

from assistant.knowledge.cards import (
    B2bCard,
    Card,
    ChannelCard,
    EmotionCard,
    IndustryCard,
    KpiCard,
    LegalCard,
    MapTypeCard,
    MethodCard,
    MistakeCard,
    PainCard,
    StageCard,
    TacticCard,
    TouchpointCard,
)
from assistant.knowledge.library import Library
from assistant.knowledge.prose import sentences
from assistant.model import CardId, Frozen
from assistant.retrieval.search import Passage, Search
from assistant.text import Line, Text
from assistant.words import Words, load_words

MAX_PIECES = 3
"""An answer that has so many pieces needs no second card."""
SECOND_CARD = 0.25
"""A second card is shown if it fits with at least this likelihood."""


class Citation(Frozen):
    """A card on which an answer stands."""

    id: CardId
    title: Line


class Answer(Frozen):
    """What the knowledge base says to a question."""

    text: Text
    citations: tuple[Citation, ...] = ()
    covered: bool
    """Whether the knowledge base has an answer at all."""


def answer(question: str, search: Search, library: Library) -> Answer:
    """Answer `question` in two to five sentences taken from cards, or say that they do not cover it."""
    words = load_words("retrieval")
    passages = search.find(question, k=5)
    if not passages or not search.covers(question):
        return Answer(text=words("answer.not_covered"), covered=False)
    best = library[passages[0].card]
    pieces = [_lead(best, question, search, words)]
    used = [best]
    for text, card in _detail(best, question, passages, library, words):
        pieces.append(text)
        used.append(card)
    second = _second(passages, used, library)
    if second is not None and len(pieces) < MAX_PIECES:
        pieces.append(words("answer.also", title=second.title, lead=_first_sentence(second)))
        used.append(second)
    cited = {card.id: Citation(id=card.id, title=card.title) for card in used}
    return Answer(text=" ".join(pieces), citations=tuple(cited.values()), covered=True)


def _lead(card: Card, question: str, search: Search, words: Words) -> str:
    """Return the card's opening sentence and the one that shares most words with the question."""
    lead = f"{_first_sentence(card)} {search.sentence(card.id, question, skip=1)}".strip()
    return lead if card.recommended else words("answer.against", lead=lead)


def _first_sentence(card: Card) -> str:
    return sentences(card.body)[0]


def _detail(
    card: Card, question: str, passages: tuple[Passage, ...], library: Library, words: Words
) -> Iterator[tuple[str, Card]]:
    """Yield what a card of this kind adds: how to do it, work it out or check it."""
    match card:
        case KpiCard():
            yield from _kpi(card, question, words)
            yield from (_help(tactic, words) for tactic in _moving(card, passages, library)[:1])
        case TacticCard():
            yield from _tactic(card, library, words)
        case PainCard():
            kpi = library[card.kpis[0]]
            yield _help(library.get(TacticCard, card.tactics[0]), words)
            yield words("answer.pain.kpi", title=kpi.title), kpi
        case IndustryCard():
            tactic, kpi = library[card.tactics[0]], library[card.kpis[0]]
            yield words("answer.industry", tactic=tactic.title, kpi=kpi.title), tactic
        case LegalCard():
            yield words("answer.legal", as_of=card.as_of, check=_stop(card.check)), card
        case _:
            yield from _plain(card, words)


def _moving(card: KpiCard, passages: tuple[Passage, ...], library: Library) -> list[TacticCard]:
    """Return the recommended tactics among the passages that should move this KPI."""
    tactics = [library.get(TacticCard, passage.card) for passage in passages if passage.kind == "tactic"]
    return [tactic for tactic in tactics if tactic.recommended and card.id in tactic.kpis]


def _help(tactic: TacticCard, words: Words) -> tuple[str, Card]:
    return words("answer.helps", title=tactic.title, first_step=_stop(tactic.first_step)), tactic


def _kpi(card: KpiCard, question: str, words: Words) -> Iterator[tuple[str, Card]]:
    yield words("answer.kpi.formula", formula=card.formula), card
    wants_figure = not set(words.get("asks_for_figures")).isdisjoint(re.findall(r"\w+", question.casefold()))
    if not wants_figure:
        yield words("answer.kpi.read_it", read_it=card.read_it), card
    elif card.benchmark is None:
        yield words("answer.kpi.no_benchmark"), card
    else:
        mark = card.benchmark
        yield (
            words("answer.kpi.benchmark", text=mark.text, source=mark.source, year=mark.year, caution=mark.caution),
            card,
        )


def _tactic(card: TacticCard, library: Library, words: Words) -> Iterator[tuple[str, Card]]:
    if card.recommended:
        yield words("answer.first_step", first_step=_stop(card.first_step)), card
    for legal in card.legal[:1]:
        note = library.get(LegalCard, legal)
        yield words("answer.caution", as_of=note.as_of, check=_stop(note.check)), note


def _plain(card: Card, words: Words) -> Iterator[tuple[str, Card]]:
    match card:
        case TouchpointCard():
            yield words("answer.touchpoint", question=card.question, friction=card.friction[0]), card
        case ChannelCard():
            yield words("answer.channel", good_for=card.good_for, goes_wrong=card.goes_wrong), card
        case StageCard():
            yield words("answer.stage", goal=card.customer_goal), card
        case MistakeCard():
            yield words("answer.mistake", sign=card.sign, fix=card.fix_words), card
        case MapTypeCard():
            yield words("answer.maptype", use_when=card.use_when), card
        case MethodCard():
            yield words("answer.method", takes=card.takes, limits=card.limits), card
        case EmotionCard():
            yield words("answer.emotion", high=card.high, low=card.low), card
        case B2bCard():
            yield words("answer.b2b", b2b=card.b2b, b2c=card.b2c), card


def _second(passages: tuple[Passage, ...], used: list[Card], library: Library) -> Card | None:
    """Return the next card that fits well and is not cited yet."""
    known = {card.id for card in used}
    for passage in passages[1:3]:
        if passage.card not in known and passage.score >= SECOND_CARD:
            return library[passage.card]
    return None


def _stop(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
