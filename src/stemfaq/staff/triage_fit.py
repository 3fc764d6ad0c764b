"""Fitting the urgency model on the examples and the development questions.

Meaning is a support vector machine over the development questions' vectors (their encoder has
learned from the examples already), wording a logistic regression over the hashed n-grams of both;
a third regression adds the two. What that one and the threshold learn from is predicted by models
that had not seen the question's group.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from stemfaq.answer.question import clean
from stemfaq.answer.urgency import windows
from stemfaq.corpus.examples import CRISIS_PASSAGE, NEEDS, Need, UrgencyExample
from stemfaq.corpus.questions import GoldenQuestion
from stemfaq.index.encoder import Vectors
from stemfaq.index.kernel import KernelMachine
from stemfaq.index.triage import BUCKETS, GAMMA, TriageWeights, gram_vector, grams
from stemfaq.staff.folds import FOLDS, UrgencyFit, folds_by_group
from stemfaq.staff.kernel_fit import fit_machine
from stemfaq.threads import at_once

FALSE_ALARMS = 0.02  # of messages that are not urgent; a quarter of the golden ones look it
FEWEST = 20  # messages of a label; with fewer, nothing is fitted
GOLDEN_WEIGHT = 2.0  # of a development question beside an example


@dataclass(frozen=True, slots=True)
class Labelled:
    """Messages and what they are: 0 not urgent, 1 an emergency, 2 a crisis."""

    texts: tuple[str, ...]
    labels: npt.NDArray[np.intp]
    folds: npt.NDArray[np.intp]  # of development questions; examples are in none (-1)
    messages: npt.NDArray[np.intp]  # which message a text is, or is a piece of

    @property
    def golden(self) -> list[str]:
        """The development questions among them."""
        return [self.texts[row] for row in np.flatnonzero(self.folds >= 0)]


def labelled(
    examples: Sequence[UrgencyExample], questions: Sequence[GoldenQuestion]
) -> Labelled | None:
    """What to learn from; None if there are too few of either label to learn anything."""
    fold_of = folds_by_group(questions)
    messages = [
        *((clean(example.text), example.label, -1) for example in examples),
        *((clean(q.turns[-1]), _need(q), fold_of[q.group]) for q in questions),
    ]
    rows = [
        (piece, NEEDS.index(need), fold, number)
        for number, (text, need, fold) in enumerate(messages)
        for piece in pieces(text, need)
    ]
    texts, *columns = zip(*rows, strict=True) if rows else ((), (), (), ())
    labels, folds, numbers = (np.array(column, np.intp) for column in columns)
    golden = labels[folds >= 0]
    few = min((golden > 0).sum(), (golden == 0).sum(), (labels == 1).sum(), (labels == 2).sum())
    if few < FEWEST or len(fold_of) < FOLDS:
        return None
    return Labelled(texts, labels, folds, numbers)


def pieces(text: str, need: Need) -> list[str]:
    """What to learn of a message: a calm story piece by piece, as it is judged.

    Where somebody needs help, which piece tells of it is not known: it is learned whole.
    """
    return windows(text) if need == "none" else [text]


def _need(question: GoldenQuestion) -> Need:
    if question.kind != "urgent":
        return "none"
    return "crisis" if CRISIS_PASSAGE in question.passages else "emergency"


def fit(vectors: Vectors, data: Labelled) -> UrgencyFit:
    """Fit everything; `vectors` are the triage encoder's, of the development questions."""
    rarity = _rarity(data.texts)
    table = _table(data.texts, rarity)
    urgent = data.labels > 0
    golden = data.folds >= 0
    folds, asked, known = data.folds[golden], urgent[golden], table[golden]
    weight = np.where(golden, GOLDEN_WEIGHT, 1.0)

    def fitted(fold: int) -> tuple[KernelMachine, LogisticRegression]:
        rows, own = data.folds != fold, folds != fold
        machine = fit_machine(vectors[own], asked[own], np.ones(own.sum()), GAMMA)
        return machine, _words(table[rows], urgent[rows], weight[rows])

    *parts, whole = at_once(fitted, [*range(FOLDS), FOLDS])  # the last leaves nothing out
    views = np.zeros((len(asked), 2))
    for fold, (machine, words) in enumerate(parts):
        test = folds == fold
        views[test, 0] = machine.decide(vectors[test])
        views[test, 1] = words.decision_function(known[test])
    joint = LogisticRegression().fit(views, asked)
    crises = data.labels[golden][asked] == 2
    kinds = LogisticRegression(max_iter=1000).fit(vectors[asked], crises)
    odds = np.full(data.messages.max() + 1, -np.inf)  # the most urgent piece of each counts
    np.maximum.at(odds, data.messages[golden][~asked], joint.decision_function(views)[~asked])
    urgent_from = _float(_threshold(odds[odds > -np.inf]))

    def weights(machine: KernelMachine, words: LogisticRegression) -> TriageWeights:
        return TriageWeights(
            support=machine.support,
            dual=machine.dual,
            dual_bias=_float(machine.bias),
            rarity=rarity,
            gram=_float(words.coef_[0]),
            gram_bias=_float(words.intercept_[0]),
            joint=_float(np.append(joint.coef_[0], joint.intercept_)),
            crisis=_float(np.append(kinds.coef_[0], kinds.intercept_)),
            urgent_from=urgent_from,
        )

    return UrgencyFit(weights(*whole), tuple(weights(*part) for part in parts))


def blind(dimensions: int) -> TriageWeights:
    """A model that finds nothing, for a corpus without examples; the rules then stand alone."""
    zero = np.zeros(BUCKETS, np.float32)
    none = np.float32(0)
    return TriageWeights(
        support=np.zeros((1, dimensions), np.float32),
        dual=np.zeros(1, np.float32),
        dual_bias=np.asarray(none),
        rarity=zero,
        gram=zero,
        gram_bias=np.asarray(none),
        joint=np.array([0, 0, -1], np.float32),
        crisis=np.zeros(dimensions + 1, np.float32),
        urgent_from=np.asarray(none),
    )


def _threshold(others: npt.NDArray[np.float64]) -> float:
    """The lowest log-odds at which false alarms stay within FALSE_ALARMS."""
    ordered = np.sort(others)[::-1]
    return round(float(ordered[int(FALSE_ALARMS * len(ordered))]) + 1e-4, 4)


def _words(
    table: csr_matrix, urgent: npt.NDArray[np.bool_], weight: npt.NDArray[np.float64]
) -> LogisticRegression:
    model = LogisticRegression(C=20.0, solver="liblinear", max_iter=500)
    return model.fit(table, urgent, sample_weight=weight)


def _rarity(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """The smoothed inverse document frequency of each bucket."""
    seen = np.zeros(BUCKETS)
    for text in texts:
        for block in grams(text):
            seen[list(block)] += 1
    return _float(np.log((1 + len(texts)) / (1 + seen)) + 1.0)


def _table(texts: Sequence[str], rarity: npt.NDArray[np.float32]) -> csr_matrix:
    rows = [gram_vector(text, rarity) for text in texts]
    starts = np.cumsum([0, *(len(indices) for indices, _ in rows)])
    indices = np.concatenate([indices for indices, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return csr_matrix((values, indices, starts), shape=(len(rows), BUCKETS))


def _float(values: npt.ArrayLike) -> npt.NDArray[np.float32]:
    return np.asarray(values, np.float32)
