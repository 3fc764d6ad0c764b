"""Style: whether a passage can be read, and shown word for word."""

import re
from collections.abc import Iterator

import textstat

from stemfaq.corpus.passage import CITATION, without_citations
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.reader import PassageFile

_MARKUP = (
    (re.compile(r"<[a-zA-Z/!][^>]*>?"), "HTML"),
    (re.compile(r"!?\[[^\]]*\]\([^)]*\)"), "a link or an image"),
    (re.compile(r"^(#{1,6}\s|>\s|[-*+]\s|\d+[.)]\s|```|\|)"), "a heading, list, quote or table"),
    (re.compile(r"https?://|www\."), "an address"),
    (re.compile(r"`|\*|~~"), "Markdown emphasis or code"),
)
_LOOSE_CITATION = re.compile(r"\[@|(?<![\w.])@[a-z]+\d|\[[a-z]+\d{4}[a-z]?\]")


def grade(paragraph: str) -> float:
    """The Flesch-Kincaid grade (US school years) of a paragraph, by textstat."""
    return float(textstat.flesch_kincaid_grade(without_citations(paragraph)))


def problems(file: PassageFile, max_grade: float, max_words: int) -> Iterator[Problem]:
    """What makes a passage hard to read or unfit to show."""
    answer, line = file.passage.answer, file.paragraph_lines[0]
    words = len(without_citations(answer).split())
    if words > max_words:
        yield Problem(
            file.path, line, f"the short answer has {words} words", f"Cut it to {max_words}."
        )
    if (found := grade(answer)) > max_grade:
        yield Problem(
            file.path,
            line,
            f"the short answer reads at grade {found:.1f}",
            f"Bring it to {max_grade:.0f} or less: shorter sentences, plainer words.",
        )
    for line, paragraph in zip(file.paragraph_lines, file.passage.paragraphs, strict=True):
        yield from _markup(file.path, line, paragraph)


def _markup(path: str, line: int, paragraph: str) -> Iterator[Problem]:
    for pattern, what in _MARKUP:
        if match := pattern.search(paragraph):
            yield Problem(
                path, line, f"{what} in the text: {match[0][:40]!r}", "Write plain paragraphs."
            )
    if match := _LOOSE_CITATION.search(CITATION.sub("", paragraph)):
        yield Problem(
            path, line, f"a citation that cannot be read: {match[0]!r}", "Write [@id] or [@a; @b]."
        )
