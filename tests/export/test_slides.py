"""The deck says all that the map says, everything stands within its slide, and nothing in it can act."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import cycle

import openpyxl
import pptx
import pytest
from pptx.presentation import Presentation
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Pt

from assistant.export import FORMATS
from assistant.export.slides import BOTTOM, TOP, Paragraph, Run, columns_of
from assistant.export.wrapping import wrapped
from assistant.model import JourneyMap
from tests.export.example_map import EXAMPLE, rewritten
from tests.export.reading import LONG, bare, missing_ends, missing_evidence, missing_words


def deck(map: JourneyMap) -> Presentation:
    """Return the deck of `map`, opened."""
    return pptx.Presentation(io.BytesIO(FORMATS["pptx"].write(map)))


def frames(slide: Slide) -> Iterator[tuple[TextFrame, int, int]]:
    """Yield every text of a slide with the width and the height it has; cells of tables by their rows."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame, shape.width, shape.height
        elif shape.has_table:
            for row in shape.table.rows:
                for cell, column in zip(row.cells, shape.table.columns, strict=True):
                    room = cell.margin_left + cell.margin_right
                    yield cell.text_frame, column.width - room, row.height - room


def words(made: Presentation) -> str:
    """Return all texts of a deck and of its notes, without spaces."""
    told = [frame.text for slide in made.slides for frame, _, _ in frames(slide)]
    notes = [slide.notes_slide.notes_text_frame.text for slide in made.slides if slide.has_notes_slide]
    return bare("".join((*told, *notes)))


def needed(frame: TextFrame, width: int) -> float:
    """Return how high the text of `frame` stands at `width`, in the units of slides."""
    height = 0.0
    for line in frame.paragraphs:
        size = max((run.font.size.pt for run in line.runs if run.font.size), default=10)
        told = "".join(run.text for run in line.runs)
        height += max(1, len(list(wrapped(told, width / 12700, size)))) * size * 1.2 + (line.space_before or Pt(0)).pt
    return height * 12700


def test_every_word_and_every_piece_of_evidence_stands_on_a_slide_or_in_its_notes():
    shown = words(deck(EXAMPLE))
    assert not missing_words(EXAMPLE, shown)
    assert not missing_evidence(EXAMPLE, shown)


@pytest.mark.parametrize(
    "map", [EXAMPLE, LONG, rewritten(EXAMPLE, lambda _: "x" * 590)], ids=["usual", "long", "one word"]
)
def test_no_text_runs_out_of_its_box_and_no_box_out_of_its_slide(map):
    made = deck(map)
    for number, slide in enumerate(made.slides, start=1):
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= made.slide_width + 10
            rows = shape.table.rows if shape.has_table else ()
            assert shape.top + (sum(row.height for row in rows) or shape.height) <= made.slide_height
        for frame, width, height in frames(slide):
            assert needed(frame, width) <= height * 1.05, (number, frame.text[:60])


def test_a_long_map_loses_no_end_of_any_text():
    assert not missing_ends(LONG, words(deck(LONG)))


def test_every_stage_has_a_slide_of_its_own_and_every_slide_a_title():
    made = deck(EXAMPLE)
    titles = [slide.shapes.title.text_frame.text for slide in made.slides]
    assert all(titles)
    assert all(f"{number}. {stage.name}" in titles for number, stage in enumerate(EXAMPLE.stages, start=1))


def test_the_overview_is_a_table_and_the_feelings_are_a_chart_with_their_values():
    shapes = [shape for slide in deck(EXAMPLE).slides for shape in slide.shapes]
    tables = [shape.table for shape in shapes if shape.has_table]
    heads = [cell.text_frame.text for table in tables for cell in table.rows[0].cells]
    assert all(any(stage.name in head for head in heads) for stage in EXAMPLE.stages)
    [chart] = [shape.chart for shape in shapes if shape.has_chart]
    assert list(chart.plots[0].series[0].values) == [stage.emotion.valence for stage in EXAMPLE.stages]


def test_tables_and_charts_are_told_in_words():
    for slide in deck(EXAMPLE).slides:
        for shape in slide.shapes:
            if shape.has_table or shape.has_chart:
                assert shape.element.nvGraphicFramePr.cNvPr.get("descr")


def test_the_deck_knows_its_title_and_language_and_no_maker():
    about = deck(EXAMPLE).core_properties
    assert (about.title, about.language, about.author) == (EXAMPLE.title, "en", "")


def test_nothing_in_the_deck_can_act_or_lead_outside():
    traps = cycle(("=1+1", "=cmd|' /C calc'!A0", "https://evil.example/x", "<a:hlinkClick/>", "@SUM(A1)", "_x0041_"))
    content = FORMATS["pptx"].write(rewritten(EXAMPLE, lambda text: f"{next(traps)} {text}"[:600]))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            assert not re.search(r"vba|macro|activex|oleobject", name, re.IGNORECASE)
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in parts.read(name)
            if name.endswith(".xml"):
                assert b"<a:hlinkClick" not in parts.read(name)
            if name.endswith(".xlsx"):
                book = openpyxl.load_workbook(io.BytesIO(parts.read(name)))
                cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
                assert cells
                assert all(cell.data_type in {"s", "n"} and cell.hyperlink is None for cell in cells)


def test_a_map_without_lists_leaves_their_slides_out():
    empty = {"top_actions": (), "contradictions": (), "assumptions_to_validate": (), "kept_apart": (), "notes": ()}
    titles = [slide.shapes.title.text_frame.text for slide in deck(EXAMPLE.model_copy(update=empty)).slides]
    assert "The evidence" in titles
    assert not {"Start with these", "To find out", "Kept apart on purpose", "Remarks"} & set(titles)


def test_a_paragraph_longer_than_a_column_goes_on_in_the_next_one():
    told = " ".join(f"word{number}" for number in range(3000))
    columns = columns_of([Paragraph((Run(told),))], 200)
    assert len(columns) > 3
    assert " ".join(run.text for column in columns for it in column for run in it.runs) == told
    assert all(sum(it.height(200) for it in column) <= BOTTOM - TOP for column in columns)
