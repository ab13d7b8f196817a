"""The footnotes of a map: every piece of evidence once, numbered, with the places that cite it."""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from assistant.export.grid import BADGES, Badge, Footnote, Use, named_card
from assistant.knowledge.library import COMMON_PRACTICE
from assistant.knowledge.prose import sentences
from assistant.model import Assumed, Basis, CardId, FromCard, FromSurvey, JourneyMap, OwnerSaid, Source
from assistant.words import Words

_GIST, _LONGEST_GIST = 240, 600
"""Letters up to which a second sentence follows the first, and letters of the longest sentence shown whole."""

Root = OwnerSaid | FromSurvey | Assumed | CardId
"""What one footnote stands for: a basis without its cards, or a single card."""


def bases(value: object) -> Iterator[Basis]:
    """Yield every basis within `value`, in the order of its fields."""
    if isinstance(value, OwnerSaid | FromSurvey | FromCard | Assumed):
        yield value
    elif isinstance(value, BaseModel):
        for _, inner in value:
            yield from bases(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from bases(inner)


def badge_of(basis: Basis) -> Badge:
    """Return the badge that stands for `basis`."""
    badges: dict[str, Badge] = {"owner_said": "you", "survey": "survey", "card": "card", "assumption": "assumption"}
    return badges[basis.kind]


def _roots(basis: Basis) -> tuple[Root, ...]:
    if isinstance(basis, FromCard):
        return basis.cards
    if isinstance(basis, Assumed):
        # because a guess repeated on several lines is one footnote, whichever cards each line leans on
        return (Assumed(why=basis.why, turns=basis.turns), *basis.cards)
    return (basis,)


def _badge_of_root(root: Root) -> Badge:
    return "card" if isinstance(root, str) else badge_of(root)


class Footnotes:
    """Numbers given once from all bases of a map; places are added while it is laid out."""

    def __init__(self, map: JourneyMap, words: Words) -> None:
        roots = dict.fromkeys(root for basis in bases(map) for root in _roots(basis))
        ordered = sorted(roots, key=lambda root: BADGES.index(_badge_of_root(root)))
        self._numbers: dict[Root, int] = {root: number for number, root in enumerate(ordered, start=1)}
        self._uses: dict[Root, list[Use]] = {root: [] for root in ordered}
        self._sources = map.sources
        self._words = words

    def cite(self, basis: Basis, anchor: str, where: str) -> tuple[int, ...]:
        """Return the numbers of the footnotes behind `basis` and remember who cites them."""
        roots = dict.fromkeys(_roots(basis))
        for root in roots:
            self._uses[root].append(Use(anchor=anchor, where=where))
        return tuple(self._numbers[root] for root in roots)

    def listed(self) -> tuple[Footnote, ...]:
        """Return the footnotes in the order of their numbers."""
        return tuple(self._footnote(root, number) for root, number in self._numbers.items())

    def _footnote(self, root: Root, number: int) -> Footnote:
        uses = tuple(self._uses[root])
        badge = _badge_of_root(root)
        if isinstance(root, OwnerSaid):
            return Footnote(number=number, badge=badge, title=self._when_said(root), quote=root.quote, uses=uses)
        if isinstance(root, FromSurvey):
            title = self._words("footnotes.survey", count=root.count, response=root.responses[0])
            return Footnote(number=number, badge=badge, title=title, quote=root.quote, uses=uses)
        if isinstance(root, Assumed):
            return Footnote(number=number, badge=badge, title=self._guess(root), uses=uses)
        return self._card(root, number, uses)

    def _when_said(self, root: OwnerSaid) -> str:
        turns = [turn for turn in root.turns if turn]
        return self._words("footnotes.turns", turns=turns) if turns else self._words("footnotes.brief")

    def _guess(self, root: Assumed) -> str:
        turns = [turn for turn in root.turns if turn]
        name = "footnotes.guess_turns" if turns else "footnotes.guess"
        return self._words(name, why=root.why, turns=turns)

    def _card(self, card: CardId, number: int, uses: Iterable[Use]) -> Footnote:
        source = next((source for source in self._sources if source.id == card), None)
        strength = source.strength if source else None
        return Footnote(
            number=number,
            badge="card",
            title=named_card(card, self._sources),
            text=(gist(source) or None) if source else None,
            card=card,
            strength=strength,
            grade=self._words(f"grades.{strength}") if strength else None,
            cites=tuple(cite for cite in source.cites if cite != COMMON_PRACTICE) if source else (),
            uses=tuple(uses),
        )


def gist(source: Source) -> str:
    """Return what a card says in a sentence or two; the rest of its words is there for checking."""
    told = " ".join(source.text.split()).removeprefix(" ".join(source.title.split())).lstrip(" .:–")
    kept = ""
    for sentence in sentences(told)[:2]:
        if kept and len(kept) + len(sentence) > _GIST:
            break
        kept = f"{kept} {sentence}".strip()
    return kept if len(kept) <= _LONGEST_GIST else f"{kept[:_LONGEST_GIST].rsplit(' ', 1)[0]} …"
