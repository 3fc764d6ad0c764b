"""Exporting an encoder to ONNX: the only module that imports torch, and only when needed."""

import contextlib
import hashlib
import io
import logging
import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from stemfaq.errors import StemfaqError
from stemfaq.index.encoder import CONFIG, MODEL, TOKENIZER, Encoder, EncoderConfig, write_config
from stemfaq.index.files import sha256, write_beside
from stemfaq.index.packaged import ENCODERS, PACKAGED, packaged_folder

MIN_COSINE = 0.9999
EXPORT_VERSION = "1"  # raise it when the exported graph changes
_PROBES = (
    "Do stem cells work for lupus?",
    "My mum has had SLE for 20 years and her kidneys are failing; could a transplant help her, "
    "and what are the risks at her age?",
    "hsct",
)


def encoder_folder(model: str, cache: Path) -> Path:
    """The folder of the model's ONNX encoder, made in `cache` if it is not there yet.

    `model` is a packaged encoder, a folder, or a sentence-transformers id. Raises StemfaqError
    if a packaged model is not the pinned one, a folder holds no model, or the export differs from
    sentence-transformers.
    """
    packaged = PACKAGED.get(model)
    source = packaged_folder(model) if packaged else _locate(model)
    if (source / MODEL).is_file() and (source / TOKENIZER).is_file():
        return _copied(source, cache, packaged.config if packaged else None)
    weights = source / "model.safetensors"
    if not weights.is_file():
        raise StemfaqError(
            f"{source}: holds neither {weights.name} nor {MODEL} with {TOKENIZER}\n"
            "    Set STEMFAQ_ENCODER to the folder of a model."
        )
    key = hashlib.sha256(f"{EXPORT_VERSION} {sha256(weights)}".encode()).hexdigest()[:16]
    target = cache / f"encoder-{key}"
    if not target.is_dir():
        with write_beside(target) as folder:
            _export(source, folder)
    return target


def _locate(model: str) -> Path:
    """The local folder of a model: a path, or fetched from the hub."""
    if Path(model).is_dir():
        return Path(model)
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(model))
    except (OSError, ValueError) as error:
        raise StemfaqError(
            f"encoder {model!r} cannot be had: {error}\n"
            f"    Set STEMFAQ_ENCODER to {' or '.join(ENCODERS)}, a model id, or a folder."
        ) from error


def _copied(source: Path, cache: Path, config: EncoderConfig | None) -> Path:
    """A copy of an ONNX folder in float32, under a name that follows from its content."""
    names = [MODEL, TOKENIZER]
    if config is None and (source / CONFIG).is_file():
        names.append(CONFIG)
    joined = " ".join(sha256(source / name) for name in names) + f"{EXPORT_VERSION} {config}"
    target = cache / f"encoder-{hashlib.sha256(joined.encode()).hexdigest()[:16]}"
    if target.is_dir():
        return target
    with write_beside(target) as folder:
        for name in names:
            shutil.copyfile(source / name, folder / name)
        if CONFIG not in names:
            write_config(folder, config or EncoderConfig(pooling="mean"))
        _to_float(folder / MODEL)
    return target


def _to_float(path: Path) -> None:
    """Rewrite a dynamically quantised graph in float32; others stay as they are."""
    import onnx

    from stemfaq.index.dequantize import dequantized

    model = onnx.load(path)
    if any(node.op_type == "MatMulInteger" for node in model.graph.node):
        onnx.save(dequantized(model), path)


def _export(source: Path, folder: Path) -> None:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with _quiet():
        import torch
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(source), device="cpu")
        model.eval()
        encode = _pooled(model)
        batch = {
            "input_ids": torch.ones(2, 8, dtype=torch.long),
            "attention_mask": torch.ones(2, 8, dtype=torch.long),
            "token_type_ids": torch.zeros(2, 8, dtype=torch.long),
        }
        axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens", max=512)}
        torch.onnx.export(
            encode,
            tuple(batch.values()),
            str(folder / MODEL),
            input_names=list(batch),
            output_names=["sentence_embedding"],
            dynamic_shapes=(axes, axes, axes),
            dynamo=True,
            external_data=False,
        )
        model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
        prompts = getattr(model, "prompts", {}) or {}
        config = EncoderConfig(
            query_prefix=prompts.get("query", ""), max_length=int(model.max_seq_length or 256)
        )
        write_config(folder, config)
        expected = model.encode(list(_PROBES), normalize_embeddings=True)
    cosine = float((Encoder(folder).passages(_PROBES) * expected).sum(axis=1).min())
    if not np.isfinite(cosine) or cosine < MIN_COSINE:
        raise StemfaqError(
            f"{source}: the ONNX export differs from sentence-transformers (cosine {cosine:.6f})\n"
            "    Use another encoder, or report this model."
        )


def _pooled(model: Any) -> Any:
    """The sentence-transformers pipeline as one torch module with plain tensors."""
    import torch

    class Pooled(torch.nn.Module):  # type: ignore[misc,unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            """Token ids to one vector a text."""
            features = {
                "input_ids": input_ids,
                "attention_mask": attention_mask,
                "token_type_ids": token_type_ids,
            }
            for module in self.model:
                features = module(features)
            return features["sentence_embedding"]

    return Pooled().eval()


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the exporter's progress lines and warnings from staff."""
    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
