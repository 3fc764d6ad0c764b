"""Golden questions: what must be answered and by which passage, what must be declined."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stemfaq.corpus.problem import Problem


class GoldenQuestion(BaseModel):
    """One line of a question file (JSON Lines).

    `turns` are what the patient types, the last one is judged; `passages` are those that
    answer it, any of them is right. Paraphrases of one question share a `group`, which decides
    whether they are for development or for the test (see `split`).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    turns: Annotated[tuple[str, ...], Field(min_length=1)]
    kind: Literal["answer", "clarify", "decline", "urgent", "smalltalk"]
    passages: tuple[str, ...] = ()
    group: str = ""


def split(group: str) -> Literal["development", "test"]:
    """The side of a group: by the first byte of its SHA-256, so that nobody chooses."""
    return "test" if hashlib.sha256(group.encode()).digest()[0] % 2 else "development"


def read_questions(path: Path) -> tuple[list[GoldenQuestion], list[Problem]]:
    """The questions of a file and what is wrong in it; a bad line does not hide the others."""
    questions: list[GoldenQuestion] = []
    problems: list[Problem] = []
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        return [], [Problem(path.name, 1, f"cannot be read: {error}", "Restore the file.")]
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            questions.append(GoldenQuestion.model_validate(json.loads(line)))
        except (json.JSONDecodeError, ValidationError) as error:
            reason = str(error).splitlines()[0]
            problems.append(
                Problem(path.name, number, f"unreadable: {reason}", "See docs/corpus.md.")
            )
    return questions, problems


def check_questions(
    questions: Sequence[GoldenQuestion], passages: Iterable[str], name: str
) -> Iterator[Problem]:
    """Yield what is wrong: an id that stands twice, or a passage that is not there."""
    known = set(passages)
    seen: set[str] = set()
    for line, question in enumerate(questions, 1):
        if question.id in seen:
            yield Problem(name, line, f"the id {question.id} stands twice", "Rename one.")
        seen.add(question.id)
        for missing in sorted(set(question.passages) - known):
            yield Problem(
                name, line, f"{question.id}: {missing} is no passage", "Correct or remove it."
            )
        if question.kind == "answer" and not question.passages:
            yield Problem(name, line, f"{question.id}: names no passage", "Add `passages`.")
