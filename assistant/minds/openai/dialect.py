"""How to ask an endpoint for JSON: the strictest way it understands, found out once and remembered."""

import json
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import BaseModel

from assistant.minds.openai.schema import strict_schema

Form = Literal["json_schema", "json_object", "text"]
_BELOW: dict[Form, Form] = {"json_schema": "json_object", "json_object": "text"}
_OPTIONS = ("stream_options", "temperature", "max_completion_tokens", "max_tokens")
"""Parameters that some endpoints refuse; what such a refusal names is left out from then on."""


@dataclass(frozen=True)
class Dialect:
    """What an endpoint was found to understand."""

    form: Form = "json_schema"
    without: frozenset[str] = frozenset()

    def request(self, shape: type[BaseModel], temperature: float, max_tokens: int) -> dict[str, Any]:
        """Return the arguments of a call that asks for `shape`."""
        body: dict[str, Any] = {}
        # in extra_body, because the SDK's own parser of response_format raises and loses the raw text
        if self.form == "json_schema":
            schema = {"name": shape.__name__, "strict": True, "schema": strict_schema(shape)}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.form == "json_object":
            body["response_format"] = {"type": "json_object"}
        arguments: dict[str, Any] = {"extra_body": body, "stream_usage": "stream_options" not in self.without}
        if "temperature" not in self.without:
            arguments["temperature"] = temperature
        if not self.without & {"max_tokens", "max_completion_tokens"}:
            arguments["max_tokens"] = max_tokens
        return arguments

    def hint(self, shape: type[BaseModel]) -> str:
        """Return what the prompt has to say about the shape, because the endpoint does not enforce it."""
        if self.form == "json_schema":
            return ""
        schema = json.dumps(strict_schema(shape), ensure_ascii=False, separators=(",", ":"))
        return f"\n\nJSON Schema of the answer:\n{schema}"

    def after_refusal(self, reason: str) -> "Dialect | None":
        """Return what to try after the endpoint called a request invalid for `reason`; None when nothing is left."""
        named = next((option for option in _OPTIONS if option in reason and option not in self.without), None)
        if named is not None:
            return replace(self, without=self.without | {named})
        return replace(self, form=_BELOW[self.form]) if self.form in _BELOW else None
