"""The formats a map can be saved in, by the name a user asks for."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from assistant.documents import neutral
from assistant.export import csv_file, docx_file, html, json_file, markdown, mermaid, pptx_file, svg, typeset, xlsx
from assistant.model import Frozen, JourneyMap
from assistant.words import load_words

_OFFICE = "application/vnd.openxmlformats-officedocument"


class Format(Frozen):
    """One way to save a map."""

    name: str
    suffix: str
    media_type: str
    render: Callable[[JourneyMap], str | bytes]
    everyday: bool = True
    """Whether it is offered at once; the others are asked for by those who know them."""

    @property
    def title(self) -> str:
        """What the format is good for, as shown beside its download button."""
        return load_words("export")(f"formats.{self.name}")

    def write(self, map: JourneyMap) -> bytes:
        """Return `map` as the bytes of a file."""
        made = self.render(map)
        return made if isinstance(made, bytes) else made.encode("utf-8")

    def file_name(self, map: JourneyMap) -> str:
        """Return a safe name for the file, made from the name of the business or the customer."""
        return neutral.file_name(f"journey map {map.business.name or map.persona.name}", self.suffix)


def _listed(*formats: Format) -> Mapping[str, Format]:
    return MappingProxyType({format.name: format for format in formats})


FORMATS = _listed(
    Format(name="html", suffix=".html", media_type="text/html", render=html.render),
    Format(name="pdf", suffix=".pdf", media_type="application/pdf", render=typeset.pdf),
    Format(name="docx", suffix=".docx", media_type=f"{_OFFICE}.wordprocessingml.document", render=docx_file.render),
    Format(name="pptx", suffix=".pptx", media_type=f"{_OFFICE}.presentationml.presentation", render=pptx_file.render),
    Format(name="xlsx", suffix=".xlsx", media_type=f"{_OFFICE}.spreadsheetml.sheet", render=xlsx.render),
    Format(name="png", suffix=".png", media_type="image/png", render=typeset.png),
    Format(name="md", suffix=".md", media_type="text/markdown", render=markdown.render, everyday=False),
    Format(name="csv", suffix=".csv", media_type="text/csv", render=csv_file.render, everyday=False),
    Format(name="svg", suffix=".svg", media_type="image/svg+xml", render=svg.render, everyday=False),
    Format(name="json", suffix=".json", media_type="application/json", render=json_file.render, everyday=False),
    Format(name="mermaid", suffix=".mmd", media_type="text/vnd.mermaid", render=mermaid.render, everyday=False),
)
"""The formats by name, in the order in which they are offered."""
