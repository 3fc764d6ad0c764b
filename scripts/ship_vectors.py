"""Write what the live index's encoders know of the corpus, to go with their weights.

Run after training an encoder, or when a first build has grown slow: `python
scripts/ship_vectors.py` reads what `stemfaq build` has cached.
"""

from pathlib import Path

from stemfaq.index.cache import read_cache
from stemfaq.index.encoder import Vectors
from stemfaq.index.export import encoder_folder
from stemfaq.index.packaged import SEARCH, TRIAGE, packaged_folder
from stemfaq.index.shipped import VECTORS, ship

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Write the vectors of both encoders."""
    cache = ROOT / "index" / "cache"
    for model in (SEARCH, TRIAGE):
        encoder = encoder_folder(model, cache).name
        known: dict[str, Vectors] = {}
        for path in sorted(cache.glob(f"*-{encoder}.npz")):
            known |= read_cache(path)
        target = packaged_folder(model) / VECTORS
        if not known:
            raise SystemExit("nothing is cached: run `stemfaq build` first")
        ship(target, encoder, known)
        print(f"{target.relative_to(ROOT)}: {len(known)} vectors")  # noqa: T201


if __name__ == "__main__":
    main()
