"""Agreement: whether a passage is about what a question names, or about something else."""

from collections.abc import Iterable
from dataclasses import replace

from stemfaq.corpus.entities import OTHER_THERAPY, Named
from stemfaq.corpus.passage import Passage
from stemfaq.corpus.vocabulary import GENERAL, Vocabulary

LUPUS = "lupus"


def narrowed(named: Named, vocabulary: Vocabulary) -> Named:
    """What is named, without what could conflict with nothing ("autoimmune", other treatments)."""
    ours = (n for n in named.diseases if n != GENERAL and not vocabulary.diseases[n].outside)
    return replace(named, diseases=frozenset(ours), therapies=named.therapies - {OTHER_THERAPY})


def conflicts(asked: Named, about: Named, vocabulary: Vocabulary) -> tuple[float, ...]:
    """Whether a passage is about another disease, treatment, medicine, group or place than asked.

    `asked` is narrowed. Each is 1 or 0. The last one is 1 for a passage about one disease when
    none was asked about: who names none asks in general or about lupus, the home of most readers.
    """
    diseases = asked.diseases
    home = not diseases and not about.diseases & {GENERAL, LUPUS}
    return (
        float(_other_disease(diseases, about.diseases, vocabulary)),
        float(_apart(asked.therapies, about.therapies - {OTHER_THERAPY})),
        float(_apart(asked.drugs, about.drugs)),
        float(_apart(asked.groups, about.groups)),
        float(_apart(asked.places, about.places)),
        float(home),
    )


def _other_disease(asked: frozenset[str], about: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Whether none of the diseases is one that was asked about, nor a broader or narrower one."""
    if not asked or asked & about or GENERAL in about:
        return False
    return not (asked & broader(about, vocabulary) or broader(asked, vocabulary) & about)


def is_about_another(asked: Named, passage: Passage, vocabulary: Vocabulary) -> bool:
    """Whether a question names a disease, and the passage is about none of those."""
    diseases = asked.diseases - {GENERAL}
    if not diseases:
        return False
    return not diseases & (set(passage.diseases) | broader(passage.diseases, vocabulary))


def is_outside(asked: Named, vocabulary: Vocabulary) -> bool:
    """Whether a question names diseases, and none of them is autoimmune."""
    topics = [vocabulary.diseases[name] for name in asked.diseases]
    return bool(topics) and all(topic.outside for topic in topics)


def _apart(asked: frozenset[str], about: frozenset[str]) -> bool:
    return bool(asked and about and not asked & about)


def broader(names: Iterable[str], vocabulary: Vocabulary) -> set[str]:
    """The diseases that the named ones belong to."""
    return {within for name in names if (within := vocabulary.diseases[name].within)}
