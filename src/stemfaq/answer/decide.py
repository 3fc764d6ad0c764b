"""The decision: is the question one for us, and does the first passage answer it?"""

from collections.abc import Sequence

from stemfaq.answer.agreement import is_outside
from stemfaq.answer.search import Candidate, Query
from stemfaq.index.opening import Index

FEATURES = (
    "score",
    "margin",
    "best",
    "proxy",
    "lexical",
    "other_disease",
    "other_therapy",
    "names_disease",
    "names_therapy",
    "outside",
    "unknown",
    "subject",
    "ours",
    "other",
    "follows",
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
        "proxy": first.features["proxy"],
        "lexical": first.lexical,
        "other_disease": first.features["other_disease"],
        "other_therapy": first.features["other_therapy"],
        "names_disease": float(bool(named.diseases)),
        "names_therapy": float(bool(named.therapies or named.drugs)),
        "outside": float(is_outside(named, index.vocabulary)),
        "unknown": index.lexical.unknown_share(index.analyzer(query.texts[0])),
        "subject": float(index.calibration.subject.decide(query.vector[None])[0]),
        "ours": float(index.calibration.ours.decide(query.message[None])[0]),
        "other": _nearest_other(index, query),
        "follows": float(query.follows),
    }


def _nearest_other(index: Index, query: Query) -> float:
    """The highest cosine with a message that no passage answers; 0 if none is known."""
    return float(index.other.search(query.vector[None], 1)[0][0, 0]) if index.other.ntotal else 0.0
