"""Lists of questions in the forms that staff have them: plain text, JSON, JSON Lines."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stemfaq.errors import StemfaqError

FORMS = (
    "Give one question a line in a .txt file, or a .json list or object of lists of questions, "
    'or a .jsonl file with {"turns": ["...", ...]} a line.'
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A question of a list; `turns` end with it, `group` is the heading it stands under."""

    turns: tuple[str, ...]
    group: str

    @property
    def question(self) -> str:
        """What is asked last."""
        return self.turns[-1]


def read_list(path: Path) -> list[Listed]:
    """The questions of a file, in its order; empty lines count for nothing.

    Raises StemfaqError with the line or the place of what cannot be read.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise StemfaqError(f"{path}: cannot be read: {error}") from error
    try:
        match path.suffix.lower():
            case ".json":
                return list(_from_json(json.loads(text), path.stem))
            case ".jsonl":
                return list(_from_lines(text, path.stem))
    except (json.JSONDecodeError, ValueError) as error:
        raise StemfaqError(f"{path}: {error}\n    {FORMS}") from error
    return [Listed((line.strip(),), path.stem) for line in text.splitlines() if line.strip()]


def _from_json(data: Any, group: str) -> Iterator[Listed]:
    if isinstance(data, dict):
        for name, items in data.items():
            yield from _from_json(items, name)
    elif isinstance(data, list):
        for position, item in enumerate(data, 1):
            yield Listed(_turns(item, f"{group}, entry {position}"), group)
    else:
        raise ValueError(f"{group} is neither a list nor an object of lists")


def _from_lines(text: str, group: str) -> Iterator[Listed]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                raise ValueError(f"line {number} is no JSON: {error.msg}") from error
            yield Listed(_turns(record, f"line {number}"), group)


def _turns(item: Any, place: str) -> tuple[str, ...]:
    """A question is a text, or an object with `turns` or `question`."""
    if isinstance(item, dict):
        item = item.get("turns", item.get("question"))
    turns = [item] if isinstance(item, str) else item
    if not isinstance(turns, list) or not turns or not all(isinstance(t, str) for t in turns):
        raise ValueError(f"{place} holds no question")
    return tuple(turns)
