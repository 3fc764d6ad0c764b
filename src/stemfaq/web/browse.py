"""Every question by theme, for people who do not know what to ask."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from stemfaq.corpus.passage import Passage
from stemfaq.corpus.vocabulary import GENERAL, Vocabulary
from stemfaq.index.opening import Index
from stemfaq.web.escape import ask_buttons, english, text
from stemfaq.web.words import word

_ENOUGH = 5  # a disease with fewer questions stands among the others


def browse(index: Index, language: str) -> str:
    """One block to open for each disease; in it, the questions by what they are about."""
    by_disease = _by_disease(index.passages, index.vocabulary)
    vocabulary = index.vocabulary
    general = by_disease.pop(GENERAL, [])
    large = {name: found for name, found in by_disease.items() if len(found) >= _ENOUGH}
    small = {vocabulary.diseases[n].label: p for n, p in by_disease.items() if n not in large}
    blocks = [
        _block(capital(vocabulary.diseases[name].label), by_subject(found, vocabulary), language)
        for name, found in sorted(large.items(), key=lambda item: -len(item[1]))
    ]
    if general:
        title = word(language, "browse_general")
        blocks.insert(1, _block(title, by_subject(general, vocabulary), language, own=True))
    if small:
        blocks.append(_block(word(language, "browse_others"), small, language, own=True))
    return "".join(blocks)


def _by_disease(passages: Iterable[Passage], vocabulary: Vocabulary) -> dict[str, list[Passage]]:
    """Each passage once: under GENERAL, or else its first disease or the broader one of that."""
    found: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        first = GENERAL if GENERAL in passage.diseases else passage.diseases[0]
        found[vocabulary.diseases[first].within or first].append(passage)
    return found


def by_subject(passages: Sequence[Passage], vocabulary: Vocabulary) -> Mapping[str, list[Passage]]:
    """The passages by the label of their subject, in the vocabulary's order."""
    found: dict[str, list[Passage]] = {}
    for name, subject in vocabulary.about.items():
        if these := [passage for passage in passages if passage.about == name]:
            found[subject.label] = these
    return found


def _block(
    title: str, groups: Mapping[str, list[Passage]], language: str, *, own: bool = False
) -> str:
    """A block to open, and in it one for each subject: a disease may have hundreds of questions.

    `own` says that the title is in the page's language.
    """
    attribute = "" if own else english(language)
    count = sum(len(passages) for passages in groups.values())
    inside = "".join(
        f'<details class="subject"><summary><h3{english(language)}>{text(capital(label))}</h3> '
        f"({len(passages)})</summary>"
        + ask_buttons((passage.question for passage in passages), "questions", language)
        + "</details>"
        for label, passages in groups.items()
    )
    return (
        f'<details class="theme"><summary><span{attribute}>{text(title)}</span> ({count})</summary>'
        f"{inside}</details>"
    )


def capital(label: str) -> str:
    """A label with a capital, as a title has it."""
    return label[:1].upper() + label[1:]
