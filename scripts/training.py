"""What training takes: the base models, batches, the optimiser and the export.

The bases come from packages whose digests are pinned. Their word embeddings stay as they are, so
that rare words keep what they mean. Training runs on a CPU; it is for whoever changes the training
data, never a part of a build. Beside other work OMP_NUM_THREADS=1 is several times faster: two
threads that wait for each other at every product lose their turns.
"""

import json
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn
from tqdm import tqdm
from transformers import AutoModel, BertConfig, BertModel

from stemfaq.index.dequantize import dequantized
from stemfaq.index.encoder import MODEL, TOKENIZER
from stemfaq.index.files import sha256
from stemfaq.index.packaged import BGE, MINILM, packaged_folder

MAX_TOKENS = 192
STEP = 16  # tokens between the lengths of batches
WARM_UP = 40  # steps
RATE, HEAD_RATE = 1e-4, 2e-3


def minilm() -> nn.Module:
    """The pinned all-MiniLM-L6-v2 (Apache-2.0): 6 layers, to be pooled by the mean."""
    return AutoModel.from_pretrained(packaged_folder(MINILM))


def bge_small() -> nn.Module:
    """The pinned bge-small-en-v1.5 (MIT): 12 layers, to be pooled by the first token.

    Its package has it as int8 ONNX alone: the weights are taken from there.
    """
    config = BertConfig(
        hidden_size=384,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=1536,
        hidden_dropout_prob=0.0,  # to draw it took nearly half of a step's time
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",  # on a CPU in bfloat16 faster than the default
    )
    base = BertModel(config, add_pooling_layer=False)
    base.load_state_dict(_weights(onnx.load(packaged_folder(BGE) / MODEL)))
    return base


def load_exported(base: nn.Module, folder: Path) -> None:
    """Give the base the weights of a network that `export` wrote into the folder.

    They are rounded to int8, as they are served. Raises ValueError for another network's.
    """
    keys = base.load_state_dict(_weights(onnx.load(folder / MODEL)), strict=False)
    lost = [key for key in keys.missing_keys if not key.startswith("pooler.")]  # not used here
    if wrong := [*keys.unexpected_keys, *lost]:
        raise ValueError(f"{folder}: not the weights of this network ({', '.join(wrong)})")


def _weights(quantized: onnx.ModelProto) -> dict[str, Tensor]:
    """The weights of a BERT that `quantize_dynamic` wrote, in float32 by PyTorch's names."""
    given = {item.name: numpy_helper.to_array(item) for item in quantized.graph.initializer}
    found = {name: array for name, array in given.items() if array.dtype == np.float32}
    for name, array in given.items():
        if name.endswith("embeddings.weight_quantized"):
            whole = name.removesuffix("_quantized")
            zero, scale = given[f"{whole}_zero_point"], given[f"{whole}_scale"]
            found[whole] = (array.astype(np.float32) - zero) * scale
    graph = dequantized(quantized).graph
    arrays = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in arrays:
            (added,) = (n for n in graph.node if node.output[0] in n.input)
            bias = next(name for name in added.input if name in arrays)
            found[bias.removesuffix("bias") + "weight"] = arrays[node.input[1]].T
    known = ("embeddings.", "encoder.")
    named = {name.removeprefix("base."): array for name, array in found.items()}  # as we export it
    return {
        name: torch.tensor(array)
        for name, array in named.items()
        if name.startswith(known) and name.endswith((".weight", ".bias"))
    }


def quick(wanted: bool) -> torch.autocast:
    """Products in bfloat16 where the processor is made for them: faster."""
    able = torch.cpu.get_capabilities().get("amx_bf16", False)
    return torch.autocast("cpu", torch.bfloat16, enabled=wanted and able)


class Pooled(nn.Module):
    """A base, its tokens' states pooled to one vector, and a head over it."""

    def __init__(self, base: nn.Module, pooling: str, head: nn.Module) -> None:
        """Pool by "mean" or "cls", the state of the first token."""
        super().__init__()
        self.base = base
        self.base.embeddings.word_embeddings.requires_grad_(False)
        self.pooling = pooling
        self.head = head

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """The head's output for a batch, from ids and mask of shape (texts, tokens)."""
        with quick(self.training):
            output = self.base(input_ids=input_ids, attention_mask=attention_mask)
        states = output.last_hidden_state.float()
        if self.pooling == "cls":
            return self.head(states[:, 0])
        weights = attention_mask[:, :, None].to(states.dtype)
        return self.head((states * weights).sum(dim=1) / weights.sum(dim=1))


class Normalized(nn.Module):
    """The vector scaled to norm 1."""

    def forward(self, vectors: Tensor) -> Tensor:
        """Unit vectors of the same shape."""
        return nn.functional.normalize(vectors, dim=1)


