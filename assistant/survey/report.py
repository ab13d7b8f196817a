"""Writes a synthesis as a one-page report: HTML that asks nothing of the network and runs nothing."""

from pathlib import Path

from markupsafe import Markup

from assistant.documents import page
from assistant.survey.chart import chart
from assistant.synthesis import Synthesis
from assistant.words import load_words

_TEMPLATES = Path(__file__).parent / "templates"


def report(synthesis: Synthesis) -> str:
    """Return the report as a whole HTML document; every text in it is inert."""
    words = load_words("survey")
    style = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    return page.render(
        _TEMPLATES / "report.html.j2",
        style,
        synthesis=synthesis,
        words=words,
        chart=Markup(chart(synthesis.themes, words)),  # noqa: S704 - built as an element tree, which escapes
    )
