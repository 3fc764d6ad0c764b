"""The check: every rule that a corpus must keep before it may be built."""

import datetime
import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stemfaq.corpus import (
    chronology,
    copied,
    currency,
    evidence_rules,
    glossary_rules,
    harms,
    leaflet_rules,
    levels,
    passage_rules,
    proof,
    style,
)
from stemfaq.corpus.examples import FILES as EXAMPLES
from stemfaq.corpus.examples import check_examples
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.questions import check_questions
from stemfaq.corpus.reader import Corpus, PassageFile, read_corpus

QUESTIONS = "questions.jsonl"
MAX_GRADE = 12.0
MAX_MEDIAN_GRADE = 8.0
MAX_ANSWER_WORDS = 90


@dataclass(frozen=True)
class Report:
    """What a check found; `corpus` is what could be read."""

    corpus: Corpus
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(problem for problem in self.problems if not problem.warning)


def check(folder: Path, today: datetime.date | None = None) -> Report:
    """Read the corpus and hold it against every rule; all problems come back, sorted."""
    corpus = read_corpus(folder)
    proofs = proof.Proofs(corpus)
    copies = copied.Copies(corpus.facts)
    harmful = harms.harms_by_source(corpus.facts)
    problems = [
        *corpus.problems,
        *currency.intervals(corpus),
        *evidence_rules.evidence(corpus),
        *glossary_rules.entries(corpus, proofs, copies),
        *leaflet_rules.problems(corpus),
        *passage_rules.across(corpus.files),
        *_median(corpus),
        *_questions(corpus),
        *_examples(corpus),
    ]
    today = today or datetime.date.today()
    for file in corpus.files:
        problems.extend(_passage(file, corpus, proofs, today))
        problems.extend(chronology.too_early(file, corpus, today))
        problems.extend(copied.copied(file, copies))
        problems.extend(harms.untold(file, harmful))
    return Report(corpus, tuple(sorted(set(problems))))


def _examples(corpus: Corpus) -> Iterator[Problem]:
    ids = {passage.id for passage in corpus.passages}
    for name in EXAMPLES:
        yield from check_examples(corpus.folder / name, ids)


def _passage(
    file: PassageFile, corpus: Corpus, proofs: proof.Proofs, today: datetime.date
) -> Iterator[Problem]:
    yield from passage_rules.fields(file, today, corpus.vocabulary)
    yield from currency.overdue(file, today, corpus.vocabulary)
    yield from passage_rules.cited(file, corpus.sources)
    yield from style.problems(file, MAX_GRADE, MAX_ANSWER_WORDS)
    yield from proof.unproved(file, proofs)
    yield from levels.level(file, corpus)
    yield from glossary_rules.hard_words(file, corpus)


def _median(corpus: Corpus) -> Iterator[Problem]:
    if (median := median_grade(corpus)) > MAX_MEDIAN_GRADE:
        message = f"the short answers' median grade is {median:.1f}"
        mend = f"Bring it to {MAX_MEDIAN_GRADE:.0f} or less: shorter sentences, plainer words."
        yield Problem("passages", 1, message, mend)


def median_grade(corpus: Corpus) -> float:
    """The median Flesch-Kincaid grade of the short answers; 0 for an empty corpus."""
    grades = [style.grade(passage.answer) for passage in corpus.passages]
    return statistics.median(grades) if grades else 0.0


def _questions(corpus: Corpus) -> list[Problem]:
    """The golden questions may be missing, but what is there must be right."""
    path = corpus.folder / QUESTIONS
    if not path.exists():
        return []
    ids = [file.passage.id for file in corpus.files]
    return list(check_questions(path, ids, "development"))
