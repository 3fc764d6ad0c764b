"""Batches: many conversations from a file, one line of JSON each."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from stemfaq.answer.answer import answers
from stemfaq.index.opening import Index


def answer_lines(index: Index, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "replies"}` for each line `{"id", "turns"}`, one reply a turn.

    A line that cannot be read yields `{"id", "line", "error"}` and does not stop the others.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        record: Any = None
        try:
            record = json.loads(line)
            turns = _turns(record)
        except (ValueError, RecursionError) as error:  # the latter of lists in lists in lists
            id_ = record.get("id") if isinstance(record, dict) else None
            yield {"id": id_, "line": number, "error": str(error)}
            continue
        replies = answers(index, turns)
        yield {"id": record.get("id"), "replies": [reply.as_dict() for reply in replies]}


def _turns(record: Any) -> list[str]:
    """What was typed; raises ValueError."""
    turns = record.get("turns") if isinstance(record, dict) else None
    if not isinstance(turns, list) or not turns or not all(isinstance(t, str) for t in turns):
        raise ValueError('needs "turns", a list of texts')
    return turns
