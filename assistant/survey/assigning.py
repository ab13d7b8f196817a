"""Tells which answers belong to which theme: as their words were matched, and as a language model read unclear ones."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Literal

from assistant.codebook import Coding, named_by
from assistant.survey.candidates import Candidate
from assistant.survey.corrections import Assigned
from assistant.survey.counting import Count
from assistant.survey.scoring import GLAD
from assistant.synthesis import ByModel
from assistant.words import load_words


@dataclass(frozen=True)
class Placed:
    """The answers of each theme, before the user's corrections."""

    assigned: Assigned
    candidates: tuple[Candidate, ...]
    """The known themes, with those that a model found."""
    names: dict[str, str]
    """Names that a model proposed, by theme."""
    read_again: frozenset[str] = frozenset()
    """Answers that a model found to speak of nothing."""
    by_model: ByModel | None = None
    notes: tuple[str, ...] = ()


def assign(count: Count, known: tuple[Candidate, ...], coding: Coding | None) -> Placed:
    """Return which answer belongs to which theme; without `coding` as their words were matched."""
    assigned: Assigned = {}
    for response, one in zip(count.survey.ids, count.matched, strict=True):
        for hit in one.hits:
            assigned.setdefault(hit.candidate_id, set()).add(response)
    if coding is None:
        return Placed(assigned, known, {})
    return _coded(count, assigned, known, coding)


def _coded(count: Count, assigned: Assigned, known: tuple[Candidate, ...], coding: Coding) -> Placed:
    """Put a model's codes over the matches; a code for a theme that is no longer looked for changes nothing."""
    here = frozenset(count.survey.ids)
    added = tuple(one for one in coding.codebook.added if here.intersection(one.responses))
    more = tuple(Candidate(one.id, one.label, _kind(count, here.intersection(one.responses)), (), ()) for one in added)
    ids = {one.id for one in (*known, *more)}
    for theme in added:
        _place(assigned, here.intersection(theme.responses), (theme.id,))
    read = [one for one in coding.codes if one.response in here and ids.issuperset(one.codes)]
    for one in read:
        _place(assigned, {one.response}, one.codes)
    names = {theme: label for theme, label in named_by(coding.codebook).items() if theme in ids}
    left = {theme: responses for theme, responses in assigned.items() if responses}
    by_model = ByModel(
        name=coding.model, named=tuple(one.theme for one in coding.codebook.renamed if one.theme in left),
        found=tuple(one.id for one in added if one.id in left), read=len(read), kept=max(0, coding.asked - len(read)),
    )  # fmt: skip
    return Placed(
        left,
        (*known, *more),
        names,
        frozenset(one.response for one in read if not one.codes),
        by_model,
        _notes(by_model),
    )


def _place(assigned: Assigned, responses: Set[str], themes: Sequence[str]) -> None:
    """Put answers under `themes` and under nothing else."""
    for known in assigned.values():
        known -= responses
    for theme in themes:
        assigned.setdefault(theme, set()).update(responses)


def _kind(count: Count, responses: frozenset[str]) -> Literal["pain", "praise"]:
    moods = [count.matched[count.position[one]].mood for one in responses]
    return "praise" if moods and sum(moods) / len(moods) >= GLAD else "pain"


def _notes(by_model: ByModel) -> tuple[str, ...]:
    words = load_words("survey")
    found = []
    if by_model.named or by_model.found:
        found.append(words("notes.model_named", model=by_model))
    if by_model.read or by_model.kept:
        found.append(words("notes.model_read", model=by_model))
    return tuple(found)
