"""Each neutraliser takes the teeth out of anything for its own sink, and leaves ordinary words alone."""

import csv
import io
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import markdown_it
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.documents import neutral
from tests.strategies import NASTY

fuzz = settings(max_examples=200, deadline=None)
pieces = st.sampled_from(
    ["![", "](", "https://evil.example/", "javascript:", "[r]: ", "<img src=", ">", "<", ")", "]", "!", "\n", " ",
     "\\", "&lt;", "&#60;", "`", "a", "//e.example", "www.", "@e.example", "=", "+", "-", "|", "%%", ":", "#", ";", "'"]
)  # fmt: skip
hostile = st.one_of(st.sampled_from(NASTY), st.text(), st.lists(pieces, max_size=14).map("".join))
PLAIN = ("They ring me, or e-mail.", "3 in 10 quotes – “about £350”", "Open 8.30 to 17.00", "O'Brien's café", "13.5 %")


@fuzz
@given(hostile)
def test_markdown_renders_as_the_words_themselves(text):
    md = markdown_it.MarkdownIt("gfm-like", {"html": True, "linkify": False})
    tokens = md.parse(f"- {neutral.markdown(text)}\n")
    assert {token.type for token in tokens} <= {
        "bullet_list_open", "list_item_open", "paragraph_open", "inline", "paragraph_close", "list_item_close",
        "bullet_list_close",
    }  # fmt: skip
    inner = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inner} <= {"text"}
    shown = "".join(child.content for child in inner).replace("\u200c", "")
    assert shown == re.sub(r"\s+", " ", neutral.terminal(text)).replace("\u200c", "").strip()


@fuzz
@given(hostile)
def test_markdown_holds_no_address_that_a_renderer_would_link(text):
    md = markdown_it.MarkdownIt("commonmark")
    shown = "".join(child.content for token in md.parse(neutral.markdown(text)) for child in token.children or ())
    # the rule by which GitHub finds bare addresses and mails in finished text
    assert not re.search(r"(?i)(https?://|www(?=\.))[-.\w]+", shown)
    assert not re.search(r"[-.\w+]+@[-\w]+(\.[-\w]+)+", shown)


@fuzz
@given(hostile)
def test_html_is_one_text_whether_in_an_element_or_an_attribute(text):
    seen: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            seen.append(f"{tag} {dict(attrs)['title']}")

        def handle_data(self, data):
            seen.append(data)

        def handle_comment(self, data):
            raise AssertionError(data)

    made = neutral.html(text)
    reader = Reader()
    reader.feed(f'<p title="{made}">{made}</p>')
    reader.close()
    words = neutral.xml(text)
    assert "".join(seen) == f"p {words}{words}"


@fuzz
@given(hostile)
def test_xml_holds_only_what_xml_can_hold(text):
    element = ElementTree.Element("t")
    element.text = neutral.xml(text)
    assert ElementTree.fromstring(ElementTree.tostring(element, encoding="unicode")).text == (neutral.xml(text) or None)


@fuzz
@given(hostile, st.sampled_from([",", ";", "\t"]))
def test_no_spreadsheet_sees_a_formula_whatever_separator_it_believes_in(text, separator):
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([neutral.csv(text)])
    out.seek(0)
    for row in csv.reader(out, delimiter=separator):
        for cell in row:
            assert not cell.strip().strip('"').strip().startswith(tuple("=+-@|%＝＋－＠｜％"))


@fuzz
@given(hostile, st.booleans())
def test_mermaid_text_holds_nothing_that_the_grammar_reads(text, actor):
    made = neutral.mermaid(text, actor)
    assert made
    assert made == made.strip()
    assert not set(made) & set(":#;\n<>" + ("," if actor else ""))
    assert "%%" not in made
    assert not re.match(r"(?i)(section|title|journey|acctitle|accdescr|%)", made)


@fuzz
@given(hostile)
def test_a_file_name_is_plain_and_never_a_device(text):
    name = neutral.file_name(text, ".html")
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,80}\.html", name)
    assert name.partition(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt1"}


@fuzz
@given(st.text())
def test_a_terminal_gets_no_control_character(text):
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", neutral.terminal(text))


@pytest.mark.parametrize("text", PLAIN)
def test_ordinary_words_stay_as_they_are(text):
    assert neutral.markdown(text) == text
    assert neutral.csv(text) == text
    assert neutral.mermaid(text) == text
    assert neutral.terminal(text) == text


@pytest.mark.parametrize(
    "evil", ["![" * 50_000, "[" * 100_000, "https:" * 20_000, "[a](" * 30_000, " " * 200_000 + "=1", ";" * 100_000]
)
def test_a_very_long_text_keeps_no_sink_busy(evil):
    # the suite's own time limit is the judge: a pattern that backtracks would take hours here
    for sink in (neutral.html, neutral.csv, neutral.markdown, neutral.mermaid, neutral.terminal):
        assert sink(evil)


def test_a_run_keeps_the_space_that_parts_it_from_its_neighbours_and_nothing_else():
    assert neutral.run("\u00a0● you ") == "\u00a0● you "
    assert neutral.run("  \x07word\n") == " word"
    assert neutral.run("") == ""
    assert neutral.run(" ") == " "
