"""What to ask next: a pure function of the brief and of what has been asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.brief import TOPICS, Brief, Topic
from assistant.synthesis import Synthesis

MAX_QUESTIONS = 12
MAX_PROBES = 2
ENOUGH_FOR_A_MAP = 4

_PROBED: tuple[Topic, ...] = ("offer", "customer", "goal", "discovery", "purchase", "pains")
"""Topics where a vague answer matters enough to dig deeper."""


@dataclass(frozen=True)
class Question:
    """The question to put next."""

    topic: Topic
    probe: bool = False
    known: bool = False
    """Whether something about the topic is known already, so that the question asks for the rest."""


def next_question(brief: Brief, asked: Sequence[Topic], asking: Topic | None, *, vague: bool) -> Question | None:
    """Return what to ask next; None when everything is known, set aside, or the owner was asked enough."""
    if len(asked) >= MAX_QUESTIONS:
        return None
    if vague and asking in _PROBED and asked.count(asking) < 1 + MAX_PROBES and not _room_needed(brief, asked):
        return Question(asking, probe=True)
    for topic in TOPICS:
        if not is_settled(topic, brief, asked):
            return Question(topic, known=brief.knows(topic))
    return None


def _room_needed(brief: Brief, asked: Sequence[Topic]) -> bool:
    """Tell whether every question left is needed for a topic not asked yet."""
    open_topics = sum(not is_settled(topic, brief, asked) for topic in TOPICS)
    return MAX_QUESTIONS - len(asked) <= open_topics


def is_settled(topic: Topic, brief: Brief, asked: Sequence[Topic]) -> bool:
    """Tell whether a topic needs no question: asked, set aside, or known well enough from elsewhere.

    Pains and numbers dropped in passing are rarely all there are, so these two are asked for in any case.
    """
    if topic in asked or topic in brief.unknown:
        return True
    if topic in ("pains", "numbers"):
        return len(getattr(brief, topic)) >= 3
    return brief.knows(topic)


def open_topics(brief: Brief, asked: Sequence[Topic]) -> tuple[Topic, ...]:
    """Return the topics still to be asked, in order."""
    return tuple(topic for topic in TOPICS if not is_settled(topic, brief, asked))


def settled_by(synthesis: Synthesis | None) -> tuple[Topic, ...]:
    """Return the topics that customers have answered in a survey, so that the owner need not."""
    return ("pains",) if synthesis is not None and synthesis.themes else ()


def known_topics(brief: Brief, synthesis: Synthesis | None = None) -> tuple[Topic, ...]:
    """Return the topics that are answered, by the owner or by a survey, or set aside."""
    told = (*brief.unknown, *settled_by(synthesis))
    return tuple(topic for topic in TOPICS if brief.knows(topic) or topic in told)


def enough_for_a_map(brief: Brief, synthesis: Synthesis | None = None) -> bool:
    """Tell whether a first map can be drawn: from a survey with themes or scores, or from four things in all."""
    if synthesis is not None and (synthesis.themes or synthesis.scores):
        return True
    told = sum(brief.knows(topic) for topic in TOPICS) + (brief.business.industry is not None)
    placed = brief.business.industry is not None or brief.business.offer is not None
    return placed and told + len(brief.unknown) >= ENOUGH_FOR_A_MAP


def block_done(blocks: Sequence[Sequence[Topic]], answered: Topic | None, still_open: Sequence[Topic]) -> int | None:
    """Return the number of the block whose last open topic was `answered`, None if there is none."""
    done = (place for place, block in enumerate(blocks) if answered in block and not set(block) & set(still_open))
    return next(done, None)
