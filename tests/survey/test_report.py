"""The survey's report on paper: one page, every number and quote shown, every text inert."""

import io
import re

import pypdf

from assistant.survey.chart import chart
from assistant.survey.report import printed, report
from assistant.synthesis import Quote, Score, Synthesis, Theme, Unclassified
from assistant.words import load_words

TRAP = '#import "@preview/x:1.0.0": * $x^2$ \\ ] " #panic() <script>alert(1)</script> https://evil.example/x'


def theme(number: int, words: str = "It took three weeks", voices: int = 9) -> Theme:
    """Return a theme named by `voices` responses, of which half scored low."""
    ids = tuple(f"r{number}-{voice}" for voice in range(voices))
    return Theme(
        id=f"pain:theme-{number}", label=f"Trouble {number}", count=voices, share=40.0 - number, interval=(1, 60),
        sentiment=-0.5, severity=0.5, severity_basis="own score", few_voices=voices < 5, response_ids=ids,
        quotes=(Quote(response=ids[0], text=f"{words} {number}"),),
    )  # fmt: skip


def survey(count: int, words: str = "It took three weeks") -> Synthesis:
    """Return a survey with `count` themes."""
    nps = Score(
        measure="nps", question="Would you recommend us?", value=12.5, interval=(2, 23), n=90, method="adjusted"
    )
    themes = tuple(theme(number, words) for number in range(1, count + 1))
    return Synthesis(
        responses=90, comments=80, scores=(nps,), themes=themes, praise=(theme(39),), notes=(f"Ninety people. {words}"[:600],),
        unclassified=Unclassified(count=7),
    )  # fmt: skip


def read(synthesis: Synthesis) -> tuple[pypdf.PdfReader, str]:
    """Return the PDF and its text without spaces."""
    pdf = pypdf.PdfReader(io.BytesIO(printed(synthesis)))
    return pdf, re.sub(r"\s", "", "".join(page.extract_text() for page in pdf.pages))


def test_the_report_is_one_page_with_scores_themes_quotes_and_notes():
    pdf, shown = read(survey(4))
    assert len(pdf.pages) == 1
    for told in (
        "12.5NPS",
        "Trouble1",
        "9responses,39.0%ofcomments",
        "“Ittookthreeweeks4”(r4-0)",
        "Trouble39",
        "Ninetypeople.",
    ):
        assert told in shown


def test_a_survey_of_many_themes_says_on_one_page_how_many_are_left_out():
    pdf, shown = read(survey(30))
    assert len(pdf.pages) == 1
    assert "18morethemesintheworkbook" in shown


def test_themes_make_room_for_long_quotes_and_none_of_them_is_cut():
    long = "We waited and waited, and then nobody knew where it was. " * 6
    pdf, shown = read(survey(30, long))
    told = re.search(r"(\d+)morethemes", shown)
    assert len(pdf.pages) == 1
    assert told
    listed = 30 - int(told[1])
    assert 5 <= listed < 12
    assert shown.count(re.sub(r"\s", "", long) + str(listed)) == 1


def test_quotes_too_long_for_a_page_go_on_over_further_pages():
    pdf, shown = read(survey(6, "and on and on " * 200))
    assert len(pdf.pages) > 1
    assert all(f"Trouble{number}" in shown for number in range(1, 7))


def test_what_looks_like_a_command_is_only_words():
    pdf, shown = read(survey(3, TRAP))
    assert re.sub(r"\s", "", TRAP) in shown
    kinds = {held.get("/S") for n in range(1, pdf.trailer["/Size"]) if isinstance(held := pdf.get_object(n), dict)}
    assert not kinds & {"/URI", "/JavaScript", "/Launch", "/GoToR"}
    assert "<script>" not in report(survey(3, TRAP))


def test_the_pdf_is_tagged_and_the_same_survey_gives_the_same_bytes():
    pdf, _ = read(survey(3))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.metadata
    assert pdf.metadata.title == "What the survey says"
    assert printed(survey(3)) == printed(survey(3))


def test_a_survey_that_says_nothing_still_makes_a_page():
    pdf, shown = read(Synthesis(responses=3))
    assert len(pdf.pages) == 1
    assert "3responses" in shown


def test_the_numbers_in_the_drawing_are_those_of_the_list():
    themes = (theme(1), theme(2, voices=2), theme(3))
    assert re.findall(r'class="number"[^>]*>(\d+)<', chart(themes, load_words("survey"))) == ["1", "3"]
