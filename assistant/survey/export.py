"""Writes a synthesis as a file; which format belongs to which ending."""

from assistant.survey.synthesize import Analysis

FORMATS = {".json": "json"}
"""Ending of a file to the format written."""


def render(analysis: Analysis, format: str) -> bytes:
    """Return the file's content."""
    return (analysis.synthesis.model_dump_json(indent=2) + "\n").encode()
