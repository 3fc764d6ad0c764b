"""Agreement: whether a passage is about what a question names, or about something else."""

from collections.abc import Iterable

from stemfaq.corpus.entities import Named
from stemfaq.corpus.passage import Passage
from stemfaq.corpus.vocabulary import Vocabulary

GENERAL, LUPUS, OTHER = "general", "lupus", "other"


def conflicts(asked: Named, about: Named, vocabulary: Vocabulary) -> tuple[float, ...]:
    """Whether a passage is about another disease, treatment, medicine or group than asked.

    Each is 1 or 0. The last one is 1 for a passage about one disease when none was asked about:
    who names none is taken to ask in general or about lupus, the home of most readers.
    """
    diseases = _own(asked.diseases, vocabulary)
    home = not diseases and not about.diseases & {GENERAL, LUPUS}
    return (
        float(bool(diseases) and disease_fit(diseases, about.diseases, vocabulary) < 0),
        *(
            float(bool(wanted and shown and not wanted & shown))
            for wanted, shown in (
                (asked.therapies - {OTHER}, about.therapies - {OTHER}),
                (asked.drugs, about.drugs),
                (asked.groups, about.groups),
            )
        ),
        float(home),
    )


def disease_fit(asked: frozenset[str], about: frozenset[str], vocabulary: Vocabulary) -> float:
    """1 (about the same disease), 0.5 (a broader or narrower one), 0 (none), -1 (another)."""
    if asked & about:
        return 1.0
    if asked & _broader(about, vocabulary) or _broader(asked, vocabulary) & about:
        return 0.5
    return 0.0 if GENERAL in about else -1.0


def _own(names: frozenset[str], vocabulary: Vocabulary) -> frozenset[str]:
    """The diseases that are ours, and not just "autoimmune disease"."""
    return frozenset(n for n in names if n != GENERAL and not vocabulary.diseases[n].outside)


def is_about_another(asked: Named, passage: Passage, vocabulary: Vocabulary) -> bool:
    """Whether a question names a disease, and the passage is about none of those."""
    diseases = asked.diseases - {GENERAL}
    if not diseases:
        return False
    return not diseases & (set(passage.diseases) | _broader(passage.diseases, vocabulary))


def is_outside(asked: Named, vocabulary: Vocabulary) -> bool:
    """Whether a question names diseases, and none of them is autoimmune."""
    topics = [vocabulary.diseases[name] for name in asked.diseases]
    return bool(topics) and all(topic.outside for topic in topics)


def _broader(names: Iterable[str], vocabulary: Vocabulary) -> set[str]:
    """The diseases that the named ones belong to."""
    return {within for name in names if (within := vocabulary.diseases[name].within)}
