"""Slides that hold what they are given: texts flow on to further columns and slides, never over an edge."""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice, repeat, zip_longest
from math import ceil
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from assistant.documents import archive, neutral
from assistant.export.palette import FAINT, INK, SANS, SERIF, TEAL
from assistant.export.wrapping import wrapped

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide
    from pptx.text.text import TextFrame, _Paragraph

T = TypeVar("T")

WIDTH, HEIGHT, MARGIN = 960.0, 540.0, 40.0
"""A slide and its margin, in points."""
TOP, BOTTOM = 104.0, 500.0
"""Where the body of a slide begins and ends; titles stand above, the foot below."""
GUTTER, LEADING = 26.0, 1.22
SIZE = 11.5
FACTORS = (1.4, 1.25, 1.1)
"""How much larger the letters of a slide may be that has room."""


class Run(NamedTuple):
    """Some words in one look."""

    text: str
    colour: str = INK
    bold: bool = False
    italic: bool = False


class Paragraph(NamedTuple):
    """A paragraph of a slide; one that leads stays with the next."""

    runs: tuple[Run, ...]
    size: float = SIZE
    before: float = 0.0
    leads: bool = False
    font: str = SANS

    def height(self, width: float) -> float:
        """Return the points it takes at `width`, rather too many than too few."""
        return self.before + _lines(" ".join(run.text for run in self.runs), width, self.size) * self.size * LEADING

    def parts(self, width: float, height: float) -> Iterator["Paragraph"]:
        """Yield the paragraph in pieces of which each fits into `height`."""
        if self.height(width) <= height:
            yield self
            return
        lines = max(1, int((height - self.before) / (self.size * LEADING)))
        for run in self.runs:
            for some in batches(wrapped(run.text, width, self.size), lines):
                yield self._replace(runs=(run._replace(text=" ".join(some)),))


@cache  # because the same words are measured again and again while a slide is tried in several sizes
def _lines(text: str, width: float, size: float) -> int:
    return max(1, sum(1 for _ in wrapped(text, width, size)))


Column = tuple[Paragraph, ...]


def columns_of(paragraphs: Iterable[Paragraph], width: float, height: float = BOTTOM - TOP) -> tuple[Column, ...]:
    """Return `paragraphs` in columns of which none is higher than `height`."""
    made: list[list[Paragraph]] = [[]]
    used = 0.0
    for paragraph in (part for whole in paragraphs for part in whole.parts(width, height)):
        needed = paragraph.height(width)
        # because a title at the foot of a column leads nowhere, it asks for two lines below it
        if made[-1] and used + needed + (2 * SIZE * LEADING if paragraph.leads else 0) > height:
            made.append([])
            used = 0.0
        made[-1].append(paragraph)
        used += needed
    return tuple(tuple(column) for column in made)


