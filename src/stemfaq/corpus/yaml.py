"""YAML with line numbers, where a key that stands twice is an error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML text holds, and the line (from 1) on which each top-level key stands."""

    data: Any
    lines: Mapping[str, int]


def read_yaml(text: str) -> Document:
    """Read one YAML document.

    Raises yaml.YAMLError, also for a key that stands twice.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        _refuse_duplicate_keys(node)
        data = None if node is None else loader.construct_document(node)
    except (ValueError, RecursionError) as error:  # e.g. the date 2026-13-45
        raise yaml.YAMLError(str(error)) from error
    finally:
        loader.dispose()
    lines = {}
    if isinstance(node, yaml.MappingNode):
        lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    return Document(data, lines)


def line_at(text: str, place: Sequence[str | int]) -> int:
    """The line (from 1) of a value in a readable YAML text, by the keys and positions to it.

    A place that is not there gives the line of the nearest node above it.
    """
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
    finally:
        loader.dispose()
    line = 1
    for step in place:
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == str(step)), None)
            if found is None:
                return line
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            if step >= len(node.value):
                return line
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def _refuse_duplicate_keys(node: yaml.Node | None) -> None:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_duplicate_keys(item)
    if not isinstance(node, yaml.MappingNode):
        return
    seen: set[str] = set()
    for key, value in node.value:
        name = str(key.value)
        if name in seen:
            raise yaml.MarkedYAMLError(
                problem=f"the key {name!r} stands twice", problem_mark=key.start_mark
            )
        seen.add(name)
        _refuse_duplicate_keys(value)
