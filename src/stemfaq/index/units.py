"""Units: the pieces of a passage that are embedded."""

from collections.abc import Iterator
from dataclasses import dataclass

from stemfaq.corpus.passage import Passage, without_citations

KINDS = ("question", "ask", "answer")


@dataclass(frozen=True, slots=True)
class Unit:
    """One text to embed and the passage that it stands for."""

    passage: str  # the passage's id
    kind: str  # one of KINDS
    text: str


def units(passage: Passage) -> Iterator[Unit]:
    """Yield the passage's units in the order they are read, without citations.

    Its body is found by its words alone: embedded too, it took a third of the time to encode and
    moved no measure (docs/retrieval.md).
    """
    yield Unit(passage.id, "question", passage.question)
    for ask in passage.asks:
        yield Unit(passage.id, "ask", ask)
    yield Unit(passage.id, "answer", without_citations(passage.answer))
