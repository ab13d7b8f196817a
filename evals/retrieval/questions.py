"""Read the questions with known answers, and score rankings of cards against them."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from assistant.errors import BadFile
from assistant.model import CardId, Frozen

HERE = Path(__file__).parent
T = TypeVar("T", bound=Frozen)


class Question(Frozen):
    """A message with the cards that should be found for it, the best first."""

    id: str
    query: str
    relevant: tuple[CardId, ...]


class OffTopic(Frozen):
    """A question that the knowledge base must not answer; half of them set the threshold, half only test it."""

    id: str
    query: str
    half: str


class Complaint(Frozen):
    """A sentence of an owner or customer with the pains that it names, none for a neutral sentence."""

    id: str
    text: str
    pains: tuple[CardId, ...]


class Quality(NamedTuple):
    """How good rankings are, each 0-1."""

    success_1: float
    """Share of questions whose first card is relevant."""
    success_5: float
    """Share of questions with a relevant card among the first five."""
    recall_10: float
    """Mean share of the relevant cards among the first ten."""


def read(path: Path, kind: type[T]) -> tuple[T, ...]:
    """Read a file with one JSON object per line; BadFile names the line that is wrong."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            found.append(kind.model_validate_json(line))
        except ValidationError as error:
            raise BadFile(f"{path}:{number}: {error.errors()[0]['msg']}.") from error
    return tuple(found)


def quality(rankings: Iterable[Sequence[str]], questions: Sequence[Question]) -> Quality:
    """Score one ranking of card ids per question."""
    count = len(questions)
    first = five = ten = 0.0
    for ranking, question in zip(rankings, questions, strict=True):
        hits = [card in question.relevant for card in ranking[:10]]
        first += hits[0]
        five += any(hits[:5])
        ten += sum(hits) / len(question.relevant)
    return Quality(success_1=first / count, success_5=five / count, recall_10=ten / count)
