"""Examples of what is urgent and what is not: corpus/urgency.jsonl."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stemfaq.corpus.problem import Problem

URGENCY = "urgency.jsonl"


class UrgencyExample(BaseModel):
    """One line: a message, and whether somebody in it needs help now."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(min_length=1)
    label: Literal["none", "emergency", "crisis"]


def read_examples(path: Path) -> list[UrgencyExample]:
    """The examples of a file, those that can be read; none if there is no file."""
    return [line for _, line in _lines(path) if isinstance(line, UrgencyExample)]


def check_examples(path: Path) -> Iterator[Problem]:
    """Yield what is wrong in a file: a line that cannot be read, a message that stands twice."""
    seen: set[str] = set()
    for number, line in _lines(path):
        if isinstance(line, Problem):
            yield line
        elif line.text in seen:
            yield Problem(path.name, number, "the message stands twice", "Remove one.")
        else:
            seen.add(line.text)


def _lines(path: Path) -> Iterator[tuple[int, UrgencyExample | Problem]]:
    if not path.is_file():
        return
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, UrgencyExample.model_validate_json(line)
        except ValidationError as error:
            what = str(error.errors()[0]["msg"])
            yield number, Problem(path.name, number, what, "See docs/urgency.md.")
