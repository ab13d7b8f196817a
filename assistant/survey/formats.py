"""The files a synthesis can be saved as, and which ending means which."""

from collections.abc import Callable

from assistant.survey.report import printed, report
from assistant.survey.sheets import workbook
from assistant.survey.synthesize import Analysis

Write = Callable[[Analysis], bytes]


def _json(analysis: Analysis) -> bytes:
    return (analysis.synthesis.model_dump_json(indent=2) + "\n").encode()


def _html(analysis: Analysis) -> bytes:
    return report(analysis.synthesis).encode()


def _pdf(analysis: Analysis) -> bytes:
    return printed(analysis.synthesis)


FORMATS: dict[str, Write] = {".json": _json, ".html": _html, ".pdf": _pdf, ".xlsx": workbook}
"""How to write each format, by the ending of the file."""


def render(analysis: Analysis, ending: str) -> bytes:
    """Return the file's content in the format of `ending`, JSON for any unknown one."""
    return FORMATS.get(ending.lower(), _json)(analysis)
