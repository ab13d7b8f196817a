"""From a survey to its synthesis, purely: the same responses give the same answer, whatever the order of the rows."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.codebook import Coding
from assistant.knowledge import Library
from assistant.model import JourneyMap
from assistant.survey.assigning import Placed, assign
from assistant.survey.candidates import Candidate
from assistant.survey.clauses import Clause
from assistant.survey.columns import SCORED
from assistant.survey.corrections import Correction, apply, names
from assistant.survey.counting import Count, ranked, theme
from assistant.survey.matching import BLOCK, Matched, Matcher, load_matcher
from assistant.survey.notes import notes
from assistant.survey.quotes import Candidate as Span
from assistant.survey.quotes import pick, span_of
from assistant.survey.residual import Group, groups
from assistant.survey.scores import Floats, main_score, scores, tabulate, values, verdicts, wilson
from assistant.survey.segments import compare
from assistant.survey.survey import Survey
from assistant.survey.trade import find_trade
from assistant.survey.vectors import WordVectors
from assistant.synthesis import Question, Quote, Synthesis, Theme, Unclassified
from assistant.words import load_words

Progress = Callable[[int, int], None]
"""Told how many of how many responses are done; may raise to stop."""
_SAMPLE = 6
_CLOSED = ("single", "multi", "segment", "stage", *SCORED)


@dataclass(frozen=True)
class Analysis:
    """A synthesis and the assignments behind it."""

    synthesis: Synthesis
    survey: Survey
    matched: tuple[Matched, ...]
    matcher: Matcher

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The themes that were looked for."""
        return self.matcher.candidates


def synthesize(
    survey: Survey,
    library: Library,
    vectors: WordVectors,
    *,
    industry: str | None = None,
    journey: JourneyMap | None = None,
    corrections: Sequence[Correction] = (),
    progress: Progress | None = None,
) -> Synthesis:
    """Return what the survey says."""
    return analyse(
        survey, library, vectors, industry=industry, journey=journey, corrections=corrections, progress=progress
    ).synthesis


