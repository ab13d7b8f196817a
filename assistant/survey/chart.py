"""Draws the themes by how many name them and how badly it goes for those who do, as inline SVG."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from assistant.synthesis import Theme
from assistant.text import clean
from assistant.words import Words

WIDTH, HEIGHT = 640.0, 320.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 60.0, 24.0, 18.0, 44.0
_MOST = 12


def chart(themes: Sequence[Theme], words: Words) -> str:
    """Return the drawing: share to the right, severity upwards, the numbers are those of the list beside it."""
    drawn = [(number, theme) for number, theme in enumerate(themes[:_MOST], 1) if is_drawn(theme)]
    svg = Element("svg", {"class": "chart", "viewBox": f"0 0 {WIDTH:g} {HEIGHT:g}", "role": "img"})
    svg.set("aria-label", clean(in_words(themes[:_MOST], words)))
    most = max([10.0, *(theme.share for _, theme in drawn)]) * 1.1
    _axes(svg, most, words)
    for number, theme in drawn:
        x = _LEFT + theme.share / most * (WIDTH - _LEFT - _RIGHT)
        y = HEIGHT - _BOTTOM - (theme.severity or 0) * (HEIGHT - _TOP - _BOTTOM)
        mark = "own" if theme.severity_basis == "own score" else "estimated"
        SubElement(svg, "circle", {"class": mark, "cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "11"})
        _text(svg, str(number), x, y + 4, "number", "middle")
    return tostring(svg, encoding="unicode")


def is_drawn(theme: Theme) -> bool:
    """Tell whether a theme has a place in the drawing: how badly it goes is known, and from more than a few voices."""
    return theme.severity is not None and not theme.few_voices


def in_words(themes: Iterable[Theme], words: Words) -> str:
    """Return the drawing as a sentence, for those who do not see it."""
    told = (words("report.point", theme=theme) for theme in themes if is_drawn(theme))
    return words("report.chart", points="; ".join(told))


def _axes(svg: Element, most: float, words: Words) -> None:
    bottom, right = HEIGHT - _BOTTOM, WIDTH - _RIGHT
    for x1, y1, x2, y2 in ((_LEFT, _TOP, _LEFT, bottom), (_LEFT, bottom, right, bottom)):
        SubElement(svg, "line", {"class": "axis", "x1": f"{x1:g}", "y1": f"{y1:g}", "x2": f"{x2:g}", "y2": f"{y2:g}"})
    for part in (0.0, 0.5, 1.0):
        y = bottom - part * (bottom - _TOP)
        _text(svg, f"{part:.0%}", _LEFT - 8, y + 4, "tick", "end")
        _text(svg, f"{part * most:.0f} %", _LEFT + part * (right - _LEFT), bottom + 16, "tick", "middle")
    _text(svg, words("report.across"), (_LEFT + right) / 2, HEIGHT - 8, "label", "middle")
    _text(svg, words("report.up"), _LEFT + 6, _TOP + 2, "label", "start")


def _text(svg: Element, text: str, x: float, y: float, kind: str, anchor: str) -> None:
    node = SubElement(svg, "text", {"class": kind, "x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor})
    node.text = clean(text)
