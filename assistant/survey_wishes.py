"""What a user asks to have changed in a survey's reading: which column is what, which themes are one, their names."""

import re
from collections.abc import Mapping

from assistant.codebook import Chosen, Codebook, Offer
from assistant.model import Frozen
from assistant.survey.corrections import Correction, Corrections, understand
from assistant.synthesis import Question, Synthesis
from assistant.text import fold
from assistant.words import load_words

_SCORED = ("nps", "csat", "ces", "rating")


class Looking(Frozen):
    """What of a survey the user has open on the page."""

    themes: tuple[str, ...] = ()
    """Ids of the themes opened, the newest last."""
    response: str | None = None
    """The response pointed at."""


class Wish(Frozen):
    """One thing to change."""

    columns: tuple[tuple[str, str], ...] = ()
    """Column and its role."""
    corrections: Corrections = ()


def wish(message: str, synthesis: Synthesis, looking: Looking | None = None) -> Wish | None:
    """Return what `message` asks to change in the survey; None if it is about something else."""
    columns = columns_named(message, synthesis.questions)
    if columns:
        return Wish(columns=tuple(columns.items()))
    found = _correction(message, synthesis, looking or Looking())
    return Wish(corrections=(found,)) if found is not None else None


def chosen(message: str, offer: Offer | None) -> Chosen | None:
    """Return what `message` says to an offer; None if it is about something else.

    Without an offer, a wish to have a model read the survey is a yes to using one.
    """
    words, text = load_words("surveying"), fold(message)
    if offer is not None:
        names = picked(message, offer.codebook)
        if names is not None:
            return Chosen(offer=offer, yes=not re.search(words.get("model.refused"), text), codebook=names)
    return Chosen(offer=Offer(about="use"), yes=True) if re.search(words.get("model.again"), text) else None


def picked(message: str, codebook: Codebook) -> Codebook | None:
    """Return the names that `message` takes of a proposal: all, none, or some by number; None if it says neither."""
    words, text = load_words("surveying"), fold(message)
    if re.search(words.get("model.agreed"), text):
        return codebook
    if re.search(words.get("model.refused"), text):
        return Codebook()
    found = re.search(words.get("model.numbers"), text)
    if not found:
        return None
    numbers = {int(one) for one in re.findall(r"\d+", found["numbers"])}
    everything = set(range(1, len(codebook) + 1))
    wanted = everything - numbers if found["but"] else numbers & everything
    return codebook.only(wanted) if wanted else None


def columns_named(message: str, questions: tuple[Question, ...] = ()) -> Mapping[str, str]:
    """Return the roles that `message` gives to columns: "column G is comments", "the score is 1 to 5"."""
    words, text = load_words("surveying"), fold(message)
    found: dict[str, str] = {}
    for match in re.finditer(words.get("wishes.column"), text):
        role = next((role for role, names in words.get("wishes.roles").items() if match["role"] in names), None)
        if role is not None:
            found[match["name"].strip()] = role
    scale = re.search(words.get("wishes.scale"), text)
    scored = next((question for question in questions if question.role in _SCORED), None)
    if scale and scored:
        low, high = scale["low"], scale["high"]
        role = "rating" if scored.role == "nps" and high != "10" else scored.role
        found[scored.text] = f"{role}:{low}-{high}"
    return found


def _correction(message: str, synthesis: Synthesis, looking: Looking) -> Correction | None:
    """Read a correction of the themes; "it" and "these two" are what is open, else what stands first."""
    two, text = [theme.id for theme in synthesis.themes[:2]], fold(message)
    points = load_words("surveying").get("wishes.points")
    shown: tuple[str, ...] = ()
    # only where the message points at something, because "they call it in" is an answer and no new name
    if re.search(points["two"], text):
        shown = (*two, *looking.themes)
    elif re.search(points["one"], text):
        shown = (*two[:1], *looking.themes)
    return understand(message, synthesis, shown, looking.response)
