"""The calibration: what was fitted on the development questions, kept with the index."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over named features."""

    weights: Mapping[str, float]
    bias: float

    def logit(self, values: Mapping[str, float]) -> float:
        """The log-odds, kept within ±30."""
        total = self.bias + sum(weight * values[name] for name, weight in self.weights.items())
        return max(-30.0, min(30.0, total))

    def probability(self, values: Mapping[str, float]) -> float:
        """The probability, 0 to 1."""
        return 1.0 / (1.0 + math.exp(-self.logit(values)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """How passages are ordered, and from which probabilities the kind of reply follows."""

    ranking: Mapping[str, float]  # weights of search.FEATURES; their sum orders the passages
    subject: tuple[float, ...]  # weights over a question's vector: is it like ours at all?
    subject_bias: float
    scope: Logistic  # the question is one that the corpus can answer
    right: Logistic  # the first passage answers it
    decline_below: float  # in-scope probability
    near_from: float  # in-scope probability from which a decline offers near passages
    clarify_below: float  # probability of a right answer below which options are offered


def write_calibration(path: Path, calibration: Calibration) -> None:
    """Write calibration.json."""
    path.write_text(json.dumps(asdict(calibration), indent=1) + "\n", "utf-8")


def read_calibration(path: Path) -> Calibration:
    """Read calibration.json.

    Raises OSError, ValueError, KeyError or TypeError.
    """
    stored = json.loads(path.read_text("utf-8"))
    for name in ("scope", "right"):
        stored[name] = Logistic(**stored[name])
    return Calibration(**{**stored, "subject": tuple(stored["subject"])})
