"""Vectors that come with a model: a first build need not encode what is known of the corpus.

They are held in eight bits, each scaled to its largest value; `scripts/ship_vectors.py` writes
them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stemfaq.index.encoder import Vectors, unit_length
from stemfaq.index.files import DAMAGED
from stemfaq.index.packaged import PACKAGED, packaged_folder

VECTORS = "vectors.npz"
_STEPS = 127  # to either side of zero


@dataclass(frozen=True, slots=True)
class Shipped:
    """Vectors by the keys of their texts (see `cache.key`)."""

    rows: Mapping[int, int]  # the row of a key
    steps: npt.NDArray[np.int8]  # shape (texts, dimensions)

    def known(self, keys: Iterable[str]) -> dict[str, Vectors]:
        """Those of the keys that are known, each with its vector: float32, norm 1."""
        found = {key: row for key in keys if (row := self.rows.get(_number(key))) is not None}
        vectors = unit_length(self.steps[list(found.values())].astype(np.float32))
        return dict(zip(found, vectors, strict=True))


NONE = Shipped({}, np.zeros((0, 1), np.int8))


def shipped_vectors(model: str, encoder: str) -> Shipped:
    """What came with a packaged model; NONE if nothing did.

    `encoder` is the name of its folder in the cache, which follows from weights, tokenizer and
    settings: what was made by another is not used. Questions and passages share the vectors, so
    that a model that they come with must read both alike.
    """
    return read_shipped(packaged_folder(model) / VECTORS, encoder) if model in PACKAGED else NONE


def read_shipped(path: Path, encoder: str) -> Shipped:
    """What `ship` wrote for that encoder; NONE if there is nothing, or it cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            rows = {int(key): i for i, key in enumerate(stored["keys"])}
            steps = stored["steps"]
            if str(stored["encoder"]) == encoder and len(rows) == len(steps):
                return Shipped(rows, steps)
    except DAMAGED:  # then everything is encoded
        pass
    return NONE


def ship(path: Path, encoder: str, vectors: Mapping[str, Vectors]) -> None:
    """Write an encoder's vectors by the keys of their texts; ValueError if there are none."""
    rows = np.stack(list(vectors.values()))
    steps = np.rint(rows * (_STEPS / np.abs(rows).max(axis=1, keepdims=True))).astype(np.int8)
    keys = np.array([_number(key) for key in vectors], np.uint64)
    np.savez(path, encoder=np.array(encoder), keys=keys, steps=steps)


def _number(key: str) -> int:
    return int(key[:16], 16)
