"""Reading the corpus: files in, passages and problems out; no problem hides another."""

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from stemfaq.corpus.evidence import Fact, Source, line_of_id, read_records
from stemfaq.corpus.passage import Passage
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.vocabulary import Vocabulary, read_vocabulary
from stemfaq.corpus.yaml import read_yaml

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, pattern=r"^[^\n]*$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
T = TypeVar("T")


class FrontMatter(BaseModel):
    """The fields that staff write above a passage."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: Slug
    question: Line
    asks: list[Line]
    diseases: list[str] = Field(min_length=1)
    therapies: list[str] = Field(min_length=1)
    about: str
    evidence: str
    reviewed: datetime.date
    related: list[Slug] = []


@dataclass(frozen=True, slots=True)
class PassageFile:
    """A passage and where its parts stand, so that a problem can name the line."""

    passage: Passage
    path: str
    lines: Mapping[str, int]  # front matter field: line
    paragraph_lines: tuple[int, ...]  # of each of `passage.paragraphs`


@dataclass(frozen=True)
class Corpus:
    """All that could be read, and the problems met on the way."""

    folder: Path
    files: tuple[PassageFile, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    vocabulary: Vocabulary | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages, sorted by id."""
        return tuple(sorted((file.passage for file in self.files), key=lambda p: p.id))


def read_corpus(folder: Path) -> Corpus:
    """Read everything under the corpus folder.

    What cannot be read becomes a problem of the result; nothing is raised for content.
    """
    problems: list[Problem] = []
    files: list[PassageFile] = []
    for path in sorted((folder / "passages").rglob("*.md")):
        try:
            files.append(read_passage(path, path.relative_to(folder).as_posix()))
        except _Unreadable as error:
            problems.extend(error.problems)
    if not files and not problems:
        problems.append(
            Problem("passages", 1, "there is no passage", "Write one with `stemfaq new ID`.")
        )
    sources = _read_sources(folder, problems)
    facts = _read_facts(folder, problems)
    vocabulary = _read_vocabulary(folder, problems)
    return Corpus(folder, tuple(files), sources, facts, vocabulary, tuple(problems))


class _Unreadable(Exception):
    def __init__(self, *problems: Problem) -> None:
        self.problems = problems


