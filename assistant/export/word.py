"""The pieces of a Word document: headings, paragraphs of many looks, tables that stay on the page, a picture."""

import io
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from assistant.documents import archive, neutral
from assistant.export.palette import FAINT, INK, RULE, SANS, SERIF

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

MARGIN = 48.0
"""Space around a page, in points."""
TOGETHER = 8
"""Rows up to which a table of labels stays on one page."""
A4, A3 = (595.3, 841.9), (841.9, 1190.6)
"""Width and height of an upright page."""


class Run(NamedTuple):
    """Some words in one look; no size means that of the paragraph."""

    text: str
    colour: str = INK
    bold: bool = False
    italic: bool = False
    size: float | None = None
    serif: bool = False


Line = Sequence[Run]
"""One paragraph."""


class Report:
    """A document to which pieces are added from the top down."""

    def __init__(self, title: str, language: str) -> None:
        import docx

        self._made: Document = docx.Document()
        self._first = True
        about = self._made.core_properties
        about.title, about.language, about.author, about.comments = neutral.xml(title)[:250], language, "", ""
        _dress(self._made, language)

    def paper(self, size: tuple[float, float], *, landscape: bool, foot: str) -> float:
        """Begin a new page of this paper and return the width there is for text, in points."""
        from docx.enum.section import WD_ORIENT
        from docx.shared import Pt

        section = self._made.sections[0] if self._first else self._made.add_section()
        width, height = reversed(size) if landscape else size
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Pt(width), Pt(height)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Pt(MARGIN)
        if self._first:
            line = section.footer.paragraphs[0]
            write(line, (Run(f"{foot} · ", FAINT),))
            _page_number(line)
        self._first = False
        return width - 2 * MARGIN

    def title(self, text: str) -> None:
        """Add the title of the document."""
        write(self._made.add_paragraph(style="Title"), (Run(text),))

    def heading(self, level: int, line: Line) -> None:
        """Add a heading."""
        write(self._made.add_paragraph(style=f"Heading {level}"), line)

    def paragraph(self, line: Line, style: str = "Normal", *, leads: bool = False) -> None:
        """Add a paragraph; one that leads stays with what follows."""
        made = self._made.add_paragraph(style=style)
        made.paragraph_format.keep_with_next = leads or None
        write(made, line)

    def bullets(self, lines: Iterable[Line]) -> None:
        """Add a list."""
        for line in lines:
            self.paragraph(line, "List Bullet")

    def table(self, widths: Sequence[float], rows: int) -> "Table":
        """Add a table with light rules whose columns are `widths` points wide."""
        from docx.shared import Pt

        table: Table = self._made.add_table(rows, len(widths))
        table.autofit = False
        _rules(table)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Pt(width)
        for row in table.rows:
            _flag(row, "w:cantSplit")
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Pt(width)
        return table

    def pairs(self, width: float, pairs: Sequence[tuple[Line, Sequence[Line]]], label: float = 110) -> None:
        """Add a table of labels and what belongs to them; nothing where there are none."""
        if pairs:
            table = self.table((label, width - label), len(pairs))
            for row, (name, lines) in zip(table.rows, pairs, strict=True):
                fill(row.cells[0], (name,))
                fill(row.cells[1], lines)
            if len(pairs) <= TOGETHER:
                for cell in (cell for row in table.rows[:-1] for cell in row.cells):
                    for paragraph in cell.paragraphs:
                        paragraph.paragraph_format.keep_with_next = True
            self.gap()

    def gap(self) -> None:
        """Add a little room, without which two tables would become one."""
        from docx.shared import Pt

        line = self._made.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.line_spacing = Pt(8)

    def content(self) -> bytes:
        """Return the file; the same pieces give the same bytes."""
        out = io.BytesIO()
        self._made.save(out)
        return archive.steady(out.getvalue())


def write(paragraph: "Paragraph", line: Line) -> None:
    """Write `line` into `paragraph`."""
    from docx.shared import Pt, RGBColor

    for run in line:
        made = paragraph.add_run(neutral.run(run.text))
        made.bold, made.italic = run.bold or None, run.italic or None
        if run.colour != INK:
            made.font.color.rgb = RGBColor.from_string(run.colour)
        if run.size:
            made.font.size = Pt(run.size)
        if run.serif:
            made.font.name = SERIF


def fill(cell: "_Cell", lines: Sequence[Line], tint: str | None = None, starts: Collection[int] = ()) -> None:
    """Write `lines` into `cell`, each as a paragraph; those at the positions `starts` keep away from the one above."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for position, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.paragraph_format.space_before = Pt(5) if position in starts else None
        write(paragraph, line)
    if tint:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", tint)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)


def place(cell: "_Cell", picture: bytes, width: float, told: str) -> None:
    """Put `picture` into `cell`, told in words to those who do not see it."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=Pt(width))
    for part in (shape._inline.docPr, *shape._inline.iter(qn("pic:cNvPr"))):
        part.set("descr", neutral.xml(told))


def repeat(row: "_Row") -> None:
    """Let `row` stand at the head of every page its table takes."""
    _flag(row, "w:tblHeader")


def _flag(row: "_Row", name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _rules(table: "Table") -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders, margins = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for edge in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", RULE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    for edge in ("top", "left", "bottom", "right"):
        room = OxmlElement(f"w:{edge}")
        room.set(qn("w:w"), "70")
        room.set(qn("w:type"), "dxa")
        margins.append(room)
    table._tbl.tblPr.append(borders)
    table._tbl.tblPr.append(margins)


def _page_number(line: "Paragraph") -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    line._p.append(field)


def _dress(made: "Document", language: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    looks = (
        ("Normal", SANS, 10.5, False), ("Title", SERIF, 26, False), ("Heading 1", SERIF, 17, False),
        ("Heading 2", SANS, 12, True), ("Heading 3", SANS, 10.5, True), ("List Bullet", SANS, 10.5, False),
        ("Footer", SANS, 8, False),
    )  # fmt: skip
    for name, font, size, bold in looks:
        style = cast("ParagraphStyle", made.styles[name])
        style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
        style.font.color.rgb = RGBColor.from_string(INK)
        style.paragraph_format.space_after = Pt(6 if name != "Normal" else 4)
        # because a theme's font would win over the one that is named
        for fonts in style.element.iter(qn("w:rFonts")):
            for part in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{part}"), None)
            fonts.set(qn("w:hAnsi"), font)
    for border in made.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    for spoken in made.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)
