"""The sources of a map: every message, answer and card it rests on, with the words that bear it out."""

from collections.abc import Iterator

from assistant.drafting.ground import Ground
from assistant.knowledge.cards import Base, TacticCard
from assistant.model import Basis, FromSurvey, JourneyMap, OwnerSaid, Source
from assistant.review import leaves

_LONGEST = 40_000
_LEFT_OUT = ("id", "says", "sources", "related", "words", "model", "models")
"""Fields of a card that hold no text a map shows."""


def sources(ground: Ground, journey: JourneyMap) -> tuple[Source, ...]:
    """Return what the leaves of `journey` rest on: messages first, then answers, then cards."""
    bases = [leaf.basis for leaf in leaves(journey)]
    turns = sorted({turn for basis in bases for turn in getattr(basis, "turns", ())})
    cards = sorted({card for basis in bases for card in getattr(basis, "cards", ())} | _pain_cards(journey))
    return (
        *(_turn(ground, turn, bases) for turn in turns),
        *_responses(ground, bases),
        *(_card(ground, card) for card in cards),
    )


def _pain_cards(journey: JourneyMap) -> set[str]:
    """Return the cards that name the pains, whose titles stand in the cells."""
    return {pain.card for stage in journey.stages for pain in stage.pains if pain.card is not None}


def _turn(ground: Ground, turn: int, bases: list[Basis]) -> Source:
    if turn == 0:
        quoted = [basis.quote for basis in bases if isinstance(basis, OwnerSaid) and 0 in basis.turns]
        # quotes first, because a very long brief is cut and a quote has to stay
        text = "\n".join(dict.fromkeys((*quoted, *ground.brief_words)))[:_LONGEST]
        return Source(id="turn:0", kind="turn", title=ground.words("sources.brief"), text=text)
    text = next(said.text for said in ground.brief.said if said.turn == turn)
    return Source(id=f"turn:{turn}", kind="turn", title=ground.words("sources.turn", turn=turn), text=text)


def _responses(ground: Ground, bases: list[Basis]) -> Iterator[Source]:
    """Yield the answers that are quoted; the others are only counted."""
    if ground.survey is None:
        return
    cited = {response for basis in bases if isinstance(basis, FromSurvey) for response in basis.responses}
    texts: dict[str, list[str]] = {}
    for theme in (*ground.survey.themes, *ground.survey.praise):
        for quote in theme.quotes:
            if quote.response in cited:
                texts.setdefault(quote.response, []).append(quote.text)
    for response, quotes in sorted(texts.items()):
        title = ground.words("sources.response", response=response)
        text = "\n".join(dict.fromkeys(quotes))[:_LONGEST]
        yield Source(id=f"response:{response}", kind="response", title=title, text=text)


def _card(ground: Ground, card_id: str) -> Source:
    card = ground.library[card_id]
    return Source(
        id=card_id, kind="card", title=card.title, text="\n".join(_texts(card))[:_LONGEST], strength=card.strength,
        cites=tuple(dict.fromkeys(ground.library.cites(card))),
    )  # fmt: skip


def _texts(card: Base) -> Iterator[str]:
    """Yield the words of a card that a map may show: the title and body first, then every other text."""
    yield card.title
    yield card.body
    if isinstance(card, TacticCard):
        yield f"The first step takes about {card.first_step_hours:g} hours."
    for name, value in card:
        if name not in (*_LEFT_OUT, "title", "body"):
            yield from _strings(value)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _strings(inner)
    elif hasattr(value, "__iter__"):
        for _, inner in value:
            yield from _strings(inner)
