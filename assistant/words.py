"""Words shown to users, read from `prompts/<language>/<part>.yaml` so that other languages can follow."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, StrictUndefined, Template

from assistant.errors import KnowledgeError
from assistant.paths import shipped

_ENVIRONMENT = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)  # noqa: S701 - plain text


@cache  # because drawing a map fills a hundred blanks and compiling a template costs more than filling it
def _template(text: str) -> Template:
    return _ENVIRONMENT.from_string(text)


class Words:
    """The words of one part of the product, found by dotted name."""

    def __init__(self, part: str, tree: dict[str, Any]) -> None:
        self.part = part
        self.tree = tree

    @property
    def language(self) -> str:
        """The language the words are in, such as "en"."""
        return self.part.partition("/")[0]

    def __call__(self, name: str, /, **values: object) -> str:
        """Return the text called `name`, with `{{ value }}` filled in; a missing value is an error."""
        text = self.get(name)
        if not isinstance(text, str):
            raise KnowledgeError(f"prompts/{self.part}.yaml: '{name}' is not a text.")
        return _template(text).render(values).strip()

    def get(self, name: str) -> Any:
        """Return whatever stands under the dotted `name`: a text, a list or a mapping."""
        node: Any = self.tree
        for step in name.split("."):
            try:
                node = node[step]
            except (KeyError, TypeError):
                raise KnowledgeError(f"prompts/{self.part}.yaml has no entry '{name}'.") from None
        return node


@cache
def load_words(part: str, language: str = "en") -> Words:
    """Read the words of `part` ("interview", "export", …) in `language`, once."""
    path: Path = shipped("prompts") / language / f"{part}.yaml"
    if not path.is_file():
        raise KnowledgeError(f"The words file {path.name} for '{language}' is missing.")
    tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Words(f"{language}/{part}", tree)
