"""The glossary: hard words that patients meet, each explained in one plain sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

NAME = "glossary.yaml"
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, pattern=r"^[^\n]+$")]


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A word as patients see it explained; `forms` holds the term and its other spellings."""

    term: str
    forms: tuple[str, ...]
    explanation: str


class GlossaryRecord(BaseModel):
    """One entry as staff write it; `sources` are ids of sources.json that support it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    term: Word
    forms: tuple[Word, ...] = Field((), strict=False)
    explanation: Word
    sources: tuple[str, ...] = Field(min_length=1, strict=False)

    @property
    def entry(self) -> GlossaryEntry:
        """The entry as an index holds it."""
        forms = tuple(dict.fromkeys((self.term, *self.forms)))
        return GlossaryEntry(self.term, forms, self.explanation)


class Glossary(BaseModel):
    """The content of `corpus/glossary.yaml`.

    `plain` are rare words that patients know all the same, `names` are drugs, people and
    places that need no explanation: neither needs an entry.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    entries: tuple[GlossaryRecord, ...] = ()
    plain: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @cached_property
    def shown(self) -> tuple[GlossaryEntry, ...]:
        """The entries as an index holds them."""
        return tuple(record.entry for record in self.entries)

    @cached_property
    def unexplained(self) -> frozenset[str]:
        """The rare words that need no entry, in small letters."""
        return frozenset(word.lower() for word in (*self.plain, *self.names))


@dataclass(frozen=True, slots=True)
class Found:
    """Where in a text an entry's word stands: `text[start:end]`."""

    start: int
    end: int
    entry: GlossaryEntry


def find(text: str, entries: Sequence[GlossaryEntry]) -> Iterator[Found]:
    """Yield every place at which an entry's word stands, in order, none inside another.

    Words match whole, and the longest one wins. A form in small letters matches with any
    capitals; a form that has a capital matches exactly, so that "MS" is not "ms".
    """
    if not entries:
        return
    by_form = _by_form(tuple(entries))
    for match in _pattern(tuple(entries)).finditer(text.replace("\u2019", "'")):
        entry = by_form.get(match[0]) or by_form[match[0].lower()]
        yield Found(match.start(), match.end(), entry)


@lru_cache(maxsize=4)
def _by_form(entries: tuple[GlossaryEntry, ...]) -> dict[str, GlossaryEntry]:
    return {form: entry for entry in reversed(entries) for form in entry.forms}


@lru_cache(maxsize=4)
def _pattern(entries: tuple[GlossaryEntry, ...]) -> re.Pattern[str]:
    forms = sorted((form for entry in entries for form in entry.forms), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_alternative, forms))})(?!\w)")


def _alternative(form: str) -> str:
    # ASCII alone, or a dotless ı would match i and be no key of `_by_form`.
    return f"(?ai:{re.escape(form)})" if form == form.lower() else re.escape(form)
