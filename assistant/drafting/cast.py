"""Through whose eyes the map looks, what it is called, and who is kept apart for a map of their own."""

import re
from dataclasses import dataclass

from assistant.brief import Persona as Described
from assistant.drafting.columns import Column
from assistant.drafting.ground import Ground
from assistant.drafting.kpis import today
from assistant.drafting.match import fold, stems
from assistant.drafting.title import offered
from assistant.drafting.wording import capital, clip, with_article
from assistant.knowledge.cards import EmotionCard
from assistant.model import Assumed, OwnerSaid, Persona, Statement

_ROLE = re.compile(
    r"\s+(?:wants?|uses?|signs?|decides?|pays?|approves?|worr(?:y|ies)|buys?|chooses?|cares?|asks?|needs?)\b.*$", re.I
)
_SPAN = re.compile(r"\s+(?:between|aged?|over|under|from)\s+\d.*$|\s+and\s+(?:people|others|some)$", re.IGNORECASE)
_LINK = re.compile(r"^(?:\W|\band\b|\bor\b|\balso\b)*$", re.IGNORECASE)


@dataclass(frozen=True)
class Cast:
    """The persona of the map and the others."""

    chosen: Described | None
    others: tuple[Described, ...]

    def name(self, ground: Ground) -> str:
        """Return what the persona is called."""
        if self.chosen is None:
            return ground.words("persona.unknown_name", customer=ground.trade.customer)
        who = self.chosen.who
        short = who if len(who) <= 60 and not re.search(r"\d", who) else self.chosen.name
        if not ground.bears(self.chosen.who, self.chosen.turns, short):
            short = clip(ground.quote(who, self.chosen.turns).quote, 80)
        named = _whole(ground, _SPAN.sub("", _ROLE.sub("", short)).strip(" ,;") or short)
        # because "people" alone names nobody, while "people over 65" does
        return capital(named if fold(named) not in ground.words.get("customer_side") or len(short) > 60 else short)


def _whole(ground: Ground, name: str) -> str:
    """Return a name without a "who runs three" or "in" left hanging at its end."""
    hanging = ground.words.get("dangling")
    words = name.split()
    if fold(words[-1]) in hanging:
        words = re.split(r"\s+(?:who|that|which|whose)\b", " ".join(words))[0].split()
    while len(words) > 1 and fold(words[-1]) in hanging:
        words.pop()
    return " ".join(words)


def choose(ground: Ground) -> Cast:
    """Choose the kind of customer that the goal is about, the first named where it does not say."""
    people = ground.brief.personas
    if not people:
        return Cast(None, ())
    brief = ground.brief
    goal, hurts = stems(brief.goal or ""), stems(" ".join(pain.words for pain in brief.pains))
    around = [stems(words) for words in ground.brief_words if all(words not in (p.who, p.name) for p in people)]

    def closeness(person: Described) -> float:
        who = stems(person.who)
        about = stems(f"{person.name} {person.who} {' '.join(person.goals)} {_context(ground, person)}")
        passing = sum(len(who & words) for words in around)
        # because a word of the goal says more than a word of a complaint, and that more than one in passing
        return 3 * len(about & goal) + len(about & hurts) + 0.2 * passing + _part(ground, person, people)

    ranked = sorted(people, key=lambda person: (-closeness(person), people.index(person)))
    return Cast(ranked[0], tuple(ranked[1:]))


def _part(ground: Ground, person: Described, people: tuple[Described, ...]) -> float:
    """Return a small preference: in a firm for whoever wants or uses it, else for who was named first."""
    if ground.model == "b2b" and re.search(r"\b(?:wants?|uses?|needs?)\b", person.who):
        return 1.2
    return 0.9 if person is people[0] else 0.0


def _context(ground: Ground, person: Described) -> str:
    """Return the words that lead up to a person: "for catering it's" before "office managers and couples"."""
    text = next((said.text for said in ground.brief.said if said.turn in person.turns), "")
    spans = sorted(
        (text.find(other.who), text.find(other.who) + len(other.who))
        for other in ground.brief.personas
        if other.who in text
    )
    before, context = 0, ""
    for start, end in spans:
        lead = text[before:start]
        context = context if _LINK.match(lead) else lead
        if text[start:end] == person.who:
            return context
        before = end
    return ""


