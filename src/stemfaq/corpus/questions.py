"""Golden questions: what must be answered and by which passage, what must be declined."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from stemfaq.corpus.lines import read_lines
from stemfaq.corpus.problem import Problem

Side = Literal["development", "test"]
Kind = Literal["answer", "clarify", "decline", "urgent", "smalltalk"]


class GoldenQuestion(BaseModel):
    """One line of a question file (JSON Lines).

    `turns` are what the patient types, the last one is judged; `passages` are those that
    answer it, any of them is right, the one it is about comes first. Paraphrases of one
    question share a `group`, which decides whether they are for development or for the test
    (see `split`). `tags` say what makes a question hard: follow-up, looks-urgent, ….
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    group: str = Field(min_length=1)
    turns: Annotated[tuple[str, ...], Field(min_length=1)]
    kind: Kind
    passages: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def side(self) -> Side:
        """Whether the question is for development or for the test."""
        return split(self.group)


def split(group: str) -> Side:
    """The side of a group: by the first byte of its SHA-256, so that nobody chooses."""
    return "test" if hashlib.sha256(group.encode()).digest()[0] % 2 else "development"


def read_questions(path: Path) -> tuple[list[GoldenQuestion], list[Problem]]:
    """The questions of a file and what is wrong in it; a bad line does not hide the others."""
    lines = list(_lines(path))
    return (
        [line for _, line in lines if isinstance(line, GoldenQuestion)],
        [line for _, line in lines if isinstance(line, Problem)],
    )


def check_questions(
    path: Path, passages: Iterable[str], side: Side | None = None
) -> Iterator[Problem]:
    """Yield what is wrong in a file.

    That is a line that cannot be read, an id that stands twice, a passage that is not there,
    and, if the file is for one `side`, a group that the fixed rule puts on the other.
    """
    known = set(passages)
    seen: set[str] = set()
    for number, question in _lines(path):
        if isinstance(question, Problem):
            yield question
            continue
        for what, mend in _faults(question, known, seen, side):
            yield Problem(path.name, number, f"{question.id}: {what}", mend)
        seen.add(question.id)


def _faults(
    question: GoldenQuestion, known: set[str], seen: set[str], side: Side | None
) -> Iterator[tuple[str, str]]:
    if question.id in seen:
        yield "the id stands twice", "Rename one."
    for missing in sorted(set(question.passages) - known):
        yield f"{missing} is no passage", "Correct or remove it."
    if question.kind == "answer" and not question.passages:
        yield "names no passage", "Add `passages`."
    if side and question.side != side:
        yield (
            f"the group {question.group} is for {question.side}, this file for {side}",
            "Move the line to a file of the other side; the split is fixed.",
        )


def _lines(path: Path) -> Iterator[tuple[int, GoldenQuestion | Problem]]:
    return read_lines(path, GoldenQuestion, "See docs/corpus.md.")
