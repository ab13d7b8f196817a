"""What the customer does and thinks at each stage, and what the business does behind it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.brief import Turns
from assistant.drafting.cast import Cast
from assistant.drafting.columns import Column
from assistant.drafting.gaps import gap_in, habits
from assistant.drafting.ground import Ground
from assistant.drafting.match import begins, fold, has, stems
from assistant.drafting.pains import Placed, as_heard
from assistant.drafting.wording import capital, clauses, clip, lower, quotable, sentences, tidy
from assistant.knowledge.cards import TouchpointCard
from assistant.model import Assumed, FromCard, OwnerSaid, StageId, Statement

_MOST_ACTIONS = 3
_PARTS: dict[str, tuple[StageId, ...]] = {
    "purchase": ("stage:consideration", "stage:purchase"),
    "delivery": ("stage:onboarding", "stage:use"),
    "after_sale": ("stage:use", "stage:retention", "stage:advocacy"),
}


@dataclass
class Story:
    """The owner's account of the journey, clause by clause, in its columns."""

    customer: dict[int, list[Statement]] = field(default_factory=dict)
    """What customers do."""
    business: dict[int, list[Statement]] = field(default_factory=dict)
    """What the business does."""

    def words(self) -> dict[int, str]:
        """Return everything told of each column."""
        both = (*self.customer.items(), *self.business.items())
        told: dict[int, str] = {}
        for index, statements in both:
            told[index] = " ".join((told.get(index, ""), *(one.text for one in statements)))
        return told


def story(ground: Ground, columns: tuple[Column, ...]) -> Story:
    """Return the owner's account, each clause in the column it tells of."""
    told = Story()
    for part, stages in _PARTS.items():
        text: str | None = getattr(ground.brief.journey, part)
        there = [column for column in columns if column.stage in stages] or list(columns)
        clauses_told = tuple(_clauses(ground, part, text or ""))
        for clause, at in zip(clauses_told, _aligned(ground, there, clauses_told), strict=True):
            side = told.business if clause.ours else told.customer
            here = side.setdefault(there[at].index, [])
            if len(here) < _MOST_ACTIONS and not (clause.thing and clause.met):
                here.append(_statement(ground, clause, ground.brief.turns_of(f"journey.{part}")))
    return told


@dataclass(frozen=True)
class Clause:
    """One clause of the account."""

    words: str
    ours: bool
    """Whether the business does it, not the customer."""
    thing: bool
    """Whether it names a thing or a step instead of telling who does what."""
    met: bool
    """Whether it stands among the touchpoints anyway."""


def _clauses(ground: Ground, part: str, text: str) -> Iterator[Clause]:
    """Yield the clauses of one part of the account; one without a subject has that of the clause before."""
    subject = "customer"
    known = [fold(word) for card in ground.library.of(TouchpointCard) for word in card.words]
    for sentence in sentences(ground.on_topic(text)):
        for clause in clauses(sentence):
            words = tidy(clause, ground.words.get("leads"))
            if len(words.split()) < 2 or _hurts(ground, words) or gap_in(ground, words) is not None:
                continue
            first = fold(words).split()[0]
            acts = first in ground.words.get("verbs")
            if first in ground.words.get("business_side"):
                subject = "business"
            elif first in ground.words.get("customer_side"):
                subject = "customer"
            named = first in ground.words.get("business_side") or first in ground.words.get("customer_side")
            met = any(has(fold(words), word) for word in known) or len(words.split()) < 3
            yield Clause(words, subject == "business", not (acts or named or subject == "business"), met)
        subject = "customer"


def _statement(ground: Ground, clause: Clause, turns: Turns) -> Statement:
    words = quotable(clause.words)
    text = ground.words("step.told", words=words) if clause.thing else capital(words)
    return Statement(text=clip(text), basis=ground.quote(words, turns))


def _hurts(ground: Ground, words: str) -> bool:
    """Tell whether a clause is one of the pains, which stand in their own lane."""
    folded = fold(words)
    return any(fold(pain.words) in folded or folded in fold(pain.words) for pain in ground.brief.pains)


