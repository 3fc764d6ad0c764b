"""Marks in a passage's text: citations lead to their source, hard words to an explanation.

In the chat an explanation opens below its paragraph; on plain pages, which have no script, all
stand in a list of their own.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from stemfaq.corpus.glossary import Found, GlossaryEntry, find
from stemfaq.web.escape import english, text
from stemfaq.web.words import word

_NUMBER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a source's number stands: `text[start:end]`."""

    start: int
    end: int
    number: str


@dataclass
class Marker:
    """Marks the paragraphs of one passage; a word is explained where it first occurs."""

    prefix: str  # begins the ids of this passage's elements, unique on the page
    turn: str  # begins the ids of this turn's sources
    glossary: tuple[GlossaryEntry, ...]
    language: str
    _explained: set[str] = field(default_factory=set)

    def paragraph(self, plain: str, name: str = "") -> str:
        """The paragraph as HTML, followed by the explanations of its words, closed."""
        notes: list[str] = []

        def explain(term: str, entry: GlossaryEntry) -> str:
            id_ = f"{self.prefix}-word-{len(self._explained)}"
            notes.append(_note(term, entry, id_))
            return self._button(term, id_)

        shown = _woven(plain, self.glossary, self._explained, self._citation, explain)
        opening = f'<p class="{name}"' if name else "<p"
        return f"{opening}{english(self.language)}>{shown}</p>{''.join(notes)}"

    def paragraphs(self, plain: Iterable[str]) -> str:
        """Several paragraphs, one after the other."""
        return "".join(self.paragraph(paragraph) for paragraph in plain)

    def _citation(self, number: str) -> str:
        label = text(word(self.language, "source", number=number))
        target = f"#{self.turn}-source-{number}"
        return f'<a class="cite" href="{target}" aria-label="{label}">[{number}]</a>'

    def _button(self, term: str, id_: str) -> str:
        title = text(word(self.language, "explain", term=term))
        return (
            f'<button type="button" class="term" aria-expanded="false" aria-controls="{id_}" '
            f'title="{title}">{text(term)}</button>'
        )


@dataclass(frozen=True, slots=True)
class Explained:
    """A hard word as it stands where it first occurs."""

    shown: str
    explanation: str


@dataclass
class Words:
    """Marks the paragraphs of one plain page, and keeps its hard words for the list below."""

    glossary: tuple[GlossaryEntry, ...]
    explained: list[Explained] = field(default_factory=list)
    _terms: set[str] = field(default_factory=set)

    def marked(self, plain: str, sources: str) -> Markup:
        """The paragraph's words as HTML; `sources` begins the ids of the page's sources."""

        def cite(number: str) -> str:
            return f'<a href="#{sources}-{number}">[{number}]</a>'

        def explain(term: str, entry: GlossaryEntry) -> str:
            self.explained.append(Explained(term, entry.explanation))
            number = len(self.explained)
            return f'<a class="term" id="use-{number}" href="#word-{number}">{text(term)}</a>'

        return Markup(_woven(plain, self.glossary, self._terms, cite, explain))


def _woven(
    plain: str,
    glossary: tuple[GlossaryEntry, ...],
    explained: set[str],
    cite: Callable[[str], str],
    explain: Callable[[str, GlossaryEntry], str],
) -> str:
    """The text as HTML; `cite` makes that of a source's number, `explain` that of a hard word."""
    shown, end = [], 0
    for mark in _marks(plain, glossary, explained):
        shown.append(text(plain[end : mark.start]))
        end = mark.end
        if isinstance(mark, Citation):
            shown.append(cite(mark.number))
        else:
            shown.append(explain(plain[mark.start : end], mark.entry))
    return "".join([*shown, text(plain[end:])])


def _marks(
    plain: str, glossary: tuple[GlossaryEntry, ...], explained: set[str]
) -> Iterator[Citation | Found]:
    """Citations, and hard words that were not explained yet, in order."""
    marks: list[Citation | Found] = [*find(plain, glossary)]
    marks += [Citation(m.start(), m.end(), m[1]) for m in _NUMBER.finditer(plain)]
    for mark in sorted(marks, key=lambda mark: mark.start):
        if isinstance(mark, Found):
            if mark.entry.term in explained:
                continue
            explained.add(mark.entry.term)
        yield mark


def _note(term: str, entry: GlossaryEntry, id_: str) -> str:
    return (
        f'<p class="explanation" id="{id_}" lang="en" hidden>'
        f"<strong>{text(term)}:</strong> {text(entry.explanation)}</p>"
    )
