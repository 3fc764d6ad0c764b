"""Entities: the diseases, treatments, medicines, people and places that a text names."""

import re
from dataclasses import dataclass

from stemfaq.corpus.passage import Passage, without_citations
from stemfaq.corpus.vocabulary import Vocabulary, fold

NO_THERAPY, OTHER_THERAPY = "none", "other"
CHILDREN, OLDER = "children", "older people"
KINDS = ("therapies", "drugs", "diseases", "groups", "places")
_AGE = re.compile(
    # Years alone are mostly how long somebody has been ill.
    r"\b(?<!\d[.,])(\d{1,2})[ -]?(?:(?:years?|yrs?)[ -]?olds?|y\.?o\.?)\b"
    r"|\b(?:aged?|(?:son|daughter|child|boy|girl|mum|mom|dad|mother|father)(?: is|'s|,)?)"
    r" (\d{1,2})\b"
    r"|\b(?:boy|girl|child|man|woman) of (\d{1,2})\b"
    r"|\b(?:i(?: a|')m|s?he(?: i|')s) (\d{1,2})\b"
    r"(?! (?:days?|weeks?|months?|(?:years?|yrs?) (?:in|into|on|out|post|past|after|since|with))\b)"
)
_ADULT, _OLD = 18, 65
# Children at home, of whom nothing is asked: "I have two little kids". Not "a kid with lupus".
_SOME = r"(?:(?:an?|my|our|own|one|two|three|four|[1-5]|little|small|young|teenage) )"
_AT_HOME = re.compile(
    rf"\b(?:(?:have|got|raising) {_SOME}{{1,4}}"
    r"(?:kids?|child(?:ren)?|toddlers?|teen(?:ager)?s?|\d+[ -]?(?:years?|yrs?)[ -]?olds?)"
    rf"|my {_SOME}{{0,4}}(?:kids|children|toddlers?)"
    r"|(?:little|small|young|snotty) (?:kids|children))\b"
    r"(?!,? (?:\w+ )?(?:with|has|have|had|who|whose|diagnosed|ill|sick)\b)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names, by the names of the vocabulary."""

    diseases: frozenset[str] = frozenset()
    therapies: frozenset[str] = frozenset()
    drugs: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything is named."""
        return any(getattr(self, kind) for kind in KINDS)


def named_in(text: str, vocabulary: Vocabulary) -> Named:
    """What a question names, by the vocabulary's terms; an age counts as a group."""
    names = vocabulary.named_in(text)
    folded = fold(text)
    if _AT_HOME.search(folded):
        folded = _AT_HOME.sub(" ", folded)
        names -= {CHILDREN} - vocabulary.named_in(folded)
    ages = [int("".join(found)) for found in _AGE.findall(folded)]
    groups = {CHILDREN for age in ages if age < _ADULT} | {OLDER for age in ages if age >= _OLD}
    return Named(
        names & vocabulary.diseases.keys(),
        names & vocabulary.therapies.keys(),
        names & vocabulary.drugs.keys(),
        (names & vocabulary.groups.keys()) | groups,
        names & vocabulary.places.keys(),
    )


def profile(passage: Passage, vocabulary: Vocabulary) -> Named:
    """What a passage is about: its fields, what else its question names, and its medicines."""
    names = vocabulary.named_in(passage.question)
    return Named(
        frozenset(passage.diseases),
        frozenset(passage.therapies) - {NO_THERAPY},
        _drugs(passage, names, vocabulary),
        frozenset(names & vocabulary.groups.keys()),
        frozenset(names & vocabulary.places.keys()),
    )


def told_in(passage: Passage, vocabulary: Vocabulary) -> frozenset[str]:
    """What a passage names in its question or in its text; an age of somebody is no group."""
    text = (passage.question, *map(without_citations, passage.paragraphs))
    return vocabulary.named_in(" ".join(text))


def _drugs(passage: Passage, names: frozenset[str], vocabulary: Vocabulary) -> frozenset[str]:
    """The medicines of its question and short answer, and those of its asks that it tells of.

    A passage whose question names none is about none: it may tell of some in passing.
    """
    if not names & vocabulary.drugs.keys():
        return frozenset()
    asked = {name for ask in passage.asks for name in vocabulary.named_in(ask)}
    names |= vocabulary.named_in(without_citations(passage.answer))
    names |= asked & told_in(passage, vocabulary)
    return frozenset(names & vocabulary.drugs.keys())
