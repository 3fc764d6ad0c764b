"""The decision: how probable it is that the first passage answers the question."""

import math
from collections.abc import Mapping, Sequence

from stemfaq.answer.entities import is_outside
from stemfaq.answer.search import Candidate
from stemfaq.index.calibration import Calibration
from stemfaq.index.opening import Index

FEATURES = (
    "score",
    "margin",
    "dense",
    "lexical",
    "disease",
    "therapy",
    "names_therapy",
    "outside",
    "unknown",
)


def features(
    index: Index, candidates: Sequence[Candidate], queries: Sequence[str], named: frozenset[str]
) -> dict[str, float]:
    """What the probability follows from; the names are FEATURES."""
    first = candidates[0]
    second = candidates[1].score if len(candidates) > 1 else 0.0
    return {
        "score": first.score,
        "margin": first.score - second,
        "dense": first.dense,
        "lexical": first.lexical,
        "disease": first.features["disease"],
        "therapy": first.features["therapy"],
        "names_therapy": float(bool(named & set(index.vocabulary.therapies))),
        "outside": float(is_outside(named, index.vocabulary)),
        "unknown": index.lexical.unknown_share(index.analyzer(queries[0])),
    }


def probability(calibration: Calibration, values: Mapping[str, float]) -> float:
    """The probability by the fitted logistic regression."""
    logit = calibration.bias + sum(
        weight * values[name] for name, weight in calibration.decision.items()
    )
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit))))
