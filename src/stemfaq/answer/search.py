"""Search: every passage scored for a question by meaning, by words and by what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stemfaq.answer.entities import disease_agreement, subject_agreement, therapy_agreement
from stemfaq.corpus.passage import Passage
from stemfaq.index.opening import Index
from stemfaq.index.units import KINDS

FEATURES = ("best", *KINDS, "lexical", "disease", "therapy", "subject")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage and how well it fits; `features` has the names of FEATURES."""

    passage: Passage
    features: Mapping[str, float]
    score: float  # the weighted sum of the features

    @property
    def dense(self) -> float:
        """The highest cosine of the question with one of the passage's units."""
        return self.features["best"]

    @property
    def lexical(self) -> float:
        """BM25 as a share of what a passage could reach at most, 0 to 1."""
        return self.features["lexical"]


def search(index: Index, texts: Sequence[str], named: frozenset[str]) -> list[Candidate]:
    """All passages, the best first.

    `texts` are searched one by one and the best fit of each passage counts; `named` holds
    the diseases and treatments that the question names.
    """
    weights = np.array([index.calibration.ranking[name] for name in FEATURES])
    table = np.stack([_features(index, text, named) for text in texts])
    scores = table @ weights
    chosen = scores.argmax(axis=0)
    best = scores.max(axis=0)
    return [
        Candidate(
            index.passages[i],
            dict(zip(FEATURES, table[chosen[i], i].tolist(), strict=True)),
            float(best[i]),
        )
        for i in np.argsort(-best, kind="stable")
    ]


def _features(index: Index, text: str, named: frozenset[str]) -> npt.NDArray[np.float64]:
    """The features of every passage; shape (passages, len(FEATURES))."""
    dense = _dense(index, text)
    asked = index.vocabulary.subjects_in(text)
    about = np.array(
        [
            (
                disease_agreement(named, passage, index.vocabulary),
                therapy_agreement(named, passage, index.vocabulary),
                subject_agreement(asked, passage),
            )
            for passage in index.passages
        ]
    )
    lexical = index.lexical.scores(index.analyzer(text))
    return np.column_stack([dense.max(axis=1), dense, lexical, about])


def _dense(index: Index, text: str) -> npt.NDArray[np.float64]:
    """The highest cosine by passage and kind of unit; shape (passages, len(KINDS))."""
    scores, rows = index.vectors.search(index.encoder.queries([text]), len(index.units))
    result = np.zeros((len(index.passages), len(KINDS)))
    np.maximum.at(result, (index.unit_passages[rows[0]], index.unit_kinds[rows[0]]), scores[0])
    return result
