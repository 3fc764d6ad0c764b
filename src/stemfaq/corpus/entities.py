"""Entities: the diseases, treatments, medicines and groups of people that a text names."""

import re
from dataclasses import dataclass

from stemfaq.corpus.passage import Passage
from stemfaq.corpus.vocabulary import Vocabulary, fold

NO_THERAPY, CHILDREN, OLDER = "none", "children", "older people"
_AGE = re.compile(r"\b(\d{1,2})[ -]?(?:years?|yrs?|y\.?o\.?)\b|\baged? (\d{1,2})\b")
_ADULT, _OLD = 18, 65


@dataclass(frozen=True, slots=True)
class Named:
    """The diseases, treatments, medicines and groups of people that a text names."""

    diseases: frozenset[str] = frozenset()
    therapies: frozenset[str] = frozenset()
    drugs: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether anything is named."""
        return bool(self.diseases or self.therapies or self.drugs or self.groups)


def named_in(text: str, vocabulary: Vocabulary) -> Named:
    """What a question names, by the vocabulary's terms; an age counts as a group."""
    names = vocabulary.named_in(text)
    ages = [int(a or b) for a, b in _AGE.findall(fold(text))]
    groups = {CHILDREN for age in ages if age < _ADULT} | {OLDER for age in ages if age >= _OLD}
    return Named(
        names & vocabulary.diseases.keys(),
        names & vocabulary.therapies.keys(),
        names & vocabulary.drugs.keys(),
        (names & vocabulary.groups.keys()) | groups,
    )


def profile(passage: Passage, vocabulary: Vocabulary) -> Named:
    """What a passage is about: its fields, and the medicines and groups that its question names."""
    names = vocabulary.named_in(passage.question)
    return Named(
        frozenset(passage.diseases),
        frozenset(passage.therapies) - {NO_THERAPY},
        names & vocabulary.drugs.keys(),
        names & vocabulary.groups.keys(),
    )