def read_passage(path: Path, name: str) -> PassageFile:
    """Read one passage file; `name` is how problems call it.

    Raises an error that carries the problems, for `read_corpus` to collect.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _Unreadable(
            Problem(name, 1, f"cannot be read: {error}", "Save it as UTF-8 text.")
        ) from error
    return parse_passage(text, name)


def parse_passage(text: str, name: str) -> PassageFile:
    """Parse the text of a passage file; see `read_passage`."""
    lines = text.splitlines()
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if not lines or lines[0].rstrip() != "---" or end is None:
        raise _Unreadable(
            Problem(name, 1, "has no front matter", "Begin with fields between two lines of ---.")
        )
    front, field_lines = _front_matter("\n".join(lines[1:end]), name)
    paragraphs = _paragraphs(lines[end + 1 :], end + 2)
    if not paragraphs:
        raise _Unreadable(
            Problem(name, end + 1, "has no text", "Write the short answer below the second ---.")
        )
    (_, answer), *body = paragraphs
    passage = Passage(
        **{key: _frozen(value) for key, value in front.model_dump().items()},
        answer=answer,
        body=tuple(paragraph for _, paragraph in body),
    )
    return PassageFile(passage, name, field_lines, tuple(line for line, _ in paragraphs))


def _front_matter(text: str, name: str) -> tuple[FrontMatter, Mapping[str, int]]:
    try:
        document = read_yaml(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        reason = getattr(error, "problem", None) or str(error)
        raise _Unreadable(
            Problem(name, line, f"unreadable YAML: {reason}", "Quote a text that holds a colon.")
        ) from error
    lines = {key: line + 1 for key, line in document.lines.items()}
    try:
        return FrontMatter.model_validate(document.data), lines
    except ValidationError as error:
        raise _Unreadable(
            *(
                Problem(
                    name,
                    lines.get(str(detail["loc"][0]) if detail["loc"] else "", 1),
                    f"{'.'.join(map(str, detail['loc'])) or 'front matter'}: {detail['msg']}",
                    "See the fields in docs/corpus.md.",
                )
                for detail in error.errors()
            )
        ) from error


def _paragraphs(lines: list[str], first: int) -> list[tuple[int, str]]:
    """Paragraphs are separated by blank lines; each comes with its line number."""
    paragraphs: list[tuple[int, str]] = []
    current: list[str] = []
    for number, line in enumerate([*lines, ""], first):
        if line.strip():
            current.append(line.strip())
        elif current:
            paragraphs.append((number - len(current), " ".join(current)))
            current = []
    return paragraphs


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _read_sources(folder: Path, problems: list[Problem]) -> Mapping[str, Source]:
    def parse(record: Any) -> Source:
        if not isinstance(record, dict) or not isinstance(record.get("id"), str):
            raise ValueError("a record needs an id")
        if not record.get("title"):
            raise ValueError("a record needs a title")
        return Source(record)

    sources = _read_list(folder, "sources.json", parse, problems)
    return {source.id: source for source in sources}


def _read_facts(folder: Path, problems: list[Problem]) -> tuple[Fact, ...]:
    return tuple(_read_list(folder, "facts.json", Fact.model_validate, problems))


def _read_list(
    folder: Path, name: str, parse: Callable[[Any], T], problems: list[Problem]
) -> list[T]:
    """Parse each entry of a JSON list; one bad entry does not hide the others."""
    path = folder / name
    try:
        records = read_records(path)
        text = path.read_text("utf-8-sig")
    except OSError as error:
        problems.append(Problem(name, 1, f"cannot be read: {error.strerror}", "Restore the file."))
        return []
    except json.JSONDecodeError as error:
        problems.append(Problem(name, error.lineno, f"unreadable JSON: {error.msg}", "Mend it."))
        return []
    except ValueError as error:
        problems.append(Problem(name, 1, str(error), "Save it as UTF-8 JSON: a list."))
        return []
    parsed: list[T] = []
    seen: set[str] = set()
    for position, record in enumerate(records, 1):
        id_ = str(record.get("id", "")) if isinstance(record, dict) else ""
        line = line_of_id(text, id_)
        if id_ in seen:
            problems.append(Problem(name, line, f"the id {id_} stands twice", "Rename one."))
        seen.add(id_)
        try:
            parsed.append(parse(record))
        except ValidationError as error:
            problems.extend(
                Problem(
                    name,
                    line,
                    f"entry {position} ({id_}): {'.'.join(map(str, d['loc']))}: {d['msg']}",
                    "See the fields in docs/corpus.md.",
                )
                for d in error.errors()
            )
        except ValueError as error:
            problems.append(
                Problem(name, line, f"entry {position} ({id_}): {error}", "Complete it.")
            )
    return parsed


def _read_vocabulary(folder: Path, problems: list[Problem]) -> Vocabulary | None:
    name = "vocabulary.yaml"
    try:
        return read_vocabulary(folder / name)
    except OSError as error:
        problems.append(Problem(name, 1, f"cannot be read: {error.strerror}", "Restore the file."))
    except UnicodeDecodeError as error:
        problems.append(Problem(name, 1, f"cannot be read: {error}", "Save it as UTF-8 text."))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problems.append(
            Problem(
                name,
                mark.line + 1 if mark else 1,
                f"unreadable YAML: {error}".split("\n")[0],
                "Mend it.",
            )
        )
    except ValidationError as error:
        problems.extend(
            Problem(name, 1, f"{'.'.join(map(str, d['loc']))}: {d['msg']}", "See docs/corpus.md.")
            for d in error.errors()
        )
    return None
