"""Any valid map renders to every format, and nothing that anybody wrote into it can act."""

import csv
import io
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import markdown_it
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.export import FORMATS
from assistant.export.csv_file import BOM
from assistant.export.layout import lay_out
from assistant.export.wrapping import wrapped
from assistant.files import read_map
from assistant.model import JourneyMap
from assistant.words import load_words
from tests.export.example_map import EXAMPLE
from tests.strategies import NASTY, maps

some = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
few = settings(some, max_examples=4)
PRINTED = ("pdf", "png", "docx", "pptx")
"""Formats that take a while to make."""
QUICK = tuple(format for format in FORMATS.values() if format.name not in PRINTED)
VOID = {"meta", "link", "br", "img", "hr", "input"}


class Page(HTMLParser):
    """An HTML document taken apart: its elements with their attributes, its text, and whether the tags match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every `tag`."""
        return [attrs for name, attrs in self.elements if name == tag]


def page(map: JourneyMap) -> Page:
    """Return the page of `map`, taken apart."""
    return Page(FORMATS["html"].write(map).decode())


@some
@given(maps())
def test_any_valid_map_renders_to_every_format_and_twice_to_the_same_bytes(map):
    for format in QUICK:
        assert len(format.write(map)) > 20
        assert format.write(map) == format.write(map)
        assert re.fullmatch(rf"journey-map[a-z0-9-]*{re.escape(format.suffix)}", format.file_name(map))


@few
@given(maps())
def test_any_valid_map_is_printed_and_twice_to_the_same_bytes(map):
    for format in FORMATS.values():
        if format.name in PRINTED:
            assert format.write(map) == format.write(map)
            assert format.file_name(map).endswith(f".{format.name}")


def test_every_format_says_what_it_is_good_for():
    assert set(load_words("export").get("formats")) == set(FORMATS)
    assert all(format.title for format in FORMATS.values())


# The page


@some
@given(maps())
def test_nothing_in_the_page_can_act_or_ask_the_network(map):
    made = page(map)
    tags = {tag for tag, _ in made.elements}
    assert not tags & {"script", "iframe", "object", "embed", "link", "img", "form", "base", "input", "audio", "video"}
    for tag, attrs in made.elements:
        for name, value in attrs.items():
            assert not name.startswith("on"), (tag, name)
            assert name not in {"style", "src", "srcset", "action", "formaction", "xlink:href", "background"}
            if name == "href":
                assert re.fullmatch(r"#[nr]\d+", value or "")
    assert [attrs["http-equiv"] for attrs in made.all("meta") if "http-equiv" in attrs] == ["Content-Security-Policy"]
    assert len(made.all("style")) == 1


def test_the_style_sheet_asks_for_no_file():
    style = re.search(r"<style>(.*?)</style>", FORMATS["html"].write(EXAMPLE).decode(), re.DOTALL)
    assert style
    assert not re.search(r"url\(|@import|expression\(|https?:", style[1])


