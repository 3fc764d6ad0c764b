"""Calibration: fitting the ranking and the decision on the development questions.

The ranking is a pairwise logistic regression: of the right passage and a wrong one, the right
one should score higher (Herbrich, Graepel and Obermayer 2000, with the logistic loss). Both
decisions are logistic regressions (Platt 1999). What they learn from is always predicted by
models that were fitted without the question's group, so that no answer is known beforehand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from stemfaq.answer import decide, search
from stemfaq.answer.context import understand
from stemfaq.answer.queries import queries_for
from stemfaq.answer.question import clean
from stemfaq.corpus.questions import GoldenQuestion
from stemfaq.index.calibration import Calibration, Logistic
from stemfaq.index.kernel import UNDECIDED, KernelMachine
from stemfaq.index.opening import Index
from stemfaq.staff.folds import FOLDS, folds_by_group
from stemfaq.staff.kernel_fit import fit_machine
from stemfaq.threads import at_once

Table = npt.NDArray[np.float64]

# Where fitting starts, and what a corpus without development questions is served with.
START = Calibration(
    ranking={
        "best": 0.3,
        "top2": 0.3,
        "proxy": 0.4,
        "lexical": 0.05,
        "other_disease": -0.03,
        "other_therapy": -0.02,
        "other_drug": -0.02,
        "other_group": -0.02,
        "other_place": -0.02,
        "narrow": -0.01,
        "subject": 0.01,
    },
    subject=UNDECIDED,
    ours=UNDECIDED,
    scope=Logistic({"best": 12.0, "unknown": -3.0, "outside": -3.0}, -5.0),
    right=Logistic({"best": 8.0, "margin": 2.0}, -4.0),
    decline_below=0.5,
    near_from=0.2,
    clarify_below=0.1,
)
# What costs a passage its place costs at least that much, in units of a cosine: one about another
# disease or treatment must not win for a few more words in common. Sized for the trained encoder.
CEILINGS = {"other_disease": -0.15, "other_therapy": -0.075, "other_drug": -0.075,
            "other_group": -0.075, "other_place": -0.075, "narrow": -0.025}  # fmt: skip
RIDGE = 2.0  # of the ranking's weights, on features of standard deviation one
HARD_NEGATIVES = 15  # wrong passages that a question is compared with
FEWEST = 10  # questions of a kind; with fewer, nothing is fitted
SUBJECT_GAMMA, OURS_GAMMA = 2.0, 1.0  # of the kernels over questions; tried: docs/retrieval.md
FALSE_REFUSALS, MISSED_REFUSALS = 0.03, 0.04  # what a threshold is balanced for


@dataclass(frozen=True, slots=True)
class _Example:
    """A question, searched: the features of every passage, and which passages are right."""

    question: GoldenQuestion
    query: search.Query
    table: Table  # (texts, passages, features)
    right: npt.NDArray[np.bool_]  # (passages,)


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The calibration that is served, and for each fold one whose ranking and subject did not
    see its questions; none where there were too few to fit anything."""

    whole: Calibration
    folds: tuple[Calibration, ...]


def calibrate(index: Index, questions: Sequence[GoldenQuestion]) -> Calibrated:
    """Fit everything on the questions that are to be answered or declined.

    With too few of either to fit, START is served.
    """
    examples = [_example(index, q) for q in questions if q.kind in ("answer", "decline")]
    answered = [example for example in examples if example.right.any()]
    declined = sum(example.question.kind == "decline" for example in examples)
    if min(len(answered), declined) < FEWEST:
        return Calibrated(START, ())
    fold_of = folds_by_group(questions)
    folds = np.array([fold_of[example.question.group] for example in examples])
    # The last leaves nothing out.
    *parts, fitted = at_once(lambda fold: _fold(examples, folds == fold), range(FOLDS + 1))
    held_out = _held_out_values(index, examples, [parts[fold] for fold in folds])
    wanted = np.array([example.question.kind == "answer" for example in examples])
    right = np.array(
        [example.right[first] for example, (first, _) in zip(examples, held_out, strict=True)]
    )
    rows = np.array([[values[name] for name in decide.FEATURES] for _, values in held_out])
    decline_below = _threshold(wanted)
    whole = replace(
        fitted,
        scope=_logistic(rows, wanted),
        right=_logistic(rows, right),
        decline_below=decline_below,
        near_from=round(decline_below / 3, 4),
    )
    own = (
        replace(whole, ranking=part.ranking, subject=part.subject, ours=part.ours) for part in parts
    )
    return Calibrated(whole, tuple(own))


def _example(index: Index, question: GoldenQuestion) -> _Example:
    understood = understand([clean(turn) for turn in question.turns], index.vocabulary)
    query = queries_for(index, understood)[0]
    right = np.array([passage.id in question.passages for passage in index.passages])
    return _Example(question, query, search.feature_table(index, query), right)


