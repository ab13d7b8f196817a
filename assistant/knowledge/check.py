"""The linter of the cards: what breaks a link, lacks a source or says the same thing twice."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Literal

from assistant.errors import KnowledgeError
from assistant.knowledge.cards import Base, Card, EmotionCard, IndustryCard, KpiCard, MistakeCard, PainCard, StageCard
from assistant.knowledge.library import Library, Reference, read_card, read_references
from assistant.knowledge.links import linked_ids, links
from assistant.model import CHANNELS, STAGES, Frozen
from assistant.text import Line, find_phrase, fold

MOST_WORDS = 120
"""Words of a body; more is not read."""

TRADES = (
    "ecommerce", "retail-store", "saas", "b2b-services", "restaurant", "hotel-travel", "salon", "gym", "clinic",
    "finance", "media", "nonprofit", "home-services",
)  # fmt: skip
"""Names of the industry cards that must be there."""

REACHED_BY_LINKS = ("touchpoint", "kpi", "tactic", "emotion")
"""Kinds of cards that are shown only where another card leads to them; the others are found by words or by name."""

_KIND_OF_FIELD = {
    "touchpoints": "touchpoint", "kpis": "kpi", "kpi": "kpi", "emotion": "emotion", "tactics": "tactic",
    "method": "method", "legal": "legal", "industries": "industry", "pains": "pain", "stages": "stage",
    "stage": "stage", "moments_of_truth": "stage",
}  # fmt: skip
_SAME = re.compile(r"\b([a-z]{3,}) or \1\b(?!\s+\w)", re.IGNORECASE)
_FIGURE = re.compile(r"\d\s?%|[£$€]\s?\d|\d\s?(?:percent|per cent)\b", re.IGNORECASE)


class Problem(Frozen):
    """One thing that is wrong with a card, or could be better."""

    level: Literal["error", "advice"] = "error"
    file: Line
    """Where, seen from the folder of the cards: `pain/one-time-buyers.md`."""
    field: Line
    message: Line
    """One plain sentence."""
    fix: Line
    """What to do about it."""


def check_folder(root: Path) -> tuple[Problem, ...]:
    """Check all card files below `root`; what cannot be read is a problem too, and the rest is still checked."""
    cards: dict[str, Card] = {}
    problems = []
    for path in sorted(root.glob("*/*.md")):
        try:
            card = read_card(path)
            cards[card.id] = card
        except KnowledgeError as error:
            problems.append(_unreadable(f"{path.parent.name}/{path.name}", str(error).removeprefix(f"{path}:")))
    references: dict[str, Reference] = {}
    try:
        references = read_references(root / "sources.yaml")
    except KnowledgeError as error:
        problems.append(_unreadable("sources.yaml", str(error)))
    return (*problems, *check(Library(cards, references)))


def check(library: Library) -> tuple[Problem, ...]:
    """Return everything that is wrong with the cards of `library`, errors first."""
    problems = (problem for rule in RULES for problem in rule(library))
    return tuple(sorted(problems, key=lambda problem: (problem.level == "advice", problem.file, problem.field)))


def _unreadable(file: str, reason: str) -> Problem:
    return Problem(file=file, field="file", message=reason.strip(), fix="Mend the file; until then it is not used.")


def _problem(card: Base, field: str, message: str, fix: str, level: Literal["error", "advice"] = "error") -> Problem:
    kind, _, name = card.id.partition(":")
    return Problem(level=level, file=f"{kind}/{name}.md", field=field, message=message, fix=fix)


def _links_lead_somewhere(library: Library) -> Iterator[Problem]:
    for card in library:
        for field, target in links(card):
            expected = _KIND_OF_FIELD.get(field.rpartition(".")[2])
            if target not in library:
                yield _problem(card, field, f"There is no card {target}.", "Write that card or link another one.")
            elif expected and not target.startswith(f"{expected}:"):
                yield _problem(card, field, f"{target} is not a {expected}.", f"Link a {expected} card here.")
            elif target == card.id:
                yield _problem(card, field, "The card links to itself.", "Take the link out.")


def _sources_are_known(library: Library) -> Iterator[Problem]:
    for card in library:
        for source in card.sources:
            if source.ref == "practice":
                if source.strength != "practice":
                    message = f"Common practice cannot be '{source.strength}' evidence."
                    yield _problem(card, "sources", message, "Say strength: practice, or name the study.")
            elif source.ref not in library.references:
                yield _problem(card, "sources", f"The source {source.ref} is unknown.", "Add it to sources.yaml.")
        if isinstance(card, KpiCard) and card.benchmark and card.benchmark.source not in library.references:
            message = f"The benchmark's source {card.benchmark.source} is unknown."
            yield _problem(card, "benchmark", message, "Add it to sources.yaml, or leave the figure out.")


def _pains_are_answered(library: Library) -> Iterator[Problem]:
    for pain in library.of(PainCard):
        if len(pain.tactics) == 1 and pain.why_one_tactic is None:
            message = "Only one tactic answers the pain and nothing says why."
            yield _problem(pain, "tactics", message, "Link a second tactic, or say so in why_one_tactic.")


def _advice_is_recommended(library: Library) -> Iterator[Problem]:
    for card in library:
        advised = {
            PainCard: ("tactics",),
            IndustryCard: ("tactics",),
            MistakeCard: ("fix",),
        }.get(type(card), ())
        for field, target in links(card):
            if field in advised and target in library and not library[target].recommended:
                message = f"{target} is advised, but the evidence speaks against it."
                yield _problem(card, field, message, "Link another card.")


def _nothing_is_an_orphan(library: Library) -> Iterator[Problem]:
    linked = linked_ids(library)
    for card in library:
        if card.kind in REACHED_BY_LINKS and card.recommended and card.id not in linked:
            message = "No card links to it, so it is never shown."
            yield _problem(card, "id", message, f"Link it from a card that needs this {card.kind}.")


def _phrases_are_unique(library: Library) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Card] = {}
    for card in library:
        for field, phrase in _phrases(card):
            key = (card.kind if field == "words" else "says", fold(phrase).rstrip(".!?"))
            if key in seen:
                message = f"'{phrase}' stands in {seen[key].id} too."
                yield _problem(card, field, message, "Say it in other words, or leave it out of one of them.")
            seen.setdefault(key, card)


def _phrases(card: Card) -> Iterator[tuple[str, str]]:
    for field in ("says", "customer_says", "words"):
        for phrase in getattr(card, field, ()):
            yield field, phrase


def _bodies_are_short(library: Library) -> Iterator[Problem]:
    for card in library:
        words = len(card.body.split())
        if words > MOST_WORDS:
            yield _problem(card, "body", f"The text has {words} words.", f"Cut it to {MOST_WORDS}.")


def _trades_run_forwards(library: Library) -> Iterator[Problem]:
    for trade in library.of(IndustryCard):
        ids = [column.stage for column in trade.stages]
        for before, after in pairwise(ids):
            if STAGES.index(after) < STAGES.index(before):
                yield _problem(trade, "stages", f"{after} comes after {before}.", "Put the stages in order.")
        if "stage:awareness" not in ids:
            yield _problem(trade, "stages", "Nothing happens before first contact.", "Add stage:awareness.")
        if not {"stage:retention", "stage:advocacy"}.intersection(ids):
            message = "Nothing happens after the purchase."
            yield _problem(trade, "stages", message, "Add stage:retention or stage:advocacy.")
        for moment in set(trade.moments_of_truth).difference(ids):
            message = f"{moment} decides, but the trade has no such stage."
            yield _problem(trade, "moments_of_truth", message, "Name a stage of the trade.")


def _lines_hold_for_the_whole_trade(library: Library) -> Iterator[Problem]:
    for trade in library.of(IndustryCard):
        columns = {stage.name for stage in trade.stages}
        told = {fold(word) for kind in trade.kinds for word in kind.fits}
        for stage in trade.stages:
            for field in ("name", "goal", "action", "thought", "because", "backstage"):
                line = fold(getattr(stage, field))
                word = next((word for word in sorted(told) if find_phrase(line, word) >= 0), None)
                if word is not None:
                    message = f"'{getattr(stage, field)}' holds for some of the trade only: it says '{word}'."
                    yield _problem(trade, f"stages.{stage.name}", message, "Move the line to the kind it belongs to.")
        for kind in trade.kinds:
            for line_of in kind.lines:
                if line_of.column not in columns:
                    message = f"There is no column '{line_of.column}' for the kind '{kind.fits[0]}'."
                    yield _problem(trade, "kinds", message, "Use the name of a column as it stands in stages.")


def _choices_differ(library: Library) -> Iterator[Problem]:
    for card in library:
        found = _SAME.search(card.model_dump_json())
        if found:
            yield _problem(card, "text", f"'{found[0]}' offers the same thing twice.", "Name the other choice.")


def _nothing_is_missing(library: Library) -> Iterator[Problem]:
    needed = [
        *STAGES,
        *(stage.replace("stage:", "emotion:") for stage in STAGES),
        *(f"channel:{channel}" for channel in CHANNELS),
        *(f"industry:{trade}" for trade in TRADES),
    ]
    for card_id in needed:
        if card_id not in library:
            kind, _, name = card_id.partition(":")
            message = f"The card {card_id} is missing."
            yield Problem(file=f"{kind}/{name}.md", field="file", message=message, fix="Write it.")


def _stages_have_their_feeling(library: Library) -> Iterator[Problem]:
    stages = {card.emotion: card.id for card in library.of(StageCard)}
    for emotion in library.of(EmotionCard):
        if emotion.id in stages and stages[emotion.id] != emotion.stage:
            message = f"It is about {emotion.stage}, but {stages[emotion.id]} links to it."
            yield _problem(emotion, "stage", message, "Make both name each other.")


def _figures_name_a_source(library: Library) -> Iterator[Problem]:
    for card in library:
        found = _FIGURE.search(card.body)
        if found and not any(name in card.body for name in _names_of_sources(library, card)):
            message = f"The text gives a figure ('{found[0]}') and names no source."
            yield _problem(card, "body", message, "Name the source beside it, or leave it out.", level="advice")


def _names_of_sources(library: Library, card: Card) -> set[str]:
    """Return the names by which a text may refer to what the card cites: keys, authors, publishers."""
    refs = [source.ref for source in card.sources]
    titles = " ".join(library.references[ref].title for ref in refs if ref in library.references)
    return {*refs, *re.findall(r"\b[A-Z][A-Za-z]{3,}", titles)}


RULES: tuple[Callable[[Library], Iterator[Problem]], ...] = (
    _links_lead_somewhere,
    _sources_are_known,
    _pains_are_answered,
    _advice_is_recommended,
    _nothing_is_an_orphan,
    _phrases_are_unique,
    _bodies_are_short,
    _trades_run_forwards,
    _lines_hold_for_the_whole_trade,
    _choices_differ,
    _nothing_is_missing,
    _stages_have_their_feeling,
    _figures_name_a_source,
)
"""The rules, in the order in which they are put to the cards."""
