"""The buttons under a question: for facts only, never for experience."""

from assistant.brief import Brief
from assistant.interview import Question, enough_for_a_map
from assistant.knowledge import Library
from assistant.knowledge.cards import IndustryCard
from assistant.reply import Choice
from assistant.synthesis import Synthesis
from assistant.words import Words


def quick_replies(
    question: Question | None, brief: Brief, library: Library, words: Words, synthesis: Synthesis | None = None
) -> tuple[Choice, ...]:
    """Return the quick replies that fit `question`."""
    if question is None:
        return ()
    found: list[Choice] = []
    if question.topic == "offer" and question.probe and brief.business.industry is None:
        found += [Choice(label=card.title, value=card.words[0]) for card in library.of(IndustryCard)]
    elif question.topic == "customer" and brief.business.model is None:
        found += _listed(words, "choices.model")
    elif question.topic in ("discovery", "purchase") and not question.probe:
        found += _listed(words, f"choices.{question.topic}")
    found += _listed(words, "choices.always")
    if enough_for_a_map(brief, synthesis):
        found.append(Choice(**words.get("choices.draw")))
    return tuple(found)


def _listed(words: Words, name: str) -> list[Choice]:
    return [Choice(**entry) for entry in words.get(name)]
