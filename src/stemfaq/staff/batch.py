"""Batches: many conversations from a file, one line of JSON each."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from stemfaq.answer.answer import answer
from stemfaq.index.opening import Index


def answer_lines(index: Index, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "replies"}` for each line `{"id", "turns"}`, one reply a turn.

    A line that cannot be read yields `{"id", "line", "error"}` and does not stop the others.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            turns = record["turns"]
            if not turns or not all(isinstance(turn, str) for turn in turns):
                raise ValueError("turns must be a list of texts")
        except (ValueError, KeyError, TypeError) as error:
            yield {"id": _id(line), "line": number, "error": _reason(error)}
            continue
        replies = [answer(index, turns[: end + 1]).as_dict() for end in range(len(turns))]
        yield {"id": record.get("id"), "replies": replies}


def _id(line: str) -> Any:
    try:
        return json.loads(line).get("id")
    except (ValueError, AttributeError):
        return None


def _reason(error: Exception) -> str:
    return f"needs {error}" if isinstance(error, KeyError) else str(error)
