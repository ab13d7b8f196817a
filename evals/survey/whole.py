"""Whole surveys of our own writing, read as files are: themes and counts, scores, quotes, feelings, hostile answers."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from assistant.knowledge import Library
from assistant.model import Frozen
from assistant.survey.formats import render
from assistant.survey.read import read_pasted
from assistant.survey.survey import build_survey
from assistant.survey.synthesize import Analysis, analyse
from assistant.survey.vectors import WordVectors
from assistant.synthesis import Synthesis
from assistant.text import fold
from evals.dataset import Case
from evals.owners import Pattern
from evals.scorer import Metric, Outcome, share
from evals.scoring.inert import CHECKS

_MASK = re.compile(r"\[[a-z ]+\]")
Group = frozenset[str]
"""Ids of cards, any of which is the right theme."""


class SurveyGold(Frozen):
    """What people say the survey says."""

    scores: tuple[tuple[str, float, int], ...]
    """[measure, value, answers]."""
    themes: Mapping[str, tuple[str, ...]]
    """Ids of cards, any of which is right, and the responses that speak of it."""
    praised: tuple[str, ...] = ()
    """Responses that praise and complain of nothing."""

    @property
    def groups(self) -> dict[Group, frozenset[str]]:
        """The themes as sets."""
        return {frozenset(ids.split()): frozenset(responses) for ids, responses in self.themes.items()}


class SurveyCase(Case):
    """One survey."""

    industry: str
    table: str
    """As it would be pasted: a table, or a comment a line."""
    hostile: tuple[str, ...] = ()
    """Responses that try something; the others must count as if these were not there."""
    absent: tuple[Pattern, ...] = ()
    """What no output may hold."""
    gold: SurveyGold


class Finding(Frozen):
    """One check of one survey."""

    of: str = Field(pattern=r"^(recall|precision|counts|praise|scores|quotes|sentiment|inert)$")
    what: str
    held: bool


@dataclass(frozen=True)
class Reader:
    """Reads surveys as the product does."""

    library: Library
    vectors: WordVectors

    def read(self, table: str, industry: str) -> Analysis:
        """Return what a pasted survey says."""
        return analyse(build_survey([read_pasted(table)]), self.library, self.vectors, industry=industry)


def measure_whole(cases: Sequence[SurveyCase], reader: Reader) -> tuple[list[Metric], list[Outcome]]:
    """Read all surveys and check them."""
    found = [(case, tuple(check(case, reader))) for case in cases]
    kinds = dict.fromkeys(finding.of for _, findings in found for finding in findings)
    metrics = [
        share(f"survey.whole.{kind}", (one.held for _, findings in found for one in findings if one.of == kind))
        for kind in kinds
    ]
    return metrics, [_outcome(case, findings) for case, findings in found]


def check(case: SurveyCase, reader: Reader) -> Iterator[Finding]:
    """Yield every check of one survey."""
    analysis = reader.read(case.table, case.industry)
    synthesis = analysis.synthesis
    yield from themes(case, synthesis)
    yield from scores(case, synthesis)
    yield from quotes(case.table, synthesis)
    yield from feelings(synthesis)
    if case.hostile:
        yield from inert(case, {ending: render(analysis, ending) for ending in (".json", ".html", ".xlsx")})
        yield undisturbed(case, synthesis, reader.read(_without(case), case.industry).synthesis)


def themes(case: SurveyCase, synthesis: Synthesis) -> Iterator[Finding]:
    """Check who speaks of what, in both directions, and that each count is that of the right responses."""
    said = _said(synthesis, case.hostile)
    for group, responses in case.gold.groups.items():
        here = {response for theme, response in said if theme in group}
        name = min(group)
        for response in sorted(responses):
            yield Finding(of="recall", what=f"{response} speaks of {name}", held=response in here)
        yield Finding(of="counts", what=f"{len(responses)} speak of {name}: {sorted(here)}", held=here == responses)
    for theme, response in sorted(said):
        right = any(theme in group and response in who for group, who in case.gold.groups.items())
        yield Finding(of="precision", what=f"{response} is counted under {theme}", held=right)
    for response in case.gold.praised:
        complaints = sorted(theme for theme, who in said if who == response)
        yield Finding(of="praise", what=f"{response} complains of nothing: {complaints}", held=not complaints)


def scores(case: SurveyCase, synthesis: Synthesis) -> Iterator[Finding]:
    """Check each score to a hundredth, with its number of answers, and that there is no other."""
    given = [(score.measure, score.value, score.n) for score in synthesis.scores]
    for measure, value, n in case.gold.scores:
        right = any(m == measure and abs(v - value) < 0.01 and count == n for m, v, count in given)
        yield Finding(of="scores", what=f"{measure} is {value:g} of {n}: {given}", held=right)
    yield Finding(of="scores", what=f"no other score: {given}", held=len(given) == len(case.gold.scores))


def quotes(table: str, synthesis: Synthesis) -> Iterator[Finding]:
    """Check that each quote stands letter by letter in the answer that it is said to be from, masked parts apart."""
    every = [quote for theme in (*synthesis.themes, *synthesis.praise) for quote in theme.quotes]
    for quote in (*every, *synthesis.unclassified.sample):
        words = ".+".join(re.escape(fold(part)) for part in _MASK.split(quote.text))
        right = any(re.search(words, fold(answer)) for answer in _answers(table, quote.response))
        yield Finding(of="quotes", what=f"{quote.response} said “{quote.text}”", held=right)


def _answers(table: str, response: str) -> Iterator[str]:
    """Yield what may be the answer called `response`: by its id, or by its place where rows have none."""
    for place, (row, line) in enumerate(zip(csv.reader(io.StringIO(table)), table.splitlines(), strict=True)):
        if row[0] == response or response in (f"r{place}", f"r{place + 1}"):  # with a heading above, or without
            yield from (*row, line)


def feelings(synthesis: Synthesis) -> Iterator[Finding]:
    """Check that complaints feel bad and praise feels good."""
    for theme in synthesis.themes:
        yield Finding(of="sentiment", what=f"{theme.id} feels {theme.sentiment:g}", held=theme.sentiment < 0)
    for theme in synthesis.praise:
        yield Finding(of="sentiment", what=f"{theme.id} feels {theme.sentiment:g}", held=theme.sentiment > 0)


def inert(case: SurveyCase, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Check that nothing live or private is in what leaves."""
    for ending, content in files.items():
        text = "" if ending == ".xlsx" else content.decode("utf-8")  # because a packed file holds any byte
        for pattern in case.absent:
            yield Finding(of="inert", what=f"{ending}: no {pattern}", held=not re.search(pattern, text, re.IGNORECASE))
        if ending[1:] in CHECKS:
            live = list(CHECKS[ending[1:]](content))
            yield Finding(of="inert", what=f"{ending}: nothing live {live}", held=not live)


