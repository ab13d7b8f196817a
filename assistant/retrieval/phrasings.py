"""The phrasings of each card: the short texts by which a sentence can find it."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

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

Field = Literal["title", "says", "words", "more", "body", "detail"]
"""`says` are whole phrases in people's words, `words` names, `more` and `detail` the card's other telling lines."""
EMBEDDED: frozenset[Field] = frozenset({"title", "says", "words", "more", "body"})
"""`detail` is left to keywords: its 2,500 lines raised success@1 by one point and doubled the time to build."""


class Phrasing(NamedTuple):
    """One text that stands for a card."""

    card: str
    field: Field
    text: str


def phrasings(library: Library) -> tuple[Phrasing, ...]:
    """Return every phrasing of every card, in the order of the library."""
    return tuple(Phrasing(card.id, field, text) for card in library for field, text in _of(card))


def _of(card: Card) -> Iterator[tuple[Field, str]]:
    yield "title", card.title
    yield from (("says", text) for text in card.says)
    if isinstance(card, PainCard):
        yield from (("says", text) for text in card.customer_says)
    if isinstance(card, ChannelCard | TouchpointCard | KpiCard | IndustryCard) and card.words:
        yield "words", ", ".join(card.words)
    yield from (("more", text) for text in _more(card))
    yield "body", f"{card.title}. {card.body}"
    yield from (("detail", text) for text in _detail(card))


def _more(card: Card) -> tuple[str, ...]:
    match card:
        case TacticCard():
            return (card.trigger,)
        case MistakeCard():
            return (card.sign, card.fix_words)
        case MapTypeCard():
            return (card.use_when,)
        case MethodCard():
            return (card.gives,)
        case EmotionCard():
            return (card.worry, *card.needs, f"{card.title}: {card.high}, {card.low}")
        case B2bCard():
            return (card.b2b,)
        case LegalCard():
            return (card.check,)
        case StageCard():
            return (card.customer_goal,)
        case _:
            return ()


def _detail(card: Card) -> tuple[str, ...]:
    match card:
        case KpiCard():
            return (card.formula, card.read_it)
        case TacticCard():
            return (card.how, card.first_step)
        case TouchpointCard():
            return (card.action, card.question, *card.friction)
        case ChannelCard():
            return (card.good_for, card.goes_wrong)
        case MethodCard():
            return (card.takes,)
        case _:
            return ()
