"""A codebook for a survey: what a model may propose for themes and unclear answers, and what of it is taken.

The model sees names and words and returns names and numbers; every count is made afterwards from what is taken here.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import Field

from assistant.model import Frozen
from assistant.text import Line, Text, clean, fold

LONGEST_LABEL = 60
MOST_WORDS = 9
FEWEST_ANSWERS = 2
"""Answers that a new theme must rest on."""
MOST_ADDED = 8
MOST_CODES = 3
"""Themes of one answer."""


class Renamed(Frozen):
    """Another name for a theme."""

    theme: Line
    was: Line
    label: Line


class Added(Frozen):
    """A theme that the cards do not know."""

    id: Line
    label: Line
    about: str = Field(default="", max_length=600)
    """What an answer must say to belong to it."""
    responses: tuple[str, ...] = ()
    """The answers on which it rests."""


class Codebook(Frozen):
    """Names for themes and new themes, as a model proposed them or a person wrote them."""

    renamed: tuple[Renamed, ...] = ()
    added: tuple[Added, ...] = ()

    def __len__(self) -> int:
        return len(self.renamed) + len(self.added)

    def only(self, numbers: Iterable[int]) -> "Codebook":
        """Return the entries with these numbers, counted from 1, the renamed themes first."""
        wanted, most = set(numbers), len(self.renamed)
        return Codebook(
            renamed=tuple(one for n, one in enumerate(self.renamed, 1) if n in wanted),
            added=tuple(one for n, one in enumerate(self.added, most + 1) if n in wanted),
        )


class Coded(Frozen):
    """What one answer speaks of, as a model read it; no codes if it speaks of none."""

    response: str
    codes: tuple[Line, ...] = Field(default=(), max_length=MOST_CODES)


class Told(Frozen):
    """One sentence about a survey and the line of its figures that bears it out."""

    text: Text
    about: Line


class Coding(Frozen):
    """All that was taken of a model for one survey; applied again each time the survey is counted."""

    model: Line
    codebook: Codebook = Codebook()
    codes: tuple[Coded, ...] = ()
    asked: int = Field(default=0, ge=0)
    """Answers that were to be read again; those without codes here keep what the built-in reader made of them."""
    told: tuple[Told, ...] = ()


class Offer(Frozen):
    """What the user is asked about a model's part in a survey: whether to use it, or which of its names to take."""

    about: Literal["use", "names"]
    codebook: Codebook = Codebook()
    """The names to be approved."""


class Chosen(Frozen):
    """What the user said to an offer."""

    offer: Offer
    yes: bool
    codebook: Codebook = Codebook()
    """The names that were approved."""


@dataclass(frozen=True)
class Unclear:
    """Words that a model may read again, and all answers that consist of them."""

    text: str
    responses: tuple[str, ...]
    options: tuple[str, ...]
    """Ids of the themes they may speak of, by their own words alone."""


@dataclass(frozen=True)
class Subject:
    """Something a model may name: a theme, or answers that are alike."""

    id: str
    label: str
    """Its name so far; empty for answers that have none."""
    quotes: tuple[str, ...]
    responses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unnamed:
    """What a codebook is made from."""

    themes: tuple[Subject, ...]
    groups: tuple[Subject, ...]
    """Answers that are alike and fit no theme."""
    loose: tuple[tuple[str, str], ...]
    """Response and words of answers that are unclear."""


@dataclass(frozen=True)
class Code:
    """A theme as it is offered to a model."""

    id: str
    label: str
    praise: bool = False
    about: str = ""


@dataclass(frozen=True)
class Material:
    """What of a survey a model may be asked about."""

    unnamed: Unnamed
    unclear: tuple[Unclear, ...]
    """Words to be read again, the least certain first."""
    codes: tuple[Code, ...]
    """The themes on offer for any of them."""

    def with_names(self, codebook: Codebook) -> "Material":
        """Return it with the names and the new themes of a codebook.

        A new theme is on offer for its own answers and for words that share one with its name, and for no others,
        because what is on offer for an answer depends on its own words alone.
        """
        names = named_by(codebook)
        codes = tuple(replace(code, label=names.get(code.id, code.label)) for code in self.codes)
        more = tuple(Code(one.id, one.label, about=one.about) for one in codebook.added)
        unclear = tuple(
            replace(one, options=(*one.options, *(new.id for new in codebook.added if _may_speak_of(one, new))))
            for one in self.unclear
        )
        return Material(self.unnamed, unclear, (*codes, *more))

    def first(self, most: int) -> "Material":
        """Return it with at most so many words to be read again."""
        return replace(self, unclear=self.unclear[:most])

    @property
    def answers(self) -> int:
        """How many answers would be read again."""
        return sum(len(one.responses) for one in self.unclear)


