"""Writes a synthesis as an Excel workbook: themes, quotes, assignments, scores, questions, notes; text cells only."""

import io
from collections.abc import Iterable, Sequence

from assistant.documents import archive, neutral
from assistant.survey.synthesize import Analysis
from assistant.synthesis import Synthesis, Theme
from assistant.words import load_words

_LONGEST = 32_000
Row = Sequence[object]


def workbook(analysis: Analysis) -> bytes:
    """Return the workbook's bytes."""
    from openpyxl import Workbook

    synthesis = analysis.synthesis
    book = Workbook(write_only=True)
    heads = load_words("survey").get("sheets")
    themes = (*synthesis.themes, *synthesis.praise)
    pages: dict[str, Iterable[Row]] = {
        "themes": (_theme(one, one in synthesis.praise) for one in themes),
        "quotes": ((one.id, one.label, quote.response, quote.text) for one in themes for quote in one.quotes),
        "assignments": _assignments(analysis),
        "scores": ((s.measure, s.question, s.value, *s.interval, s.n, s.method) for s in synthesis.scores),
        "segments": ((s.question, s.group, s.n, s.finding, s.p_corrected) for s in synthesis.segments),
        "questions": _questions(synthesis),
        "notes": ((note,) for note in synthesis.notes),
    }  # fmt: skip
    for name, rows in pages.items():
        sheet = book.create_sheet(heads[name]["name"])
        sheet.append(_cells(sheet, heads[name]["columns"]))
        for row in rows:
            sheet.append(_cells(sheet, row))
    buffer = io.BytesIO()
    book.save(buffer)
    return archive.steady(buffer.getvalue())


def _theme(one: Theme, praise: bool) -> Row:
    impact = one.impact_interval or ("", "")
    return (
        one.id, one.label, "praise" if praise else "pain", one.count, one.share, *one.interval, one.severity,
        one.severity_basis, one.impact, *impact, one.stage, one.stage_basis, one.touchpoint, one.sentiment,
    )  # fmt: skip


def _questions(synthesis: Synthesis) -> Iterable[Row]:
    for question in synthesis.questions:
        for answer, count in question.counts or (("", ""),):
            yield question.id, question.text, question.role, question.answered, answer, count


def _assignments(analysis: Analysis) -> Iterable[Row]:
    survey = analysis.survey
    by_response: dict[str, list[Theme]] = {}
    for theme in (*analysis.synthesis.themes, *analysis.synthesis.praise):
        for response in theme.response_ids:
            by_response.setdefault(response, []).append(theme)
    for response, text, matched in zip(survey.ids, survey.texts, analysis.matched, strict=True):
        if not text:
            continue
        order = [hit.candidate_id for hit in matched.hits]
        found = sorted(by_response.get(response, ()), key=lambda one: order.index(one.id) if one.id in order else 9)
        confidence = matched.hits[0].confidence if matched.hits else ""
        guess = analysis.candidates[matched.guess].label if matched.guess is not None else ""
        labels = [theme.label for theme in found]
        yield (response, *[*labels, "", "", ""][:3], confidence, matched.reason, guess, text)


def _cells(sheet: object, row: Iterable[object]) -> list[object]:
    """Return cells that hold text and nothing else, so that no spreadsheet calculates anything."""
    from openpyxl.cell import WriteOnlyCell

    made = []
    for value in row:
        cell = WriteOnlyCell(sheet, value="")  # type: ignore[arg-type]
        cell.value = _text(value)
        cell.data_type = "s"
        made.append(cell)
    return list(made)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    return neutral.xml(str(value))[:_LONGEST]
