"""A model's part in a survey: it names themes, sorts unclear answers, words the figures; each part is judged apart."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import Field

from assistant.codebook import Codebook, Coded, Material, Told, Unclear, named, taken
from assistant.marks import Masks
from assistant.minds.coder import OnRead
from assistant.minds.openai.acceptance import ground
from assistant.minds.openai.endpoint import Ask, Endpoint, Unusable
from assistant.minds.openai.shapes import Long, Shape, Short
from assistant.narrative import holding, lines
from assistant.prompts import load_prompt
from assistant.synthesis import Synthesis
from assistant.usage import Meter, Usage, estimate
from assistant.words import Words, load_words

BATCH = 40
"""Answers sorted by one call."""
LONGEST = 400
"""Characters of an answer that are sent."""
_OUT_BOOK, _OUT_ANSWER, _OUT_TALE = 500, 12, 350
"""Tokens that come back for a codebook, for each sorted answer and for a summary, as capable models write them."""
T = TypeVar("T")
Number = Annotated[int, Field(ge=0, le=100_000)]


class Name(Shape):
    """A name for a theme or for a group."""

    item: Short
    """Its mark, such as t3 or g1."""
    name: Short


class NewTheme(Shape):
    """A theme among the loose answers."""

    name: Short
    about: Long
    """What an answer must say to belong to it."""
    answers: Annotated[tuple[Number, ...], Field(max_length=40)]
    """Numbers of the loose answers that say so."""


class Book(Shape):
    """The proposal for a codebook."""

    names: Annotated[tuple[Name, ...], Field(max_length=40)]
    themes: Annotated[tuple[NewTheme, ...], Field(max_length=8)]


class Sorted(Shape):
    """The themes of one answer."""

    n: Number
    """Number of the answer."""
    themes: Annotated[tuple[Number, ...], Field(max_length=12)]
    """Numbers of its themes."""


class Sorting(Shape):
    """The themes of a batch of answers."""

    answers: Annotated[tuple[Sorted, ...], Field(max_length=2 * BATCH)]


class Sentence(Shape):
    """One sentence about one line of figures."""

    text: Long
    about: Short
    """The name of the line."""


class Tale(Shape):
    """What the figures say."""

    sentences: Annotated[tuple[Sentence, ...], Field(max_length=8)]


@dataclass(frozen=True)
class ModelCoder:
    """Helps to read a survey through an endpoint."""

    endpoint: Endpoint
    words: Words
    """Why a model could not be used, as sentences."""
    name: str

    def estimate(self, material: Material, synthesis: Synthesis, *, names: bool = True) -> Usage:
        """Return about what all of it would use: the prompts as they would be sent, and answers of the usual length."""
        book, tale = _about_names(material)[0], _about_figures(synthesis)
        sorting = [_about_answers(material, batch) for batch in _parted(material.unclear, BATCH)]
        texts = [ask.stable + ask.changing for ask in sorting]
        texts += [tale.stable + tale.changing, *([book.stable + book.changing] if names else ())]
        sent = sum(estimate(text) for text in texts)
        back = _OUT_BOOK * names + _OUT_TALE + _OUT_ANSWER * len(material.unclear)
        return Usage(calls=len(texts), tokens_in=sent, tokens_out=back, estimated=True)

    async def propose(self, material: Material, meter: Meter) -> Codebook:
        """Propose names and new themes whose words stand in the answers they name."""
        ask, marks = _about_names(material)
        try:
            book = await self.endpoint.ask(ask, meter)
        except Unusable as unusable:
            self._note(meter, unusable, "names")
            return Codebook()
        names = [(marks.get(one.item.strip(), ""), one.name) for one in book.names]
        new = [(one.name, one.about, one.answers) for one in book.themes]
        found = named(material.unnamed, names, new, lambda words, texts: ground(texts).bears(words))
        if (names or new) and not found:
            meter.notes.append(self.words("notes.invalid", part=_part("names")))
        return found

    async def read(self, material: Material, meter: Meter, on_read: OnRead | None = None) -> tuple[Coded, ...]:
        """Sort the answers batch by batch; those of a batch that fails keep what they had."""
        found: list[Coded] = []
        failures: list[Unusable] = []
        done = 0
        # a few at a time, because each asks first whether the spending limit allows it
        for wave in _parted(_parted(material.unclear, BATCH), self.endpoint.limits.parallel):
            answers = await asyncio.gather(*(self._sorted(material, batch, meter) for batch in wave))
            for coded, failure in answers:
                found += coded
                failures += [failure] if failure else []
            done += sum(len(one.responses) for batch in wave for one in batch)
            if on_read is not None:
                on_read(done, material.answers)
        left = material.answers - len(found)
        if left:
            part = _part("answers", count=left, n=material.answers)
            meter.notes.append(self.words(f"notes.{failures[0].why if failures else 'invalid'}", part=part))
        return tuple(found)

    async def _sorted(
        self, material: Material, batch: Sequence[Unclear], meter: Meter
    ) -> tuple[tuple[Coded, ...], Unusable | None]:
        """Return what may be taken for a batch; what is missing or refused is asked for once more."""
        found: tuple[Coded, ...] = ()
        left = tuple(batch)
        for _ in range(2):
            try:
                answer = await self.endpoint.ask(_about_answers(material, left), meter)
            except Unusable as unusable:
                return found, unusable
            said = ((one.n, [_code(material, number) for number in one.themes]) for one in answer.answers)
            found += taken(left, said)
            done = {coded.response for coded in found}
            left = tuple(one for one in left if one.responses[0] not in done)
            if not left:
                break
        return found, None

    async def tell(self, synthesis: Synthesis, meter: Meter) -> tuple[Told, ...]:
        """Return the sentences that say nothing but their line of the figures."""
        try:
            tale = await self.endpoint.ask(_about_figures(synthesis), meter)
        except Unusable as unusable:
            self._note(meter, unusable, "summary")
            return ()
        known = lines(synthesis)
        told = [
            Told(text=" ".join(one.text.split()), about=one.about.strip())
            for one in tale.sentences
            if one.about.strip() in known and ground(known.values()).bears(one.text)
        ]
        found = tuple(dict.fromkeys(holding(told, synthesis)))
        if tale.sentences and not found:
            meter.notes.append(self.words("notes.invalid", part=_part("summary")))
        return found

    def _note(self, meter: Meter, unusable: Unusable, part: str) -> None:
        meter.notes.append(self.words(f"notes.{unusable.why}", part=_part(part)))


def _part(name: str, **values: object) -> str:
    """Return what the built-in reader did instead."""
    return load_words("surveying")(f"model.parts.{name}", **values)


def _about_names(material: Material) -> tuple[Ask[Book], dict[str, str]]:
    """Return the request for a codebook, and what its marks stand for."""
    masks, unnamed = Masks(), material.unnamed
    marks = {f"t{n}": one for n, one in enumerate(unnamed.themes, 1)}
    groups = {f"g{n}": one for n, one in enumerate(unnamed.groups, 1)}
    stable, changing = load_prompt("codebook").render(
        themes=[{"number": mark, "label": masks.hide(one.label), "quotes": _cut(masks, one.quotes)}
                for mark, one in marks.items()],
        groups=[{"number": mark, "quotes": _cut(masks, one.quotes)} for mark, one in groups.items()],
        loose=_cut(masks, [text for _, text in unnamed.loose]),
    )  # fmt: skip
    return Ask(Book, stable, changing), {mark: one.id for mark, one in (marks | groups).items()}


def _about_answers(material: Material, batch: Sequence[Unclear]) -> Ask[Sorting]:
    """Return the request to sort a batch; it names the themes on offer for these answers and no others."""
    masks, on_offer = Masks(), {option for one in batch for option in one.options}
    numbers = {code.id: number for number, code in enumerate(material.codes, 1)}
    stable, changing = load_prompt("codes").render(
        themes=[
            {"number": numbers[code.id], "kind": "praise" if code.praise else "complaint",
             "label": masks.hide(code.label), "about": masks.hide(code.about)}
            for code in material.codes if code.id in on_offer
        ],
        answers=[
            {"options": [numbers[option] for option in one.options], "text": text}
            for one, text in zip(batch, _cut(masks, [one.text for one in batch]), strict=True)
        ],
    )  # fmt: skip
    return Ask(Sorting, stable, changing)


def _about_figures(synthesis: Synthesis) -> Ask[Tale]:
    masks = Masks()
    figures = {name: masks.hide(line) for name, line in lines(synthesis).items()}
    return Ask(Tale, *load_prompt("narrative").render(figures=figures))


def _cut(masks: Masks, texts: Sequence[str]) -> list[str]:
    """Return texts as they may leave: masked, on one line each, not endless."""
    return [masks.hide(" ".join(text.split()))[:LONGEST] for text in texts]


def _code(material: Material, number: int) -> str:
    return material.codes[number - 1].id if 0 < number <= len(material.codes) else ""


def _parted(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[first : first + size] for first in range(0, len(items), size)]
