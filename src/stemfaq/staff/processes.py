"""Judging on every core: each process opens the index for itself.

A search is too much Python for threads to share (see threads.py).
"""

import multiprocessing
import os
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from stemfaq.corpus.questions import GoldenQuestion
from stemfaq.index.calibration import Calibration
from stemfaq.index.encoder import Vectors
from stemfaq.index.manifest import Manifest
from stemfaq.index.opening import Index, load
from stemfaq.index.triage import TriageWeights
from stemfaq.staff.judge import Judged, judge

_AT_MOST = 4  # processes: each holds two encoders and an index, some half a gigabyte
Known = Mapping[str, Vectors]  # golden texts and their vectors


@dataclass(frozen=True, slots=True)
class Part:
    """Questions, and the calibration and urgency model that judge them."""

    questions: Sequence[GoldenQuestion]
    calibration: Calibration
    urgency: TriageWeights


def judge_parts(index: Index, parts: Sequence[Part], folder: Path | None = None) -> list[Judged]:
    """Judge each part by what it brings; in the order of the parts.

    With the `folder` that the index was opened from, as many parts at once as there are cores.
    """
    cores = min(os.cpu_count() or 1, _AT_MOST)
    if folder is None or cores == 1:
        return _one_by_one(index, parts)
    known = (index.encoder.remembered, index.triage.encoder.remembered)
    # Forked, a process would have ONNX Runtime's locks without the threads that free them.
    spawn = multiprocessing.get_context("spawn")
    opening = (folder, index.manifest, index.calibration, *known)
    try:
        with ProcessPoolExecutor(cores, spawn, _open, opening) as pool:
            return [one for judged in pool.map(_judge, parts) for one in judged]
    except BrokenProcessPool as error:
        # One was killed, most likely for its memory; what else it may be is said.
        warnings.warn(f"judging in one process: {error}", RuntimeWarning, stacklevel=2)
        return _one_by_one(index, parts)


def _one_by_one(index: Index, parts: Sequence[Part]) -> list[Judged]:
    return [one for part in parts for one in _judged(index, part)]


_opened: list[Index] = []  # the one index of a process that judges


def _open(
    folder: Path, manifest: Manifest, calibration: Calibration, searched: Known, read: Known
) -> None:
    index = load(folder, manifest, calibration, threads=1)
    index.encoder.remember(searched)
    index.triage.encoder.remember(read)
    _opened.append(index)


def _judge(part: Part) -> list[Judged]:
    return _judged(_opened[0], part)


def _judged(index: Index, part: Part) -> list[Judged]:
    triage = replace(index.triage, weights=part.urgency)
    return judge(replace(index, calibration=part.calibration, triage=triage), part.questions)
