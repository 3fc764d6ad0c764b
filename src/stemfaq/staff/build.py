"""Building: check, encode, write, calibrate, evaluate, verify, publish."""

import contextlib
import datetime
import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from stemfaq.answer.context import understand
from stemfaq.answer.queries import Planned, plan
from stemfaq.answer.question import clean
from stemfaq.answer.urgency import windows
from stemfaq.corpus.check import QUESTIONS, check
from stemfaq.corpus.examples import (
    UrgencyExample,
    subject_examples,
    urgency_examples,
    wordings,
)
from stemfaq.corpus.questions import GoldenQuestion, read_questions
from stemfaq.corpus.reader import Corpus
from stemfaq.errors import CorpusError, IndexUnavailable
from stemfaq.index import cache, layout, triage
from stemfaq.index.calibration import Calibration, write_calibration
from stemfaq.index.encoder import MODEL, Encoder, Vectors, read_config
from stemfaq.index.export import encoder_folder
from stemfaq.index.files import (
    DAMAGED,
    UNFINISHED,
    remove_unfinished,
    sha256,
    write_atomically,
    write_beside,
)
from stemfaq.index.manifest import NAME, Manifest, read_manifest, seal, verify
from stemfaq.index.opening import Index, load
from stemfaq.index.packaged import TRIAGE
from stemfaq.index.publish import live, publish, published
from stemfaq.index.shipped import NONE, Shipped, shipped_vectors
from stemfaq.index.triage import Triage
from stemfaq.index.units import Unit, blind_units, units
from stemfaq.staff.folds import UrgencyFit, judge_held_out
from stemfaq.staff.gate import Gate, evaluated
from stemfaq.staff.lock import alone
from stemfaq.staff.writing import write_folder

