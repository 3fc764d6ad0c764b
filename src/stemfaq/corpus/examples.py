"""Examples that models learn from: which messages are urgent, and which ask about our subject.

They only teach: golden questions, on which everything is measured, stand in files of their own.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field

from stemfaq.corpus.lines import read_lines
from stemfaq.corpus.problem import Problem

Need = Literal["none", "emergency", "crisis"]
NEEDS: tuple[Need, ...] = get_args(Need)


class _Example(BaseModel):
    """One line of a file: a message as somebody might type it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(min_length=1)


class UrgencyExample(_Example):
    """Whether somebody in the message needs help now."""

    label: Need


class SubjectExample(_Example):
    """Whether a passage could answer the message."""

    label: Literal["ours", "other"]


Example = TypeVar("Example", bound=_Example)
# The files in the corpus, and what a line of each is.
URGENCY, SUBJECT = "urgency.jsonl", "subject.jsonl"
FILES = {URGENCY: UrgencyExample, SUBJECT: SubjectExample}


def urgency_examples(corpus: Path) -> list[UrgencyExample]:
    """The urgency examples that can be read; none if there is no file."""
    return _readable(corpus / URGENCY, UrgencyExample)


def subject_examples(corpus: Path) -> list[SubjectExample]:
    """The subject examples that can be read; none if there is no file."""
    return _readable(corpus / SUBJECT, SubjectExample)


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


def _readable(path: Path, kind: type[Example]) -> list[Example]:
    return [line for _, line in _lines(path) if isinstance(line, kind)]


def _lines(path: Path) -> Iterator[tuple[int, _Example | Problem]]:
    return read_lines(path, FILES[path.name], "See docs/triage.md.") if path.is_file() else iter(())
