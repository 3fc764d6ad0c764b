"""The vocabulary: the words passages may use, and the words patients use for them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

_WORD = re.compile(r"[^\W_]+(?:['\u2018\u2019\u02bc\u2032`\u00b4][^\W_]+)*")
_AROUND = 40  # characters; where all of them are capitals, capitals say nothing
_COUNTED = re.compile(r"(?<![A-Za-z\d])\d{1,3}(?:[.,]\d+)?[ -]?$")
_PHRASE = re.compile(r"AS (?:NEEDED|DIRECTED|WELL|ABOVE|BELOW)\b")
Term = Annotated[str, Field(min_length=2, pattern=r"[^\W_]")]  # without a word it is found nowhere
GENERAL = "general"  # the disease of passages that hold for any


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    label: str


class Topic(_Entry):
    """A disease, therapy, medicine, group or place: how it is shown, what patients call it."""

    terms: tuple[Term, ...] = Field(strict=False)
    # Abbreviations that are words or units too: they count in capitals only.
    capitals: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2,}$")], ...] = Field((), strict=False)
    within: str | None = None  # the broader disease that it belongs to
    outside: bool = False  # not autoimmune: a question about it alone is not for us


class Subject(_Entry):
    """What a passage is about, and for how many months its review holds.

    What `changes` by itself (a trial's status, prices, laws) is shown with its date.
    """

    review_months: PositiveInt
    changes: bool = False
    terms: tuple[Term, ...] = Field((), strict=False)  # words of a question that ask for it


class Aspect(BaseModel):
    """A part of a treatment or an illness that a later question may mean by "it" or "they"."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    terms: tuple[Term, ...] = Field(strict=False)
    plural: bool = False


class Vocabulary(BaseModel):
    """The content of `corpus/vocabulary.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    diseases: Mapping[str, Topic]
    therapies: Mapping[str, Topic]
    drugs: Mapping[str, Topic] = {}  # medicines, which passages and questions may name
    groups: Mapping[str, Topic] = {}  # people whom a question may be about
    places: Mapping[str, Topic] = {}  # countries, and where treatment is sold
    aspects: Mapping[str, Aspect] = {}
    about: Mapping[str, Subject]
    evidence: Mapping[str, str]

    @cached_property
    def names_with_digits(self) -> tuple[str, ...]:
        """Names such as "type 1 diabetes", whose digits count nothing; "over 65" is no name."""
        topics = [*self.diseases.values(), *self.therapies.values(), *self.drugs.values()]
        terms = (term for topic in topics for term in topic.terms)
        return tuple(term for term in terms if re.search(r"\d|\bone\b|\btwo\b", term))

    @cached_property
    def _names(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        """The names of each term, by the term's words."""
        names: dict[tuple[str, ...], tuple[str, ...]] = {}
        for name, term in self._terms():
            names[words(term)] = (*names.get(words(term), ()), name)
        return names

    def _of(self, said: tuple[str, ...]) -> tuple[str, ...]:
        """The names of a term as it is said, also with an 's."""
        plain = (*said[:-1], said[-1].removesuffix("'s"))
        return self._names.get(said) or self._names.get(plain, ())

    @cached_property
    def _longest(self) -> Mapping[str, int]:
        """How many words the longest term has that begins with a word."""
        longest: dict[str, int] = {}
        for term in self._names:
            longest[term[0]] = max(len(term), longest.get(term[0], 0))
        return longest

    @cached_property
    def _subject_patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple(
            (name, _pattern(term)) for name, subject in self.about.items() for term in subject.terms
        )

    def subjects_in(self, text: str) -> frozenset[str]:
        """The subjects (words of `about`) that a question asks for, by any of their terms."""
        folded = fold(text)
        return frozenset(name for name, p in self._subject_patterns if p.search(folded))

    @cached_property
    def _aspect_patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple(
            (name, _pattern(term)) for name, aspect in self.aspects.items() for term in aspect.terms
        )

    def aspect_in(self, text: str) -> str | None:
        """The aspect that a text names last, by any of its terms."""
        folded = fold(text)
        ends = [(m.end(), name) for name, p in self._aspect_patterns for m in p.finditer(folded)]
        return max(ends)[1] if ends else None

    def _topics(self) -> Iterator[tuple[str, Topic]]:
        for topics in (self.diseases, self.therapies, self.drugs, self.groups, self.places):
            yield from topics.items()

    def _terms(self) -> Iterator[tuple[str, str]]:
        for name, topic in self._topics():
            for term in (*topic.terms, *topic.capitals):
                yield name, term

    @cached_property
    def _capitals(self) -> frozenset[str]:
        return frozenset(fold(term) for _, topic in self._topics() for term in topic.capitals)

    def _is_a_word(self, text: str, mention: re.Match[str]) -> bool:
        """Whether what could be an abbreviation is a word or a unit here: "as well", "20 MG"."""
        plain = re.sub(r"\W[sS]$", "", mention[0])
        if fold(plain) not in self._capitals:
            return False
        before = text[max(0, mention.start() - _AROUND) : mention.start()]
        after = text[mention.end() : mention.end() + _AROUND]
        shouted = (before + plain + after).isupper() and len(words(before + plain + after)) > 3
        as_unit = plain == "MG" and _COUNTED.search(before)
        return bool(not plain.isupper() or shouted or as_unit or _PHRASE.match(plain + after))

    def named_in(self, text: str) -> frozenset[str]:
        """The diseases, therapies, medicines, groups and places that a text names, by their terms.

        A term inside a longer term does not count: "lupus nephritis" names lupus nephritis.
        """
        return frozenset(name for _, _, names in self.mentions(text) for name in names)

    def mentions(self, text: str) -> list[tuple[int, int, tuple[str, ...]]]:
        """Where in the text something is named: start, end, and the names of that term."""
        found = list(_WORD.finditer(text))
        said = tuple(fold(match[0]) for match in found)
        mentions, end = [], 0
        for start, word in enumerate(said):
            longest = self._longest.get(word) or self._longest.get(word.removesuffix("'s"), 0)
            for stop in range(min(start + longest, len(said)), max(start, end), -1):
                names = self._of(said[start:stop])
                if names and not (stop == start + 1 and self._is_a_word(text, found[start])):
                    mentions.append((found[start].start(), found[stop - 1].end(), names))
                    end = stop
                    break
        return mentions


def _pattern(term: str) -> re.Pattern[str]:
    """Matches the folded term as whole words."""
    return re.compile(rf"(?<!\w){re.escape(fold(term))}(?!\w)")


# What keyboards put for an apostrophe or a hyphen.
SIGNS = {ord(sign): "'" for sign in "\u2018\u2019\u02bc\u2032`\u00b4"} | {
    ord(sign): "-" for sign in "\u2010\u2011\u2012\u2212"
}


def fold(text: str) -> str:
    """Lower case without accents, with plain apostrophes and hyphens, for comparing words."""
    if text.isascii():
        return text.lower().replace("`", "'")
    # Before it is decomposed: an acute accent alone would become a space.
    decomposed = unicodedata.normalize("NFKD", text.translate(SIGNS).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text: "graft-versus-host" has three, "Crohn's" is one."""
    return tuple(fold(word) for word in _WORD.findall(text))
