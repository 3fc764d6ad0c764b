"""Train the encoder on the corpus's own ways of asking and write it into the package.

Supervised contrastive learning (Khosla and others 2020): among the questions of a batch, those
that one passage answers shall lie close together and apart from the others. A batch takes
passages with some of their nearest neighbours, since those are what gets mistaken. No
development or test question is learned from; recall on the development questions is printed
before and after. Prints the digest to pin.

Usage: python scripts/train_encoder.py [--steps 500] [--out src/stemfaq/models/encoder]
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

import training
from stemfaq.answer.question import clean
from stemfaq.corpus.questions import GoldenQuestion, read_questions
from stemfaq.corpus.reader import read_corpus

SEEDS, NEIGHBOURS = 8, 3  # passages drawn for a batch, and of each, near ones beside it
NEAR = 8  # how many count as near
TEMPERATURE = 0.07
RATE = 7e-5
SEED = 20261125


def main() -> None:
    """Train, report on the development questions, and export."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--out", type=Path, default=Path("src/stemfaq/models/encoder"))
    arguments = parser.parse_args()
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    passages = [p for p in read_corpus(Path("corpus")).passages if not p.id.startswith("urgent-")]
    asked = [(number, text) for number, p in enumerate(passages) for text in (p.question, *p.asks)]
    owners = np.array([number for number, _ in asked])
    texts = training.Texts([clean(text) for _, text in asked])
    rows_of = [np.flatnonzero(owners == number) for number in range(len(passages))]
    network = training.MeanPooled(Normalized())
    questions, _ = read_questions(Path("corpus/questions.jsonl"))
    golden = [q for q in questions if q.kind == "answer" and len(q.turns) == 1]
    judged = training.Texts([clean(question.turns[0]) for question in golden])
    ids = [passage.id for passage in passages]

    def report(vectors: np.ndarray) -> str:
        found = training.predicted(network, judged) @ vectors.T
        best = np.stack([found[:, rows].max(axis=1) for rows in rows_of], axis=1)
        return recall(golden, ids, best)

    vectors = training.predicted(network, texts)
    print(f"before: {report(vectors)}")  # noqa: T201
    centres = np.stack([vectors[rows].mean(axis=0) for rows in rows_of])
    near = np.argsort(-(centres @ centres.T), axis=1)[:, 1 : NEAR + 1]
    optimizer = training.Optimizer(network, arguments.steps, RATE, RATE)
    for _ in tqdm(range(arguments.steps), unit="step", disable=None):
        drawn = random.choice(len(passages), SEEDS, replace=False)
        beside = [random.choice(near[number], NEIGHBOURS, replace=False) for number in drawn]
        chosen = np.unique(np.concatenate([drawn, *beside]))
        rows = np.concatenate([random.choice(rows_of[n], 2, replace=False) for n in chosen])
        optimizer.step(contrastive(network(*texts.batch(rows)), torch.tensor(owners[rows])))
    print(f"after: {report(training.predicted(network, texts))}")  # noqa: T201
    card = {
        "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
        "passages": len(passages),
        "questions": len(asked),
        "steps": arguments.steps,
        "seed": SEED,
    }
    print(training.export(network, arguments.out, "sentence_embedding", card))  # noqa: T201


class Normalized(nn.Module):
    """The vector scaled to norm 1."""

    def forward(self, vectors: Tensor) -> Tensor:
        """Unit vectors of the same shape."""
        return nn.functional.normalize(vectors, dim=1)


def contrastive(vectors: Tensor, owners: Tensor) -> Tensor:
    """The supervised contrastive loss over unit vectors of shape (texts, dimensions)."""
    itself = torch.eye(len(owners), dtype=torch.bool)
    alike = (owners[:, None] == owners[None]) & ~itself
    similar = (vectors @ vectors.T / TEMPERATURE).masked_fill(itself, -torch.inf)
    surprise = -torch.log_softmax(similar, dim=1).masked_fill(~alike, 0.0)
    return (surprise.sum(dim=1) / alike.sum(dim=1)).mean()


def recall(golden: list[GoldenQuestion], ids: list[str], scores: np.ndarray) -> str:
    """How often a right passage is first, and among the first three, by best cosine alone."""
    order = np.argsort(-scores, axis=1)
    hits = [[ids[i] in q.passages for i in row[:3]] for q, row in zip(golden, order, strict=True)]
    first, three = np.mean([h[0] for h in hits]), np.mean([any(h) for h in hits])
    return f"first {first:.3f}, among three {three:.3f}"


if __name__ == "__main__":
    main()
