"""Reads answers from JSON: a list of objects wherever it stands in the document, or one object per line."""

import json
from collections.abc import Iterator, Mapping

from assistant.survey.read.limits import check_shape, refuse
from assistant.survey.table import Reading, Table

_DEEPEST = 6


def read_json(text: str, name: str, encoding: str) -> Table:
    """Return the largest list of objects in the document as a table; numbers keep all their digits."""
    document = _parsed(text, name)
    found = max(_lists(document, 0), key=len, default=[])
    if not found:
        raise refuse("json_without_answers", name)
    if isinstance(found[0], str):
        return Table(name, ("Comment",), tuple((str(one),) for one in found), Reading("json", encoding), ("",))
    flat = [dict(_flat("", one, 0)) for one in found if isinstance(one, Mapping)]
    headings = tuple(dict.fromkeys(key for one in flat for key in one))
    check_shape(len(flat), len(headings), name)
    rows = tuple(tuple(one.get(heading, "") for heading in headings) for one in flat)
    return Table(name, headings, rows, Reading("json", encoding, header_rows=1), ("",) * len(headings))


def _parsed(text: str, name: str) -> object:
    try:
        return json.loads(text, parse_int=str, parse_float=str)
    except (json.JSONDecodeError, RecursionError):
        pass
    try:
        lines = [line for line in text.splitlines() if line.strip()]
        return [json.loads(line, parse_int=str, parse_float=str) for line in lines]
    except json.JSONDecodeError as error:
        raise refuse("broken_json", name, line=error.lineno) from error
    except RecursionError as error:
        raise refuse("json_without_answers", name) from error


def _lists(node: object, depth: int) -> Iterator[list[object]]:
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        if node and all(isinstance(one, Mapping) for one in node):
            yield node
            return  # because lists inside answers are parts of them
        if node and all(isinstance(one, str) for one in node):
            yield node
        for one in node[:50]:
            yield from _lists(one, depth + 1)
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _lists(value, depth + 1)


def _flat(prefix: str, node: object, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapping) and depth <= _DEEPEST:
        for key, value in node.items():
            yield from _flat(f"{prefix}.{key}" if prefix else str(key), value, depth + 1)
    elif isinstance(node, list):
        yield prefix, "; ".join(_plain(one) for one in node)
    else:
        yield prefix, _plain(node)


def _plain(node: object) -> str:
    if node is None:
        return ""
    if isinstance(node, str):
        return node
    return json.dumps(node, ensure_ascii=False)
