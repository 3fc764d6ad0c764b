"""The calibration: what was fitted on the development questions, kept with the index."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from stemfaq.index import layout
from stemfaq.index.kernel import KernelMachine

_MACHINES = {"subject": layout.SUBJECT, "ours": layout.OURS}


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
    # Is a question like ours at all? By its vector for the search, and by the one for triage.
    subject: KernelMachine
    ours: KernelMachine
    scope: Logistic  # the question is one that the corpus can answer
    right: Logistic  # the first passage answers it
    decline_below: float  # in-scope probability
    near_from: float  # in-scope probability from which a decline offers near passages
    clarify_below: float  # probability of a right answer below which options are offered


def write_calibration(folder: Path, calibration: Calibration) -> None:
    """Write calibration.json, and the machines as subject.npz and ours.npz."""
    plain = asdict(calibration)
    for name, path in _MACHINES.items():
        with (folder / path).open("wb") as file:
            np.savez(file, **plain.pop(name))
    (folder / layout.CALIBRATION).write_text(json.dumps(plain, indent=1) + "\n", "utf-8")


def read_calibration(folder: Path) -> Calibration:
    """Read what `write_calibration` wrote.

    Raises OSError, ValueError, KeyError or TypeError.
    """
    stored = json.loads((folder / layout.CALIBRATION).read_text("utf-8"))
    for name in ("scope", "right"):
        stored[name] = Logistic(**stored[name])
    for name, path in _MACHINES.items():
        with np.load(folder / path, allow_pickle=False) as arrays:
            stored[name] = KernelMachine(
                arrays["support"], arrays["dual"], float(arrays["bias"]), float(arrays["gamma"])
            )
    return Calibration(**stored)