def _fold(examples: Sequence[_Example], held: npt.NDArray[np.bool_]) -> Calibration:
    """Ranking and machines as fitted without the examples that are held out."""
    known = [example for example, out in zip(examples, held, strict=True) if not out]
    ranking = _ranking([example for example in known if example.right.any()])
    return replace(START, ranking=ranking, subject=_subject(known), ours=_ours(known))


def _held_out_values(
    index: Index, examples: Sequence[_Example], calibrations: Sequence[Calibration]
) -> list[tuple[int, dict[str, float]]]:
    """For each example the first passage and the decision's features, by its own calibration."""
    position = {passage.id: i for i, passage in enumerate(index.passages)}
    result = []
    for example, calibration in zip(examples, calibrations, strict=True):
        fold = replace(index, calibration=calibration)
        candidates = search.ranked(fold, example.table)
        values = decide.features(fold, candidates, example.query)
        result.append((position[candidates[0].passage.id], values))
    return result


def _ranking(examples: Sequence[_Example]) -> dict[str, float]:
    weights = np.array([START.ranking[name] for name in search.FEATURES])
    for _ in range(3):  # the hard negatives change with the weights
        differences, shares = [], []
        for example in examples:
            scores = example.table @ weights
            features = example.table[scores.argmax(axis=0), np.arange(scores.shape[1])]
            order = np.argsort(-scores.max(axis=0))
            best = order[example.right[order]][0]
            wrong = order[~example.right[order]][:HARD_NEGATIVES]
            differences.append(features[best] - features[wrong])
            shares.append(np.full(len(wrong), 1.0 / max(len(wrong), 1)))
        weights = _pairwise(np.concatenate(differences), np.concatenate(shares))
    return dict(zip(search.FEATURES, weights.round(6).tolist(), strict=True))


def _pairwise(differences: Table, shares: Table) -> Table:
    """The weights under which right minus wrong is most surely positive.

    Those of conflicts are at most as in CEILINGS, the others at least 0. They are scaled so
    that those on cosines sum to one: a score then has the size of a cosine.
    """
    scale = np.maximum(differences.std(axis=0), 1e-6)
    rows = differences / scale

    def loss(weights: Table) -> tuple[float, Table]:
        margins = rows @ weights
        wrong = shares / (1.0 + np.exp(np.clip(margins, -30, 30)))
        value = shares @ np.logaddexp(0.0, -margins) + 0.5 * RIDGE * weights @ weights
        return float(value), RIDGE * weights - rows.T @ wrong

    found = minimize(
        loss,
        np.ones(rows.shape[1]),
        jac=True,
        method="L-BFGS-B",
        bounds=[(0, None)] * rows.shape[1],
    )
    weights = found.x / scale
    cosines = [search.FEATURES.index(name) for name in ("best", "top2", "proxy")]
    weights = weights / max(float(weights[cosines].sum()), 1e-6)
    ceilings = np.array([CEILINGS.get(name, np.inf) for name in search.FEATURES])
    return np.asarray(np.minimum(weights, ceilings))


def _subject(examples: Sequence[_Example]) -> KernelMachine:
    return _machine(examples, [example.query.vector for example in examples], SUBJECT_GAMMA)


def _ours(examples: Sequence[_Example]) -> KernelMachine:
    return _machine(examples, [example.query.message for example in examples], OURS_GAMMA)


def _machine(
    examples: Sequence[_Example], vectors: Sequence[npt.NDArray[np.float32]], gamma: float
) -> KernelMachine:
    """A machine over vectors: questions that are ours, and those to be declined."""
    ours = np.array([example.question.kind == "answer" for example in examples])
    weight = np.where(ours, 0.5 / ours.mean(), 0.5 / (1 - ours.mean()))  # both kinds weigh the same
    return fit_machine(np.stack(vectors), ours, weight, gamma)


def _logistic(rows: Table, labels: npt.NDArray[np.bool_]) -> Logistic:
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    model = LogisticRegression(C=1.0, max_iter=2000).fit((rows - mean) / scale, labels)
    weights = model.coef_[0] / scale
    bias = float(model.intercept_[0] - (weights * mean).sum())
    return Logistic(
        dict(zip(decide.FEATURES, weights.round(6).tolist(), strict=True)), round(bias, 6)
    )


def _threshold(wanted: npt.NDArray[np.bool_]) -> float:
    """The probability below which refusing costs least, errors in units of their targets.

    For a calibrated probability that follows from the costs alone (Elkan 2001). Read off the
    questions instead, it would jump with every few of them.
    """
    refusing = 1.0 / (FALSE_REFUSALS * wanted.sum())  # one question more that is wrongly refused
    answering = 1.0 / (MISSED_REFUSALS * (~wanted).sum())
    return round(float(answering / (answering + refusing)), 4)