Step = Callable[[str], None]
_MANY = 500  # questions; for fewer, processes take longer to start than they save


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did."""

    folder: Path
    manifest: Manifest
    encoded: int  # units that neither were in the cache nor came with the model
    unchanged: bool  # the live index was built from the same inputs, and is sound


def build(
    corpus_folder: Path,
    root: Path,
    model: str,
    keep: int,
    step: Step,
    gate: Gate | None = None,
    *,
    force: bool = False,
) -> Built:
    """Build an index of the corpus under `root` and make it live.

    `step` is told each stage as it begins; a build that runs there already is waited for. It
    starts processes, so a script calls it under `if __name__ == "__main__"`. Raises
    CorpusError with every problem, or StemfaqError if the encoder cannot be had, or the index does
    not pass the `gate` and is not published by `force`; the live index then stays as it is.
    """
    with alone(root, lambda: step("wait for another build")):
        remove_unfinished(root)
        remove_unfinished(root / "cache")
        return _build(corpus_folder, root, model, keep, step, gate, force=force)


def _build(
    corpus_folder: Path,
    root: Path,
    model: str,
    keep: int,
    step: Step,
    gate: Gate | None,
    *,
    force: bool,
) -> Built:
    step("encoder")
    caches = root / "cache"
    paths = _Encoders(encoder_folder(model, caches), encoder_folder(TRIAGE, caches))
    inputs = inputs_digest(corpus_folder, paths.search.name)
    if current := _live_and_sound(root, inputs):  # it passed the check when it was built
        return Built(*current, encoded=0, unchanged=True)
    step("check")
    report = check(corpus_folder)
    if report.errors or report.corpus.vocabulary is None:
        raise CorpusError(report.errors)
    corpus = report.corpus
    step("encode")
    all_units = [unit for passage in corpus.passages for unit in units(passage)]
    all_units += blind_units(wordings(corpus_folder))
    shipped = shipped_vectors(model, paths.search.name)
    cached = caches / f"vectors-{paths.search.name}.npz"
    vectors, encoded = _encoded([unit.text for unit in all_units], paths.search, cached, shipped)
    other = _other_vectors(corpus_folder, paths.search, caches, vectors.shape[1], shipped)
    step("write")
    staging = root / f"{UNFINISHED}new"
    with write_beside(staging) as folder:
        write_folder(folder, corpus, all_units, vectors, other, paths.search, paths.triage)
        about: dict[str, Any] = {
            "inputs": inputs,
            "encoder": model,
            "encoder_sha256": sha256(paths.search / MODEL),
            "counts": _counts(corpus, all_units),
            "built": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        }
        step("calibrate")
        questions, _ = read_questions(corpus_folder / QUESTIONS)
        unsealed = Manifest(digest="", files={}, **about)
        fitted = _fitted(folder, unsealed, corpus_folder, questions, paths, caches, shipped)
        step("evaluate")
        many = folder if len(questions) >= _MANY else None
        judged = judge_held_out(
            fitted.index, questions, fitted.calibrations, fitted.urgency.folds, many
        )
        manifest = seal(folder, evaluation=evaluated(judged, gate, force=force), **about)
    step("verify")
    target = root / manifest.digest
    if _is_sound(target):  # the same files, perhaps live: only what is told of them is new
        write_atomically(target / NAME, staging.joinpath(NAME).read_bytes())
        shutil.rmtree(staging, ignore_errors=True)
    else:
        if target.exists():  # damaged: it makes way
            target.rename(root / f"{UNFINISHED}old")
        staging.rename(target)
        remove_unfinished(root)
    step("publish")
    publish(target, keep)
    return Built(target, manifest, encoded, unchanged=False)


@dataclass(frozen=True, slots=True)
class _Encoders:
    """The folders of both, named by their digests."""

    search: Path
    triage: Path


@dataclass(frozen=True, slots=True)
class _Fitted:
    """An index with its calibration, and what was fitted without each fold."""

    index: Index
    calibrations: Sequence[Calibration]
    urgency: UrgencyFit


def _fitted(
    folder: Path,
    manifest: Manifest,
    corpus: Path,
    questions: Sequence[GoldenQuestion],
    paths: _Encoders,
    caches: Path,
    shipped: Shipped,
) -> _Fitted:
    """Fit urgency and calibration, and write them into the `folder` of an index."""
    from stemfaq.staff.calibrate import START, calibrate  # slow to import, and rarely needed

    search, read = paths.search.name, paths.triage.name
    shipped_triage = shipped_vectors(TRIAGE, read)
    reader = Encoder(paths.triage)
    examples = urgency_examples(corpus)
    urgent = urgency_fit(reader, read, examples, questions, caches, shipped_triage)
    urgent.whole.save(folder / layout.TRIAGE)
    opened = load(folder, manifest, START)
    draft = replace(opened, triage=Triage(reader, urgent.whole))  # knows the golden messages
    searched = _searched(draft, questions)
    texts = [text for part in searched for text in part.texts]
    _remember(draft.encoder, texts, caches / f"queries-{search}.npz", shipped)
    firsts = [part.texts[0] for part in searched]
    _remember(draft.triage.encoder, firsts, caches / f"subject-{read}.npz", shipped_triage)
    calibrated = calibrate(draft, questions)
    write_calibration(folder, calibrated.whole)
    return _Fitted(replace(draft, calibration=calibrated.whole), calibrated.folds, urgent)


def inputs_digest(corpus: Path, encoder: str) -> str:
    """The digest of all that an index is built from: corpus, encoder, and this code."""
    digest = hashlib.sha256(encoder.encode())
    package = Path(__file__).parent.parent
    parts = ("corpus", "index", "answer", "staff")
    code = [path for part in parts for path in package.joinpath(part).glob("*.py")]
    for base, paths in ((corpus, corpus.rglob("*")), (package, code)):
        for path in sorted(path for path in paths if path.is_file()):
            digest.update(path.relative_to(base).as_posix().encode() + b"\0")
            digest.update(sha256(path).encode())
    return digest.hexdigest()


def is_current(corpus: Path, root: Path, model: str) -> bool:
    """Whether the live index is of this corpus, by this code with this encoder.

    Or one that was live after it: what staff rolled back must not come back by itself.
    """
    try:
        current = live(root)
        read_manifest(current)
    except IndexUnavailable:
        return False
    caches = [path.name for path in (root / "cache").glob("encoder-*")]
    inputs = {inputs_digest(corpus, name) for name in caches}
    return any(found.encoder == model and found.inputs in inputs for found in _since(current))


def _since(current: Path) -> Iterator[Manifest]:
    """The manifests of a live index, and of those that were made live after it."""
    for folder in published(current.parent):
        with contextlib.suppress(IndexUnavailable):
            yield read_manifest(folder)
        if folder == current:
            return


def _is_sound(folder: Path) -> bool:
    try:
        verify(folder)
    except IndexUnavailable:
        return False
    return True


def _live_and_sound(root: Path, inputs: str) -> tuple[Path, Manifest] | None:
    try:
        folder = live(root)
        if read_manifest(folder).inputs != inputs:
            return None
        return folder, verify(folder)
    except IndexUnavailable:
        return None


def _other_vectors(
    corpus: Path, encoder_path: Path, caches: Path, dimensions: int, shipped: Shipped
) -> Vectors:
    """The vectors of the examples that no passage answers, encoded as questions are."""
    prefix = read_config(encoder_path).query_prefix
    examples = subject_examples(corpus)
    texts = [prefix + clean(example.text) for example in examples if example.label == "other"]
    if not texts:
        return np.empty((0, dimensions), np.float32)
    path = caches / f"other-{encoder_path.name}.npz"
    return _encoded(texts, encoder_path, path, shipped)[0]


def _encoded(
    texts: list[str], encoder_path: Path, path: Path, shipped: Shipped
) -> tuple[Vectors, int]:
    """The texts' vectors from the cache at `path`, and how many had to be encoded."""

    def encode(missing: list[str]) -> Vectors:
        from tqdm import tqdm

        encoder = Encoder(encoder_path)
        bar = tqdm(total=len(missing), desc="encode", unit="text", disable=None)
        chunks = []
        for start in range(0, len(missing), 1024):
            chunk = missing[start : start + 1024]
            chunks.append(encoder.passages(chunk))
            bar.update(len(chunk))
        bar.close()
        return np.concatenate(chunks)

    return cache.cached_vectors(texts, path, encode, shipped)


