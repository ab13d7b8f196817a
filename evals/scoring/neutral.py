"""What can be asked of any map, ours or one that knows no cards: roots, chains, figures, and most of the rubric."""

from collections.abc import Iterator

from assistant.brief import Brief
from assistant.knowledge import Library
from assistant.model import FromCard, FromSurvey, JourneyMap, OwnerSaid
from assistant.review.leaves import counted_leaves
from assistant.synthesis import Synthesis
from assistant.text import fold
from evals.scoring.rubric import figures_without_root, rubric
from evals.scoring.support import borne_out

CARDLESS = ("facts kept", "whole arc", "unequal weight", "emotion line", "own words", "channels", "unknowns")
"""Checks of the rubric that a map without cards can pass."""


def neutral(journey: JourneyMap, brief: Brief, library: Library, survey: Synthesis | None = None) -> dict[str, float]:
    """Return each measure, 0 to 1."""
    checks = rubric(journey, brief, library)
    roots, chains = tuple(_roots(journey, brief, library, survey)), tuple(_chains(journey))
    return {
        "true roots": round(sum(roots) / len(roots), 4),
        "chains": round(sum(chains) / len(chains), 4) if chains else 0.0,  # a map without pains answers nothing
        **{name: checks[name] for name in CARDLESS},
    }


def invented_figures(journey: JourneyMap, brief: Brief, library: Library) -> int:
    """Return how many figures of the map stand in no source."""
    return sum(len(unknown) for unknown in figures_without_root(journey, brief, library))


def _roots(journey: JourneyMap, brief: Brief, library: Library, survey: Synthesis | None) -> Iterator[bool]:
    """Tell of each line whether it stands on the owner's or a customer's words, or on a card that bears it out."""
    told = fold("\n".join((brief.model_dump_json(exclude={"unknown", "origins"}), *(one.text for one in brief.said))))
    answers = fold("\n".join(quote.text for theme in survey.themes for quote in theme.quotes)) if survey else ""
    for leaf in counted_leaves(journey):
        match leaf.basis:
            case OwnerSaid(quote=quote):
                yield fold(quote) in told
            case FromSurvey(quote=quote):
                yield fold(quote) in answers
            case FromCard():
                yield borne_out(leaf, journey.business.industry, library)
            case _:
                yield False


def _chains(journey: JourneyMap) -> Iterator[bool]:
    """Tell of each pain whether an idea answers it with a first step, somebody, and a number that the map watches."""
    watched = {kpi.kpi for stage in journey.stages for kpi in stage.kpis}
    complete = {
        chance.answers
        for stage in journey.stages
        for chance in stage.opportunities
        if chance.kpi in watched and chance.first_step.strip(" –-") and chance.owner.strip(" –-")
    }
    yield from (pain.id in complete for stage in journey.stages for pain in stage.pains)
