"""Examples of what is urgent and what is not: corpus/urgency.jsonl."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from stemfaq.corpus.lines import read_lines
from stemfaq.corpus.problem import Problem

URGENCY = "urgency.jsonl"
Label = Literal["none", "emergency", "crisis"]
LABELS: tuple[Label, ...] = get_args(Label)


class UrgencyExample(BaseModel):
    """One line: a message, and whether somebody in it needs help now."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(min_length=1)
    label: Label


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
    return read_lines(path, UrgencyExample, "See docs/urgency.md.") if path.is_file() else iter(())
