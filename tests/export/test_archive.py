"""The parts of an Office file carry one date, so that the same content gives the same bytes on any day."""

import io
import re
import zipfile

import pytest

from assistant.documents import archive
from assistant.export import FORMATS
from tests.export.example_map import EXAMPLE


def packed(year: int, made: str) -> bytes:
    """Return an archive whose part and whose properties are of `year`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr(zipfile.ZipInfo("word/document.xml", (year, 1, 1, 0, 0, 0)), "<w/>")
        about = f'<a><dcterms:created xsi:type="x">{made}</dcterms:created><dc:title>{made[:0]}2026</dc:title></a>'
        parts.writestr(zipfile.ZipInfo("docProps/core.xml", (year, 1, 1, 0, 0, 0)), about)
    return out.getvalue()


def test_the_day_on_which_a_file_is_made_leaves_no_trace():
    first, second = packed(2001, "2001-01-01T00:00:00Z"), packed(2026, "2026-11-22T10:00:00Z")
    assert first != second
    assert archive.steady(first) == archive.steady(second)
    with zipfile.ZipFile(io.BytesIO(archive.steady(first))) as parts:
        assert parts.read("word/document.xml") == b"<w/>"
        assert b"2026</dc:title>" in parts.read("docProps/core.xml")


@pytest.mark.parametrize("name", ["xlsx", "docx", "pptx"])
def test_every_part_of_an_office_file_is_of_the_same_day(name):
    with zipfile.ZipFile(io.BytesIO(FORMATS[name].write(EXAMPLE))) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {archive.EPOCH.year}
        dates = re.findall(rb"<dcterms:\w+[^>]*>(\d{4})", parts.read("docProps/core.xml"))
        assert dates
        assert set(dates) == {b"2000"}
