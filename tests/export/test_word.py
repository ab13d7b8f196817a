"""The Word document says all that the map says, has real headings and tables, and nothing in it can act."""

import io
import re
import zipfile
from itertools import cycle

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt

from assistant.export import FORMATS
from assistant.model import JourneyMap
from tests.export.example_map import EXAMPLE, rewritten
from tests.export.reading import LONG, bare, missing_ends, missing_evidence, missing_words


def written(map: JourneyMap) -> Document:
    """Return the document of `map`, opened."""
    return docx.Document(io.BytesIO(FORMATS["docx"].write(map)))


def words(made: Document) -> str:
    """Return all text of a document in its order, tables included, without spaces."""
    return bare("".join(text.text or "" for text in made.element.body.iter(qn("w:t"))))


def test_every_word_and_every_piece_of_evidence_stands_in_the_document():
    shown = words(written(EXAMPLE))
    assert not missing_words(EXAMPLE, shown)
    assert not missing_evidence(EXAMPLE, shown)


def test_the_map_lies_across_the_page_and_its_head_stands_on_every_page_it_takes():
    made = written(EXAMPLE)
    ways = [section.orientation for section in made.sections]
    assert ways == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    [grid] = [table for table in made.tables if len(table.columns) > 2]
    head = grid.rows[0]
    assert head._tr.trPr is not None
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(stage.name in cell.text for stage, cell in zip(EXAMPLE.stages, head.cells[1:], strict=True))


def test_no_table_is_wider_than_its_page():
    for stages in (EXAMPLE.stages[:1], EXAMPLE.stages[:5], EXAMPLE.stages):
        made = written(EXAMPLE.model_copy(update={"stages": stages, "top_actions": ()}))
        widest = max(section.page_width - section.left_margin - section.right_margin for section in made.sections)
        for table in made.tables:
            assert sum(column.width for column in table.columns) <= widest + Pt(1)


def test_titles_are_headings_and_the_feelings_are_told_in_words():
    made = written(EXAMPLE)
    headings = {p.text: p.style.name for p in made.paragraphs if p.style and p.style.name != "Normal"}
    assert headings[EXAMPLE.title] == "Title"
    for title in ("Start with these", "How we know", "The journey", "To find out", "The evidence"):
        assert headings[title] == "Heading 1"
    [picture] = made.inline_shapes
    assert "The night before −2, terrified" in picture._inline.docPr.get("descr")


def test_the_document_knows_its_title_and_language_and_no_maker():
    made = written(EXAMPLE)
    about = made.core_properties
    assert (about.title, about.language, about.author, about.comments) == (EXAMPLE.title, "en", "", "")
    assert {it.get(qn("w:val")) for it in made.styles.element.iter(qn("w:lang"))} == {"en"}


def test_nothing_in_the_document_can_act_or_lead_outside():
    traps = cycle(
        ("=1+1", "https://evil.example/x", "<w:hyperlink/>", 'HYPERLINK "https://evil.example"', "{ DDEAUTO c:\\ }")
    )
    content = FORMATS["docx"].write(rewritten(EXAMPLE, lambda text: f"{next(traps)} {text}"[:600]))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            assert not re.search(r"vba|macro|activex|embeddings|oleobject", name, re.IGNORECASE)
            part = parts.read(name)
            assert b'TargetMode="External"' not in part
            if name.endswith(".xml"):
                assert not re.search(rb"<w:(hyperlink|instrText|object|altChunk|fldChar)\b", part)
                assert set(re.findall(rb'<w:fldSimple w:instr="([^"]*)"', part)) <= {b"PAGE"}
                assert b"attachedTemplate" not in part


def test_a_long_map_loses_no_end_of_any_text():
    assert not missing_ends(LONG, words(written(LONG)))


def test_a_map_without_lists_leaves_their_headings_out():
    empty = {"top_actions": (), "contradictions": (), "assumptions_to_validate": (), "kept_apart": (), "notes": ()}
    titles = {p.text for p in written(EXAMPLE.model_copy(update=empty)).paragraphs}
    assert "The evidence" in titles
    assert not {"Start with these", "To find out", "Kept apart on purpose", "Remarks"} & titles