class Texts:
    """Texts as token ids, from which batches are made."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Tokenise the texts, each cut after MAX_TOKENS."""
        tokenizer = Tokenizer.from_file(str(packaged_folder(MINILM) / TOKENIZER))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.no_padding()
        self.ids = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]

    def batch(self, rows: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Ids and mask of the texts at `rows`, padded to the longest of them or a little more.

        To few different lengths, since PyTorch prepares its products anew for each.
        """
        chosen = [torch.tensor(self.ids[row]) for row in rows]
        lengths = torch.tensor([len(row) for row in chosen])
        ids = nn.utils.rnn.pad_sequence(chosen, batch_first=True)
        ids = nn.functional.pad(ids, (0, -ids.shape[1] % STEP))
        return ids, (torch.arange(ids.shape[1])[None] < lengths[:, None]).long()

    def epoch(self, size: int, random: np.random.Generator) -> Iterator[list[int]]:
        """The rows in batches of texts of like length, in a random order."""
        rows = range(len(self.ids))
        noisy = sorted(rows, key=lambda row: len(self.ids[row]) * random.uniform(0.8, 1.25))
        batches = [noisy[start : start + size] for start in range(0, len(noisy), size)]
        for i in random.permutation(len(batches)):
            yield batches[i]


class Optimizer:
    """AdamW with a linear warm-up and decline; the head learns faster than the base."""

    def __init__(self, network: Pooled, steps: int, rate: float, head_rate: float) -> None:
        """Plan `steps` steps, the base at `rate` at most, the head at `head_rate`."""
        self._trained = [p for p in network.parameters() if p.requires_grad]
        base = [p for p in network.base.parameters() if p.requires_grad]
        groups = [{"params": base, "lr": rate}]
        head = list(network.head.parameters())
        groups.append({"params": head, "lr": head_rate, "weight_decay": 0.0})
        self._adam = torch.optim.AdamW(groups, weight_decay=0.01)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._adam, lambda step: min((step + 1) / WARM_UP, 1) * max(1 - step / steps, 0.02)
        )

    def step(self, loss: Tensor) -> None:
        """Learn from one batch."""
        self._adam.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._trained, 1.0)
        self._adam.step()
        self._schedule.step()


def learn(
    network: Pooled,
    texts: Texts,
    batch: int,
    epochs: int,
    random: np.random.Generator,
    loss: Callable[[Tensor, list[int]], Tensor],
    report: Callable[[], str],
) -> None:
    """Train on the texts, printing the report after each epoch.

    `loss` gets the network's output for a batch and the rows of its texts.
    """
    steps = epochs * -(-len(texts.ids) // batch)
    optimizer = Optimizer(network, steps, RATE, HEAD_RATE)
    with tqdm(total=steps, unit="step", disable=None) as progress:
        for epoch in range(1, epochs + 1):
            for rows in texts.epoch(batch, random):
                optimizer.step(loss(network(*texts.batch(rows)), rows))
                progress.update()
            print(f"epoch {epoch}: {report()}", flush=True)  # noqa: T201


def predicted(network: nn.Module, texts: Texts, *, exact: bool = True) -> np.ndarray:
    """The network's output for every text; float32 of shape (texts, outputs).

    If it need not be exact, by training's quicker products (the network must have no dropout).
    """
    network.train(not exact)
    order = sorted(range(len(texts.ids)), key=lambda row: len(texts.ids[row]))
    rows: list[np.ndarray] = []
    with torch.no_grad():
        for start in range(0, len(order), 32):
            rows.append(network(*texts.batch(order[start : start + 32])).numpy())
    network.train()
    result = np.concatenate(rows)
    result[order] = result.copy()
    return result


def export(network: Pooled, folder: Path, card: dict[str, object]) -> str:
    """Write the network without its head as int8 ONNX, with tokenizer and card.

    Returns the SHA-256 of the ONNX file.
    """
    network.head = Normalized()
    network.eval()
    ids = torch.ones(2, 8, dtype=torch.long)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(scratch) / MODEL
        torch.onnx.export(
            network,
            (ids, torch.ones_like(ids)),
            whole,
            dynamo=True,
            external_data=False,
            verbose=False,
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence_embedding"],
            dynamic_shapes={
                "input_ids": {0: "texts", 1: "tokens"},
                "attention_mask": {0: "texts", 1: "tokens"},
            },
        )
        quantize_dynamic(whole, folder / MODEL, weight_type=QuantType.QInt8, per_channel=True)
    _without_traces(folder / MODEL)
    shutil.copyfile(packaged_folder(MINILM) / TOKENIZER, folder / TOKENIZER)
    digest = sha256(folder / MODEL)
    (folder / "card.json").write_text(json.dumps(card | {"sha256": digest}, indent=1) + "\n")
    return digest


def _without_traces(path: Path) -> None:
    """Take out what the exporter notes beside the graph: source lines and paths of this machine."""
    model = onnx.load(path)
    model.ClearField("metadata_props")
    graph = model.graph
    parts = (graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer)
    for part in parts:
        part.ClearField("doc_string")
        part.ClearField("metadata_props")
    onnx.save(model, path)
