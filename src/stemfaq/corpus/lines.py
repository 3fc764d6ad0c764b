"""Reading JSON Lines: each line an item, or a problem that says what is wrong with it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from stemfaq.corpus.problem import Problem

M = TypeVar("M", bound=BaseModel)


def read_lines(path: Path, model: type[M], mend: str) -> Iterator[tuple[int, M | Problem]]:
    """Yield the number of each line that is not empty, and its item or what is wrong.

    A file that cannot be read is one problem; a bad line does not hide the others. `mend` says
    where the form of a line is described.
    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        yield 1, Problem(path.name, 1, f"cannot be read: {error}", "Restore the file.")
        return
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield number, model.model_validate(json.loads(line))
        except (json.JSONDecodeError, ValidationError, RecursionError) as error:
            yield number, Problem(path.name, number, _reason(error), mend)


def _reason(error: json.JSONDecodeError | ValidationError | RecursionError) -> str:
    if not isinstance(error, ValidationError):
        return f"is no JSON: {error}"
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
