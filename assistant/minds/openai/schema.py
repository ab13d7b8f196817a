"""JSON Schemas strict enough for every endpoint, generated from the pydantic types."""

from typing import Any

from pydantic import BaseModel

_TOLD = ("title", "default", "discriminator")
"""What strict schemas do not take or do not need."""


def strict_schema(shape: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of `shape` with references resolved, every field required and no others allowed."""
    schema = shape.model_json_schema()
    strict: dict[str, Any] = _strict(schema, schema.get("$defs", {}))
    return strict


def _strict(node: Any, known: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_strict(item, known) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _strict(known[node["$ref"].rpartition("/")[2]], known)
    kept = {key: value for key, value in node.items() if key not in _TOLD and key != "$defs"}
    if "properties" in kept:
        fields = {name: _strict(field, known) for name, field in kept["properties"].items()}
        return {**kept, "properties": fields, "required": list(fields), "additionalProperties": False}
    return {key: _strict(value, known) for key, value in kept.items()}
