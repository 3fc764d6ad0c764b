"""Examples that models learn from: what is urgent, what asks about our subject, what asks for which
passage.

They only teach: golden questions, on which everything is measured, stand in files of their own.
"""

from collections.abc import Container, Iterator
from pathlib import Path
from typing import Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field

from stemfaq.corpus.lines import read_lines
from stemfaq.corpus.problem import Problem

Need = Literal["none", "emergency", "crisis"]
NEEDS: tuple[Need, ...] = get_args(Need)
EMERGENCY_PASSAGE, CRISIS_PASSAGE = "urgent-emergency", "urgent-crisis"  # what is shown for each


class _Example(BaseModel):
    """One line of a file: a message as somebody might type it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(min_length=1)

    @property
    def read(self) -> str:
        """What a model reads."""
        return self.text


class UrgencyExample(_Example):
    """Whether somebody in the message needs help now."""

    label: Need


class SubjectExample(_Example):
    """Whether a passage could answer the message."""

    label: Literal["ours", "other"]


class Wording(_Example):
    """Which passages answer a question: the first best, further ones as well."""

    passages: tuple[str, ...] = Field(min_length=1)
    before: str = ""  # the question that it follows
    blind: bool = False  # whether it was written before its writer had seen the passages

    @property
    def read(self) -> str:
        """A follow-up behind the question before it, as the search reads it."""
        return f"{self.before} {self.text}".strip()


RENAME = "Name the passage that answers it now, or remove the line."
Example = TypeVar("Example", bound=_Example)
# The files in the corpus, and what a line of each is.
URGENCY, SUBJECT, WORDINGS = "urgency.jsonl", "subject.jsonl", "wordings.jsonl"
FILES: dict[str, type[_Example]] = {
    URGENCY: UrgencyExample,
    SUBJECT: SubjectExample,
    WORDINGS: Wording,
}


def urgency_examples(corpus: Path) -> list[UrgencyExample]:
    """The urgency examples that can be read; none if there is no file."""
    return _readable(corpus / URGENCY, UrgencyExample)


def subject_examples(corpus: Path) -> list[SubjectExample]:
    """The subject examples that can be read; none if there is no file."""
    return _readable(corpus / SUBJECT, SubjectExample)


def wordings(corpus: Path) -> list[Wording]:
    """The wordings that can be read; none if there is no file."""
    return _readable(corpus / WORDINGS, Wording)


def check_examples(path: Path, passages: Container[str]) -> Iterator[Problem]:
    """Yield what is wrong in a file.

    A line that cannot be read, a message that stands twice, a passage that is not in `passages`,
    also one that is shown to whoever needs help.
    """
    seen: set[str] = set()
    for id_ in (EMERGENCY_PASSAGE, CRISIS_PASSAGE):
        if path.name == URGENCY and path.is_file() and id_ not in passages:
            mend = "Give the passage that is shown to whoever needs help now this id."
            yield Problem(path.name, 1, f"there is no passage {id_!r}", mend)
    for number, line in _lines(path):
        if isinstance(line, Problem):
            yield line
            continue
        if isinstance(line, Wording):
            for id_ in line.passages:
                if id_ not in passages:
                    yield Problem(path.name, number, f"there is no passage {id_!r}", RENAME)
        if line.read in seen:
            yield Problem(path.name, number, "the message stands twice", "Remove one.")
        seen.add(line.read)


def _readable(path: Path, kind: type[Example]) -> list[Example]:
    return [line for _, line in _lines(path) if isinstance(line, kind)]


def _lines(path: Path) -> Iterator[tuple[int, _Example | Problem]]:
    return read_lines(path, FILES[path.name], "See docs/corpus.md.") if path.is_file() else iter(())
