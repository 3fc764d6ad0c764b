"""Copied words: long runs that a text shares with a sentence of a fact.

Facts stay close to what was read in the source; passages are in our own words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stemfaq.corpus.evidence import Fact
from stemfaq.corpus.passage import sentences, without_citations
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.reader import PassageFile

RUN = 10  # words
MEND = "Say it in our own words."
_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*%?")
Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that stand in one sentence of a text and in one of a fact."""

    text: str
    words: int
    fact: str  # its id

    def __str__(self) -> str:
        return f"{self.words} words in a row stand in the fact {self.fact}: {self.text!r}"


class Copies:
    """Finds runs of `RUN` words or more; the facts' runs of just that length are held once."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts: dict[Gram, str] = {}
        for fact in facts:
            for sentence in sentences(f"{fact.fact} {fact.caveat}"):
                for gram in _grams(list(_WORD.finditer(sentence))):
                    self._facts.setdefault(gram, fact.id)

    def runs(self, text: str) -> Iterator[Run]:
        """Yield each longest run that a text without citations shares with a fact."""
        for sentence in sentences(text):
            words = list(_WORD.finditer(sentence))
            found = [self._facts.get(gram) for gram in _grams(words)]
            first: int | None = None  # the first word of the run that is open
            for position, fact in enumerate([*found, None]):
                if fact is not None and first is None:
                    first = position
                elif fact is None and first is not None:
                    run = words[first : position + RUN - 1]
                    shared = sentence[run[0].start() : run[-1].end()]
                    yield Run(shared, len(run), found[first] or "")
                    first = None


def _grams(words: list[re.Match[str]]) -> Iterator[Gram]:
    lower = tuple(word[0].lower() for word in words)
    return (lower[start : start + RUN] for start in range(len(words) - RUN + 1))


def copied(file: PassageFile, copies: Copies) -> Iterator[Problem]:
    """Warn of each run in a passage."""
    for line, paragraph in zip(file.paragraph_lines, file.passage.paragraphs, strict=True):
        for run in copies.runs(without_citations(paragraph)):
            yield Problem(file.path, line, str(run), MEND, warning=True)
