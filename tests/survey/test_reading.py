"""Files of any dress are read: encodings, delimiters, headings, known exports, workbooks, JSON, pasted text."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from assistant.errors import BadFile
from assistant.survey.read import looks_like_survey, read_content, read_file, read_pasted
from assistant.survey.read.encoding import decode
from assistant.survey.survey import build_survey

PLAIN = "id,score,comment\n1,9,Très bien – «génial»\n2,3,Zu teuer für Müllers Größe\n3,5,None\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"]
)
def test_every_usual_encoding_is_recognised(encoding: str):
    text = PLAIN.replace("–", "-") if encoding == "cp850" else PLAIN
    table = read_content(text.encode(encoding), "answers.csv")
    assert [row[2] for row in table.rows] == [line.split(",", 2)[2] for line in text.splitlines()[1:]]


def test_a_file_that_mixes_encodings_loses_no_letter():
    lines = ["comment", *["schön gemacht"] * 5]
    content = "\n".join(lines).encode() + "\nteure Größe\n".encode("cp1252")
    assert "teure Größe" in decode(content)[0]
    assert "schön gemacht" in decode(content)[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_delimiter_is_recognised(delimiter: str):
    rows = ["name", "score", "comment"], ["a", "9", "quick, kind; fair"], ["b", "2", "slow | late"]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert read_content(text.encode(), "a.csv").rows == (tuple(rows[1]), tuple(rows[2]))


def test_a_title_block_before_the_table_is_skipped():
    text = "Survey: spring\nExported;2026-03-01\n\nid;score;why\n1;9;fast\n2;4;too slow, sadly\n3;7;fine\n"
    table = read_content(text.encode(), "a.csv")
    assert table.reading.skipped == 3
    assert table.headings == ("id", "score", "why")


def test_long_ids_and_the_word_none_stay_as_they_are():
    text = "id,comment\n1234567890123456789,None\n1234567890123456788,N/A\n0012,NULL\n"
    assert read_content(text.encode(), "a.csv").rows[0] == ("1234567890123456789", "None")
    assert [row[0] for row in read_content(text.encode(), "a.csv").rows][2] == "0012"


def test_two_heading_rows_of_surveymonkey_become_one():
    text = (
        "Respondent ID,Which do you use?,,,Why?\n,Bike,Train,Car,Open-Ended Response\n"
        "1,Bike,,Car,faster\n2,,Train,,cheaper\n3,Bike,,,I like it\n"
    )
    survey = build_survey([read_content(text.encode(), "a.csv")])
    assert [column.role for column in survey.columns] == ["id", "multi", "multi", "multi", "open"]
    assert survey.columns[1].heading == "Which do you use? – Bike"


def test_three_heading_rows_of_qualtrics_become_one():
    text = (
        "StartDate,ResponseId,Q1\nStart Date,Response ID,What went wrong?\n"
        '"{""ImportId"":""startDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1_TEXT""}"\n'
        "2026-01-02 10:00:00,R_1,The queue was too long\n2026-01-02 11:00:00,R_2,Nothing at all went wrong\n"
    )
    table = read_content(text.encode(), "a.csv")
    assert table.reading.layout == "qualtrics"
    assert table.headings[2] == "Q1 – What went wrong?"
    assert len(table.rows) == 2


def test_a_google_forms_grid_and_cells_of_several_lines_are_read():
    text = (
        "Timestamp,Please rate [Speed],Please rate [Price],Anything else?\n"
        '1/2/2026 10:00:00,Very Satisfied,Neutral,"first line\nsecond, line"\n'
        "1/2/2026 11:00:00,Satisfied,Dissatisfied,\n"
    )
    survey = build_survey([read_content(text.encode(), "a.csv")])
    assert [column.role for column in survey.columns] == ["date", "csat", "csat", "open"]
    assert survey.texts[0] == "first line\nsecond, line"


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    """Return an Excel file."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_an_excel_file_is_read_and_its_other_sheets_are_named():
    content = workbook(
        ("Info", [["made by us"], ["in spring"]]),
        ("Answers", [["id", "score", "comment"], [1, 9, "quick"], [2, 3.0, "slow to reply to me"], [3, 5, "=1+1"]]),
    )
    table = read_content(content, "a.xlsx")
    assert table.rows[0] == ("1", "9", "quick")
    assert table.reading.sheet == "Answers"
    assert table.reading.other_sheets == ("Info",)


