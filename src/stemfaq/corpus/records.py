"""The corpus's other files: sources, facts, vocabulary, glossary and leaflets.

One bad entry hides no other.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from stemfaq.corpus import glossary, leaflets
from stemfaq.corpus.evidence import Fact, Source, line_of_id, read_records
from stemfaq.corpus.glossary import Glossary
from stemfaq.corpus.leaflets import Leaflet, Leaflets
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.vocabulary import Vocabulary
from stemfaq.corpus.yaml import line_at, read_yaml

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)
FIELDS = "See the fields in docs/corpus.md."


def read_sources(folder: Path, problems: list[Problem]) -> Mapping[str, Source]:
    """The records of sources.json by id; what is wrong goes to `problems`."""

    def parse(record: Any) -> Source:
        if not isinstance(record, dict) or not isinstance(record.get("id"), str):
            raise ValueError("a record needs an id")
        if not record.get("title"):
            raise ValueError("a record needs a title")
        return Source(record)

    sources = _read_list(folder, "sources.json", parse, problems)
    return {source.id: source for source in sources}


def read_facts(folder: Path, problems: list[Problem]) -> tuple[Fact, ...]:
    """The facts of facts.json; what is wrong goes to `problems`."""
    return tuple(_read_list(folder, "facts.json", Fact.model_validate, problems))


def read_vocabulary(folder: Path, problems: list[Problem]) -> Vocabulary | None:
    """The vocabulary, or None and the reasons in `problems`."""
    return _read_yaml(folder / "vocabulary.yaml", Vocabulary, problems)


def read_glossary(folder: Path, problems: list[Problem]) -> Glossary:
    """The glossary; a corpus may have none, then it is empty."""
    path = folder / glossary.NAME
    return (_read_yaml(path, Glossary, problems) if path.exists() else None) or Glossary()


def read_leaflets(folder: Path, problems: list[Problem]) -> Mapping[str, Leaflet]:
    """The leaflets by disease; a corpus may have none."""
    path = folder / leaflets.NAME
    read = _read_yaml(path, Leaflets, problems) if path.exists() else None
    return read.root if read else {}


def _read_yaml(path: Path, model: type[M], problems: list[Problem]) -> M | None:
    try:
        text = path.read_text("utf-8-sig")
        return model.model_validate(read_yaml(text).data)
    except OSError as error:
        message, mend = f"cannot be read: {error.strerror}", "Restore the file."
        problems.append(Problem(path.name, 1, message, mend))
    except UnicodeDecodeError as error:
        message, mend = f"cannot be read: {error}", "Save it as UTF-8 text."
        problems.append(Problem(path.name, 1, message, mend))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error).split("\n")[0]
        line = mark.line + 1 if mark else 1
        problems.append(Problem(path.name, line, f"unreadable YAML: {reason}", "Mend it."))
    except ValidationError as error:
        for detail in error.errors():
            line = line_at(text, detail["loc"])
            message = f"{_name(detail['loc'])}: {detail['msg']}"
            problems.append(Problem(path.name, line, message, FIELDS))
    return None


def _name(place: tuple[str | int, ...]) -> str:
    return ".".join(map(str, place)) or "the file"


def _read_list(
    folder: Path, name: str, parse: Callable[[Any], T], problems: list[Problem]
) -> list[T]:
    """Parse each entry of a JSON list."""
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
        if id_ and id_ in seen:
            line = line_of_id(text, id_)
            problems.append(Problem(name, line, f"the id {id_} stands twice", "Rename one."))
        seen.add(id_)
        try:
            parsed.append(parse(record))
        except ValueError as error:
            line, entry = line_of_id(text, id_), f"entry {position} ({id_})"
            problems.extend(
                Problem(name, line, f"{entry}: {message}", mend)
                for message, mend in _reasons(error)
            )
    return parsed


def _reasons(error: ValueError) -> list[tuple[str, str]]:
    if isinstance(error, ValidationError):
        return [(f"{_name(detail['loc'])}: {detail['msg']}", FIELDS) for detail in error.errors()]
    return [(str(error), "Complete it.")]
