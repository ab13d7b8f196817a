"""Renders a template as one HTML document that asks nothing of the network and runs nothing."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.documents import neutral


def render(template: Path, style: str, **values: object) -> str:
    """Return the page of `template` with `values`, each made inert; only `Markup` stays as it is.

    The template is given `style`, which has to be our own, and `style_hash`, by which its policy allows nothing else.
    """
    return (
        _environment(template.parent)
        .get_template(template.name)
        .render(
            style=Markup(style),  # noqa: S704 - our own; the hash in the policy is that of exactly these bytes
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            **values,
        )
    )


@cache
def _environment(folder: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, Markup) else neutral.html(str(value)),
    )
