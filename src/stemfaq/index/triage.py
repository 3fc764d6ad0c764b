"""The urgency model: how likely a message tells of somebody who needs help now.

Two views of a message are added up: a support vector machine over the vectors of an encoder that
was trained for this (meaning), and a linear model over hashed word and letter n-grams (wording).
Both are fitted at build; docs/triage.md has what each finds alone.
"""

import itertools
import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stemfaq.corpus.vocabulary import fold
from stemfaq.index.encoder import Encoder, Vectors
from stemfaq.index.kernel import KernelMachine

BUCKETS = 2**18
GAMMA = 0.5  # of the kernel, on unit vectors; tried: docs/triage.md
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class TriageWeights:
    """What the build fits; arrays as they are stored in triage.npz."""

    support: Vectors  # shape (support vectors, dimensions)
    dual: npt.NDArray[np.float32]  # (support vectors,)
    dual_bias: npt.NDArray[np.float32]  # ()
    rarity: npt.NDArray[np.float32]  # inverse document frequency of each bucket, (BUCKETS,)
    gram: npt.NDArray[np.float32]  # (BUCKETS,)
    gram_bias: npt.NDArray[np.float32]  # ()
    joint: npt.NDArray[np.float32]  # weight of meaning, of wording, and bias: (3,)
    crisis: npt.NDArray[np.float32]  # weights over a vector, and bias: (dimensions + 1,)
    urgent_from: npt.NDArray[np.float32]  # log-odds from which a message counts as urgent, ()

    @property
    def machine(self) -> KernelMachine:
        """The support vector machine over the encoder's vectors."""
        return KernelMachine(self.support, self.dual, float(self.dual_bias), GAMMA)

    def save(self, path: Path) -> None:
        """Write a plain .npz."""
        with path.open("wb") as file:
            np.savez(file, **{field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def load(cls, path: Path) -> "TriageWeights":
        """Open what `save` wrote; raises what `files.DAMAGED` lists."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(**{field.name: stored[field.name] for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class Triage:
    """An opened urgency model. Safe to share between threads."""

    encoder: Encoder
    weights: TriageWeights

    def log_odds(
        self, texts: Sequence[str]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """For each text the log-odds that it is urgent, and if so a crisis, no emergency."""
        vectors = self.encoder.queries(list(texts))
        w = self.weights
        wording = np.array([gram_score(text, w.rarity, w.gram) for text in texts]) + w.gram_bias
        odds = w.joint[0] * w.machine.decide(vectors) + w.joint[1] * wording + w.joint[2]
        return odds, np.asarray(vectors @ w.crisis[:-1] + w.crisis[-1], np.float64)


def grams(text: str) -> tuple[dict[int, float], dict[int, float]]:
    """The buckets of a text's words and word pairs, and of its letters, with log counts."""
    words = _WORD.findall(fold(text))
    pairs = [f"{first} {second}" for first, second in itertools.pairwise(words)]
    letters = [
        padded[start : start + size]
        for padded in (f" {word} " for word in words)
        for size in (3, 4, 5)
        for start in range(max(len(padded) - size + 1, 0))
    ]
    return _buckets("w", [*words, *pairs]), _buckets("c", letters)


def gram_vector(
    text: str, rarity: npt.NDArray[np.float32]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """The buckets of a text and their values; words and letters each have norm 1."""
    indices, values = [], []
    for block in grams(text):
        own = np.fromiter(block, np.int64, len(block))
        weighted = np.fromiter(block.values(), np.float32, len(block)) * rarity[own]
        indices.append(own)
        values.append(weighted / max(float(np.linalg.norm(weighted)), 1e-9))
    return np.concatenate(indices), np.concatenate(values)


def gram_score(
    text: str, rarity: npt.NDArray[np.float32], weights: npt.NDArray[np.float32]
) -> float:
    """The linear model's score of a text, without its bias."""
    indices, values = gram_vector(text, rarity)
    return float(values @ weights[indices])


def _buckets(prefix: str, found: Sequence[str]) -> dict[int, float]:
    counts = Counter(zlib.crc32(f"{prefix}{gram}".encode()) % BUCKETS for gram in found)
    return {bucket: 1.0 + float(np.log(count)) for bucket, count in counts.items()}