def batches(values: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Yield `values` in groups of `size`; the last may be smaller."""
    rest = iter(values)
    while some := tuple(islice(rest, size)):
        yield some


def column_width(columns: int) -> float:
    """Return how wide each of `columns` beside one another is."""
    return (WIDTH - 2 * MARGIN - GUTTER * (columns - 1)) / columns


class Deck:
    """A presentation to which slides are added."""

    def __init__(self, title: str, language: str, continued: str) -> None:
        import pptx
        from pptx.util import Pt

        self._made = pptx.Presentation()
        self._made.slide_width, self._made.slide_height = Pt(WIDTH), Pt(HEIGHT)
        layout = self._made.slide_layouts.get_by_name("Title Only")
        assert layout is not None
        self._layout = layout
        self._title, self._continued = title, continued
        _widen(self._made)
        about = self._made.core_properties
        about.title, about.language, about.author, about.last_modified_by = neutral.xml(title)[:250], language, "", ""

    def slide(self, title: str, kicker: str = "") -> "Slide":
        """Add a slide with a title, which shrinks until it fits, and return it."""
        from pptx.util import Pt

        slide: Slide = self._made.slides.add_slide(self._layout)
        box = slide.shapes.title
        assert box is not None
        box.left, box.top, box.width, box.height = Pt(MARGIN), Pt(38), Pt(WIDTH - 2 * MARGIN), Pt(56)
        sizes = (Paragraph((Run(title),), size, font=SERIF) for size in (26.0, 20.0, 15.0, 11.0))
        fitting = next((it for it in sizes if it.height(WIDTH - 2 * MARGIN) <= 56), None)
        fill(box.text_frame, [fitting or Paragraph((Run(title),), 8.5, font=SERIF)])
        if kicker:
            self.text(slide, [Paragraph((Run(kicker, TEAL, bold=True),), 11)], (MARGIN, 20, WIDTH - 2 * MARGIN, 16))
        number = f"{next(wrapped(self._title, 700, 9), '')} · {len(self._made.slides)}"
        self.text(slide, [Paragraph((Run(number, FAINT),), 9)], (MARGIN, 514, WIDTH - 2 * MARGIN, 14))
        return slide

    def text(self, slide: "Slide", paragraphs: Sequence[Paragraph], place: tuple[float, float, float, float]) -> None:
        """Write `paragraphs` at `place`: left, top, width and height."""
        from pptx.util import Pt

        left, top, width, height = place
        fill(slide.shapes.add_textbox(Pt(left), Pt(top), Pt(width), Pt(height)).text_frame, paragraphs)

    def side_by_side(self, title: str, texts: Sequence[Iterable[Paragraph]], kicker: str = "") -> "Slide":
        """Add one slide, or as many as it takes, with each of `texts` in a column of its own; return the first."""
        width = column_width(len(texts))
        whole = [tuple(text) for text in texts]

        def pages(factor: float) -> list[tuple[Column, ...]]:
            flows = (columns_of(_scaled(text, factor), width) for text in whole)
            return list(zip_longest(*flows, fillvalue=()))

        return self._pages(title, _largest(pages), width, kicker)[0]

    def flowing(self, title: str, paragraphs: Iterable[Paragraph], columns: int) -> None:
        """Add as many slides as `paragraphs` take in `columns` columns."""
        width = column_width(columns)
        whole = tuple(paragraphs)
        flow = _largest(lambda factor: list(batches(columns_of(_scaled(whole, factor), width), columns)))
        self._pages(title, flow, width)

    def _pages(self, title: str, pages: Iterable[tuple[Column, ...]], width: float, kicker: str = "") -> list["Slide"]:
        titles = chain([title], repeat(f"{title} {self._continued}"))
        return [self._columns(title, columns, width, kicker) for title, columns in zip(titles, pages, strict=False)]

    def _columns(self, title: str, columns: Iterable[Column], width: float, kicker: str) -> "Slide":
        slide = self.slide(title, kicker)
        for position, column in enumerate(columns):
            if column:
                self.text(slide, column, (MARGIN + position * (width + GUTTER), TOP, width, BOTTOM - TOP))
        return slide

    def content(self) -> bytes:
        """Return the file; the same slides give the same bytes."""
        out = io.BytesIO()
        self._made.save(out)
        return archive.steady(out.getvalue())


def _scaled(paragraphs: Iterable[Paragraph], factor: float) -> Iterator[Paragraph]:
    return (it._replace(size=round(it.size * factor, 1), before=it.before * factor) for it in paragraphs)


def _largest(pages: Callable[[float], list[T]]) -> list[T]:
    """Return the pages in the largest letters that still make one slide, else in the usual ones."""
    return next((made for factor in FACTORS if len(made := pages(factor)) == 1), None) or pages(1.0)


def fill(frame: "TextFrame", paragraphs: Sequence[Paragraph]) -> None:
    """Write `paragraphs` into `frame`, from its top, within its edges."""
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
    from pptx.util import Emu

    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    for position, paragraph in enumerate(paragraphs):
        write(frame.paragraphs[0] if position == 0 else frame.add_paragraph(), paragraph)


def write(line: "_Paragraph", paragraph: Paragraph) -> None:
    """Write one paragraph."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    line.alignment, line.space_before, line.space_after = PP_ALIGN.LEFT, Pt(paragraph.before), Pt(0)
    for run in paragraph.runs:
        made = line.add_run()
        made.text = neutral.run(run.text)
        made.font.name, made.font.size = paragraph.font, Pt(paragraph.size)
        made.font.bold, made.font.italic = run.bold, run.italic
        made.font.color.rgb = RGBColor.from_string(run.colour)


def describe(shape: object, told: str) -> None:
    """Give `shape` a text for those who do not see it."""
    from pptx.oxml.ns import qn

    # because the library has no common type for what has an element: shapes, tables, charts and pictures
    properties = next(shape.element.iter(qn("p:cNvPr")))  # type: ignore[attr-defined]
    properties.set("descr", neutral.xml(told))


def _widen(made: "Presentation") -> None:
    # because the library's own template is for narrow screens, every place in it moves to the wide one
    from pptx.oxml.ns import qn

    wide = WIDTH / 720
    master = made.slide_master
    for owner in (master, *master.slide_layouts):
        for tag, name in (("a:off", "x"), ("a:ext", "cx")):
            for place in owner.element.iter(qn(tag)):
                if place.get(name):
                    place.set(name, str(ceil(int(place.get(name)) * wide)))
