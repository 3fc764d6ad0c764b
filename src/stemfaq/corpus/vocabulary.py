"""The vocabulary: the words passages may use, and the words patients use for them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from stemfaq.corpus.yaml import read_yaml

Term = Annotated[str, Field(min_length=2)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    label: str


class Topic(_Entry):
    """A disease, therapy, medicine or group: how it is shown, and what patients call it."""

    terms: tuple[Term, ...] = Field(strict=False)
    within: str | None = None  # the broader disease that it belongs to
    outside: bool = False  # not autoimmune: a question about it alone is not for us


class Subject(_Entry):
    """What a passage is about, and for how many months its review holds."""

    review_months: PositiveInt
    terms: tuple[Term, ...] = Field((), strict=False)  # words of a question that ask for it


class Vocabulary(BaseModel):
    """The content of `corpus/vocabulary.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    diseases: Mapping[str, Topic]
    therapies: Mapping[str, Topic]
    drugs: Mapping[str, Topic] = {}  # medicines, which passages and questions may name
    groups: Mapping[str, Topic] = {}  # people whom a question may be about
    about: Mapping[str, Subject]
    evidence: Mapping[str, str]

    @cached_property
    def names_with_digits(self) -> tuple[str, ...]:
        """Names such as "type 1 diabetes", whose digits count nothing; "over 65" is no name."""
        topics = [*self.diseases.values(), *self.therapies.values(), *self.drugs.values()]
        terms = (term for topic in topics for term in topic.terms)
        return tuple(term for term in terms if re.search(r"\d|\bone\b|\btwo\b", term))

    @cached_property
    def _patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((name, _pattern(term)) for name, term in self._terms())

    @cached_property
    def _subject_patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple(
            (name, _pattern(term)) for name, subject in self.about.items() for term in subject.terms
        )

    def subjects_in(self, text: str) -> frozenset[str]:
        """The subjects (words of `about`) that a question asks for, by any of their terms."""
        folded = fold(text)
        return frozenset(name for name, p in self._subject_patterns if p.search(folded))

    def _terms(self) -> Iterator[tuple[str, str]]:
        for topics in (self.diseases, self.therapies, self.drugs, self.groups):
            for name, topic in topics.items():
                for term in topic.terms:
                    yield name, term

    def named_in(self, text: str) -> frozenset[str]:
        """The diseases, therapies, medicines and groups that a text names, by any of their terms.

        A term inside a longer term does not count: "lupus nephritis" names lupus nephritis.
        """
        folded = fold(text)
        spans = [(m.span(), name) for name, p in self._patterns for m in p.finditer(folded)]
        return frozenset(
            name
            for (start, end), name in spans
            if not any(
                other != (start, end) and other[0] <= start and end <= other[1]
                for other, _ in spans
            )
        )


def _pattern(term: str) -> re.Pattern[str]:
    """Matches the folded term as whole words."""
    return re.compile(rf"(?<!\w){re.escape(fold(term))}(?!\w)")


def fold(text: str) -> str:
    """Lower case without accents, with plain apostrophes and hyphens, for comparing words."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return plain.replace("\u2019", "'").replace("\u2010", "-").replace("\u2011", "-")


def read_vocabulary(path: Path) -> Vocabulary:
    """Read the vocabulary.

    Raises OSError, yaml.YAMLError or pydantic.ValidationError; the check reports each.
    """
    return Vocabulary.model_validate(read_yaml(path.read_text("utf-8-sig")).data)
