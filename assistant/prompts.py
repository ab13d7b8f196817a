"""Prompts for a language model, read from `prompts/<node>.md`: first what never changes, last what does."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template, TemplateError, meta

from assistant.errors import KnowledgeError
from assistant.paths import shipped

CUT = "\n=====\n"
"""The line between the stable part, which providers keep in their cache, and the changing one."""


def _as_data(value: object) -> str:
    """Return `value` as text that cannot close the tags around it."""
    return str(value).replace("<", "‹").replace(">", "›")


_ENVIRONMENT = Environment(undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - plain text
_ENVIRONMENT.filters["data"] = _as_data


@dataclass(frozen=True)
class Prompt:
    """One prompt file."""

    name: str
    stable: str
    changing: str

    def inputs(self) -> frozenset[str]:
        """Return the names that the prompt asks for."""
        return self._inputs

    def render(self, **values: object) -> tuple[str, str]:
        """Return both parts with `values` filled in; KnowledgeError if one is missing or left over."""
        wrong = self.inputs() ^ values.keys()
        if wrong:
            raise KnowledgeError(
                f"prompts/{self.name}.md: these inputs are missing or unused: {', '.join(sorted(wrong))}."
            )
        stable, changing = self._parts
        return self._filled(stable, values), self._filled(changing, values)

    @cached_property  # because reading a template costs more than filling it in, and a map fills in seven
    def _inputs(self) -> frozenset[str]:
        return frozenset(meta.find_undeclared_variables(_ENVIRONMENT.parse(self.stable + CUT + self.changing)))

    @cached_property
    def _parts(self) -> tuple[Template, Template]:
        return _ENVIRONMENT.from_string(self.stable), _ENVIRONMENT.from_string(self.changing)

    def _filled(self, part: Template, values: Mapping[str, object]) -> str:
        try:
            return part.render(values).strip()
        except TemplateError as error:
            raise KnowledgeError(f"prompts/{self.name}.md cannot be filled in: {error}.") from error


@cache
def load_prompt(name: str, folder: Path | None = None) -> Prompt:
    """Read `<name>.md` from `folder`, by default from the prompts of the product, once."""
    path = (folder or shipped("prompts")) / f"{name}.md"
    if not path.is_file():
        raise KnowledgeError(f"The prompt {path.name} is missing.")
    stable, cut, changing = path.read_text(encoding="utf-8").partition(CUT)
    if not cut:
        raise KnowledgeError(f"prompts/{path.name}: a line of five '=' must part the stable from the changing part.")
    return Prompt(name, stable, changing)
