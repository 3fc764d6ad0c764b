"""Train the search encoder on what the corpus's passages are asked, into the package.

A network learns by cross-entropy which passage a text belongs to: each passage has a vector of its
own (a proxy: Movshovitz-Attias and others, ICCV 2017), and the text's vector must lie nearest to
that of its passage. The texts are the passages' units (question, asks, short answer) and
corpus/wordings.jsonl. Two are trained, from different seeds; their weights and the untrained ones
are averaged (Wortsman and others, ICML and CVPR 2022), which ranks better than either. The proxies
go: what is served compares a question with the units, whatever passages there are. The
development questions are only looked at, after each epoch. Prints the digest to pin.

Usage: python scripts/train_search.py [--out src/stemfaq/models/search]
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

import training
from stemfaq.answer.question import clean
from stemfaq.corpus.examples import wordings
from stemfaq.corpus.questions import read_questions
from stemfaq.corpus.reader import read_corpus
from stemfaq.index.units import units

EPOCHS = 2
SEEDS = (20261126, 20261127)  # a network is trained from each
BASE_SHARE = 0.2  # of the untrained weights in the average; tried: docs/retrieval.md
BATCH = 64
TEMPERATURE, SMOOTHING = 0.05, 0.1

Weights = dict[str, Tensor]


class Proxies(nn.Module):
    """One vector for each passage; how near a text's is to each."""

    def __init__(self, vectors: Tensor) -> None:
        """Begin in the direction of these vectors, of shape (passages, dimensions)."""
        super().__init__()
        # Of norm 1: longer ones would hardly move at this rate, and nothing would be learned.
        self.vectors = nn.Parameter(nn.functional.normalize(vectors, dim=1))

    def forward(self, texts: Tensor) -> Tensor:
        """Logits of shape (texts, passages)."""
        normalize = nn.functional.normalize
        return normalize(texts, dim=1) @ normalize(self.vectors, dim=1).T / TEMPERATURE


def main() -> None:
    """Train both networks, average them, and export."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--out", type=Path, default=Path("src/stemfaq/models/search"))
    arguments = parser.parse_args()
    passages = read_corpus(arguments.corpus).passages
    position = {passage.id: i for i, passage in enumerate(passages)}
    own = [(unit.text, [position[unit.passage]]) for p in passages for unit in units(p)]
    further = [
        (clean(wording.read), [position[id_] for id_ in wording.passages])
        for wording in wordings(arguments.corpus)
    ]
    questions, _ = read_questions(arguments.corpus / "questions.jsonl")
    single = [q for q in questions if q.kind == "answer" and len(q.turns) == 1]
    asked = training.Texts([clean(question.turns[0]) for question in single])

    def report(network: nn.Module) -> str:
        first = training.predicted(network, asked).argmax(axis=1)
        right = [passages[i].id in q.passages for i, q in zip(first, single, strict=True)]
        return f"right first {np.mean(right):.3f}"

    examples = own + further
    texts = training.Texts([text for text, _ in examples])
    targets = torch.zeros(len(examples), len(passages))
    for row, (_, right) in enumerate(examples):
        targets[row, right] = 1.0 / len(right)
    network = training.Pooled(training.bge_small(), "cls", training.Normalized())
    start = targets.T @ torch.from_numpy(training.predicted(network, texts))
    trained = [train(texts, targets, start, report, seed) for seed in SEEDS]
    network.base.load_state_dict(averaged(trained, network.base.state_dict()))
    card = {
        "base": "BAAI/bge-small-en-v1.5 (MIT)",
        "units": len(own),
        "wordings": len(further),
        "epochs": EPOCHS,
        "seeds": SEEDS,
        "base_share": BASE_SHARE,
    }
    print(training.export(network, arguments.out, card))  # noqa: T201


def train(
    texts: training.Texts,
    targets: Tensor,
    start: Tensor,
    report: Callable[[nn.Module], str],
    seed: int,
) -> Weights:
    """The base's weights after training on the texts.

    `targets` are the shares of each text's passages, of shape (texts, passages); `start` is where
    the proxies begin, of shape (passages, dimensions).
    """
    torch.manual_seed(seed)
    network = training.Pooled(training.bge_small(), "cls", Proxies(start))

    def loss(logits: Tensor, rows: list[int]) -> Tensor:
        return nn.functional.cross_entropy(logits, targets[rows], label_smoothing=SMOOTHING)

    random = np.random.default_rng(seed)
    training.learn(network, texts, BATCH, EPOCHS, random, loss, lambda: report(network))
    return network.base.state_dict()


def averaged(trained: Sequence[Weights], base: Weights) -> Weights:
    """The average of the weights, the base's by BASE_SHARE, the others by equal shares."""
    share = (1 - BASE_SHARE) / len(trained)
    return {
        name: BASE_SHARE * weights + sum(share * network[name] for network in trained)
        for name, weights in base.items()
    }


if __name__ == "__main__":
    main()
