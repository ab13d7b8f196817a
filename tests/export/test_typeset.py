"""The PDF and the picture say all that the map says, and what was written into the map stays words."""

import io
import struct
from itertools import cycle

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings

from assistant.export import FORMATS
from assistant.model import JourneyMap, Statement
from tests.export.example_map import EXAMPLE, rewritten
from tests.export.reading import LONG, bare, missing_ends, missing_evidence, missing_words
from tests.strategies import maps

few = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
TYPST = '#import "@preview/x:1.0.0": * $x^2$ \\ ] " #read("/etc/passwd") #panic() *b* _i_ `c` <n1> @n1 // end /* '
TRAPS = (TYPST, "=1+1", "https://evil.example/x", "<script>alert(1)</script>", "{{ 7 * 7 }}", "\\u{41} #(1+1)")


def read(map: JourneyMap) -> pypdf.PdfReader:
    """Return the PDF of `map`, opened."""
    return pypdf.PdfReader(io.BytesIO(FORMATS["pdf"].write(map)))


def words(pdf: pypdf.PdfReader) -> str:
    """Return all text of `pdf` without spaces."""
    return bare("".join(page.extract_text() for page in pdf.pages))


def size(picture: bytes) -> tuple[int, int]:
    """Return width and height of a PNG."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", picture[16:24])


def test_every_word_and_every_piece_of_evidence_stands_in_the_pdf():
    shown = words(read(EXAMPLE))
    assert not missing_words(EXAMPLE, shown)
    assert not missing_evidence(EXAMPLE, shown)


def test_the_pdf_is_tagged_and_knows_its_title_and_language():
    pdf = read(EXAMPLE)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert pdf.metadata
    assert pdf.metadata.title == EXAMPLE.title
    assert "/StructTreeRoot" in root


def test_the_head_of_the_map_stands_on_every_page_it_takes():
    pages = [bare(page.extract_text()) for page in read(EXAMPLE).pages]
    heads = [text for text in pages if all(bare(stage.name) in text for stage in EXAMPLE.stages)]
    assert len(heads) >= 2


def test_what_looks_like_a_command_is_only_words_in_the_pdf():
    traps = cycle(TRAPS)
    shown = words(read(rewritten(EXAMPLE, lambda text: f"{next(traps)} {text}"[:600])))
    assert all(shown.count(bare(trap)) > 10 for trap in TRAPS)


@few
@given(maps())
def test_nothing_in_the_pdf_can_act_or_lead_outside(map):
    raw = FORMATS["pdf"].write(map)
    pdf = pypdf.PdfReader(io.BytesIO(raw))
    names = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/URI", "/GoToR", "/SubmitForm", "/AA", "/OpenAction"}
    for number in range(1, pdf.trailer["/Size"]):
        held = pdf.get_object(number)
        if isinstance(held, dict):
            assert not names & set(held)
            assert held.get("/S") not in names
    assert not names & set(pdf.trailer["/Root"])


def test_a_long_map_of_nine_stages_loses_no_end_of_any_text():
    nine = JourneyMap.model_validate(LONG.model_copy(update={"stages": (*LONG.stages, LONG.stages[4])}).model_dump())
    assert len(nine.stages) == 9
    assert not missing_ends(nine, words(read(nine)))


def test_a_word_that_never_ends_breaks_within_its_column():
    endless = Statement(text="x" * 590, basis=EXAMPLE.scenario.basis)
    stages = tuple(stage.model_copy(update={"customer_goal": endless}) for stage in EXAMPLE.stages)
    lines = read(EXAMPLE.model_copy(update={"stages": stages})).pages[1].extract_text().split("\n")
    runs = [len(line) for line in lines if line and set(line) == {"x"}]
    assert sum(runs) == 590 * len(stages)
    assert max(runs) < 40


@pytest.mark.parametrize(
    "text", ["日本語の文章", "مرحبا بالعالم", "Привет, мир", "👍🏽 ☕ 👩‍🍳 ✓", "€38 “q” ½ Łódź", "\u0378"]
)
def test_letters_of_any_script_break_neither_document_nor_picture(text):
    map = rewritten(EXAMPLE.model_copy(update={"stages": EXAMPLE.stages[:2]}), lambda _: text)
    assert len(read(map).pages) > 2
    assert size(FORMATS["png"].write(map))[0] > 1000


def test_accents_currencies_and_quotes_are_kept():
    odd = "Zoë’s “Größe” café: €38, £5 – ½ × 3 ✓ Łódź"
    assert bare(odd) in words(read(rewritten(EXAMPLE, lambda _: odd)))


def test_the_picture_is_twice_as_sharp_as_a_screen_and_wider_for_more_stages():
    wide, _ = size(FORMATS["png"].write(EXAMPLE))
    one, _ = size(FORMATS["png"].write(EXAMPLE.model_copy(update={"stages": EXAMPLE.stages[:1], "top_actions": ()})))
    assert one == 2 * 960
    assert wide == 2 * (200 + 165 * len(EXAMPLE.stages))


def test_a_map_without_lists_leaves_their_sections_out():
    empty = {"top_actions": (), "contradictions": (), "assumptions_to_validate": (), "kept_apart": (), "notes": ()}
    shown = words(read(EXAMPLE.model_copy(update=empty)))
    for title in ("Startwiththese", "Tofindout", "Keptapart", "Remarks"):
        assert title not in shown
    assert "Theevidence" in shown
