"""Units: what is embedded for a passage, its own pieces and messages that it answers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemfaq.corpus.examples import Wording
from stemfaq.corpus.passage import Passage, without_citations

KINDS = ("question", "ask", "answer", "wording")


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


def blind_units(wordings: Iterable[Wording]) -> Iterator[Unit]:
    """Yield a unit for each passage of a blind wording.

    They are messages as patients write them, which the passages' own asks are not. The other
    wordings only teach the encoder: as units they moved no measure (docs/retrieval.md).
    """
    for wording in wordings:
        if wording.blind:
            for passage in wording.passages:
                yield Unit(passage, "wording", wording.read)


def owners(units: Iterable[Unit], passages: Sequence[Passage]) -> npt.NDArray[np.intp]:
    """The position of each unit's passage; shape (units,). Raises KeyError if it is not there."""
    position = {passage.id: i for i, passage in enumerate(passages)}
    return np.array([position[unit.passage] for unit in units], np.intp)