def test_summary_blocks_are_refused_with_what_to_export_instead():
    rows: list[list[object]] = []
    for question in range(1, 6):
        rows += [[f"Question {question}", ""], ["Yes", 10], ["No", 12], ["", ""]]
    with pytest.raises(BadFile, match="export the individual responses"):
        read_content(workbook(("Sheet1", rows)), "a.xlsx")


def packed(sheet: bytes) -> bytes:
    """Return a workbook whose only sheet is `sheet`."""
    source = zipfile.ZipFile(io.BytesIO(workbook(("S", [["a", "b"], [1, 2]]))))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            made.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return buffer.getvalue()


HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "lol">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
    + HEAD
    + b'<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>'
    + TAIL
)
BOMBS = {
    "unpacks to a hundred times its size": packed(
        HEAD + b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * 60_000_000 + b"</t></is></c></row>" + TAIL
    ),
    "has one cell at the far corner": packed(
        HEAD + b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + TAIL
    ),
    "expands entities": packed(LAUGHS),
    "is cut short": workbook(("S", [["a", "b"], [1, 2]]))[:900],
    "is a packed text": b"PK\x03\x04" + b"x" * 200,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_workbook_that_would_hurt_is_refused(name: str):
    try:
        table = read_content(BOMBS[name], "a.xlsx")
    except BadFile:
        return
    assert sum(len(cell) for row in table.rows for cell in row) < 1000


def test_json_of_any_shape_becomes_a_table():
    rows = [{"id": 12345678901234567890, "answer": {"nps": 9, "why": "fast"}}, {"id": 2, "answer": {"why": "slow"}}]
    for text in (json.dumps(rows), json.dumps({"data": {"responses": rows}}), "\n".join(json.dumps(r) for r in rows)):
        table = read_content(text.encode(), "a.json")
        assert table.headings == ("id", "answer.nps", "answer.why")
        assert table.rows[0] == ("12345678901234567890", "9", "fast")


def test_pasted_comments_are_read_by_line_or_by_paragraph():
    lines = read_pasted("- too slow, sadly\n- lovely staff\n- never again\n- fine")
    assert [row[0] for row in lines.rows] == ["too slow, sadly", "lovely staff", "never again", "fine"]
    paragraphs = read_pasted("First line\nand second\n\nAnother one\n\nA third")
    assert len(paragraphs.rows) == 3


def test_a_pasted_table_is_read_as_one():
    table = read_pasted("| score | why |\n|---|---|\n| 9 | quick |\n| 2 | slow |\n| 5 | fine |")
    assert table.headings == ("score", "why")
    assert len(table.rows) == 3


def test_a_paste_of_survey_data_is_told_from_a_message():
    assert looks_like_survey("score\twhy\n9\tfast\n2\tslow\n4\tlate") == "yes"
    assert (
        looks_like_survey("Here are the comments from our survey:\n" + "\n".join(f"comment {n}" for n in range(9)))
        == "yes"
    )
    assert looks_like_survey("We sell lamps, shades and wire.\nMostly online.") == "no"
    assert looks_like_survey("slow\nlovely people\nnever again\nfine\ntoo dear") == "unsure"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no answers"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "picture"),
        (b"\x00\x01\x02\x03" * 400, "not text"),
    ],
)
def test_what_cannot_be_read_is_named_in_one_sentence(content: bytes, says: str):
    with pytest.raises(BadFile, match=says) as caught:
        read_content(content, "a.bin")
    assert "\n" not in str(caught.value)


def test_too_many_columns_and_a_missing_file_are_refused(tmp_path: Path):
    with pytest.raises(BadFile, match="columns"):
        read_content((",".join(f"c{n}" for n in range(600)) + "\n" + ",".join("1" * 600) + "\n").encode(), "a.csv")
    with pytest.raises(BadFile, match="cannot be opened"):
        read_file(tmp_path / "nothing.csv")


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_read_or_refused(content: bytes):
    try:
        table = read_content(content, "a.csv")
    except BadFile:
        return
    assert all(len(row) == len(table.headings) for row in table.rows)


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=5), min_size=1, max_size=8))
@settings(deadline=None, max_examples=150)
def test_any_cells_are_read_or_refused(rows: list[list[str]]):
    text = "id,why\n" + "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    try:
        survey = build_survey([read_content(text.encode("utf-8", "replace"), "a.csv")])
    except BadFile:
        return
    assert len(set(survey.ids)) == len(survey)
