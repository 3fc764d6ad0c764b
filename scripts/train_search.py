"""Train the search encoder on what the corpus's passages are asked, into the package.

One network learns by cross-entropy which passage a text belongs to: each passage has a vector of
its own (a proxy: Movshovitz-Attias and others, ICCV 2017), and the text's vector must lie nearest
to that of its passage. It learns from the passages' units (question, asks, short answer) and from
corpus/wordings.jsonl. Then the proxies go: what is served compares a question with the
passages' units, whatever passages there are. The development questions are only looked at, after
each epoch. Prints the digest to pin.

Usage: python scripts/train_search.py [--epochs 3] [--out src/stemfaq/models/search]
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

import training
from stemfaq.answer.question import clean
from stemfaq.corpus.examples import wordings
from stemfaq.corpus.questions import read_questions
from stemfaq.corpus.reader import read_corpus
from stemfaq.index.units import units

BATCH = 64
RATE, HEAD_RATE = 1e-4, 2e-3
TEMPERATURE, SMOOTHING = 0.05, 0.1
SEED = 20261126


class Proxies(nn.Module):
    """One vector for each passage; how near a text's is to each."""

    def __init__(self, vectors: Tensor) -> None:
        """Begin in the direction of these vectors, of shape (passages, dimensions)."""
        super().__init__()
        # Of norm 1, or the rate of learning would mean little.
        self.vectors = nn.Parameter(nn.functional.normalize(vectors, dim=1))

    def forward(self, texts: Tensor) -> Tensor:
        """Logits of shape (texts, passages)."""
        normalize = nn.functional.normalize
        return normalize(texts, dim=1) @ normalize(self.vectors, dim=1).T / TEMPERATURE


def main() -> None:
    """Train, report on the development questions after each epoch, and export."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("src/stemfaq/models/search"))
    arguments = parser.parse_args()
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    passages = read_corpus(arguments.corpus).passages
    position = {passage.id: i for i, passage in enumerate(passages)}
    further = wordings(arguments.corpus)
    examples = [(unit.text, [i]) for i, passage in enumerate(passages) for unit in units(passage)]
    for line in further:  # a follow-up behind the question before it, as the search reads it
        text = clean(f"{line.before} {line.text}".strip())
        examples.append((text, [position[id_] for id_ in line.passages]))
    texts = training.Texts([text for text, _ in examples])
    targets = torch.zeros(len(examples), len(passages))
    for row, (_, right) in enumerate(examples):
        targets[row, right] = 1.0 / len(right)
    questions, _ = read_questions(arguments.corpus / "questions.jsonl")
    single = [q for q in questions if q.kind == "answer" and len(q.turns) == 1]
    judged = training.Texts([clean(question.turns[0]) for question in single])
    network = training.Pooled(training.bge_small(), "cls", training.Normalized())
    vectors = torch.from_numpy(training.predicted(network, texts))
    network.head = Proxies(targets.T @ vectors)
    steps = arguments.epochs * -(-len(examples) // BATCH)
    optimizer = training.Optimizer(network, steps, RATE, HEAD_RATE)
    with tqdm(total=steps, unit="step", disable=None) as progress:
        for epoch in range(1, arguments.epochs + 1):
            for rows in texts.epoch(BATCH, random):
                logits = network(*texts.batch(rows))
                optimizer.step(
                    nn.functional.cross_entropy(logits, targets[rows], label_smoothing=SMOOTHING)
                )
                progress.update()
            first = training.predicted(network, judged).argmax(axis=1)
            right = [passages[i].id in q.passages for i, q in zip(first, single, strict=True)]
            print(f"epoch {epoch}: right first {np.mean(right):.3f}", flush=True)  # noqa: T201
    card = {
        "base": "BAAI/bge-small-en-v1.5 (MIT)",
        "units": len(examples) - len(further),
        "wordings": len(further),
        "epochs": arguments.epochs,
        "seed": SEED,
    }
    print(training.export(network, arguments.out, card))  # noqa: T201


if __name__ == "__main__":
    main()
