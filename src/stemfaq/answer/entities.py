"""Entities: whether a passage is about the diseases and treatments that a question names."""

from collections.abc import Iterable

from stemfaq.corpus.passage import Passage
from stemfaq.corpus.vocabulary import Vocabulary

GENERAL, LUPUS, NO_THERAPY = "general", "lupus", "none"


def disease_agreement(named: Iterable[str], passage: Passage, vocabulary: Vocabulary) -> float:
    """From 1 (about the same disease) over 0 (about none in particular) to -1 (another one).

    Who names no disease is taken to ask in general or about lupus, the home of most readers.
    """
    wanted = {
        name
        for name in named
        if name in vocabulary.diseases and not vocabulary.diseases[name].outside
    } - {GENERAL}
    about = set(passage.diseases)
    if not wanted:
        return 0.0 if about & {GENERAL, LUPUS} else -0.5
    if wanted & about:
        return 1.0 - 0.2 * bool(_broader(about, vocabulary) & wanted)
    if wanted & _broader(about, vocabulary) or _broader(wanted, vocabulary) & about:
        return 0.5
    return 0.0 if GENERAL in about else -1.0


def therapy_agreement(named: Iterable[str], passage: Passage, vocabulary: Vocabulary) -> float:
    """From 1 (about the same treatment) over 0 (none in particular) to -1 (another one)."""
    wanted = {name for name in named if name in vocabulary.therapies}
    about = set(passage.therapies) - {NO_THERAPY}
    if not wanted or not about:
        return 0.0
    if wanted & about:
        return 1.0 if wanted <= about and len(about) == len(wanted) else 0.7
    return -1.0


def subject_agreement(asked: Iterable[str], passage: Passage) -> float:
    """1 if the question's words ask for what the passage is about, -1 if for something else."""
    wanted = set(asked)
    return 0.0 if not wanted else 1.0 if passage.about in wanted else -1.0


def is_outside(named: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether a question names diseases, and none of them is autoimmune."""
    topics = [vocabulary.diseases[name] for name in named if name in vocabulary.diseases]
    return bool(topics) and all(topic.outside for topic in topics)


def _broader(names: Iterable[str], vocabulary: Vocabulary) -> set[str]:
    """The diseases that the named ones belong to."""
    return {
        topic.within
        for name in names
        if (topic := vocabulary.diseases.get(name)) is not None and topic.within
    }
