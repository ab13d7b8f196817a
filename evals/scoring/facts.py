"""Compare a brief with what is true: what was told and is known, and what is held although nobody said it."""

import re
from collections.abc import Iterable, Iterator

from assistant.brief import Brief
from assistant.model import Frozen
from assistant.text import fold
from evals.owners import Gold
from evals.playing import Played

NEAR = 0.51
"""A figure counts as right within rounding: "2.9 visits" may be kept as 3, "a third" as 33."""


class Fact(Frozen):
    """One thing to check, and whether it holds."""

    field: str
    what: str
    found: bool


def matches(pattern: str, text: str | None) -> bool:
    """Tell whether `pattern` is found in `text`, case and typographic quotes apart."""
    return text is not None and re.search(pattern, fold(text), re.IGNORECASE) is not None


def found_facts(gold: Gold, brief: Brief) -> tuple[Fact, ...]:
    """Return every fact the owner tells, and whether the brief holds it."""
    return tuple(_told(gold, brief))


def _told(gold: Gold, brief: Brief) -> Iterator[Fact]:
    industry = (brief.business.industry or "").removeprefix("industry:")
    yield Fact(field="trade", what="/".join(gold.industry), found=industry in gold.industry)
    models = (gold.model,) if isinstance(gold.model, str) else gold.model
    yield Fact(field="model", what="/".join(models), found=brief.business.model in models)
    used = {use.channel for use in brief.channels}
    for channel in gold.channels:
        yield Fact(field="channels", what=channel, found=channel in used)
    for channel in gold.not_channels:
        yield Fact(field="channels", what=f"not {channel}", found=channel not in used)
    for persona in gold.personas:
        yield Fact(field="customers", what=persona, found=any(matches(persona, one.who) for one in brief.personas))
    for kpi, value in gold.numbers:
        held = any(number.kpi == kpi and abs(number.value - value) <= NEAR for number in brief.numbers)
        yield Fact(field="numbers", what=f"{kpi} {value:g}", found=held)
    for pain in gold.pain_words:
        yield Fact(field="pains", what=pain, found=any(matches(pain, one.words) for one in brief.pains))
    for name, pattern in gold.facts.items():
        yield Fact(field="told", what=f"{name} {pattern}", found=matches(pattern, field_text(brief, name)))
    for topic in gold.unknown:
        yield Fact(field="unknown", what=topic, found=not brief.knows(topic))


def field_text(brief: Brief, name: str) -> str | None:
    """Return what the brief holds under `name`, lists joined; None if nothing."""
    if name in ("offer", "name", "place", "price"):
        return str(getattr(brief.business, name) or "") or None
    if name in ("discovery", "purchase", "delivery", "after_sale"):
        return str(getattr(brief.journey, name) or "") or None
    if name == "goal":
        return brief.goal
    if name == "retention":
        return " | ".join(brief.keeping) or None
    if name == "resources":
        return _resources(brief)
    if name == "worries":
        return " | ".join(worry for persona in brief.personas for worry in persona.worries) or None
    raise KeyError(name)


def _resources(brief: Brief) -> str | None:
    known = brief.resources
    if known is None:
        return None
    hours = f"hours={known.hours_a_week:g}" if known.hours_a_week is not None else ""
    return " | ".join((known.words, hours, f"budget={known.budget}", " ".join(known.tools)))


def invented(gold: Gold, brief: Brief) -> tuple[Fact, ...]:
    """Return what the brief holds in the fields that are annotated in full, and whether it was said."""
    found: list[Fact] = []
    if gold.channels_also is not None:
        allowed = {*gold.channels, *gold.channels_also}
        found += [Fact(field="channels", what=use.channel, found=use.channel in allowed) for use in brief.channels]
    if gold.personas_also is not None:
        found += _confirmed("customers", (one.who for one in brief.personas), (*gold.personas, *gold.personas_also))
    if gold.pains_also is not None:
        found += _confirmed("pains", (one.words for one in brief.pains), (*gold.pain_words, *gold.pains_also))
    if gold.numbers_also is not None:
        found += [
            Fact(field="numbers", what=f"{one.kpi} {one.value:g}", found=_said(gold, one.kpi, one.value))
            for one in brief.numbers
        ]
    return tuple(found)


def _confirmed(field: str, held: Iterable[str], patterns: tuple[str, ...]) -> list[Fact]:
    return [Fact(field=field, what=text, found=any(matches(p, text) for p in patterns)) for text in held]


def _said(gold: Gold, kpi: str | None, value: float) -> bool:
    if any(kpi == right and abs(value - told) <= NEAR for right, told in gold.numbers):
        return True
    return any(abs(value - told) <= NEAR for told in gold.numbers_also or ())


def unrooted(played: Played) -> tuple[Fact, ...]:
    """Return every worded fact of the brief, and whether the owner used these very words."""
    said = fold("\n".join(exchange.said for exchange in played.exchanges))
    brief = played.brief
    texts = (
        ("offer", brief.business.offer), ("name", brief.business.name), ("place", brief.business.place),
        ("price", brief.business.price), ("goal", brief.goal), ("discovery", brief.journey.discovery),
        ("purchase", brief.journey.purchase), ("delivery", brief.journey.delivery),
        ("after_sale", brief.journey.after_sale), *(("retention", text) for text in brief.keeping),
        *(("pains", pain.words) for pain in brief.pains), *(("numbers", number.words) for number in brief.numbers),
        *(("customers", persona.who) for persona in brief.personas),
    )  # fmt: skip
    return tuple(Fact(field=field, what=text, found=fold(text) in said) for field, text in texts if text)


def known_after(played: Played) -> tuple[float, ...]:
    """Return, after each turn, which share of the owner's facts is known.

    Facts that hold in an empty brief, such as what must stay unknown, do not count.
    """
    empty = found_facts(played.case.gold, Brief())
    counted = [place for place, fact in enumerate(empty) if not fact.found]
    shares = []
    for exchange in played.exchanges:
        facts = found_facts(played.case.gold, exchange.turn.brief)
        shares.append(sum(facts[place].found for place in counted) / len(counted))
    return tuple(shares)