def taken(asked: Sequence[Unclear], said: Iterable[tuple[int, Sequence[str]]]) -> tuple[Coded, ...]:
    """Return what may be taken of a model's codes, `said` as the number of what was asked, from 1, and theme ids.

    Each stands or falls alone: words named twice, or with a theme that is not on offer for them, keep what they had.
    """
    answers: dict[int, list[Sequence[str]]] = {}
    for number, codes in said:
        answers.setdefault(number, []).append(codes)
    found: list[Coded] = []
    for number, one in enumerate(asked, 1):
        given = answers.get(number, [])
        if len(given) != 1 or len(given[0]) > MOST_CODES or not set(given[0]) <= set(one.options):
            continue
        codes = tuple(dict.fromkeys(given[0]))
        found += (Coded(response=response, codes=codes) for response in one.responses)
    return tuple(found)


def named(
    unnamed: Unnamed, names: Iterable[tuple[str, str]], new: Iterable[tuple[str, str, Sequence[int]]],
    bears: Callable[[str, Sequence[str]], bool],
) -> Codebook:  # fmt: skip
    """Return what may be shown of a proposal.

    `names` are ids and names, `new` are names, meanings and numbers of loose answers;
    `bears` tells whether words are rooted in the given texts. A name that another theme has, one that says nothing
    of its own answers, and a theme that rests on fewer than two of them are left out.
    """
    book = _Book(frozenset(fold(one.label) for one in unnamed.themes))
    themes = {one.id: one for one in unnamed.themes}
    groups = {one.id: one for one in unnamed.groups}
    for id, label in names:
        theme, group = themes.pop(id, None), groups.pop(id, None)  # popped, because the first proposal for each counts
        if theme is not None:
            book.rename(theme, label, bears)
        elif group is not None:
            book.add(label, "", group.quotes, group.responses, bears)
    for label, about, numbers in new:
        known = [unnamed.loose[n - 1] for n in dict.fromkeys(numbers) if 0 < n <= len(unnamed.loose)]
        if len(known) == len(tuple(numbers)) >= FEWEST_ANSWERS:
            book.add(label, about, [text for _, text in known], [response for response, _ in known], bears)
    return Codebook(renamed=tuple(book.renamed), added=tuple(book.added))


class _Book:
    """A codebook in the making."""

    def __init__(self, used: frozenset[str]) -> None:
        self.used = set(used)
        self.renamed: list[Renamed] = []
        self.added: list[Added] = []

    def rename(self, theme: Subject, words: str, bears: Callable[[str, Sequence[str]], bool]) -> None:
        """Take another name for a theme, if it may have it."""
        label = self._label(words, (theme.label, *theme.quotes), bears)
        if label:
            self.renamed.append(Renamed(theme=theme.id, was=theme.label, label=label))

    def add(
        self, words: str, about: str, texts: Sequence[str], responses: Sequence[str],
        bears: Callable[[str, Sequence[str]], bool],
    ) -> None:  # fmt: skip
        """Take a new theme, if its answers bear it out."""
        label = self._label(words, texts, bears)
        if not label or len(set(responses)) < FEWEST_ANSWERS or len(self.added) == MOST_ADDED:
            return
        about = " ".join(clean(about).split())[:200]
        meant = about if about and bears(about, texts) else ""
        id = f"new:{re.sub(r'[^a-z0-9]+', '-', fold(label)).strip('-')}"
        if id == "new:" or any(one.id == id for one in self.added):
            id = f"new:{len(self.added) + 1}."
        self.added.append(Added(id=id, label=label, about=meant, responses=tuple(dict.fromkeys(responses))))

    def _label(self, words: str, texts: Sequence[str], bears: Callable[[str, Sequence[str]], bool]) -> str:
        label = " ".join(clean(words).split()).strip(" .\"'“”")
        if not label or len(label) > LONGEST_LABEL or len(label.split()) > MOST_WORDS or fold(label) in self.used:
            return ""
        if not _touches(label, texts) or not bears(label, texts):
            return ""
        self.used.add(fold(label))
        return label


def _may_speak_of(one: Unclear, new: Added) -> bool:
    return bool(set(one.responses) & set(new.responses)) or _touches(new.label, (one.text,))


def _touches(label: str, texts: Sequence[str]) -> bool:
    """Tell whether a name shares a telling word, or its beginning, with what it names."""
    told = {word[:5] for text in texts for word in re.findall(r"\w{4,}", fold(text))}
    return any(word[:5] in told or word[:4] in {one[:4] for one in told} for word in re.findall(r"\w{4,}", fold(label)))


def named_by(codebook: Codebook) -> Mapping[str, str]:
    """Return the names of a codebook by theme."""
    return {**{one.theme: one.label for one in codebook.renamed}, **{one.id: one.label for one in codebook.added}}
