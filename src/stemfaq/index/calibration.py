"""The calibration: what was fitted on the development questions, kept with the index."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from stemfaq.index import layout
from stemfaq.index.kernel import KernelMachine


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
    subject: KernelMachine  # over a question's vector: is it like ours at all?
    scope: Logistic  # the question is one that the corpus can answer
    right: Logistic  # the first passage answers it
    decline_below: float  # in-scope probability
    near_from: float  # in-scope probability from which a decline offers near passages
    clarify_below: float  # probability of a right answer below which options are offered


def write_calibration(folder: Path, calibration: Calibration) -> None:
    """Write calibration.json, and the machine as subject.npz."""
    plain = asdict(calibration)
    machine = plain.pop("subject")
    (folder / layout.CALIBRATION).write_text(json.dumps(plain, indent=1) + "\n", "utf-8")
    with (folder / layout.SUBJECT).open("wb") as file:
        np.savez(file, **machine)


def read_calibration(folder: Path) -> Calibration:
    """Read what `write_calibration` wrote.

    Raises OSError, ValueError, KeyError or TypeError.
    """
    stored = json.loads((folder / layout.CALIBRATION).read_text("utf-8"))
    for name in ("scope", "right"):
        stored[name] = Logistic(**stored[name])
    with np.load(folder / layout.SUBJECT, allow_pickle=False) as arrays:
        subject = KernelMachine(
            arrays["support"], arrays["dual"], float(arrays["bias"]), float(arrays["gamma"])
        )
    return Calibration(**stored, subject=subject)
