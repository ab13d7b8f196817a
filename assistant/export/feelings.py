"""How the journey feels, as a chart on a slide that people can edit."""

from typing import TYPE_CHECKING, cast

from assistant.documents import neutral
from assistant.export.grid import EmotionPoint, Grid
from assistant.export.lanes import valence
from assistant.export.palette import INK, RUST, SOFT, TEAL
from assistant.export.slides import BOTTOM, MARGIN, TOP, WIDTH, Deck, Paragraph, Run, describe

if TYPE_CHECKING:
    from pptx.chart.chart import Chart
    from pptx.chart.data import ChartData
    from pptx.chart.point import Point
    from pptx.shapes.graphfrm import GraphicFrame

NAME, WORD = 40, 24
"""Letters of a stage's name and of a feeling that fit into the chart; the slides of the stages say them whole."""


def add_feelings(deck: Deck, grid: Grid, title: str, told: str, key: str) -> None:
    """Add a slide with the feelings as a line chart over the stages; `told` is the same in words."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Pt

    data = CategoryChartData()
    # because the chart's own workbook takes "=…" for a formula and "http…" for a link, every name begins with a number
    data.categories = [f"{n}. {_cut(column.name.text, NAME)}" for n, column in enumerate(grid.columns, start=1)]
    data.add_series(neutral.xml(title), [point.valence for point in grid.emotions])
    slide = deck.slide(title)
    place = (Pt(MARGIN), Pt(TOP), Pt(WIDTH - 2 * MARGIN), Pt(BOTTOM - TOP - 26))
    frame = cast("GraphicFrame", slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *place, cast("ChartData", data)))
    describe(frame, told)
    _style(frame.chart)
    for point, drawn in zip(grid.emotions, frame.chart.plots[0].series[0].points, strict=False):
        _mark(drawn, point)
    deck.text(slide, [Paragraph((Run(key, SOFT),), 10.5)], (MARGIN, BOTTOM - 20, WIDTH - 2 * MARGIN, 18))


def _style(chart: "Chart") -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_TICK_LABEL_POSITION
    from pptx.util import Pt

    chart.has_legend = chart.has_title = False
    chart.font.size = Pt(11)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = -3, 3, 1
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE  # because every point says its own value
    axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("E5DDD0")
    axis.format.line.fill.background()
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    line = chart.plots[0].series[0]
    line.smooth = False  # because a smooth line swings beyond what was said
    line.format.line.color.rgb, line.format.line.width = RGBColor.from_string(INK), Pt(2.5)


def _mark(drawn: "Point", point: EmotionPoint) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
    from pptx.util import Pt

    tone = RGBColor.from_string(RUST if point.valence < 0 else TEAL if point.valence > 0 else INK)
    drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 11
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = RGBColor(255, 255, 255) if point.badge == "assumption" else tone
    drawn.marker.format.line.color.rgb, drawn.marker.format.line.width = tone, Pt(2.25)
    label = drawn.data_label
    label.position = XL_LABEL_POSITION.BELOW if point.valence < 0 else XL_LABEL_POSITION.ABOVE
    label.text_frame.text = f"{_cut(point.word, WORD)} ({valence(point.valence)})"
    label.text_frame.paragraphs[0].runs[0].font.size = Pt(12)
    label.text_frame.paragraphs[0].runs[0].font.bold = True


def _cut(text: str, longest: int) -> str:
    return neutral.xml(text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…")
