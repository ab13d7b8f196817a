"""Look for anything live in what leaves the product: scripts, formulas, links, images, directives."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from types import MappingProxyType
from urllib.parse import urlsplit

Check = Callable[[bytes], Iterator[str]]
"""Yields what is live, in words."""

_LIVE_TAGS = {"script", "iframe", "object", "embed", "form", "input", "base", "img", "video", "audio", "foreignobject",
              "applet", "frame", "animate", "set"}  # fmt: skip
_ADDRESSES = {"href", "src", "xlink:href", "action", "formaction"}
_LIVE_SCHEMES = {"javascript", "data", "vbscript", "file"}
_FORMULA = re.compile(r"^\s*[=+\-@|%＝＋－＠\t]")
_MINUS_NUMBER = re.compile(r"^[−-]?\d+([.,]\d+)?$")
_LIVE_MARKDOWN = re.compile(
    r"(?<!\\)!\[|(?<!\\)\]\((?!#)|(?<!\\)<(?:[a-z/!?])|(?<!\\)\]:\s*http|^\s*:::", re.IGNORECASE | re.MULTILINE
)
_MERMAID_LINE = re.compile(r"^(journey|title .*|section .*|.+ *: *[1-5](: .*)?|)$")


_LIVE_PARTS = re.compile(r"vbaProject|activeX|oleObject|embeddings/(?!.*\.xlsx$)", re.IGNORECASE)
_EXTERNAL = re.compile(r'TargetMode="External"|\bhlinkClick\b[^>]*\baction="(?!ppaction://hlinksldjump)')
_FIELD = re.compile(r'<w:fldSimple [^>]*w:instr="([^"]*)"|<w:instrText[^>]*>([^<]*)<')
_OWN_FIELDS = frozenset({"PAGE", "NUMPAGES"})
_STREAM = re.compile(rb"(?s)stream\r?\n.*?endstream")
_ACTION = re.compile(
    rb"/(?:URI|JavaScript|JS|Launch|EmbeddedFile|OpenAction|AA|SubmitForm|ImportData|RichMedia|GoToR|GoToE)\b"
)

_MERMAID_LOST = re.compile(r"(?i)(?:section|title|journey|acctitle|accdescr|%).*: *[1-5]: ")
"""A task that Mermaid takes for something else, because it begins with one of its words."""


class _Tags(HTMLParser):
    """Collects what is live in HTML or SVG."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LIVE_TAGS:
            self.found.append(f"a <{tag}>")
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            if name.startswith("on"):
                self.found.append(f"the attribute {name}")
            if (
                name in ("href", "src", "xlink:href", "action", "formaction")
                and urlsplit(address).scheme in _LIVE_SCHEMES
            ):
                self.found.append(f"an address {address[:30]}")
            if name in ("src", "action", "formaction", "srcset", "background"):
                self.found.append(f"something loaded by {name}")
            if name == "href" and tag != "a" and address and not address.startswith("#"):
                self.found.append(f"something loaded by <{tag} href>")
            if name == "style" and "url(" in address:
                self.found.append("a style with an address")


def _markup(content: bytes) -> Iterator[str]:
    parser = _Tags()
    parser.feed(content.decode("utf-8"))
    yield from parser.found


def _csv(content: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
        for cell in row:
            if _FORMULA.match(cell) and not _MINUS_NUMBER.match(cell):
                yield f"a cell that a spreadsheet runs: {cell[:40]}"


def _xlsx(content: bytes) -> Iterator[str]:
    import openpyxl  # imported late: only this check needs it

    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield f"a formula: {str(cell.value)[:40]}"
                if cell.hyperlink is not None and cell.hyperlink.target:
                    yield f"a link: {cell.hyperlink.target[:40]}"


def markdown(content: bytes) -> Iterator[str]:
    """Yield images, links, raw HTML and directives in Markdown; links within the page are harmless."""
    for found in _LIVE_MARKDOWN.finditer(content.decode("utf-8")):
        yield f"live Markdown: {found.group()[:20]!r}"


def _mermaid(content: bytes) -> Iterator[str]:
    for line in content.decode("utf-8").splitlines():
        if not _MERMAID_LINE.match(line.strip()) or _MERMAID_LOST.match(line.strip()):
            yield f"a line that is no task: {line.strip()[:40]}"


def _office(content: bytes) -> Iterator[str]:
    """Yield what a word processor or a slide show would fetch, run or fill in."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if _LIVE_PARTS.search(name):
                yield f"a part that runs or holds another file: {name}"
            elif name.endswith(".xlsx"):  # the figures behind a chart
                yield from _xlsx(package.read(name))
            if name.endswith((".rels", ".xml")):
                text = package.read(name).decode("utf-8")
                yield from (f"something from elsewhere in {name}" for _ in _EXTERNAL.finditer(text))
                fields = (found[1] or found[2] or "" for found in _FIELD.finditer(text))
                yield from (f"a field: {field[:40]}" for field in fields if field.strip() not in _OWN_FIELDS)


def _pdf(content: bytes) -> Iterator[str]:
    """Yield actions of a PDF but jumps within it; its objects stand in the open, else that is said."""
    in_the_open = _STREAM.sub(b"", content)
    yield from (f"an action or attachment: {name.decode()}" for name in sorted(set(_ACTION.findall(in_the_open))))
    if b"/ObjStm" in in_the_open:
        yield "objects packed away, which were not looked into"


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        **{"html": _markup, "svg": _markup, "csv": _csv, "xlsx": _xlsx, "md": markdown, "mermaid": _mermaid},
        **{"docx": _office, "pptx": _office, "pdf": _pdf},
    }
)
"""By the name of the format; JSON is data and PNG a picture, which cannot be live."""
SLOW = frozenset({"docx", "pptx", "pdf"})
"""Formats that take a second to write: not every payload goes there."""