def _remember(encoder: Encoder, golden: Iterable[str], path: Path, shipped: Shipped) -> None:
    """Have an encoder know the golden texts' vectors.

    Those it did not know come from a cache, which afterwards holds just these texts, or from what
    came with the model.
    """
    texts = [text for text in dict.fromkeys(golden) if not encoder.knows(text)]
    if texts:
        vectors, _ = cache.cached_vectors(texts, path, encoder.queries, shipped)
        encoder.remember(dict(zip(texts, vectors, strict=True)))


def _searched(index: Index, questions: Sequence[GoldenQuestion]) -> list[Planned]:
    """What is encoded when the golden questions are searched."""
    return [
        part
        for question in questions
        for part in plan(
            index, understand([clean(turn) for turn in question.turns], index.vocabulary)
        )
    ]


def urgency_fit(
    encoder: Encoder,
    name: str,
    examples: Sequence[UrgencyExample],
    questions: Sequence[GoldenQuestion],
    caches: Path,
    shipped: Shipped = NONE,
) -> UrgencyFit:
    """The urgency model, fitted, or taken from the cache if what it learns from is the same.

    A cache that cannot be read is made anew.
    """
    from stemfaq.staff import folds, kernel_fit, triage_fit

    data = triage_fit.labelled(examples, questions)
    typed = (clean(turn) for question in questions for turn in question.turns)
    read = (window for text in typed for window in windows(text))
    path = caches / f"urgency-{name}.npz"
    golden = data.golden if data else []
    _remember(encoder, [*read, *golden], path, shipped)
    if data is None:
        return UrgencyFit(triage_fit.blind(encoder.dimensions), ())
    about = [name, *data.texts, *map(str, data.labels), *map(str, data.folds)]
    code = [sha256(Path(m.__file__ or "")) for m in (triage_fit, triage, kernel_fit, folds)]
    key = hashlib.sha256("\0".join([*code, *about]).encode()).hexdigest()[:16]
    kept = caches / f"triage-{key}"
    with contextlib.suppress(*DAMAGED):
        return UrgencyFit.load(kept)
    fitted = triage_fit.fit(encoder.queries(golden), data)
    for stale in caches.glob("triage-*"):
        shutil.rmtree(stale)
    with write_beside(kept) as folder:
        fitted.save(folder)
    return fitted


def _counts(corpus: Corpus, all_units: list[Unit]) -> dict[str, int]:
    return {
        "passages": len(corpus.files),
        "units": len(all_units),
        "sources": len(corpus.sources),
        "facts": len(corpus.facts),
    }