def persona(ground: Ground, cast: Cast, columns: tuple[Column, ...], central: Column) -> Persona:
    """Return the persona of the map."""
    worry = _worry(ground, central)
    lasting = next((column for column in columns if column.stage == "stage:use"), central)
    goal = Statement(text=lasting.card.goal, basis=ground.typical)
    if cast.chosen is None:
        return Persona(
            name=cast.name(ground),
            who=ground.words("persona.unknown_who", customers=capital(ground.trade.customers)),
            goals=(goal,), worries=worry,
            basis=Assumed(why=ground.words("why.persona"), cards=(ground.trade.id,)),
        )  # fmt: skip
    who = cast.chosen
    said = tuple(Statement(text=capital(text), basis=ground.quote(text, who.turns)) for text in who.goals)
    fears = tuple(Statement(text=capital(text), basis=ground.quote(text, who.turns)) for text in who.worries)
    return Persona(
        name=cast.name(ground), who=capital(who.who), goals=said or (goal,), worries=fears or worry,
        basis=ground.quote(who.who, who.turns),
    )  # fmt: skip


def _worry(ground: Ground, central: Column) -> tuple[Statement, ...]:
    card = next((card for card in ground.library.of(EmotionCard) if card.stage == central.stage), None)
    if card is None:
        return ()
    guess = Assumed(why=ground.words("why.typical", trade=ground.trade.title), cards=(card.id,))
    return (Statement(text=card.worry, basis=guess),)


def scenario(ground: Ground, cast: Cast, columns: tuple[Column, ...]) -> Statement:
    """Return what the map is about: whose way, from where to where, and why it was drawn."""
    brief, words = ground.brief, ground.words
    last = next(column for column in reversed(columns) if column.stage != "stage:exit")
    name = with_article(cast.name(ground)) if cast.chosen else words("persona.seen", customer=ground.trade.customer)
    blanks = {"persona": name, "first": columns[0].card.name, "last": last.card.name}
    turns = cast.chosen.turns if cast.chosen else ()
    if brief.goal:
        said = ground.quote(brief.goal, brief.turns_of("goal"))
        number = today(ground)
        figure = ground.quote(number.words, number.turns) if number else None
        kind = "today" if figure else "aim"
        text = words(f"scenario.{kind}", goal=said.quote, today=figure.quote if figure else None, **blanks)
        said = OwnerSaid(turns=(*said.turns, *(figure.turns if figure else ())), quote=said.quote)
    elif brief.business.offer:
        said = ground.quote(brief.business.offer, brief.turns_of("business.offer"))
        text = words("scenario.offer", offer=said.quote, **blanks)
    elif cast.chosen:
        said = ground.quote(cast.chosen.who, turns)
        text = words("scenario.plain", **blanks)
    else:
        return Statement(text=clip(words("scenario.plain", **blanks)), basis=ground.typical)
    return Statement(text=clip(text), basis=_and(ground, said, turns, cast))


def _and(ground: Ground, said: OwnerSaid, turns: tuple[int, ...], cast: Cast) -> OwnerSaid:
    """Return `said` with the messages that name the persona and the offer, whose words title and scenario use, too."""
    also = list(said.turns)
    if cast.chosen is not None:
        also += ground.quote(cast.chosen.who, turns).turns
    if offered(ground) is not None:
        also += ground.quote(ground.brief.business.offer or "", ground.brief.turns_of("business.offer")).turns
    return OwnerSaid(turns=tuple(dict.fromkeys(also)), quote=said.quote)


def kept_apart(ground: Ground, cast: Cast) -> tuple[Statement, ...]:
    """Return the other kinds of customers, each with the offer to draw them next."""
    what = "role" if ground.model == "b2b" and cast.others and _ROLE.search(_spoken(cast)) else "persona"
    return tuple(
        Statement(
            text=clip(ground.words(f"kept_apart.{what}", who=capital(ground.quote(other.who, other.turns).quote))),
            basis=ground.quote(other.who, other.turns),
        )
        for other in cast.others[:6]
    )


def _spoken(cast: Cast) -> str:
    return fold(" ".join(person.who for person in (cast.chosen, *cast.others) if person))
