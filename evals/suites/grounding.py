"""Grounding: answers and maps say what their cards say, cite the right ones, and refuse what lies outside."""

from collections.abc import Iterable, Sequence

from assistant.knowledge import Library
from assistant.model import CardId, JourneyMap
from assistant.retrieval import Answer
from assistant.words import load_words
from evals.dataset import Case
from evals.owners import OwnerCase
from evals.scorer import Outcome, Result, mean, share
from evals.scoring.support import borne_out, card_leaves, sentences, supported
from evals.solver import Bench

NAME = "grounding"
MOST_CARDS = 3
"""Cards that an answer of a few sentences can cite."""


class QuestionCase(Case):
    """A question with the cards an answer may stand on, or one that must be refused."""

    question: str
    cards: tuple[CardId, ...] = ()
    """The first is the best."""
    refuse: bool = False
    against: bool = False
    """Whether the answer has to say that the evidence speaks against it."""


async def run(bench: Bench) -> Result:
    """Ask all questions and look through all maps."""
    asked = [(case, await bench.ask(case.question)) for case in bench.cases(NAME, QuestionCase)]
    inside = [(case, found) for case, found in asked if not case.refuse]
    covered = [(case, found) for case, found in inside if found.covered]
    played = await bench.play_all(bench.cases("interview", OwnerCase))
    maps = [one.journey for one in played if one.journey is not None]
    lines = [
        supported(line, [citation.id for citation in found.citations], bench.library)
        for _, found in covered
        for line in sentences(found.text)
    ]
    metrics = (
        share("grounding.answered", (found.covered for _, found in inside)),
        share("grounding.refused", (not found.covered for case, found in asked if case.refuse)),
        share("grounding.best_card_cited", (cited_one_of(found, case.cards[:1]) for case, found in inside)),
        share("grounding.right_card_cited", (cited_one_of(found, case.cards) for case, found in inside)),
        share(
            "grounding.citation_precision",
            (hit for case, found in covered for hit in precise(case, found, bench.library)),
        ),
        mean("grounding.citation_recall", (recall(case, found) for case, found in covered)),
        share("grounding.unsupported_sentences", (not line for line in lines)),
        share("grounding.map_supported", (hit for one in maps for hit in map_support(one, bench.library))),
        share("grounding.says_against", (says_against(found) for case, found in inside if case.against)),
        share("grounding.cites_against_openly", open_about_against((found for _, found in asked), bench.library)),
        share("grounding.never_recommends_against", (clean_of_against(one, bench.library) for one in maps)),
    )
    return Result(suite=NAME, metrics=metrics, outcomes=tuple(_outcome(case, found, bench) for case, found in asked))


def recall(case: QuestionCase, found: Answer) -> float:
    """Return the share of the right cards that are cited, three being enough."""
    right = {citation.id for citation in found.citations} & set(case.cards)
    return min(1.0, len(right) / min(MOST_CARDS, len(case.cards)))


def map_support(journey: JourneyMap, library: Library) -> list[bool]:
    """Tell of each line that rests on cards whether they, or what it points to, bear it out."""
    return [borne_out(leaf, journey.business.industry, library) for leaf in card_leaves(journey)]


def clean_of_against(journey: JourneyMap, library: Library) -> bool:
    """Tell whether nothing the map recommends has evidence against it."""
    advised = [chance.tactic for stage in journey.stages for chance in stage.opportunities]
    advised += [tactic.tactic for stage in journey.stages for tactic in stage.retention_tactics]
    advised += [action.tactic for action in journey.top_actions]
    return all(card in library and library[card].recommended for card in advised)


def open_about_against(answers: Iterable[Answer], library: Library) -> list[bool]:
    """Tell of each answer that cites a card with evidence against it whether it says so."""
    citing = [one for one in answers if any(not library[citation.id].recommended for citation in one.citations)]
    return [says_against(one) for one in citing]


def says_against(found: Answer) -> bool:
    """Tell whether the answer opens with the words that announce evidence against."""
    announcement = load_words("retrieval")("answer.against", lead="").strip(" :.")
    return announcement.casefold() in found.text.casefold()


def cited_one_of(found: Answer, cards: Sequence[str]) -> bool:
    return any(citation.id in cards for citation in found.citations)


def precise(case: QuestionCase, found: Answer, library: Library) -> list[bool]:
    """A citation is right if it is one of the cards or is linked from one, such as the tactic that answers a pain."""
    near = set(case.cards)
    for card in case.cards:
        known = library[card]
        for field in ("related", "tactics", "kpis", "legal", "pains", "touchpoints", "fix"):
            near |= set(getattr(known, field, ()))
    return [citation.id in near for citation in found.citations]


def _outcome(case: QuestionCase, found: Answer, bench: Bench) -> Outcome:
    cited = [citation.id for citation in found.citations]
    if case.refuse:
        right = 0.0 if found.covered else 1.0
        failures = (f"answered from {', '.join(cited)}",) if found.covered else ()
        return Outcome(name=case.name, note=case.note, score=right, failures=failures, transcript=_shown(case, found))
    checks = {
        "answered": found.covered,
        "best card": cited_one_of(found, case.cards[:1]),
        "right card": cited_one_of(found, case.cards),
        "supported": all(supported(line, cited, bench.library) for line in sentences(found.text)),
        **({"says against": says_against(found)} if case.against else {}),
    }
    return Outcome(
        name=case.name, note=case.note, score=sum(checks.values()) / len(checks),
        failures=tuple(f"not {name}; cited {', '.join(cited)}" for name, held in checks.items() if not held),
        marks=tuple((name, float(held)) for name, held in checks.items()), transcript=_shown(case, found),
    )  # fmt: skip


def _shown(case: QuestionCase, found: Answer) -> str:
    return f"{case.question}\n\n{found.text}\n\n{', '.join(citation.id for citation in found.citations)}"
