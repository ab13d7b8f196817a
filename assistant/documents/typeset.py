"""Typesets one of our Typst templates with plain data as PDF or PNG; nothing in the data can act.

The data reach the template as one JSON text and are only ever shown as words. The template can read the files of this
package and nothing else, and there is no network.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.documents import neutral
from assistant.errors import Unavailable

if TYPE_CHECKING:
    import typst

_PACKAGE = Path(__file__).resolve().parent.parent
_SHARPNESS = 144.0
"""Dots per inch of a picture: two for each of a screen's 72."""
_WAYS: tuple[tuple[bool, tuple[Literal["ua-1"], ...]], ...] = ((False, ("ua-1",)), (True, ("ua-1",)), (True, ()))
"""Whether to use the machine's fonts and which standard to keep, best first; the last one never lacks a letter."""


def pdf(template: Path, data: Mapping[str, object]) -> bytes:
    """Return the PDF of `template`: tagged, with title and language; the same data give the same bytes."""
    return _typeset(template, data, "pdf")


def png(template: Path, data: Mapping[str, object]) -> bytes:
    """Return the picture of `template`, which has to be of one page."""
    return _typeset(template, data, "png")


def _typeset(template: Path, data: Mapping[str, object], form: Literal["pdf", "png"]) -> bytes:
    import typst

    inputs = {"data": json.dumps(_inert(data), ensure_ascii=False)}
    for system, standards in _WAYS:
        compiler = typst.Compiler(template, root=_PACKAGE, font_paths=_fonts(system=system), sys_inputs=inputs)
        try:
            # because only the standard for readable PDFs refuses letters that no font can show, a picture asks it, too
            made = compiler.compile(format="pdf", pdf_standards=list(standards))
            return _one(made if form == "pdf" else compiler.compile(format="png", ppi=_SHARPNESS))
        except typst.TypstError as error:
            if not standards:
                raise Unavailable("This file could not be made; please take another format.") from error
    raise AssertionError("the last way either returns or raises")


@cache
def _fonts(*, system: bool) -> "typst.Fonts":
    """Return our fonts, with those of the machine only where ours lack a letter, because theirs differ."""
    import typst

    return typst.Fonts(include_system_fonts=system, font_paths=[str(files("font_source_sans_pro") / "files")])


def _one(made: object) -> bytes:
    assert isinstance(made, bytes)
    return made


def _inert(value: object) -> object:
    if isinstance(value, str):
        return neutral.xml(value)
    if isinstance(value, Mapping):
        return {name: _inert(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_inert(inner) for inner in value]
    return value
