"""Calibration: fitting the ranking and the decision on the development questions.

The ranking is a pairwise logistic regression: of the right passage and a wrong one, the right
one should score higher (Herbrich, Graepel and Obermayer 2000, with the logistic loss). The
decision is a logistic regression of whether the first passage is right (Platt 1999).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from stemfaq.answer import decide, search
from stemfaq.answer.question import clean, search_texts
from stemfaq.corpus.questions import GoldenQuestion
from stemfaq.index.calibration import Calibration
from stemfaq.index.opening import Index

# Where fitting starts, and what a corpus without development questions is served with.
START = Calibration(
    ranking={
        "best": 1.0,
        "question": 0.5,
        "ask": 0.5,
        "answer": 0.2,
        "body": 0.1,
        "lexical": 1.0,
        "disease": 0.3,
        "therapy": 0.3,
        "subject": 0.1,
    },
    decision={"score": 4.0},
    bias=-7.0,
    answer_at=0.5,
    near_at=0.3,
    also_within=2.0,
)
# A passage about another disease or treatment must not win for a few more words in common.
FLOORS = {"disease": 0.1, "therapy": 0.05, "subject": 0.0}
HARD_NEGATIVES = 15  # wrong passages a question is compared with
_Table = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Example:
    """A question with the features of every passage; `right` are positions of right ones."""

    question: GoldenQuestion
    named: frozenset[str]
    queries: tuple[str, ...]
    right: frozenset[str]


def calibrate(index: Index, questions: Sequence[GoldenQuestion]) -> Calibration:
    """Fit both models on single-turn questions that are to be answered or declined.

    Returns START if there are too few of either to fit.
    """
    examples = [_example(index, q) for q in questions if len(q.turns) == 1]
    answered = [e for e in examples if e.question.kind == "answer"]
    declined = [e for e in examples if e.question.kind == "decline"]
    if min(len(answered), len(declined)) < 10:
        return START
    calibration = START
    for _ in range(3):  # the hard negatives change with the weights
        index = replace(index, calibration=calibration)
        calibration = replace(calibration, ranking=_ranking(index, answered))
    index = replace(index, calibration=calibration)
    return _decision(index, [*answered, *declined])


def _example(index: Index, question: GoldenQuestion) -> _Example:
    queries = search_texts(index.speller(clean(question.turns[-1])))
    named = index.vocabulary.named_in(" ".join(queries))
    return _Example(question, named, queries, frozenset(question.passages))


def _ranking(index: Index, examples: Sequence[_Example]) -> dict[str, float]:
    differences: list[list[float]] = []
    weights: list[float] = []
    for example in examples:
        candidates = search.search(index, example.queries, example.named)
        right = [c for c in candidates if c.passage.id in example.right]
        wrong = [c for c in candidates if c.passage.id not in example.right][:HARD_NEGATIVES]
        if not right:
            continue
        best = right[0]
        for other in wrong:
            differences.append([best.features[n] - other.features[n] for n in search.FEATURES])
            weights.append(1.0 / len(wrong))
    table = np.array(differences)
    both = np.concatenate([table, -table])
    labels = np.repeat([1, 0], len(table))
    model = LogisticRegression(fit_intercept=False, C=10.0, max_iter=1000)
    model.fit(both, labels, sample_weight=np.tile(weights, 2))
    # Scaled so that scores stay of the size of a cosine and people can read them.
    scaled = model.coef_[0] / max(float(np.abs(model.coef_[0]).max()), 1e-9)
    weights_by_name = dict(zip(search.FEATURES, scaled.round(6).tolist(), strict=True))
    return {name: max(w, FLOORS.get(name, w)) for name, w in weights_by_name.items()}


def _decision(index: Index, examples: Sequence[_Example]) -> Calibration:
    rows, labels = [], []
    for example in examples:
        candidates = search.search(index, example.queries, example.named)
        values = decide.features(index, candidates, example.queries, example.named)
        rows.append([values[name] for name in decide.FEATURES])
        labels.append(candidates[0].passage.id in example.right)
    table, right = np.array(rows), np.array(labels)
    mean, scale = table.mean(axis=0), np.maximum(table.std(axis=0), 1e-6)
    model = LogisticRegression(C=1.0, max_iter=1000).fit((table - mean) / scale, right)
    weights = model.coef_[0] / scale
    bias = float(model.intercept_[0] - (weights * mean).sum())
    probabilities = 1.0 / (1.0 + np.exp(-(table @ weights + bias)))
    wanted = np.array([example.question.kind == "answer" for example in examples])
    answer_at = _threshold(probabilities, wanted)
    return replace(
        index.calibration,
        decision=dict(zip(decide.FEATURES, weights.round(6).tolist(), strict=True)),
        bias=round(bias, 6),
        answer_at=answer_at,
        near_at=round(answer_at / 2, 4),
    )


def _threshold(probabilities: npt.NDArray[np.float64], wanted: npt.NDArray[np.bool_]) -> float:
    """Where refusing too often and too seldom weigh the same, in units of their targets.

    At most 3 % of answerable questions may be refused and 5 % of the others answered.
    """
    grid = np.linspace(0.02, 0.98, 97)
    false_refusals = np.array([(probabilities[wanted] < at).mean() for at in grid])
    missed = np.array([(probabilities[~wanted] >= at).mean() for at in grid])
    costs = false_refusals / 0.03 + missed / 0.05
    best = np.flatnonzero(costs <= costs.min() + 1e-12)
    return round(float(grid[best].mean()), 4)