@some
@given(maps())
def test_every_link_of_the_page_leads_to_exactly_one_place(map):
    made = page(map)
    ids = [str(attrs["id"]) for _, attrs in made.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {str(attrs["href"])[1:] for attrs in made.all("a")} <= set(ids)
    assert {str(attrs["aria-labelledby"]) for _, attrs in made.elements if "aria-labelledby" in attrs} <= set(ids)


@some
@given(maps())
def test_the_words_of_the_map_stand_in_the_page_as_written(map):
    shown = re.sub(r"\s+", " ", "".join(page(map).text))
    for stage in map.stages:
        assert stage.name in shown
        assert stage.emotion.because in shown
        assert all(action.text in shown for action in stage.actions)


def test_the_table_has_a_caption_and_headers_for_rows_and_columns():
    made = page(EXAMPLE)
    scopes = [attrs.get("scope") for attrs in made.all("th")]
    assert len(made.all("caption")) == 1
    assert scopes.count("col") == len(EXAMPLE.stages)
    assert scopes.count("row") == len(scopes) - len(EXAMPLE.stages) == sum(not n.empty for n in lay_out(EXAMPLE).lanes)


def test_the_curve_is_told_in_words():
    curves = [attrs for attrs in page(EXAMPLE).all("svg") if "curve" in str(attrs["class"])]
    assert len(curves) == 2
    assert all("The night before −2, terrified" in str(curve["aria-label"]) for curve in curves)


def test_a_map_without_guesses_or_lists_leaves_their_sections_out():
    bare = EXAMPLE.model_copy(
        update={"top_actions": (), "contradictions": (), "assumptions_to_validate": (), "kept_apart": (), "notes": ()}
    )
    ids = {attrs.get("id") for attrs in page(bare).all("h2")}
    assert {"map", "legend", "evidence"} <= ids
    assert not ids & {"top", "contradictions", "assumptions", "apart"}


# Markdown


@some
@given(maps())
def test_markdown_holds_no_link_no_image_and_no_html(map):
    text = FORMATS["md"].write(map).decode()
    tokens = markdown_it.MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(text)
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {"link_open", "image", "html_block", "html_inline", "code_inline", "fence", "code_block", "hr"}


def test_the_overview_in_markdown_has_a_row_for_every_stage():
    text = FORMATS["md"].write(EXAMPLE).decode()
    html = markdown_it.MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert html.count("<tr>") == len(EXAMPLE.stages) + 1
    assert html.count("<h1>") == 1


# CSV


@some
@given(maps())
def test_csv_has_one_row_for_every_line_and_no_formula(map):
    text = FORMATS["csv"].write(map).decode()
    assert text.startswith(BOM)
    header, *rows = csv.reader(io.StringIO(text.removeprefix(BOM), newline=""))
    assert header == load_words("export").get("csv.columns")
    assert all(len(row) == len(header) for row in rows)
    assert all(not cell.lstrip().startswith(tuple("=+-@|%＝＋－＠｜％")) for row in rows for cell in row)
    grid = lay_out(map)
    assert len(rows) >= sum(len(cell.entries) for lane in grid.lanes for cell in lane.cells) + len(grid.columns)


# Mermaid


def parsed(diagram: str) -> tuple[str, list[tuple[str, list[tuple[str, str, str]]]]]:
    """Read a journey diagram by the rules of its grammar: the lexer's own patterns, longest rule first as it tries."""
    lines = diagram.split("\n")
    assert lines[0] == "journey"
    title, sections = "", []
    for line in lines[1:]:
        rest = line.strip()
        assert "%%" not in rest
        if not rest:
            continue
        if found := re.fullmatch(r"title\s([^#\n;]+)", rest, re.IGNORECASE):
            title = found[1]
        elif found := re.fullmatch(r"section\s([^#:\n;]+)", rest, re.IGNORECASE):
            sections.append((found[1], []))
        else:
            assert not re.match(r"(?i)journey|acctitle|accdescr", rest)
            found = re.fullmatch(r"([^#:\n;]+):([^#\n;]+)", rest)
            assert found, rest
            score, actors = found[2].split(":")
            sections[-1][1].append((found[1], str(int(score)), *(actor.strip() for actor in actors.split(","))))
    return title, sections


@some
@given(maps())
def test_mermaid_keeps_every_stage_every_action_and_every_score(map):
    title, sections = parsed(FORMATS["mermaid"].write(map).decode())
    assert title
    assert len(sections) == len(map.stages)
    for stage, (name, tasks) in zip(map.stages, sections, strict=True):
        assert name
        assert len(tasks) == len(stage.actions)
        assert {score for _, score, *_ in tasks} == {str(stage.emotion.valence + 3)}
        assert all(len(task) == 3 for task in tasks)


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_title_stays_one_title(text):
    nasty = EXAMPLE.model_copy(update={"title": text})
    title, sections = parsed(FORMATS["mermaid"].write(nasty).decode())
    assert title
    assert [name for name, _ in sections] == [stage.name for stage in EXAMPLE.stages]


# JSON


@some
@given(maps())
def test_a_map_exported_and_read_back_is_the_same_map(tmp_path_factory, map):
    path = tmp_path_factory.mktemp("maps") / "map.json"
    written = FORMATS["json"].write(map)
    path.write_bytes(written)
    again = read_map(path)
    assert again == map
    assert FORMATS["json"].write(again) == written


# The workbook


@settings(some, max_examples=10)
@given(maps(most_stages=2))
def test_every_cell_of_the_workbook_is_text(map):
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(map)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)
    assert all(cell.quotePrefix for cell in cells)


def test_the_workbook_refers_to_nothing_outside():
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].write(EXAMPLE))) as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower() or "vba" in name.lower()]
        assert b"TargetMode" not in b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))


def test_the_workbook_holds_the_map_its_lines_and_the_evidence():
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(EXAMPLE)))
    lines, evidence = book.worksheets[1], book.worksheets[2]
    assert book.worksheets[0].max_column == len(EXAMPLE.stages) + 1
    text = FORMATS["csv"].write(EXAMPLE).decode().removeprefix(BOM)
    assert lines.max_row == len(list(csv.reader(io.StringIO(text, newline=""))))
    assert evidence.max_row == len(lay_out(EXAMPLE).footnotes) + 1


# The poster


@some
@given(maps())
def test_the_poster_is_made_of_shapes_and_text_alone(map):
    drawn = ElementTree.fromstring(FORMATS["svg"].write(map))
    kinds = {element.tag.rpartition("}")[2] for element in drawn.iter()}
    assert kinds <= {"svg", "title", "rect", "line", "path", "circle", "text"}
    names = {name for element in drawn.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name or name == "style"}


@some
@given(st.text(), st.floats(30, 300))
def test_wrapping_keeps_every_letter(text, width):
    lines = list(wrapped(text, width, 13))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(lines)


def test_no_line_of_the_poster_leaves_its_page():
    drawn = ElementTree.fromstring(FORMATS["svg"].write(EXAMPLE))
    height = float(drawn.attrib["height"])
    assert all(0 < float(text.attrib["y"]) < height for text in drawn.iter() if text.tag.endswith("}text"))
