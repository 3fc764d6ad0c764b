"""The calibration: weights fitted on the development questions, kept with the index."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Calibration:
    """Two linear models by feature name, and the probabilities at which the reply changes.

    `ranking` orders the passages; `decision` and `bias` give, by the logistic function, the
    probability that the first one answers the question.
    """

    ranking: Mapping[str, float]
    decision: Mapping[str, float]
    bias: float
    answer_at: float  # from here on the first passage is shown
    near_at: float  # from here on passages are offered as options; below, none
    also_within: float  # passages whose score is that close to the first are shown with it


def write_calibration(path: Path, calibration: Calibration) -> None:
    """Write calibration.json."""
    path.write_text(json.dumps(asdict(calibration), indent=1) + "\n", "utf-8")


def read_calibration(path: Path) -> Calibration:
    """Read calibration.json.

    Raises OSError, ValueError or TypeError.
    """
    return Calibration(**json.loads(path.read_text("utf-8")))
