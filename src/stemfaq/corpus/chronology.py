"""Chronology: what happened in a year cannot be proved by what was issued before it.

A fact of several sources proves a figure, and so a year, for each of them (`proof`); this warns
where the one that is cited is too old for it.
"""

import datetime
import re
from collections.abc import Iterator

from stemfaq.corpus.evidence import Source
from stemfaq.corpus.passage import citations, sentences, without_citations
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.reader import Corpus, PassageFile

MEND = "Cite a source from then or later, or say that it was planned, or how far we looked."
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Plans, which a source can tell before their time, and how far we looked ourselves.
_NO_EVENT = re.compile(
    r"\b(?:plan\w*|expect\w*|promis\w*|schedul\w*|due|will|would|(?:is|are|was|were) to"
    r"|we|as of|up to|until|till)\b",
    re.IGNORECASE,
)


def too_early(file: PassageFile, corpus: Corpus, today: datetime.date) -> Iterator[Problem]:
    """Warn of sentences on an event of a year in which none of their sources was yet issued."""
    for line, paragraph in zip(file.paragraph_lines, file.passage.paragraphs, strict=True):
        for sentence, keys in _cited(paragraph):
            newest = max(
                (_year(corpus.sources[key], today) for key in keys if key in corpus.sources),
                default=today.year,
            )
            if _NO_EVENT.search(sentence):
                continue
            for year in sorted({int(year) for year in _YEAR.findall(sentence)}):
                if newest < year <= today.year:
                    message = f"the source of {newest} cannot prove an event of {year}: "
                    message += f"{sentence!r} ({', '.join(keys)})"
                    yield Problem(file.path, line, message, MEND, warning=True)


def _cited(paragraph: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each sentence with its sources: they stand in it, or at the end of a later one."""
    waiting: list[str] = []
    for sentence in sentences(paragraph):
        waiting.append(without_citations(sentence))
        if keys := citations(sentence):
            yield from ((text, keys) for text in waiting)
            waiting = []
    yield from ((text, citations(paragraph)) for text in waiting)


def _year(source: Source, today: datetime.date) -> int:
    """The last year of which it can tell: when it was issued or, without that, read."""
    return source.year or int((source.accessed or today.isoformat())[:4])
