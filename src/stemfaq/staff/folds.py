"""Folds: the development questions in parts, so that each can be judged by what did not see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stemfaq.corpus.questions import GoldenQuestion
from stemfaq.index.calibration import Calibration
from stemfaq.index.opening import Index
from stemfaq.index.triage import TriageWeights
from stemfaq.staff.judge import Judged
from stemfaq.staff.processes import Part, judge_parts

FOLDS = 5


@dataclass(frozen=True, slots=True)
class UrgencyFit:
    """The urgency model that is served, and for each fold one fitted without its questions."""

    whole: TriageWeights
    folds: tuple[TriageWeights, ...]  # none where nothing was fitted

    def save(self, folder: Path) -> None:
        """Write each as a file into an empty folder."""
        self.whole.save(folder / "whole.npz")
        for number, weights in enumerate(self.folds):
            weights.save(folder / f"fold-{number}.npz")

    @classmethod
    def load(cls, folder: Path) -> "UrgencyFit":
        """Open what `save` wrote; raises what `files.DAMAGED` lists."""
        folds = (TriageWeights.load(folder / f"fold-{number}.npz") for number in range(FOLDS))
        return cls(TriageWeights.load(folder / "whole.npz"), tuple(folds))


def folds_by_group(questions: Sequence[GoldenQuestion], folds: int = FOLDS) -> dict[str, int]:
    """The fold of each group: dealt out in turn, kind by kind, so that folds are alike."""
    kinds = {question.group: question.kind for question in questions}
    dealt = sorted(kinds, key=lambda group: (kinds[group], group))
    return {group: number % folds for number, group in enumerate(dealt)}


def judge_held_out(
    index: Index,
    questions: Sequence[GoldenQuestion],
    calibrations: Sequence[Calibration],
    urgency: Sequence[TriageWeights],
    folder: Path | None = None,
) -> list[Judged]:
    """Judge each question by the calibration and urgency model fitted without its fold.

    Where nothing was fitted (both may be empty), by those of the index. For `folder` see
    `judge_parts`.
    """
    fold_of = folds_by_group(questions)
    parts = []
    for fold in range(FOLDS):
        own = [question for question in questions if fold_of[question.group] == fold]
        calibration = calibrations[fold] if calibrations else index.calibration
        weights = urgency[fold] if urgency else index.triage.weights
        # In halves, since folds share out unevenly among the cores.
        parts += [Part(half, calibration, weights) for half in (own[::2], own[1::2])]
    return judge_parts(index, parts, folder)