def analyse(
    survey: Survey,
    library: Library,
    vectors: WordVectors,
    *,
    industry: str | None = None,
    journey: JourneyMap | None = None,
    corrections: Sequence[Correction] = (),
    coding: Coding | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Return what the survey says and which response says what.

    The trade comes from `industry`, else from `journey`, else from the answers, else from the headings.
    `coding` is what was taken of a language model; corrections of the user come after it.
    """
    told = industry or (journey.business.industry if journey else None)
    trade = find_trade(survey, told, library, vectors)
    matcher = load_matcher(library, vectors, trade.industry, journey)
    read = {c.index: values(survey, c) for c in survey.columns if c.role in SCORED}
    main = main_score(survey.columns, read)
    own = verdicts(main, read[main.index]) if main else None
    matched = _match(matcher, survey.texts, own, progress)
    count = Count(survey, matched, (main, read[main.index]) if main else None)
    placed = assign(count, matcher.candidates, coding)
    pains, praise = _themes(count, placed, corrections)
    compared = compare(survey, (*pains, *praise), count.main)
    synthesis = Synthesis(
        responses=len(survey), comments=int(count.commented.sum()), industry=trade.industry,
        questions=_questions(survey), scores=scores(survey, read), themes=pains, praise=praise,
        segments=compared.segments,
        unclassified=_rest(count, (*pains, *praise), vectors, placed.read_again),
        notes=(*notes(count, compared, trade), *placed.notes), model=placed.by_model,
    )  # fmt: skip
    return Analysis(synthesis, survey, tuple(matched), matcher)


def _match(matcher: Matcher, texts: Sequence[str], own: Floats | None, progress: Progress | None) -> list[Matched]:
    found: list[Matched] = []
    for first in range(0, len(texts), BLOCK):
        last = first + BLOCK
        found += matcher.match(texts[first:last], None if own is None else own[first:last])
        if progress:
            progress(len(found), len(texts))
    return found


def _questions(survey: Survey) -> tuple[Question, ...]:
    return tuple(
        Question(
            id=f"q{c.index + 1}", text=c.heading[:600], role=c.role, scale=c.scale,
            higher_is_better=c.higher_is_better, answered=_answered(survey, c.index),
            counts=tabulate(c, survey.cells[c.index]) if c.role in _CLOSED else (),
        )
        for c in survey.columns
    )  # fmt: skip


def _answered(survey: Survey, column: int) -> int:
    if survey.columns[column].role == "open":
        return sum(bool(text) for text in survey.texts)
    return sum(bool(cell.strip()) for cell in survey.cells[column])


def _themes(
    count: Count, placed: Placed, corrections: Sequence[Correction]
) -> tuple[tuple[Theme, ...], tuple[Theme, ...]]:
    assigned = apply(placed.assigned, corrections, frozenset(count.survey.ids))
    called = {**placed.names, **names(corrections)}
    of_id = {one.id: one for one in placed.candidates}
    found = {True: [], False: []}  # type: dict[bool, list[Theme]]
    for name, ids in assigned.items():
        candidate = of_id.get(name) or Candidate(name, called.get(name, name), "pain", (), ())
        made = theme(count, candidate, called.get(name, candidate.label), ids, _spans(count, candidate))
        found[candidate.kind == "praise"].append(made)
    praise = sorted(found[True], key=lambda one: (-one.count, one.id))
    return ranked(found[False]), tuple(praise)


def _spans(count: Count, candidate: Candidate) -> Callable[[str], Span | None]:
    def span(response: str) -> Span | None:
        row = count.position[response]
        text, hits = count.survey.texts[row], count.matched[row].hits
        hit = next((hit for hit in hits if hit.candidate_id == candidate.id), None)
        if hit is None:
            return Span(response, text, Clause(0, len(text)), 0.0) if text else None
        fitting = hit.mood if candidate.kind == "praise" else -hit.mood
        weight = hit.score + fitting + (0.5 if hit.confidence == "high" else 0.0)
        return Span(response, text, hit.clause, weight)

    return span


def _rest(count: Count, themes: Sequence[Theme], vectors: WordVectors, read_again: frozenset[str]) -> Unclassified:
    """Return the comments that fit nothing: how many and why, some to read, and groups of alike ones."""
    placed = {one for theme in themes for one in theme.response_ids}
    rows = [n for n, one in enumerate(count.survey.ids) if count.commented[n] and one not in placed]
    if not rows:
        return Unclassified(count=0)
    texts = count.survey.texts
    words = load_words("survey")
    reasons = Counter(words(f"reasons.{_reason(count, row, read_again)}") for row in rows)
    spans = [Span(count.survey.ids[row], texts[row], Clause(0, len(texts[row])), 0.0) for row in rows]
    weak = [row for row in rows if count.matched[row].reason == "too vague"]
    found = groups([texts[row] for row in weak], vectors)
    return Unclassified(
        count=len(rows),
        sample=pick(spans, _SAMPLE),
        reasons=tuple(sorted(reasons.items(), key=lambda reason: (-reason[1], reason[0]))),
        possible=tuple(_possible(count, weak, group, n) for n, group in enumerate(found, 1)),
    )


def _reason(count: Count, row: int, read_again: frozenset[str]) -> str:
    """Return why a comment has no theme: its own words, a model that read them again, or the user."""
    if count.survey.ids[row] in read_again:
        return "read_again"
    return (count.matched[row].reason or "corrected").replace(" ", "_")


def _possible(count: Count, rows: Sequence[int], group: Group, number: int) -> Theme:
    words = load_words("survey")
    ids = [count.survey.ids[rows[member]] for member in group.members]
    texts = {one: count.survey.texts[rows[member]] for one, member in zip(ids, group.members, strict=True)}
    label = words("possible", words=", ".join(group.words) or words("alike"))
    total = max(1, int(count.commented.sum()))
    spans = (Span(one, texts[one], Clause(0, len(texts[one])), -n / len(ids)) for n, one in enumerate(ids))
    moods = [count.matched[rows[member]].mood for member in group.members]
    quotes: tuple[Quote, ...] = pick((span for span in spans if span_of(span)), 3)
    return Theme(
        id=f"possible-{number}", label=label, count=len(ids), share=round(len(ids) / total * 100, 2),
        interval=wilson(len(ids), total), sentiment=round(sum(moods) / len(moods), 3), quotes=quotes,
        response_ids=tuple(sorted(ids, key=count.position.__getitem__)), few_voices=len(ids) < _SAMPLE - 1,
    )  # fmt: skip
