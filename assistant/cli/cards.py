"""Searches, answers from, lists and checks the knowledge cards."""

from assistant.cli import screen
from assistant.errors import BadInput
from assistant.knowledge import Library, load_library
from assistant.knowledge.check import check_folder
from assistant.knowledge.stats import stats
from assistant.model import KINDS, CardKind
from assistant.paths import shipped
from assistant.retrieval import answer, open_search
from assistant.settings import load_settings
from assistant.text import clean
from assistant.words import load_words


def find(query: str, count: int, kind: str | None, *, as_json: bool) -> None:
    """Print the cards that fit `query`, best first."""
    wanted = _kind(kind)
    library = _library()
    search = open_search(load_settings(), library)
    passages = search.find(_not_empty(query), k=count, kinds=(wanted,) if wanted else None)
    if as_json:
        rows = [{"id": found.card, **found.model_dump(mode="json", exclude={"card"})} for found in passages]
        screen.show_json(rows)
        return
    if not passages:
        screen.show(load_words("cli")("cards.none"))
    for found in passages:
        screen.show_lines([f"{found.score:.2f}  {found.card}  {found.title}", f"      {found.snippet}"])


def tell(question: str, *, as_json: bool) -> None:
    """Print an answer from the cards, or that they have none."""
    library = _library()
    found = answer(_not_empty(question), open_search(load_settings(), library), library)
    if as_json:
        citations = [{"id": citation.id, "title": citation.title} for citation in found.citations]
        screen.show_json({"answer": found.text, "citations": citations, "covered": found.covered})
        return
    screen.show(found.text)
    for citation in found.citations:
        screen.show_lines([f"  [{citation.id}] {citation.title}"])


def check_all(*, as_json: bool) -> bool:
    """Print what is wrong with the cards; tell whether any of it is an error."""
    problems = check_folder(shipped("knowledge"))
    errors = sum(problem.level == "error" for problem in problems)
    if as_json:
        screen.show_json([problem.model_dump(mode="json") for problem in problems])
        return errors > 0
    words = load_words("cli")
    screen.show_lines([words("cards.problem", problem=problem) for problem in problems])
    screen.show(words("cards.sum", errors=errors, advice=len(problems) - errors))
    return errors > 0


def list_all(kind: str | None, *, as_json: bool) -> None:
    """Print id and title of all cards, or of those of one kind."""
    wanted = _kind(kind)
    cards = [card for card in _library() if wanted in (None, card.kind)]
    if as_json:
        screen.show_json([{"id": card.id, "kind": card.kind, "title": card.title} for card in cards])
    else:
        screen.show_lines([f"{card.id}  {card.title}" for card in cards])


def show_one(card_id: str, *, as_json: bool) -> None:
    """Print everything a card says."""
    library = _library()
    card = library[card_id]
    if as_json:
        screen.show_json({**card.model_dump(mode="json"), "cites": library.cites(card)})
        return
    screen.show(f"{card.title} [{card.id}]\n\n{card.body}\n")
    for name, value in card.model_dump(mode="json", exclude={"id", "title", "body", "sources"}).items():
        if value not in (None, [], ""):
            text = "; ".join(map(str, value)) if isinstance(value, list) else value
            screen.show(f"{name.replace('_', ' ')}: {text}")
    for source, title in zip(card.sources, library.cites(card), strict=True):
        screen.show(load_words("cli")("cards.source", title=title, strength=source.strength))


def count_all(*, as_json: bool) -> None:
    """Print how many cards there are and where they are thin."""
    found = stats(_library())
    if as_json:
        screen.show_json(found.model_dump(mode="json"))
    else:
        screen.show_lines(found.lines())


def _library() -> Library:
    return load_library(shipped("knowledge"))


def _kind(kind: str | None) -> CardKind | None:
    """Return `kind` as one of the kinds of cards; BadInput if there is none of that name."""
    if kind is None:
        return None
    for known in KINDS:
        if known == kind.strip().lower():
            return known
    raise BadInput(load_words("cli")("cards.unknown_kind", kind=kind, known=", ".join(KINDS)))


def _not_empty(text: str) -> str:
    if not clean(text):
        raise BadInput(load_words("cli")("cards.empty"))
    return clean(text)
