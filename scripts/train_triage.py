"""Train the triage encoder on corpus/urgency.jsonl and corpus/subject.jsonl, into the package.

One network learns two things of a message by cross-entropy: who needs help now (none, emergency,
crisis), and whether a passage could answer it (ours, other). Further examples of "none" and "ours"
are the blind wordings in corpus/wordings.jsonl, which are written as patients write, and a draw of
its others and of the passages' questions. Then the heads go, and the build fits its own over the
vectors. The development questions are only looked at, after each epoch.
Prints the digest to pin.

Usage: python scripts/train_triage.py [--start FOLDER] [--epochs 3] [--out FOLDER]
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

import training
from stemfaq.answer.question import clean
from stemfaq.corpus.examples import NEEDS, subject_examples, urgency_examples, wordings
from stemfaq.corpus.questions import GoldenQuestion, read_questions
from stemfaq.corpus.reader import read_corpus
from stemfaq.index.encoder import MODEL
from stemfaq.index.files import sha256
from stemfaq.staff.triage_fit import pieces

OWN_QUESTIONS = 3000  # asks and wordings of the corpus that are not blind, drawn by the seed
BATCH = 24
SMOOTHING = 0.05
SEED = 20261126
UNKNOWN = -100  # urgency examples do not say whether they are ours


def main() -> None:
    """Train, report on the development questions after each epoch, and export."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("src/stemfaq/models/triage"))
    parser.add_argument("--start", type=Path, help="folder of a trained model to go on from")
    arguments = parser.parse_args()
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    urgency, subject = urgency_examples(arguments.corpus), subject_examples(arguments.corpus)
    read = [
        (piece, NEEDS.index(e.label)) for e in urgency for piece in pieces(clean(e.text), e.label)
    ]
    asked = [text for p in read_corpus(arguments.corpus).passages for text in (p.question, *p.asks)
             if not p.id.startswith("urgent-")]  # fmt: skip
    single = [w for w in wordings(arguments.corpus) if not w.before]
    own = asked + [w.text for w in single if not w.blind]
    drawn = random.choice(own, min(OWN_QUESTIONS, len(own)), replace=False).tolist()
    drawn += [w.text for w in single if w.blind]
    texts = training.Texts([piece for piece, _ in read] + [clean(e.text) for e in subject] + drawn)
    needs = torch.tensor([need for _, need in read] + [0] * (len(subject) + len(drawn)))
    ours = torch.tensor(
        [UNKNOWN] * len(read) + [int(e.label == "ours") for e in subject] + [1] * len(drawn)
    )
    questions, _ = read_questions(arguments.corpus / "questions.jsonl")
    judged = training.Texts([clean(question.turns[-1]) for question in questions])
    base = training.minilm()
    if arguments.start:
        training.load_exported(base, arguments.start)
    head = nn.Sequential(nn.Dropout(0.1), nn.Linear(base.config.hidden_size, len(NEEDS) + 2))
    network = training.Pooled(base, "mean", head)

    def loss(output: Tensor, rows: list[int]) -> Tensor:
        logits = output.split([len(NEEDS), 2], dim=1)
        total = _loss(logits[0], needs[rows])
        if (ours[rows] != UNKNOWN).any():
            total = total + _loss(logits[1], ours[rows])
        return total

    def reported() -> str:
        return report(questions, training.predicted(network, judged))

    training.learn(network, texts, BATCH, arguments.epochs, random, loss, reported)
    card = {
        "base": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)",
        "urgency_examples": len(urgency),
        "subject_examples": len(subject),
        "own_questions": len(drawn),
        "epochs": arguments.epochs,
        "started_from": arguments.start and sha256(arguments.start / MODEL),
        "seed": SEED,
    }
    print(training.export(network, arguments.out, card))  # noqa: T201


def report(questions: list[GoldenQuestion], logits: np.ndarray) -> str:
    """What the heads alone find of the development questions' last turns."""
    kinds = np.array([question.kind for question in questions])
    single = np.array([len(question.turns) == 1 for question in questions])
    urgent = np.logaddexp(logits[:, 1], logits[:, 2]) - logits[:, 0]
    other = logits[:, 3] - logits[:, 4]
    return "; ".join(
        (
            f"urgent {_found(urgent[kinds == 'urgent'], urgent[kinds != 'urgent'])}",
            f"other {_found(other[(kinds == 'decline') & single], other[kinds == 'answer'])}",
        )
    )


def _loss(logits: Tensor, labels: Tensor) -> Tensor:
    return nn.functional.cross_entropy(
        logits, labels, ignore_index=UNKNOWN, label_smoothing=SMOOTHING
    )


def _found(wanted: np.ndarray, others: np.ndarray) -> str:
    """The share of `wanted` that is found when 1, 2 and 5 in a hundred of the others are too."""
    ordered = np.sort(others)[::-1]
    rates = (0.01, 0.02, 0.05)
    thresholds = [ordered[int(rate * len(ordered))] for rate in rates]
    shares = zip(rates, thresholds, strict=True)
    return ", ".join(f"{(wanted > limit).mean():.3f} at {rate:.0%}" for rate, limit in shares)


if __name__ == "__main__":
    main()
