"""Errors of evidence: a quote, a number, a name or an id that has no root in the sources of the map."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.model import Assumed, Basis, FromCard, FromSurvey, JourneyMap, OwnerSaid
from assistant.numerals import Numeral, find_numerals
from assistant.review.findings import Finding, error, short
from assistant.review.leaves import Leaf, leaves
from assistant.text import fold

_DIGITS = re.compile(r"(?<![A-Za-z\d.,])\d+(?:[.,]\d+)*")
_SHARE_WORDS = re.compile(r"\b(?:in|out of|of every)\b|\b(?:per\s?cent)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?:[.!?:;…]\s+|\n|^|[“\"(‘']\s*|[-–—·|/]\s+)")
_NAME = re.compile(r"[A-Z][\w&'’]*[a-z][\w&'’]*|[A-Z]{2,}\w*")


def rooted(journey: JourneyMap, card_ids: Collection[str] | None) -> Iterator[Finding]:
    """Yield what the sources of the map do not bear out."""
    texts = {source.id: source.text for source in journey.sources}
    shares = {
        f"stages[{position}].pains[{number}]": pain.share
        for position, stage in enumerate(journey.stages)
        for number, pain in enumerate(stage.pains)
        if pain.share is not None
    }
    for leaf in leaves(journey):
        yield from _sources(leaf, texts)
        yield from _quote(leaf, texts)
        yield from _numbers(leaf, texts, shares.get(leaf.path))
        yield from _names(leaf, texts)
    yield from _baselines(journey)
    if card_ids is not None:
        yield from _cards(journey, frozenset(card_ids))


def _ids(basis: Basis) -> tuple[str, ...]:
    """Return the ids of the sources that `basis` cites."""
    match basis:
        case OwnerSaid():
            return tuple(f"turn:{turn}" for turn in basis.turns)
        case FromSurvey():
            return tuple(f"response:{response}" for response in basis.responses)
        case FromCard():
            return basis.cards
        case Assumed():
            return (*basis.cards, *(f"turn:{turn}" for turn in basis.turns))


def _sources(leaf: Leaf, texts: dict[str, str]) -> Iterator[Finding]:
    cited = _ids(leaf.basis)
    missing = [cite for cite in cited if cite not in texts]
    if isinstance(leaf.basis, FromSurvey):
        if len(set(leaf.basis.responses)) != leaf.basis.count:
            yield error(
                "count-without-root", leaf.path,
                f"It says {leaf.basis.count} responses but names {len(set(leaf.basis.responses))}.",
                "Count the responses it names.",
            )  # fmt: skip
        # because a theme may rest on thousands of answers, only those that are quoted must be at hand
        missing = missing if len(missing) == len(cited) else []
    for cite in missing:
        yield error(
            "source-missing", leaf.path, f"It rests on {cite}, which is not among the sources of the map.",
            "Add the source with its words, or name another one.",
        )  # fmt: skip


def _quote(leaf: Leaf, texts: dict[str, str]) -> Iterator[Finding]:
    if not isinstance(leaf.basis, OwnerSaid | FromSurvey):
        return
    at_hand = [texts[cite] for cite in _ids(leaf.basis) if cite in texts]
    quote = fold(leaf.basis.quote)
    if at_hand and not any(quote in fold(text) for text in at_hand):
        yield error(
            "quote-not-in-source", leaf.path, f"Nobody said “{short(leaf.basis.quote)}” in the message it names.",
            "Copy the words exactly as they were said, or name the right message.",
        )  # fmt: skip


def _numbers(leaf: Leaf, texts: dict[str, str], share: float | None) -> Iterator[Finding]:
    figures = tuple(_figures(leaf.text))
    if not figures:
        return
    known: set[float] = set() if share is None else {round(share, 4), round(share, 1), float(round(share))}
    for basis in (leaf.basis, *leaf.linked):
        if isinstance(basis, FromSurvey):
            known.add(float(basis.count))
        for cite in _ids(basis):
            known |= _values(texts.get(cite, ""))
    for figure in figures:
        if not figure.values & known:
            yield error(
                "number-without-root", leaf.path, f"The number “{figure.words}” is in none of its sources.",
                "Take the number off, or name the message, answer or card that gives it.",
            )  # fmt: skip


@dataclass(frozen=True)
class _Figure:
    words: str
    values: frozenset[float]
    """What it may mean; one of them has to be in a source."""


def _figures(text: str) -> Iterator[_Figure]:
    """Yield the figures in `text`: digits, and shares told in words; "three saved replies" is not one."""
    numerals = find_numerals(text)
    for found in _DIGITS.finditer(text):
        around = next((n for n in numerals if n.start <= found.start() < n.end), None)
        values = {_value(found.group()), *([round(around.value, 2)] if around else ())}
        yield _Figure((around.words if around else found.group()), frozenset(values))
    for numeral in numerals:
        if numeral.unit == "%" and not any(letter.isdigit() for letter in numeral.words) and _is_share(text, numeral):
            yield _Figure(numeral.words, frozenset({round(numeral.value, 2)}))


def _is_share(text: str, numeral: Numeral) -> bool:
    """Tell a share ("a third of guests", "one in ten") from a turn of phrase ("half a day")."""
    return bool(_SHARE_WORDS.search(numeral.words)) or bool(re.match(r"\s+(?:of|the)\b", text[numeral.end :]))


@lru_cache(maxsize=512)  # because many leaves rest on the same few sources
def _values(text: str) -> frozenset[float]:
    text = f"{text}\n{fold(text)}"  # folded, too, because a quote may be found in a text that writes "¹" for "1"
    values = {_value(found.group()) for found in _DIGITS.finditer(text)}
    return frozenset(values | {round(numeral.value, 2) for numeral in find_numerals(text)})


def _value(digits: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    whole, *rest = re.split(r"[.,]", digits)
    return round(float(f"{whole}.{rest[0]}"), 2) if len(rest) == 1 else float(whole + "".join(rest))


def _names(leaf: Leaf, texts: dict[str, str]) -> Iterator[Finding]:
    """Yield names within a sentence that the person quoted never used."""
    if not isinstance(leaf.basis, OwnerSaid | FromSurvey):
        return
    said = fold("\n".join(texts.get(cite, "") for basis in (leaf.basis, *leaf.linked) for cite in _ids(basis)))
    if not said:
        return
    starts = {found.end() for found in _SENTENCE.finditer(leaf.text)}
    for found in _NAME.finditer(leaf.text):
        word = fold(found.group()).removesuffix("'s")
        if found.start() in starts or re.match(r"I(?:['’]|$)", found.group()) or word in said:
            continue
        yield error(
            "name-without-root", leaf.path, f"The name “{found.group()}” does not occur in what was said.",
            "Take the name off, or name the message that gives it.",
        )  # fmt: skip


def _baselines(journey: JourneyMap) -> Iterator[Finding]:
    for position, stage in enumerate(journey.stages):
        for number, kpi in enumerate(stage.kpis):
            baseline = kpi.baseline
            if baseline is None:
                continue
            where = f"stages[{position}].kpis[{number}].baseline"
            if not any(abs(value - baseline.value) <= 0.006 * max(1, abs(value)) for value in _values(baseline.words)):
                yield error(
                    "baseline-not-in-words", where,
                    f"The value {baseline.value:g} cannot be read from “{short(baseline.words)}”.",
                    "Give the words that carry the number.",
                )  # fmt: skip
            texts = {source.id: source.text for source in journey.sources}
            said = [texts[cite] for cite in _ids(baseline.basis) if cite in texts]
            if said and not any(fold(baseline.words) in fold(text) for text in said):
                yield error(
                    "quote-not-in-source", where, f"Nobody said “{short(baseline.words)}” in the message it names.",
                    "Copy the words exactly as they were said.",
                )  # fmt: skip


def _cards(journey: JourneyMap, known: frozenset[str]) -> Iterator[Finding]:
    for where, card in _named_cards(journey):
        if card not in known:
            yield error(
                "unknown-card", where, f"There is no card {card!r} in the knowledge base.",
                "Use the id of a card that exists.",
            )  # fmt: skip


def _named_cards(journey: JourneyMap) -> Iterator[tuple[str, str]]:
    yield "business", journey.business.industry
    for leaf in leaves(journey):
        yield from ((leaf.path, cite) for cite in getattr(leaf.basis, "cards", ()))
    for position, stage in enumerate(journey.stages):
        at = f"stages[{position}]"
        named: list[tuple[str, str | None]] = [
            *((f"{at}.touchpoints[{n}]", touchpoint.card) for n, touchpoint in enumerate(stage.touchpoints)),
            *((f"{at}.pains[{n}]", pain.card) for n, pain in enumerate(stage.pains)),
            *((f"{at}.kpis[{n}]", kpi.kpi) for n, kpi in enumerate(stage.kpis)),
        ]
        for n, chance in enumerate(stage.opportunities):
            named += [(f"{at}.opportunities[{n}]", chance.tactic), (f"{at}.opportunities[{n}]", chance.kpi)]
        for n, tactic in enumerate(stage.retention_tactics):
            named += [(f"{at}.retention_tactics[{n}]", tactic.tactic), (f"{at}.retention_tactics[{n}]", tactic.kpi)]
        yield from ((where, card) for where, card in named if card is not None)
    for n, action in enumerate(journey.top_actions):
        yield from ((f"top_actions[{n}]", card) for card in (action.tactic, action.kpi))
    for n, guess in enumerate(journey.assumptions_to_validate):
        if guess.method is not None:
            yield f"assumptions_to_validate[{n}]", guess.method
    yield from ((f"sources[{n}]", source.id) for n, source in enumerate(journey.sources) if source.kind == "card")
