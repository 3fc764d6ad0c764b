"""Marks in a passage's text: citations lead to their source, hard words to an explanation."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from stemfaq.web.escape import english, text
from stemfaq.web.words import word


class Entry(Protocol):
    """An entry of the glossary."""

    term: str
    forms: tuple[str, ...]
    explanation: str


@lru_cache(maxsize=4)
def _pattern(glossary: tuple[Entry, ...]) -> tuple[re.Pattern[str], dict[str, Entry]]:
    """What finds a citation or a hard word, the longest first; and the entry of each form.

    As in the glossary: a form with a capital matches exactly, one in small letters any case.
    """
    entries = {form: entry for entry in glossary for form in (entry.term, *entry.forms)}
    forms = (
        re.escape(form) if form != form.lower() else f"(?i:{re.escape(form)})"
        for form in sorted(entries, key=len, reverse=True)
    )
    terms = "|".join(forms) or "(?!)"
    return re.compile(rf"\[(?P<number>\d+)\]|(?<![\w-])(?P<term>{terms})(?![\w-])"), entries


@dataclass
class Marker:
    """Marks the paragraphs of one passage; a word is explained where it first occurs."""

    prefix: str  # begins the ids of this passage's elements, unique on the page
    turn: str  # begins the ids of this turn's sources
    glossary: tuple[Entry, ...]
    language: str
    _explained: set[str] = field(default_factory=set)

    def paragraph(self, plain: str, name: str = "") -> str:
        """The paragraph as HTML, followed by the explanations of its words, closed."""
        pattern, entries = _pattern(self.glossary)
        shown, notes, end = [], [], 0
        for match in pattern.finditer(plain):
            shown.append(text(plain[end : match.start()]))
            end = match.end()
            if match["number"]:
                shown.append(self._citation(match["number"]))
                continue
            entry = entries.get(match["term"]) or entries[match["term"].lower()]
            if entry.term in self._explained:
                shown.append(text(match["term"]))
                continue
            self._explained.add(entry.term)
            id_ = f"{self.prefix}-word-{len(self._explained)}"
            shown.append(self._button(match["term"], id_))
            notes.append(_note(match["term"], entry, id_))
        shown.append(text(plain[end:]))
        opening = f'<p class="{name}"' if name else "<p"
        return f"{opening}{english(self.language)}>{''.join(shown)}</p>{''.join(notes)}"

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


def _note(term: str, entry: Entry, id_: str) -> str:
    return (
        f'<p class="explanation" id="{id_}" lang="en" hidden>'
        f"<strong>{text(term)}:</strong> {text(entry.explanation)}</p>"
    )
