"""What to find out: the boldest guesses of the map, each with a cheap way to check it, and what was never said."""

from collections.abc import Iterator

from assistant.brief import TOPICS
from assistant.drafting.cast import Cast
from assistant.drafting.columns import Column
from assistant.drafting.ground import Ground
from assistant.drafting.kpis import Figures
from assistant.drafting.pains import Placed
from assistant.drafting.wording import capital, clip, kpi_name
from assistant.knowledge.cards import KpiCard
from assistant.model import Assumed, Assumption, Emotion, FromSurvey, TopAction

_MOST_PAINS = 3
_MOST_UNKNOWN = 4
_MOST_NUMBERS = 2
_QUIET = ("offer", "goal", "numbers")
"""Topics whose absence is listed last: the map works without them."""


def to_find_out(
    ground: Ground,
    cast: Cast,
    columns: tuple[Column, ...],
    placed: tuple[Placed, ...],
    feelings: tuple[Emotion, ...],
    steps: tuple[TopAction, ...],
    known: Figures,
) -> tuple[Assumption, ...]:
    """Return what should be checked, the most important first."""
    return (
        *_trade(ground),
        *_pains(ground, columns, placed),
        *_lowest(ground, columns, feelings),
        *_people(ground, cast),
        *_numbers(ground, steps, known),
        *_topics(ground),
    )


def _trade(ground: Ground) -> Iterator[Assumption]:
    if not ground.trade_known:
        guess = Assumed(why=ground.words("why.trade_guessed"), cards=(ground.industry.id,))
        text = ground.words("validate.trade", trade=ground.industry.title)
        yield Assumption(text=clip(text), find_out=ground.words("validate.trade_way"), basis=guess)


def _pains(ground: Ground, columns: tuple[Column, ...], placed: tuple[Placed, ...]) -> Iterator[Assumption]:
    said = [pain for pain in placed if pain.told and pain.card and not isinstance(pain.basis, FromSurvey)]
    said = sorted(said, key=lambda pain: (pain.gap, -pain.severity))[:_MOST_PAINS]
    guessed = [pain for pain in placed if not pain.told and pain.card][: _MOST_PAINS - min(len(said), 2)]
    seen: set[str] = set()
    for pain in (*said, *guessed):
        if pain.card is None or pain.card.id in seen:
            continue
        seen.add(pain.card.id)
        if pain.told:
            text = ground.vary("validate.pain", len(seen) - 1, words=clip(pain.words, 160))
            if pain.asked:
                text = ground.words("validate.gap", asked=pain.asked, words=clip(pain.words, 160))
            basis = ground.leaning("no_customer_yet", pain.basis, cards=(pain.card.id,))
        else:
            text = ground.words("validate.typical", title=pain.card.title, stage=columns[pain.column].card.name)
            basis = Assumed(
                why=ground.words("why.typical", trade=ground.trade.title), cards=(pain.card.id, ground.trade.id)
            )
        yield Assumption(text=clip(text), find_out=pain.card.find_out, method=pain.card.method, basis=basis)


def _lowest(ground: Ground, columns: tuple[Column, ...], feelings: tuple[Emotion, ...]) -> Iterator[Assumption]:
    guessed = [(one.valence, index) for index, one in enumerate(feelings) if isinstance(one.basis, Assumed)]
    if not guessed:
        return
    _, index = min(guessed)
    name, method = columns[index].card.name, "method:customer-interviews"
    yield Assumption(
        text=clip(ground.words("validate.feeling", word=feelings[index].word, stage=name)),
        find_out=ground.words("validate.feeling_way", stage=name),
        method=method if method in ground.library else None,
        basis=feelings[index].basis,
    )


def _people(ground: Ground, cast: Cast) -> Iterator[Assumption]:
    method = "method:customer-interviews" if "method:customer-interviews" in ground.library else None
    if cast.chosen is None:
        text, way = ground.words("validate.nobody"), ground.words("validate.nobody_way")
        guess = Assumed(why=ground.words("why.persona"), cards=(ground.trade.id,))
        yield Assumption(text=text, find_out=way, method=method, basis=guess)
    elif cast.others:
        other = ground.quote(cast.others[0].who, cast.others[0].turns)
        text = ground.words("validate.persona", others=other.quote, persona=cast.name(ground))
        basis = ground.leaning("no_customer_yet", other, ground.quote(cast.chosen.who, cast.chosen.turns))
        yield Assumption(text=clip(text), find_out=ground.words("validate.persona_way"), method=method, basis=basis)


def _numbers(ground: Ground, steps: tuple[TopAction, ...], known: Figures) -> Iterator[Assumption]:
    unknown = [card_id for card_id in dict.fromkeys(step.kpi for step in steps) if card_id not in known.baselines]
    for card_id in unknown[:_MOST_NUMBERS]:
        card = ground.library.get(KpiCard, card_id)
        guess = Assumed(why=ground.words("why.no_number"), cards=(card.id,))
        text = ground.words("validate.number", kpi=capital(kpi_name(card)))
        yield Assumption(
            text=clip(text), find_out=clip(ground.words("validate.number_way", read_it=card.read_it)), basis=guess
        )


def _topics(ground: Ground) -> Iterator[Assumption]:
    open_topics = [topic for topic in TOPICS if topic in ground.brief.unknown or not ground.brief.knows(topic)]
    for topic in sorted(open_topics, key=lambda topic: topic in _QUIET)[:_MOST_UNKNOWN]:
        yield Assumption(
            text=ground.words(f"validate.unknown.{topic}"),
            find_out=ground.words(f"validate.unknown_way.{topic}"),
            basis=Assumed(why=ground.words("why.unknown")),
        )
