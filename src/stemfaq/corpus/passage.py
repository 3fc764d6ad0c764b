"""Passages: reviewed answers, one question each."""

import datetime
import re
from dataclasses import dataclass

CITATION = re.compile(r"\s*\[(@[\w:.#$%&+?<>~/-]+(?:\s*;\s*@[\w:.#$%&+?<>~/-]+)*)\]")
NO_LEVEL = "not-applicable"  # the evidence of a passage that is not on effects
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """One reviewed answer to one question, as patients get it.

    `answer` and `body` are Markdown paragraphs with Pandoc citations (`[@wang2014]`).
    """

    id: str
    question: str
    asks: tuple[str, ...]
    diseases: tuple[str, ...]
    therapies: tuple[str, ...]
    about: str
    evidence: str
    reviewed: datetime.date
    related: tuple[str, ...]
    answer: str
    body: tuple[str, ...]
    formerly: tuple[str, ...] = ()  # ids of passages that were joined with this one

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The short answer and the body, in reading order."""
        return (self.answer, *self.body)

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of the sources that it cites, each once, in order."""
        return tuple(dict.fromkeys(key for text in self.paragraphs for key in citations(text)))


def citations(paragraph: str) -> tuple[str, ...]:
    """The ids of the sources that a paragraph cites, each once, in order."""
    found = (key.strip()[1:] for group in CITATION.findall(paragraph) for key in group.split(";"))
    return tuple(dict.fromkeys(found))


def without_citations(paragraph: str) -> str:
    """The paragraph as it is read aloud: its words alone."""
    return CITATION.sub("", paragraph)


def sentences(text: str) -> list[str]:
    """The text cut behind each full stop, question mark and exclamation mark."""
    return _SENTENCE_END.split(text)
