"""Train the search encoder on what the corpus's passages are asked, into the package.

The network learns by cross-entropy which passage a text belongs to, or that it belongs to none:
each passage has a vector of its own (a proxy: Movshovitz-Attias and others, ICCV 2017), what is not
ours has several, and the text's vector must lie nearest to the right one. The texts are the
passages' units (question, asks, short answer), corpus/wordings.jsonl, and those of
corpus/subject.jsonl that no passage answers. A last epoch repeats the blind wordings, which are
written as patients write, among a draw of the others; `--start` goes on from a trained model with
such an epoch alone. The trained weights and the untrained ones are averaged (Wortsman and others,
CVPR 2022), which ranks better than either. The proxies go: a build fits its own to the passages
that there are then (src/stemfaq/staff/proxy_fit.py). The development questions are only looked at,
after each epoch. Prints the digest to pin.

Usage: python scripts/train_search.py [--start FOLDER] [--out src/stemfaq/models/search]
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

import training
from stemfaq.answer.question import clean
from stemfaq.corpus.examples import subject_examples, wordings
from stemfaq.corpus.questions import read_questions
from stemfaq.corpus.reader import read_corpus
from stemfaq.index.encoder import MODEL
from stemfaq.index.files import sha256
from stemfaq.index.units import units
from stemfaq.staff.proxy_fit import SMOOTHING, TEMPERATURE

EPOCHS = 3
SEED = 20261126
BASE_SHARE = 0.2  # of the untrained weights in the average; tried: docs/retrieval.md
OTHER = 64  # proxies of what no passage answers
BATCH = 64

Weights = dict[str, Tensor]
Example = tuple[str, list[int]]  # a text, and the numbers of the passages that answer it


class Proxies(nn.Module):
    """A vector for each passage and several for all else; how near a text's is to each."""

    def __init__(self, vectors: Tensor) -> None:
        """Begin in the direction of these vectors, of shape (passages + OTHER, dimensions)."""
        super().__init__()
        # Of norm 1: longer ones would hardly move at this rate, and nothing would be learned.
        self.vectors = nn.Parameter(nn.functional.normalize(vectors, dim=1))

    def forward(self, texts: Tensor) -> Tensor:
        """Logits of shape (texts, passages + 1), the last for what no passage answers."""
        normalize = nn.functional.normalize
        near = normalize(texts, dim=1) @ normalize(self.vectors, dim=1).T / TEMPERATURE
        other = near[:, -OTHER:].logsumexp(dim=1, keepdim=True)
        return torch.cat([near[:, :-OTHER], other], dim=1)


def main() -> None:
    """Train, average with the untrained weights, and export."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--out", type=Path, default=Path("src/stemfaq/models/search"))
    parser.add_argument("--start", type=Path, help="folder of a trained model to go on from")
    parser.add_argument("--repeats", type=int, default=4, help="of a blind wording, last epoch")
    parser.add_argument("--replayed", type=int, default=12_000, help="other texts, last epoch")
    arguments = parser.parse_args()
    passages = read_corpus(arguments.corpus).passages
    position = {passage.id: i for i, passage in enumerate(passages)}
    worded = wordings(arguments.corpus)
    other = [clean(e.text) for e in subject_examples(arguments.corpus) if e.label == "other"]
    own = [(unit.text, [position[unit.passage]]) for p in passages for unit in units(p)]
    further = [(clean(w.read), [position[id_] for id_ in w.passages]) for w in worded]
    blind = [example for example, w in zip(further, worded, strict=True) if w.blind]
    examples = own + further + [(text, [len(passages)]) for text in other]
    questions, _ = read_questions(arguments.corpus / "questions.jsonl")
    single = [q for q in questions if q.kind == "answer" and len(q.turns) == 1]
    asked = training.Texts([clean(question.turns[0]) for question in single])

    def report(network: nn.Module) -> str:
        first = training.predicted(network, asked)[:, :-1].argmax(axis=1)
        right = np.array([passages[i].id in q.passages for i, q in zip(first, single, strict=True)])
        fresh = np.array(["fresh" in q.tags for q in single])
        return f"right first {right.mean():.3f}, of fresh ones {right[fresh].mean():.3f}"

    random = np.random.default_rng(SEED)
    torch.manual_seed(SEED)
    base = training.bge_small()
    trained = training.bge_small()
    if arguments.start:
        training.load_exported(trained, arguments.start)
        trained.load_state_dict(unaveraged(trained.state_dict(), base.state_dict()))
    else:
        train(trained, examples, len(passages), EPOCHS, report, random)
    drawn = random.choice(len(examples), min(arguments.replayed, len(examples)), replace=False)
    named = {number for _, right in further for number in right}
    # Of passages newer than all wordings, whose proxies would have nothing to begin with.
    unnamed = [example for example in own if named.isdisjoint(example[1])]
    last = [examples[row] for row in drawn] + arguments.repeats * blind + unnamed
    print(f"{len(last)} texts in the last epoch, {len(unnamed)} units among them")  # noqa: T201
    train(trained, last, len(passages), 1, report, random)
    network = training.Pooled(base, "cls", training.Normalized())
    base.load_state_dict(averaged(trained.state_dict(), base.state_dict()))
    card = {
        "base": "BAAI/bge-small-en-v1.5 (MIT)",
        "units": len(own),
        "wordings": len(further),
        "blind": len(blind),
        "other": len(other),
        "epochs": 1 if arguments.start else EPOCHS + 1,
        "blind_repeats": arguments.repeats,
        "replayed": arguments.replayed,
        "started_from": arguments.start and sha256(arguments.start / MODEL),
        "seed": SEED,
        "base_share": BASE_SHARE,
    }
    print(training.export(network, arguments.out, card))  # noqa: T201


def train(
    base: nn.Module,
    examples: Sequence[Example],
    passages: int,
    epochs: int,
    report: Callable[[nn.Module], str],
    random: np.random.Generator,
) -> None:
    """Train the base on the examples: texts, and the numbers of their passages.

    `passages` counts them; that number itself stands for what none of them answers. The proxies
    begin where the texts lie.
    """
    texts = training.Texts([text for text, _ in examples])
    targets = torch.zeros(len(examples), passages + 1)
    for row, (_, right) in enumerate(examples):
        targets[row, right] = 1.0 / len(right)
    embedded = training.Pooled(base, "cls", training.Normalized())
    vectors = torch.from_numpy(training.predicted(embedded, texts, exact=False))
    other = random.choice(np.flatnonzero(targets[:, -1].numpy()), OTHER, replace=False)
    start = torch.cat([targets.T[:-1] @ vectors, vectors[other]])
    network = training.Pooled(base, "cls", Proxies(start))

    def loss(logits: Tensor, rows: list[int]) -> Tensor:
        return nn.functional.cross_entropy(logits, targets[rows], label_smoothing=SMOOTHING)

    training.learn(network, texts, BATCH, epochs, random, loss, lambda: report(network))


def averaged(trained: Weights, base: Weights) -> Weights:
    """The average of the weights, the base's by BASE_SHARE."""
    return {
        name: BASE_SHARE * weights + (1 - BASE_SHARE) * trained[name]
        for name, weights in base.items()
    }


def unaveraged(served: Weights, base: Weights) -> Weights:
    """The trained weights of an average, but for its rounding."""
    return {
        name: (served[name] - BASE_SHARE * weights) / (1 - BASE_SHARE)
        for name, weights in base.items()
    }


if __name__ == "__main__":
    main()
