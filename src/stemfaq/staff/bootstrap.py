"""Bootstrap: how far a figure could be off, had the questions been others.

Paraphrases of one question are answered alike, so that whole groups are drawn with replacement,
not single questions (the cluster bootstrap; Field and Welsh 2007). Single draws would give
intervals that are too narrow.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 1000
SEED = 20261124
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over `count` questions with its 95 % interval; all but `count` None without any."""

    value: float | None
    low: float | None
    high: float | None
    count: int

    def __str__(self) -> str:
        return "–" if self.value is None else f"{self.value:.3f}"

    @property
    def interval(self) -> str:
        """The interval as staff read it."""
        return "" if self.low is None else f"{self.low:.3f}–{self.high:.3f}"


def mean(values: Floats, groups: Sequence[str]) -> Estimate:
    """The mean of the values that are not NaN, with its percentile interval over groups."""
    kept, drawn = _kept(values, groups)
    if not kept.size:
        return Estimate(None, None, None, 0)
    sums, counts = np.bincount(drawn, kept), np.bincount(drawn)
    weights = _weights(len(counts))
    return _estimate(float(kept.mean()), (weights @ sums) / (weights @ counts), kept.size)


def statistic(
    function: Callable[[Floats, Floats], float], x: Floats, y: Floats, groups: Sequence[str]
) -> Estimate:
    """`function(x, y)` over the pairs whose `x` is not NaN, with its interval over groups."""
    kept, drawn = _kept(x, groups)
    if not kept.size:
        return Estimate(None, None, None, 0)
    other = y[~np.isnan(x)]
    times = _weights(int(drawn.max()) + 1)[:, drawn]
    resampled = np.array([function(kept.repeat(row), other.repeat(row)) for row in times])
    return _estimate(function(kept, other), resampled, kept.size)


def _kept(values: Floats, groups: Sequence[str]) -> tuple[Floats, npt.NDArray[np.intp]]:
    """The values that count, and the number of the group of each."""
    counts = ~np.isnan(values)
    numbers = np.unique(np.asarray(groups)[counts], return_inverse=True)[1]
    return values[counts], numbers


def _weights(groups: int) -> npt.NDArray[np.int64]:
    """How often each group is drawn; shape (RESAMPLES, groups)."""
    generator = np.random.default_rng(SEED)
    return generator.multinomial(groups, np.full(groups, 1 / groups), size=RESAMPLES)


def _estimate(value: float, resampled: Floats, count: int) -> Estimate:
    low, high = np.percentile(resampled, [2.5, 97.5])
    return Estimate(round(value, 4), round(float(low), 4), round(float(high), 4), int(count))
