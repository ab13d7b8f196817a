"""Writes a synthesis as a one-page report: HTML that asks nothing of the network and runs nothing."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from assistant.survey.chart import chart
from assistant.synthesis import Synthesis
from assistant.text import clean
from assistant.words import load_words

_TEMPLATES = Path(__file__).parent / "templates"
_NEVER_IN_HTML = re.compile(r"[^\t\n\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def report(synthesis: Synthesis) -> str:
    """Return the report as a whole HTML document; every text in it is inert."""
    words = load_words("survey")
    style = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            synthesis=synthesis,
            words=words,
            style=Markup(style),  # noqa: S704 - our own file; the hash in the policy is that of exactly these bytes
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            chart=Markup(chart(synthesis.themes, words)),  # noqa: S704 - built as an element tree, which escapes
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, Markup) else _inert(str(value)),
    )


def _inert(text: str) -> Markup:
    return escape(_NEVER_IN_HTML.sub("\ufffd", clean(text)))
