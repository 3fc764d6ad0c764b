"""The encoder: texts in, unit vectors out, from an ONNX folder and without torch."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from stemfaq.threads import at_once

Vectors = npt.NDArray[np.float32]

MODEL, TOKENIZER, CONFIG = "model.onnx", "tokenizer.json", "encoder.json"
BATCH = 16  # texts of like length; more are slower on two cores


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """How the model's output becomes a vector; stored as encoder.json beside the model."""

    pooling: str = "none"  # none (the graph pools) | cls | mean
    query_prefix: str = ""  # put before questions, not before passages
    max_length: int = 256  # tokens; what is longer is cut
    trained: bool = False  # on what the passages are asked: its vectors need no map


def write_config(folder: Path, config: EncoderConfig) -> None:
    """Write encoder.json."""
    (folder / CONFIG).write_text(json.dumps(asdict(config), indent=1) + "\n", "utf-8")


def read_config(folder: Path) -> EncoderConfig:
    """What encoder.json says, or the default where there is none."""
    path = folder / CONFIG
    stored = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return EncoderConfig(**stored)


class Encoder:
    """An opened ONNX encoder. Safe to share between threads."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        """Open `folder` (model.onnx, tokenizer.json, encoder.json if not the default).

        `threads` share the work of one batch; 0 is as many as there are cores.
        Raises OSError or an onnxruntime error when a file is missing or not what it should be.
        """
        self.config = read_config(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(self.config.max_length)
        self._tokenizer.enable_padding(pad_id=self._tokenizer.token_to_id("[PAD]") or 0)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # Idle threads must not spin: they would hold the cores that the search needs next.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / MODEL), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {item.name for item in self._session.get_inputs()}
        self._known: dict[str, Vectors] = {}
        self.dimensions = int(self.passages(["dimensions"]).shape[1])

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Encode texts as they are; returns float32 of shape (len(texts), dimensions), norm 1."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        if not batches:
            return np.empty((0, self.dimensions), np.float32)
        # Several batches at once keep two cores busier than both on one: 1.4 times as fast.
        rows = np.concatenate(at_once(self._batch, [[texts[i] for i in b] for b in batches]))
        result = np.empty_like(rows)
        result[order] = rows
        return result

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Encode questions, with the model's query prefix; otherwise as `passages`."""
        if self._known and all(text in self._known for text in texts):
            return np.stack([self._known[text] for text in texts])
        return self.passages([self.config.query_prefix + text for text in texts])

    def knows(self, question: str) -> bool:
        """Whether it was told this question's vector."""
        return question in self._known

    @property
    def remembered(self) -> Mapping[str, Vectors]:
        """The questions whose vectors it was told."""
        return self._known

    def remember(self, questions: Mapping[str, Vectors]) -> None:
        """Take these questions' vectors as given. For golden questions; never for patients'."""
        self._known.update(questions)

    def _batch(self, texts: list[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(texts)
        mask = np.array([item.attention_mask for item in encoded], np.int64)
        feeds = {
            "input_ids": np.array([item.ids for item in encoded], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([item.type_ids for item in encoded], np.int64),
        }
        output = self._session.run(None, {k: v for k, v in feeds.items() if k in self._inputs})[0]
        return unit_length(_pool(np.asarray(output, np.float32), mask, self.config.pooling))


def unit_length(vectors: Vectors) -> Vectors:
    """The vectors scaled to norm 1; float32 of the same shape."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)


def _pool(output: Vectors, mask: npt.NDArray[np.int64], pooling: str) -> Vectors:
    if output.ndim == 2:
        return output
    if pooling == "cls":
        return output[:, 0]
    weights = mask[:, :, None].astype(np.float32)
    summed = (output * weights).sum(axis=1)
    return np.asarray(summed / np.maximum(weights.sum(axis=1), 1e-9), np.float32)
