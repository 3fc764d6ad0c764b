"""The cache of vectors: a text that was encoded once is not encoded again."""

import hashlib
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from stemfaq.index.encoder import Vectors
from stemfaq.index.files import DAMAGED, write_atomically
from stemfaq.index.shipped import NONE, Shipped


def key(text: str) -> str:
    """The name of a text's vector: its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_cache(path: Path) -> dict[str, Vectors]:
    """The vectors at `path` by their keys; none if it cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    except DAMAGED:
        return {}


def cached_vectors(
    texts: Sequence[str],
    path: Path,
    encode: Callable[[list[str]], Vectors],
    shipped: Shipped = NONE,
) -> tuple[Vectors, int]:
    """The vectors of `texts` in their order, and how many had to be encoded.

    Known ones come from `path` (.npz: keys, vectors), which afterwards holds just these
    texts, or from what is `shipped`. A cache that cannot be read is made anew.
    """
    cached = read_cache(path)
    keys = [key(text) for text in texts]
    known = cached | shipped.known(k for k in dict.fromkeys(keys) if k not in cached)
    missing = {k: text for k, text in zip(keys, texts, strict=True) if k not in known}
    if missing:
        known |= dict(zip(missing, encode(list(missing.values())), strict=True))
    if known.keys() != cached.keys() or len(known) > len(set(keys)):
        _write(path, {k: known[k] for k in dict.fromkeys(keys)})
    return np.stack([known[k] for k in keys]).astype(np.float32), len(missing)


def _write(path: Path, vectors: dict[str, Vectors]) -> None:
    buffer = io.BytesIO()
    np.savez(buffer, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())))
    write_atomically(path, buffer.getvalue())
