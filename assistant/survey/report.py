"""Writes a synthesis as a one-page report: HTML that asks nothing of the network and runs nothing, and PDF."""

from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup

from assistant.documents import page, typeset
from assistant.survey.chart import chart, in_words, is_drawn
from assistant.synthesis import Synthesis, Theme
from assistant.words import Words, load_words

Plain = dict[str, object]
"""What a template is given: texts, numbers, lists and mappings."""

_TEMPLATES = Path(__file__).parent / "templates"
_SCORES, _THEMES, _PRAISE, _SEGMENTS = 6, 12, 3, 6
"""How many of each go into the PDF at the most; the workbook holds them all."""


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


def printed(synthesis: Synthesis) -> bytes:
    """Return the report as a tagged PDF: one page of A4, unless even five themes and the notes do not go on it."""
    words = load_words("survey")
    rest = synthesis.unclassified
    themes = synthesis.themes[:_THEMES]
    return typeset.pdf(
        _TEMPLATES / "report.typ",
        {
            "language": words.language,
            "words": _words(synthesis, themes, words),
            "scores": [
                {
                    "value": words("report.value", score=score),
                    "told": words("report.score", score=score),
                    "method": score.method,
                }
                for score in synthesis.scores[:_SCORES]
            ],
            "themes": [_theme(theme, words, number) for number, theme in enumerate(themes, start=1)],
            "more": len(synthesis.themes) - len(themes),
            "praise": [_theme(theme, words) for theme in synthesis.praise[:_PRAISE]],
            "segments": [
                segment.model_dump(include={"finding", "question"}) for segment in synthesis.segments[:_SEGMENTS]
            ],
            "rest": {
                "count": rest.count,
                "told": words("cli.rest", count=rest.count),
                "possible": [_theme(theme, words) for theme in rest.possible[:_PRAISE]],
            },
            "notes": synthesis.notes,
        },
    )


def _words(synthesis: Synthesis, themes: Iterable[Theme], words: Words) -> Plain:
    return {
        "title": words("report.title"),
        "head": words("cli.head", n=synthesis.responses, comments=synthesis.comments),
        "chart": in_words(themes, words),
        "more": [words("report.more", count=count) for count in range(1, len(synthesis.themes) + 1)],
        **{name: words(f"cli.{name}") for name in ("themes", "praise", "segments", "notes")},
        **{name: words(f"report.{name}") for name in ("across", "up", "rest")},
    }


def _theme(theme: Theme, words: Words, number: int = 0) -> Plain:
    told = [words("report.counted", theme=theme)]
    told += [words("report.severity", theme=theme)] if theme.severity is not None else []
    told += [words("report.impact", theme=theme)] if theme.impact is not None and theme.impact_interval else []
    told += [words("report.few")] if theme.few_voices else []
    return {
        "number": number,
        "label": theme.label,
        "told": told,
        "share": theme.share,
        "severity": theme.severity if is_drawn(theme) else None,
        "own": theme.severity_basis == "own score",
        "quotes": [quote.model_dump() for quote in theme.quotes[:1]],
    }
