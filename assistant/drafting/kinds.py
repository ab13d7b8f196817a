"""Which kind of business within a trade this owner has: its lines take the place of those of the whole trade."""

from collections.abc import Iterable, Iterator

from assistant.brief import Brief
from assistant.drafting.match import fold, has
from assistant.knowledge.cards import IndustryCard
from assistant.knowledge.kinds import IndustryStage, Kind, KindLine


def in_kind(card: IndustryCard, brief: Brief) -> IndustryCard:
    """Return `card` with the customer's name and the lines of the kinds that `brief` tells of, itself if none."""
    kinds = tuple(told(card.kinds, brief))
    if not kinds:
        return card
    named = next((kind for kind in kinds if kind.customer and kind.customers), None)
    why = next((kind.moment_why for kind in kinds if kind.moment_why), card.moment_why)
    return card.model_validate(
        {
            **dict(card), "moment_why": why,
            "customer": named.customer if named else card.customer,
            "customers": named.customers if named else card.customers,
            "stages": tuple(_in_kind(stage, kinds) for stage in card.stages),
        }
    )  # fmt: skip


def told(kinds: Iterable[Kind], brief: Brief) -> Iterator[Kind]:
    """Yield the kinds whose words the owner uses: those in the offer first, the one with most words before others."""
    business = brief.business
    offer = fold(f"{business.offer or ''} {business.name or ''}")
    opening = fold(" ".join(said.text for said in brief.said[:1]))
    people = fold(" ".join(person.who for person in brief.personas))
    for said in (offer, opening, people):  # a word in passing names no kind where the offer itself does
        weighed = [(sum(has(said, fold(word)) for word in kind.fits), kind) for kind in kinds]
        if any(weight for weight, _ in weighed):
            yield from (kind for weight, kind in sorted(weighed, key=lambda one: -one[0]) if weight)
            return


def _in_kind(stage: IndustryStage, kinds: Iterable[Kind]) -> IndustryStage:
    lines = [line for kind in kinds for line in kind.lines if line.column == stage.name]
    changed = {name: value for line in reversed(lines) for name, value in _said(line)}
    return stage.model_validate({**dict(stage), **changed}) if changed else stage


def _said(line: KindLine) -> Iterator[tuple[str, object]]:
    yield from ((name, value) for name, value in line if name != "column" and value is not None)
