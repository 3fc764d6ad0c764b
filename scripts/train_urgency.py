"""Train the urgency encoder on corpus/urgency.jsonl and write it into the package.

Learns three classes (none, emergency, crisis) by cross-entropy, with the corpus's own questions
as further examples of "none"; then the head goes, and the build fits one of its own over the
vectors. The development questions are only looked at, after each epoch: recall of what is urgent
at several rates of false alarms. Prints the digest to pin.

Usage: python scripts/train_urgency.py [--epochs 3] [--out src/stemfaq/models/urgency]
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

import training
from stemfaq.answer.question import clean
from stemfaq.corpus.questions import GoldenQuestion, read_questions
from stemfaq.corpus.reader import read_corpus
from stemfaq.corpus.urgency_examples import LABELS, read_examples

OWN_QUESTIONS = 1500  # of the corpus, drawn by the seed
BATCH = 24
RATE, HEAD_RATE = 1e-4, 2e-3
SMOOTHING = 0.05
SEED = 20261125


def main() -> None:
    """Train, report on the development questions after each epoch, and export."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--examples", type=Path, default=Path("corpus/urgency.jsonl"))
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("src/stemfaq/models/urgency"))
    arguments = parser.parse_args()
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    examples = read_examples(arguments.examples)
    own = [text for p in read_corpus(Path("corpus")).passages for text in (p.question, *p.asks)
           if not p.id.startswith("urgent-")]  # fmt: skip
    drawn = random.choice(own, min(OWN_QUESTIONS, len(own)), replace=False).tolist()
    texts = training.Texts([clean(e.text) for e in examples] + drawn)
    labels = torch.tensor([LABELS.index(e.label) for e in examples] + [0] * len(drawn))
    questions, _ = read_questions(Path("corpus/questions.jsonl"))
    judged = training.Texts([clean(question.turns[-1]) for question in questions])
    network = training.MeanPooled(len(LABELS))
    steps = arguments.epochs * -(-len(labels) // BATCH)
    optimizer = training.Optimizer(network, steps, RATE, HEAD_RATE)
    with tqdm(total=steps, unit="step", disable=None) as progress:
        for epoch in range(1, arguments.epochs + 1):
            for rows in texts.epoch(BATCH, random):
                logits = network(*texts.batch(rows))
                loss = nn.functional.cross_entropy(logits, labels[rows], label_smoothing=SMOOTHING)
                optimizer.step(loss)
                progress.update()
            progress.write(
                f"epoch {epoch}: {report(questions, training.predicted(network, judged))}"
            )
    card = {
        "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
        "labels": LABELS,
        "examples": len(examples),
        "own_questions": len(drawn),
        "epochs": arguments.epochs,
        "seed": SEED,
    }
    print(training.export(network, arguments.out, card))  # noqa: T201


def report(questions: list[GoldenQuestion], logits: np.ndarray) -> str:
    """Recall of urgent development questions at one, two and five false alarms in a hundred."""
    score = np.logaddexp(logits[:, 1], logits[:, 2]) - logits[:, 0]
    urgent = np.array([question.kind == "urgent" for question in questions])
    others = np.sort(score[~urgent])[::-1]
    parts = []
    for rate in (0.01, 0.02, 0.05):
        threshold = others[int(rate * len(others))]
        parts.append(f"{(score[urgent] > threshold).mean():.3f} at {rate:.0%} ({threshold:.2f})")
    return "recall " + ", ".join(parts)


if __name__ == "__main__":
    main()
