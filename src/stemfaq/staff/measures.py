"""Measures: what is read off judged questions, and what each should reach.

Each says over which questions it is taken; docs/evaluation.md says the same in words.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import RR, Qrel, ScoredDoc, Success

from stemfaq.staff import bootstrap
from stemfaq.staff.bootstrap import Estimate, Floats
from stemfaq.staff.judge import Judged

NAN = float("nan")
BINS = 10
Values = Callable[[Sequence[Judged]], Floats]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with a name for programs and one for people.

    `values` has one value a question, NaN where the question does not count; the measure is
    their mean.
    """

    name: str
    label: str
    values: Values
    target: float | None = None
    low_is_good: bool = False

    @property
    def goal(self) -> str:
        """The target in words; empty if there is none."""
        if self.target is None:
            return ""
        return f"at {'most' if self.low_is_good else 'least'} {self.target:.2f}"

    def reaches(self, value: float, target: float) -> bool:
        """Whether a value is as good as a target."""
        return value <= target if self.low_is_good else value >= target

    def verdict(self, estimate: Estimate) -> str:
        """ "reached" or "missed"; empty without a target or without questions."""
        if self.target is None or estimate.value is None:
            return ""
        return "reached" if self.reaches(estimate.value, self.target) else "missed"


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like confidence: how sure the engine was, and how often it was right."""

    confidence: float
    right: float
    count: int


def each(counts: Callable[[Judged], bool], holds: Callable[[Judged], bool]) -> Values:
    """1 where `holds`, else 0, over the questions that count."""
    return lambda judged: np.array([float(holds(j)) if counts(j) else NAN for j in judged])


def ranking(measure: ir_measures.Measure) -> Values:
    """The ranking alone by ir-measures, over answerable single questions."""

    def values(judged: Sequence[Judged]) -> Floats:
        counted = {str(i): j for i, j in enumerate(judged) if is_single(j) and is_answerable(j)}
        right = [Qrel(i, id_, 1) for i, j in counted.items() for id_ in j.question.passages]
        run = [
            ScoredDoc(i, id_, -float(place))
            for i, j in counted.items()
            for place, id_ in enumerate(j.ranked)
        ]
        result = np.full(len(judged), NAN)
        for found in ir_measures.iter_calc([measure], right, run) if counted else ():
            result[int(found.query_id)] = found.value
        return result

    return values


def is_single(judged: Judged) -> bool:
    """Whether the question stands alone."""
    return len(judged.question.turns) == 1


def is_answerable(judged: Judged) -> bool:
    """Whether a passage answers the question."""
    return judged.question.kind == "answer"


def wants(kind: str) -> Callable[[Judged], bool]:
    """Whether the question should get a reply of this kind."""
    return lambda judged: judged.question.kind == kind


def gets(kind: str) -> Callable[[Judged], bool]:
    """Whether the question got a reply of this kind."""
    return lambda judged: judged.kind == kind


def _single(judged: Judged) -> bool:
    return is_single(judged) and is_answerable(judged)


def _follow_up(judged: Judged) -> bool:
    return not is_single(judged) and is_answerable(judged)


def _calm(judged: Judged) -> bool:
    return judged.question.kind != "urgent"


def _looks_urgent(judged: Judged) -> bool:
    return _calm(judged) and "looks-urgent" in judged.question.tags


def _names_text(judged: Judged) -> bool:
    return judged.question.kind == "urgent" and bool(judged.question.passages)


ANSWERING = (
    Measure("answer_at_1", "answer@1", each(_single, lambda j: j.right_first), 0.92),
    Measure("answer_at_3", "answer@3", each(_single, lambda j: j.right_among_three), 0.98),
    Measure("ranked_at_1", "ranked first", ranking(Success @ 1)),
    Measure("mrr_at_10", "MRR@10", ranking(RR @ 10)),
    Measure("false_refusals", "false refusals", each(is_answerable, gets("decline")), 0.03, True),
)
OTHERS = (
    Measure("refusal_recall", "refusal recall", each(wants("decline"), gets("decline")), 0.95),
    Measure("urgent_recall", "urgent recall", each(wants("urgent"), gets("urgent")), 1.0),
    Measure("urgent_text", "right urgent text", each(_names_text, lambda j: j.shows_right)),
    Measure("urgent_false_alarms", "urgent false alarms", each(_calm, gets("urgent")), 0.02, True),
    Measure(
        "urgent_false_alarms_looking",
        "… of what looks urgent",
        each(_looks_urgent, gets("urgent")),
        low_is_good=True,
    ),
    Measure("follow_up_at_1", "follow-up answer@1", each(_follow_up, lambda j: j.right_first), 0.9),
    Measure(
        "follow_up_at_3", "follow-up answer@3", each(_follow_up, lambda j: j.right_among_three)
    ),
    Measure(
        "clarified",
        "clarified",
        each(wants("clarify"), lambda j: j.kind == "clarify" or j.right_first),
    ),
)
BREAKDOWN = tuple(measure for measure in ANSWERING if measure.name != "ranked_at_1")
ECE = Measure("ece", "calibration error", lambda judged: confidences(judged)[0], 0.05, True)
MEASURES = (*ANSWERING, *OTHERS, ECE)


def estimate(measure: Measure, judged: Sequence[Judged]) -> Estimate:
    """The measure over these questions, with its interval."""
    groups = [j.question.group for j in judged]
    if measure is ECE:
        return bootstrap.statistic(calibration_error, *confidences(judged), groups)
    return bootstrap.mean(measure.values(judged), groups)


def confidences(judged: Sequence[Judged]) -> tuple[Floats, Floats]:
    """How probable the engine held a right first passage, and whether it ranked one first.

    Over single questions to be answered or declined that were searched; NaN elsewhere.
    """
    counted = [
        is_single(j) and j.question.kind in ("answer", "decline") and j.probability is not None
        for j in judged
    ]
    probability = [
        j.probability if c and j.probability is not None else NAN
        for c, j in zip(counted, judged, strict=True)
    ]
    right = [float(j.ranks_right) if c else NAN for c, j in zip(counted, judged, strict=True)]
    return np.array(probability, float), np.array(right, float)


def calibration_error(probability: Floats, right: Floats) -> float:
    """The expected calibration error over equal-mass bins (Nixon and others 2019)."""
    shares = [(b.count / len(right), abs(b.confidence - b.right)) for b in bins(probability, right)]
    return float(sum(share * gap for share, gap in shares))


def bins(probability: Floats, right: Floats) -> list[Bin]:
    """Ten bins with as many questions each, the least confident first."""
    order = np.argsort(probability, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if part.size]
    return [
        Bin(float(probability[part].mean()), float(right[part].mean()), int(part.size))
        for part in parts
    ]
