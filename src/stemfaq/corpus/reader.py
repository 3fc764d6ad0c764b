"""Reading the corpus: files in, passages and problems out; no problem hides another."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from stemfaq.corpus.evidence import Fact, Source
from stemfaq.corpus.glossary import Glossary
from stemfaq.corpus.leaflets import Leaflet
from stemfaq.corpus.passage import Passage
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.records import (
    read_facts,
    read_glossary,
    read_leaflets,
    read_sources,
    read_vocabulary,
)
from stemfaq.corpus.vocabulary import Vocabulary
from stemfaq.corpus.yaml import read_yaml

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, pattern=r"^[^\n]*$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


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
    formerly: list[Slug] = []


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
    glossary: Glossary = field(default_factory=Glossary)
    leaflets: Mapping[str, Leaflet] = field(default_factory=dict)  # by disease
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
        mend = "Write one with `stemfaq new ID --theme FOLDER`."
        problems.append(Problem("passages", 1, "there is no passage", mend))
    return Corpus(
        folder,
        tuple(files),
        read_sources(folder, problems),
        read_facts(folder, problems),
        read_vocabulary(folder, problems),
        read_glossary(folder, problems),
        read_leaflets(folder, problems),
        tuple(problems),
    )


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
