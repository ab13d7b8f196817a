"""Answer a question from the cards alone: the best cards' own sentences, cited, or an honest no."""

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar

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
from assistant.retrieval.telling import any_of
from assistant.text import Line, Text
from assistant.words import Words, load_words

C = TypeVar("C", bound=Card)
LOOKED_AT = 10
"""Cards among which the ones that go with the best card are looked for."""
LED_BY = 5
"""Among so many cards one of a better kind may open the answer."""
MAX_CARDS = 3
"""Cards an answer stands on at most: what it is, what to do, how to see it."""
SECOND_CARD = 0.35
"""A card that is not linked with the best one is shown if it fits with at least this likelihood."""


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
    passages = search.find(question, k=LOOKED_AT)
    if not passages or not search.covers(question):
        return Answer(text=words("answer.not_covered"), covered=False)
    best = library[_leading(question, passages, library, words)]
    pieces = [(text, best) for text in _opening(best, question, search, words)]
    pieces += _beside(best, passages, library, words)
    used = {card.id for _, card in pieces}
    second = _second(passages, used, library)
    if second is not None and len(used) < MAX_CARDS:
        pieces.append((_also(second, words), second))
    cited = {card.id: Citation(id=card.id, title=card.title) for _, card in pieces}
    return Answer(text=" ".join(text for text, _ in pieces), citations=tuple(cited.values()), covered=True)


def _leading(question: str, passages: tuple[Passage, ...], library: Library, words: Words) -> str:
    """Return the card to open with: the first; a law if asked what is allowed, a remedy if asked what to do.

    A number is no answer to "how do I stop them"; what moves it is.
    """
    said, first = question.casefold(), passages[0]
    near = [passage.card for passage in passages[:LED_BY]]
    if first.kind != "legal" and _asks(said, words.get("asks_for_law")):
        return next((card for card in near if library[card].kind == "legal"), first.card)
    if first.kind == "kpi" and _asks(said, words.get("asks_for_remedy")):
        moving = [card.id for card in _found(library, TacticCard, passages[:LED_BY]) if first.card in card.kpis]
        return moving[0] if moving else first.card
    return first.card


def _opening(card: Card, question: str, search: Search, words: Words) -> Iterator[str]:
    """Yield what the best card says, what was asked for coming first."""
    said = question.casefold()
    lead = _lead(card, question, search, words)
    match card:
        case KpiCard():
            formula = words("answer.kpi.formula", formula=card.formula)
            if _asks(said, words.get("asks_for_formula")):
                yield from (formula, _first_sentence(card), words("answer.kpi.read_it", read_it=card.read_it))
            elif _asks(said, words.get("asks_for_figures")):
                yield from (_benchmark(card, words), _first_sentence(card), formula)
            else:
                yield from (lead, formula, words("answer.kpi.read_it", read_it=card.read_it))
        case TacticCard() if card.recommended:
            yield from (lead, words("answer.first_step", first_step=_stop(card.first_step)))
        case LegalCard():  # because its first sentence says no more than that it is a legal card
            yield search.sentence(card.id, question, skip=1) or lead
            yield words("answer.legal", as_of=card.as_of, check=_stop(card.check))
        case _:
            yield from (lead, *_plain(card, words))


def _asks(said: str, phrases: Sequence[str]) -> bool:
    return any_of(phrases).search(said) is not None


def _lead(card: Card, question: str, search: Search, words: Words) -> str:
    """Return the card's opening sentence and the one that shares most words with the question."""
    lead = f"{_first_sentence(card)} {search.sentence(card.id, question, skip=1)}".strip()
    return lead if card.recommended else words("answer.against", lead=lead)


def _first_sentence(card: Card) -> str:
    return sentences(card.body)[0]


def _beside(card: Card, passages: tuple[Passage, ...], library: Library, words: Words) -> Iterator[tuple[str, Card]]:
    """Yield what goes with a card of this kind: what helps, the number that shows it, a law to mind."""
    match card:
        case KpiCard():
            moving = [tactic for tactic in _found(library, TacticCard, passages) if card.id in tactic.kpis]
            yield from (_help(tactic, words) for tactic in moving[:1])
        case TacticCard():
            yield from (_number(kpi, words) for kpi in _linked(library, KpiCard, card.kpis, passages)[:1])
            for note in _linked(library, LegalCard, card.legal, passages)[:1]:
                yield words("answer.caution", as_of=note.as_of, check=_stop(note.check)), note
        case PainCard():
            helping = _linked(library, TacticCard, card.tactics, passages) or [library.get(TacticCard, card.tactics[0])]
            showing = _linked(library, KpiCard, card.kpis, passages) or [library.get(KpiCard, card.kpis[0])]
            yield from (_help(helping[0], words), _number(showing[0], words))
        case IndustryCard():
            tactic, kpi = library[card.tactics[0]], library[card.kpis[0]]
            yield words("answer.industry", tactic=tactic.title, kpi=kpi.title), tactic


def _found(library: Library, kind: type[C], passages: tuple[Passage, ...]) -> list[C]:
    """Return the recommended cards of a kind among the passages, best first."""
    cards = [library[passage.card] for passage in passages]
    return [card for card in cards if isinstance(card, kind) and card.recommended]


def _linked(library: Library, kind: type[C], ids: Sequence[str], passages: tuple[Passage, ...]) -> list[C]:
    return [card for card in _found(library, kind, passages) if card.id in ids]


def _help(tactic: TacticCard, words: Words) -> tuple[str, Card]:
    return words("answer.helps", title=tactic.title, first_step=_stop(tactic.first_step)), tactic


def _number(kpi: KpiCard, words: Words) -> tuple[str, Card]:
    return words("answer.number", title=kpi.title), kpi


def _benchmark(card: KpiCard, words: Words) -> str:
    if card.benchmark is None:
        return words("answer.kpi.no_benchmark")
    mark = card.benchmark
    return words("answer.kpi.benchmark", text=mark.text, source=mark.source, year=mark.year, caution=mark.caution)


def _plain(card: Card, words: Words) -> Iterator[str]:
    match card:
        case TouchpointCard():
            yield words("answer.touchpoint", question=card.question, friction=card.friction[0])
        case ChannelCard():
            yield words("answer.channel", good_for=card.good_for, goes_wrong=card.goes_wrong)
        case StageCard():
            yield words("answer.stage", goal=card.customer_goal)
        case MistakeCard():
            yield words("answer.mistake", sign=card.sign, fix=card.fix_words.rstrip("."))
        case MapTypeCard():
            yield words("answer.maptype", use_when=card.use_when)
        case MethodCard():
            yield words("answer.method", takes=card.takes, limits=card.limits)
        case EmotionCard():
            yield words("answer.emotion", high=card.high, low=card.low)
        case B2bCard():
            yield words("answer.b2b", b2b=card.b2b, b2c=card.b2c)


def _second(passages: tuple[Passage, ...], used: Collection[str], library: Library) -> Card | None:
    """Return the next card that fits well and is not cited yet."""
    for passage in passages[1:3]:
        if passage.card not in used and passage.score >= SECOND_CARD:
            return library[passage.card]
    return None


def _also(card: Card, words: Words) -> str:
    lead = _first_sentence(card)
    if not card.recommended:
        return words("answer.against", lead=words("answer.named", title=card.title, lead=lead))
    return words("answer.also", title=card.title, lead=lead)


def _stop(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
