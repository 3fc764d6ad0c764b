"""The decision: is the question one for us, and does the first passage answer it?"""

from collections.abc import Sequence

import numpy as np

from stemfaq.answer.agreement import is_outside
from stemfaq.answer.search import Candidate, Query
from stemfaq.index.opening import Index

FEATURES = (
    "score",
    "margin",
    "best",
    "centre",
    "lexical",
    "other_disease",
    "other_therapy",
    "names_disease",
    "names_therapy",
    "outside",
    "unknown",
    "subject",
)


def features(index: Index, candidates: Sequence[Candidate], query: Query) -> dict[str, float]:
    """What the probabilities follow from; the names are FEATURES."""
    first = candidates[0]
    second = candidates[1].score if len(candidates) > 1 else 0.0
    named = query.named
    return {
        "score": first.score,
        "margin": first.score - second,
        "best": first.features["best"],
        "centre": first.features["centre"],
        "lexical": first.lexical,
        "other_disease": first.features["other_disease"],
        "other_therapy": first.features["other_therapy"],
        "names_disease": float(bool(named.diseases)),
        "names_therapy": float(bool(named.therapies or named.drugs)),
        "outside": float(is_outside(named, index.vocabulary)),
        "unknown": index.lexical.unknown_share(index.analyzer(query.texts[0])),
        "subject": subject_logit(index, query),
    }


def subject_logit(index: Index, query: Query) -> float:
    """Whether the question's vector is like those of our questions, as log-odds."""
    weights = np.array(index.calibration.subject)
    if not weights.size:
        return 0.0
    return float(query.vector @ weights) + index.calibration.subject_bias
