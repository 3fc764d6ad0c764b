"""Evaluation: all measures over golden questions, by theme, disease and tag, and the misses."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from stemfaq.corpus.problem import Problem
from stemfaq.corpus.questions import GoldenQuestion, check_questions, read_questions
from stemfaq.errors import CorpusError
from stemfaq.index.opening import Index
from stemfaq.staff.bootstrap import Estimate
from stemfaq.staff.judge import Judged, judge
from stemfaq.staff.measures import BREAKDOWN, MEASURES, Bin, bins, confidences, estimate
from stemfaq.staff.misses import Miss, misses

Estimates = Mapping[str, Estimate]  # by the measure's name


@dataclass(frozen=True)
class Evaluation:
    """What an index reaches on a set of questions."""

    index: str
    encoder: str
    questions: int
    measures: Estimates
    by_theme: Mapping[str, Estimates]
    by_disease: Mapping[str, Estimates]
    by_tag: Mapping[str, Estimates]
    kinds: Mapping[str, Mapping[str, int]]  # wanted kind: kind of the reply: questions
    reliability: tuple[Bin, ...]
    misses: tuple[Miss, ...]  # the worst first

    def as_dict(self) -> dict[str, Any]:
        """The evaluation as plain data for JSON."""
        return asdict(self)


def golden(paths: Iterable[Path], index: Index) -> list[GoldenQuestion]:
    """The questions of the files.

    Raises CorpusError if a line cannot be read or names a passage that the index has not.
    """
    ids = [passage.id for passage in index.passages]
    questions: list[GoldenQuestion] = []
    problems: list[Problem] = []
    for path in paths:
        problems.extend(check_questions(path, ids))
        questions.extend(read_questions(path)[0])
    if problems:
        raise CorpusError(problems)
    return questions


def themes(corpus: Path) -> dict[str, str]:
    """The theme of each passage by its id: the folder in which it stands."""
    return {path.stem: path.parent.name for path in corpus.glob("passages/*/*.md")}


def evaluate(
    index: Index,
    questions: Sequence[GoldenQuestion],
    theme_of: Mapping[str, str],
    step: Callable[[], object] = lambda: None,
) -> Evaluation:
    """Ask the index every question and measure the replies."""
    judged = judge(index, questions, step)
    probability, right = confidences(judged)
    searched = ~np.isnan(probability)
    about = {passage.id: passage.diseases for passage in index.passages}
    return Evaluation(
        index=index.manifest.digest,
        encoder=index.manifest.encoder,
        questions=len(judged),
        measures=measured(judged),
        by_theme=_by(judged, lambda id_: [theme_of[id_]] if id_ in theme_of else []),
        by_disease=_by(judged, lambda id_: about.get(id_, ())),
        by_tag=_by_tag(judged),
        kinds=_kinds(judged),
        reliability=tuple(bins(probability[searched], right[searched])),
        misses=tuple(misses(judged)),
    )


def measured(judged: Sequence[Judged]) -> dict[str, Estimate]:
    """Every measure over the questions."""
    return {measure.name: estimate(measure, judged) for measure in MEASURES}


def _by(
    judged: Sequence[Judged], labels: Callable[[str], Iterable[str]]
) -> dict[str, dict[str, Estimate]]:
    """What is measured on answers, by a label of the passage that each question is about."""
    parts: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        if one.question.kind == "answer":
            for label in labels(one.question.passages[0]):
                parts[label].append(one)
    return {label: _answering(part) for label, part in sorted(parts.items())}


def _by_tag(judged: Sequence[Judged]) -> dict[str, dict[str, Estimate]]:
    tags = sorted({tag for one in judged for tag in one.question.tags})
    return {tag: measured([one for one in judged if tag in one.question.tags]) for tag in tags}


def _answering(judged: Sequence[Judged]) -> dict[str, Estimate]:
    return {measure.name: estimate(measure, judged) for measure in BREAKDOWN}


def _kinds(judged: Sequence[Judged]) -> dict[str, dict[str, int]]:
    counts = Counter((one.question.kind, one.kind) for one in judged)
    result: dict[str, dict[str, int]] = defaultdict(dict)
    for (wanted, got), count in sorted(counts.items()):
        result[wanted][got] = count
    return dict(result)