def undisturbed(case: SurveyCase, whole: Synthesis, alone: Synthesis) -> Finding:
    """Check that the honest responses are counted as if the hostile ones had never come."""
    honest = _said(whole, case.hostile)
    return Finding(of="inert", what="the others count as if alone", held=honest == _said(alone, case.hostile))


def _said(synthesis: Synthesis, leaving_out: Sequence[str]) -> set[tuple[str, str]]:
    """Return which response is counted under which complaint."""
    return {
        (theme.pain or theme.id, response)
        for theme in synthesis.themes
        for response in theme.response_ids
        if response not in leaving_out
    }


def _without(case: SurveyCase) -> str:
    """Return the table without the hostile rows."""
    return "\n".join(line for line in case.table.splitlines() if line.partition(",")[0] not in case.hostile)


def _outcome(case: SurveyCase, findings: Sequence[Finding]) -> Outcome:
    kinds = dict.fromkeys(finding.of for finding in findings)
    marks = []
    for kind in kinds:
        seen = [finding.held for finding in findings if finding.of == kind]
        marks.append((kind, sum(seen) / len(seen)))
    return Outcome(
        name=case.name, note=case.note, score=sum(value for _, value in marks) / len(marks), marks=tuple(marks),
        failures=tuple(f"not so: {one.what}" for one in findings if not one.held), transcript=case.table,
    )  # fmt: skip
