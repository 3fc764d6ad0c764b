"""Coverage: for a list of questions, which passage answers each, and which stay open."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from stemfaq.answer.answer import answer
from stemfaq.corpus.yaml import read_yaml
from stemfaq.errors import StemfaqError
from stemfaq.index.opening import Index
from stemfaq.staff.question_files import Listed

OPEN = ("decline", "clarify")


@dataclass(frozen=True, slots=True)
class Covered:
    """What a question gets: the kind of the reply, and the passages, the first one first.

    `options` are passages that an open question was offered; `confidence` is the reply's.
    """

    question: str
    group: str
    kind: str
    confidence: float | None
    passages: tuple[str, ...]
    options: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether no passage was shown for an answer."""
        return self.kind in OPEN


def cover(index: Index, questions: Iterable[Listed]) -> Iterator[Covered]:
    """Yield what each question gets from the index, in order."""
    for listed in questions:
        reply = answer(index, listed.turns)
        yield Covered(
            question=listed.question,
            group=listed.group,
            kind=reply.kind,
            confidence=reply.confidence,
            passages=tuple(passage.id for passage in reply.passages),
            options=tuple(option.passage for option in reply.options),
        )


def summary(covered: Sequence[Covered]) -> dict[str, Any]:
    """The counts: of questions, of open ones, by kind of reply, and of passages that answer."""
    kinds = Counter(one.kind for one in covered)
    return {
        "questions": len(covered),
        "open": sum(one.is_open for one in covered),
        "kinds": dict(sorted(kinds.items())),
        "passages": len({one.passages[0] for one in covered if one.passages}),
    }


def as_dict(covered: Sequence[Covered]) -> dict[str, Any]:
    """Everything for JSON: `summary`, and `questions` with the open ones marked."""
    rows = [asdict(one) | {"open": one.is_open} for one in covered]
    return {"summary": summary(covered), "questions": rows}


def lines(covered: Sequence[Covered]) -> Iterator[str]:
    """One line a question, the open ones last, then the counts."""
    for one in sorted(covered, key=lambda one: one.is_open):
        sure = f"{one.confidence:.2f}" if one.confidence is not None else "  - "
        where = ", ".join(one.passages[:1]) or "-"
        yield f"{one.kind:<9} {sure}  {where:<40} {one.question}"
    yield _counts(covered)


def _counts(covered: Sequence[Covered]) -> str:
    counts = summary(covered)
    kinds = ", ".join(f"{count} {kind}" for kind, count in counts["kinds"].items())
    return (
        f"{counts['questions']} questions ({kinds}): {counts['open']} open; "
        f"{counts['passages']} passages come first for one or more"
    )


def read_reasons(path: Path) -> Mapping[str, str]:
    """Why questions stay open: a YAML file that maps the question to the reason.

    Raises StemfaqError if it cannot be read or maps anything but text to text.
    """
    try:
        data = read_yaml(path.read_text("utf-8-sig")).data or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise StemfaqError(f"{path}: cannot be read: {error}") from error
    if not isinstance(data, dict) or not all(isinstance(v, str) for v in data.values()):
        raise StemfaqError(f"{path}: must map each open question to its reason")
    return {str(question): reason for question, reason in data.items()}


def markdown(covered: Sequence[Covered], reasons: Mapping[str, str]) -> Iterator[str]:
    """The lines of docs/coverage.md: counts, the open questions, then a table a group."""
    yield "# Coverage"
    yield ""
    yield "Made by `stemfaq coverage FILE... --markdown`. The passage is the first one shown; "
    yield "the confidence is the machine's that it answers. Only a reader can say that it does."
    yield ""
    yield f"{_counts(covered)}."
    yield ""
    if still_open := [one for one in covered if one.is_open]:
        yield from ("## Open", "", "| question | reply | why it is open |", "| --- | --- | --- |")
        for one in still_open:
            why = reasons.get(one.question, "not looked into yet")
            yield f"| {_cell(one.question)} | {one.kind} | {_cell(why)} |"
        yield ""
    rest = [one for one in covered if not one.is_open]
    for group, members in groupby(rest, key=lambda one: one.group):
        yield from (f"## {group}", "", "| question | passage | confidence |", "| --- | --- | --- |")
        for one in members:
            sure = "" if one.confidence is None else f"{one.confidence:.2f}"
            passage = f"`{one.passages[0]}`" if one.passages else one.kind
            yield f"| {_cell(one.question)} | {passage} | {sure} |"
        yield ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