def _aligned(ground: Ground, there: list[Column], told: tuple[Clause, ...]) -> list[int]:
    """Return a place for each clause, in order and spread over the columns, because people tell things in order."""
    most = len(there) - 1
    best: list[list[tuple[float, list[int]]]] = []
    for number, clause in enumerate(told):
        end = most if len(told) > 3 else max(1, _alone(there))
        expected = min(end, most) * number / (len(told) - 1) if len(told) > 1 else _alone(there)
        row = []
        for at in range(len(there)):
            fit = _fit(ground, there[at], clause.words) - 0.7 * abs(at - expected)
            before = (
                max((best[-1][earlier] for earlier in range(at + 1)), key=lambda way: way[0]) if best else (0.0, [])
            )
            row.append((before[0] + fit, [*before[1], at]))
        best.append(row)
    return max(best[-1], key=lambda way: way[0])[1] if best else []


def _alone(there: list[Column]) -> int:
    """Return where a single clause belongs: to the purchase or the use itself."""
    core = ("stage:purchase", "stage:use")
    return next((at for at, column in enumerate(there) if column.stage in core), 0)


def _fit(ground: Ground, column: Column, words: str) -> float:
    folded = fold(words)
    named = any(has(folded, fold(word)) for card in column.touchpoints for word in card.words)
    cues = ground.words.get("story_cues").get(column.stage, ())
    cued = any(begins(folded, cue) is not None for cue in cues)
    return 0.8 * named + 0.8 * cued + min(2, len(column.stems & stems(words)))


def actions(ground: Ground, column: Column, told: Story) -> tuple[Statement, ...]:
    """Return what the customer does at a stage."""
    own = tuple(told.customer.get(column.index, ()))
    if len(own) >= 2:
        return own
    return (*own, Statement(text=column.card.action, basis=ground.typical))


def thoughts(ground: Ground, column: Column, placed: tuple[Placed, ...], cast: Cast) -> tuple[Statement, ...]:
    """Return what goes through the customer's head: where something hurts, as such customers tend to put it."""
    found = []
    for pain in placed:
        if pain.column != column.index or pain.card is None or not pain.told or pain.share is not None:
            continue
        said = stems(f"{pain.words} {pain.card.title}") | column.stems
        heard = as_heard(ground, pain.card, said)
        if heard is None or not stems(heard) & said:
            continue
        guess = Assumed(why=ground.words("why.typical", trade=ground.trade.title), cards=(pain.card.id,))
        found.append(Statement(text=heard, basis=guess))
    usual = Statement(text=column.card.thought, basis=ground.typical)
    return (*found[:1], *((usual,) if not found else ()), *_roles(ground, column, cast))


def _roles(ground: Ground, column: Column, cast: Cast) -> tuple[Statement, ...]:
    """Return what the others in a buying group think, where they have a say: while weighing and signing."""
    if ground.model != "b2b" or column.stage != "stage:purchase":
        return ()
    return tuple(
        Statement(text=clip(capital(person.who)), basis=ground.quote(person.who, person.turns))
        for person in cast.others[:3]
        if set(fold(person.who).split()) & set(ground.words.get("minding"))  # because who signs has told no thought
    )


def backstage(ground: Ground, column: Column, told: Story) -> Statement:
    """Return who or what makes a stage work: what the owner says they do, else what the trade needs."""
    own = told.business.get(column.index)
    if own:
        text = "; ".join((own[0].text, *(lower(one.text) for one in own[1:2])))
        return Statement(text=clip(text), basis=own[0].basis)
    kept = _kept(ground) if column.stage == "stage:retention" else ()
    if kept:
        basis = ground.quote(kept[0], ground.brief.turns_of("keeping"))
        also = [turn for words in kept for turn in ground.quote(words, ground.brief.turns_of("keeping")).turns]
        words = ", ".join(f"“{words}”" for words in kept)
        both = OwnerSaid(turns=tuple(dict.fromkeys((*basis.turns, *also))), quote=basis.quote)
        return Statement(text=clip(ground.words("step.keeping", words=words)), basis=both)
    return Statement(text=column.card.backstage, basis=FromCard(cards=(ground.trade.id,)))


def _kept(ground: Ground) -> tuple[str, ...]:
    """Return what the owner does to keep people, without what is missing."""
    kept = [habit for habit in habits(ground) if gap_in(ground, habit) is None and "n't" not in fold(habit)]
    tidied = (tidy(habit, ground.words.get("joints")) for habit in kept)
    return tuple(quotable(habit) for habit in tidied if habit)[:4]
