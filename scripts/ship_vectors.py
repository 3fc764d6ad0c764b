"""Write what the live index's encoders know of the corpus, to go with their weights.

Run after training an encoder, or when a first build has grown slow: `python
scripts/ship_vectors.py` reads what `stemfaq build` has cached.
"""

from pathlib import Path

import numpy as np

from stemfaq.index.export import encoder_folder
from stemfaq.index.packaged import SEARCH, TRIAGE, packaged_folder
from stemfaq.index.shipped import VECTORS, ship

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Write the vectors of both encoders."""
    cache = ROOT / "index" / "cache"
    for model in (SEARCH, TRIAGE):
        known, encoder = {}, encoder_folder(model, cache).name
        for path in sorted(cache.glob(f"*-{encoder}.npz")):
            with np.load(path, allow_pickle=False) as stored:
                known |= dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
        target = packaged_folder(model) / VECTORS
        if not known:
            raise SystemExit("nothing is cached: run `stemfaq build` first")
        ship(target, encoder, known)
        print(f"{target.relative_to(ROOT)}: {len(known)} vectors")  # noqa: T201


if __name__ == "__main__":
    main()
