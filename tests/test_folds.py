"""Each development question is judged by what was fitted without its group."""

import os
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from conftest import CORPUS
from stemfaq.corpus.questions import GoldenQuestion, read_questions
from stemfaq.index.encoder import unit_length
from stemfaq.index.publish import live
from stemfaq.staff.build import urgency_fit
from stemfaq.staff.folds import FOLDS, UrgencyFit, folds_by_group, judge_held_out
from stemfaq.staff.judge import judge
from stemfaq.staff.processes import Part, judge_parts

QUESTIONS, _ = read_questions(CORPUS / "questions.jsonl")


def test_a_group_is_in_one_fold_and_each_fold_has_every_kind_alike():
    fold_of = folds_by_group(QUESTIONS)
    counted = Counter((q.kind, fold_of[q.group]) for q in QUESTIONS)
    for kind in ("answer", "decline", "urgent"):
        sizes = [counted[kind, fold] for fold in range(FOLDS)]
        assert min(sizes) > 0.8 * max(sizes)


def test_a_question_is_judged_by_the_calibration_of_its_own_fold(index):
    asked = [q for q in QUESTIONS if q.kind == "answer" and len(q.turns) == 1][:20]
    fold_of = folds_by_group(asked)
    never = replace(index.calibration, decline_below=2.0)
    folds = [never, *[index.calibration] * (FOLDS - 1)]
    held_out = {one.question.id: one for one in judge_held_out(index, asked, folds, ())}
    whole = {one.question.id: one for one in judge(index, asked)}
    refusing = {one.question.id: one for one in judge(replace(index, calibration=never), asked)}
    first = [q for q in asked if fold_of[q.group] == 0]
    assert any(whole[q.id] != refusing[q.id] for q in first)
    expected = whole | {q.id: refusing[q.id] for q in first}
    assert held_out == expected


def test_a_question_is_judged_by_the_urgency_model_of_its_own_fold(index):
    asked = [q for q in QUESTIONS if q.kind == "answer" and len(q.turns) == 1][:20]
    alarmed = replace(index.triage.weights, urgent_from=np.float32(-1e6))
    weights = [*[index.triage.weights] * (FOLDS - 1), alarmed]
    fold_of = folds_by_group(asked)
    kinds = {one.question: one.kind for one in judge_held_out(index, asked, (), weights)}
    assert {kinds[q] for q in asked if fold_of[q.group] == FOLDS - 1} == {"urgent"}
    assert any(kinds[q] == "answer" for q in asked if fold_of[q.group] < FOLDS - 1)


@pytest.mark.skipif(os.cpu_count() == 1, reason="one core needs no processes")
def test_a_process_for_each_core_judges_as_one_does(index, index_root):
    asked = QUESTIONS[::400]
    parts = [
        Part(half, index.calibration, index.triage.weights) for half in (asked[::2], asked[1::2])
    ]
    assert judge_parts(index, parts, live(index_root)) == judge_parts(index, parts)


def test_the_manifest_does_not_flatter(index):
    """The served index knows its development questions by heart; the manifest's figure does not."""
    declined = [q for q in QUESTIONS if q.kind == "decline"][::6]
    known = np.mean([one.kind == "decline" for one in judge(index, declined)])
    stated = index.manifest.evaluation["measures"]["refusal_recall"]["value"]
    assert stated < known


def test_what_was_fitted_is_read_as_it_was_written(index, tmp_path):
    weights = index.triage.weights
    UrgencyFit(weights, (weights,) * FOLDS).save(tmp_path)
    read = UrgencyFit.load(tmp_path)
    assert len(read.folds) == FOLDS
    np.testing.assert_array_equal(read.whole.support, weights.support)


class Hashing:
    """An encoder whose vectors depend on the letters alone."""

    dimensions = 8

    def knows(self, text):
        return False

    def remember(self, vectors):
        pass

    def queries(self, texts):
        rows = [np.random.default_rng(list(text.encode())).normal(size=8) for text in texts]
        return unit_length(np.array(rows, np.float32))


def test_an_urgency_model_that_was_damaged_in_the_cache_is_fitted_anew(tmp_path):
    kinds = {"urgent": ("urgent-emergency",), "crisis": ("urgent-crisis",), "decline": ()}
    questions = [
        GoldenQuestion(
            id=f"{kind}-{n}",
            group=f"{kind}-{n}",
            turns=(f"{kind} message {n}",),
            kind="urgent" if passages else "decline",
            passages=passages,
        )
        for kind, passages in kinds.items()
        for n in range(20)
    ]

    def fit():
        return urgency_fit(Hashing(), "hashing", (), questions, tmp_path)

    first = fit()
    [kept] = tmp_path.glob("triage-*")
    (kept / "whole.npz").write_bytes((kept / "whole.npz").read_bytes()[:1000])
    assert np.array_equal(fit().whole.gram, first.whole.gram)
    assert np.array_equal(UrgencyFit.load(kept).whole.gram, first.whole.gram)
