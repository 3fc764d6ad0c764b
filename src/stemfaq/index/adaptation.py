"""Adaptation: a linear map under which the ways of asking one thing lie close together.

It is within-class covariance normalisation (Hatch, Kajarekar and Stolcke, Interspeech 2006):
the question and asks of a passage are one class, and the directions in which they differ among
themselves (tone, spelling, who asks) count less. A passage's centre is then the mean of its
units, as in linear discriminant analysis; its proxy begins there (staff/proxy_fit.py). All are
fitted on the corpus alone. An encoder that was trained on the passages' asks has learned as much
as the map: its vectors are taken as they are.
"""

import numpy as np
import numpy.typing as npt

from stemfaq.index.encoder import Vectors, unit_length
from stemfaq.index.units import KINDS

SHRINKAGE = 0.6  # towards a map that changes nothing; chosen on held-out asks, docs/retrieval.md
ASKING = [KINDS.index("question"), KINDS.index("ask")]
_CENTRE_WEIGHTS = np.array([0.5 if kind == "answer" else 1.0 for kind in KINDS])


def fit_map(
    vectors: Vectors, passages: npt.NDArray[np.intp], kinds: npt.NDArray[np.intp]
) -> Vectors:
    """The map of the units' vectors, float32 of shape (dimensions, dimensions).

    `passages` and `kinds` are the position of each unit's passage and kind. A corpus with no
    passage that is asked in two ways gets the identity.
    """
    asking = np.isin(kinds, ASKING)
    asked, owners = vectors[asking].astype(np.float64), passages[asking]
    size = vectors.shape[1]
    if len(asked) == len(set(owners.tolist())):
        return no_map(vectors)
    means = _means(asked, owners, np.ones(len(asked)))
    spread = asked - means[owners]
    covariance = spread.T @ spread / len(spread)
    even = np.trace(covariance) / size * np.eye(size)
    values, directions = np.linalg.eigh((1 - SHRINKAGE) * covariance + SHRINKAGE * even)
    return np.asarray((directions * values**-0.5) @ directions.T, np.float32)


def no_map(vectors: Vectors) -> Vectors:
    """A map that changes nothing, for these vectors."""
    return np.eye(vectors.shape[1], dtype=np.float32)


def apply_map(vectors: Vectors, map_: Vectors) -> Vectors:
    """The vectors under the map, with norm 1 again; float32 of the same shape."""
    return unit_length(vectors @ map_)


def centres(
    vectors: Vectors, passages: npt.NDArray[np.intp], kinds: npt.NDArray[np.intp]
) -> Vectors:
    """The centre of each passage's mapped units, float32 of shape (passages, dimensions)."""
    return unit_length(_means(vectors, passages, _CENTRE_WEIGHTS[kinds]).astype(np.float32))


def _means(
    vectors: npt.NDArray[np.floating],
    owners: npt.NDArray[np.intp],
    weights: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    sums = np.zeros((int(owners.max()) + 1, vectors.shape[1]))
    np.add.at(sums, owners, vectors * weights[:, None])
    totals = np.bincount(owners, weights, len(sums))
    return np.asarray(sums / np.maximum(totals, 1e-12)[:, None])
