"""Search: every passage scored for a question by meaning, by words and by what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

from stemfaq.answer.agreement import conflicts, narrowed
from stemfaq.corpus.entities import Named
from stemfaq.corpus.passage import Passage
from stemfaq.index.adaptation import apply_map
from stemfaq.index.encoder import Vectors
from stemfaq.index.opening import Index

FEATURES = (
    "best",  # the highest cosine with one of the passage's units
    "top2",  # the mean of the two highest
    "proxy",  # the cosine with the passage's proxy
    "lexical",
    "other_disease",  # 1 if the passage is about another one than the question names
    "other_therapy",
    "other_drug",
    "other_group",
    "other_place",
    "narrow",  # 1 if it is about one disease other than lupus and none was named
    "subject",
)

# What the readings of a turn that follows another weigh: completed, as typed, behind the turns that
# led to it; tried: docs/retrieval.md.
READINGS = (0.5, 1.0, 2.0)
NEAREST = 1024  # units that are told apart; none further off could win


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for: texts to compare, and what they name and ask for."""

    texts: tuple[str, ...]  # searched one by one
    vectors: Vectors  # of the texts, shape (texts, dimensions), before the map
    message: npt.NDArray[np.float32]  # the first text's vector by the triage encoder
    named: Named
    subjects: frozenset[str]
    # Whether the texts are readings of one turn that follows another: then a passage's fits
    # count by READINGS, else its best fit.
    follows: bool = False

    @property
    def vector(self) -> npt.NDArray[np.float32]:
        """The vector of the first text."""
        return np.asarray(self.vectors[0])


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage and how well it fits."""

    passage: Passage
    row: npt.NDArray[np.float64]  # the values of FEATURES
    score: float  # their weighted sum

    @property
    def features(self) -> Mapping[str, float]:
        """The values by the names of FEATURES; made when asked for, since most never are."""
        return dict(zip(FEATURES, self.row.tolist(), strict=True))

    @property
    def dense(self) -> float:
        """The highest cosine of the question with one of the passage's units."""
        return self.features["best"]

    @property
    def lexical(self) -> float:
        """BM25 as a share of what a passage could reach at most, 0 to 1."""
        return self.features["lexical"]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking(Sequence[Candidate]):
    """All passages, the best first.

    A candidate is made anew each time it is asked for, since most never are: compare passages.
    """

    passages: Sequence[Passage]
    rows: npt.NDArray[np.float64]  # of each passage's best text; shape (passages, FEATURES)
    scores: npt.NDArray[np.float64]  # (passages,)
    order: npt.NDArray[np.intp]  # the position of the best passage, of the second, ...

    def __len__(self) -> int:
        return len(self.order)

    @overload
    def __getitem__(self, place: int) -> Candidate: ...
    @overload
    def __getitem__(self, place: slice) -> list[Candidate]: ...
    def __getitem__(self, place: int | slice) -> Candidate | list[Candidate]:
        if isinstance(place, slice):
            return [self._candidate(i) for i in self.order[place].tolist()]
        return self._candidate(int(self.order[place]))

    def _candidate(self, i: int) -> Candidate:
        return Candidate(self.passages[i], self.rows[i], float(self.scores[i]))


def search(index: Index, query: Query) -> Ranking:
    """All passages, the best first."""
    return ranked(index, feature_table(index, query))


def ranked(index: Index, table: npt.NDArray[np.float64]) -> Ranking:
    """All passages by their features, as `feature_table` gives them, the best first."""
    weights = np.array([index.calibration.ranking[name] for name in FEATURES])
    scores = table @ weights
    rows = table[scores.argmax(axis=0), np.arange(len(index.passages))]
    best = scores.max(axis=0)
    return Ranking(index.passages, rows, best, np.argsort(-best, kind="stable"))


def feature_table(index: Index, query: Query) -> npt.NDArray[np.float64]:
    """The features of each passage for each text; shape (texts, passages, FEATURES).

    A turn that follows another question has one row of passages: its readings' weighted mean.
    """
    vectors = apply_map(query.vectors, index.map)
    asked = narrowed(query.named, index.vocabulary)
    apart = np.array([conflicts(asked, about, index.vocabulary) for about in index.profiles])
    subjects = [_subject(query, passage) for passage in index.passages]
    about = np.column_stack([apart[index.profile_of], subjects])
    table = np.stack(
        [
            np.column_stack(
                [
                    *_dense(index, vector),
                    index.proxies @ vector,
                    index.lexical.scores(index.analyzer(text)),
                    about,
                ]
            )
            for text, vector in zip(query.texts, vectors, strict=True)
        ]
    )
    return np.average(table, axis=0, weights=READINGS, keepdims=True) if query.follows else table


def _subject(query: Query, passage: Passage) -> float:
    """1 if the question's words ask for what the passage is about, -1 if for something else."""
    return 0.0 if not query.subjects else 1.0 if passage.about in query.subjects else -1.0


def _dense(index: Index, vector: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float64], ...]:
    """The best cosine of each passage's units, and the mean of its two best.

    Units that are not among the nearest count as the last of those.
    """
    found, rows = index.vectors.search(vector[None], min(NEAREST, len(index.units)))
    scores = np.full(len(index.units) + 1, found[0, -1], np.float64)
    scores[rows[0]] = found[0]
    scores[-1] = -1.0  # stands for units that are not there
    best = -np.partition(-scores[index.unit_table], 1, axis=1)[:, :2]
    return best.max(axis=1), best.mean(axis=1)
