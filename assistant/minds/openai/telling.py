"""What a model is told of a business: the brief in plain lines, in the owner's words, always in the same order."""

from collections.abc import Iterator

from assistant.brief import Brief


def brief_told(brief: Brief) -> str:
    """Return the brief as lines, "nothing yet" if it is empty."""
    return "\n".join(_lines(brief)) or "nothing yet"


def _lines(brief: Brief) -> Iterator[str]:
    business, journey = brief.business, brief.journey
    facts = {
        "name": business.name, "offer": business.offer, "customers are": business.model, "trade": business.industry,
        "place": business.place, "price": business.price, "aim": brief.goal, "how they find us": journey.discovery,
        "how they buy": journey.purchase, "what happens then": journey.delivery, "afterwards": journey.after_sale,
    }  # fmt: skip
    yield from (f"{name}: {value}" for name, value in facts.items() if value)
    for persona in brief.personas:
        yield f"customer: {persona.who}"
        yield from (f"- wants {goal}" for goal in persona.goals)
        yield from (f"- worries {worry}" for worry in persona.worries)
    if brief.channels:
        yield "channels: " + ", ".join(f"{use.channel} ({use.use})" for use in brief.channels)
    yield from (f"trouble: {pain.words}" for pain in brief.pains)
    yield from (f"number: {number.words}" for number in brief.numbers)
    yield from (f"brings them back: {words}" for words in brief.keeping)
    if brief.resources is not None:
        yield f"time and money: {brief.resources.words}"
