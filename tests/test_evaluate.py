"""Measures mean what docs/evaluation.md says; the report and the table show all of them."""

import json
import re

import numpy as np
import pytest

from conftest import CORPUS
from stemfaq.corpus.questions import GoldenQuestion
from stemfaq.staff import bootstrap
from stemfaq.staff.evaluate import evaluate, measured, themes
from stemfaq.staff.judge import Judged, judge
from stemfaq.staff.measures import calibration_error
from stemfaq.staff.misses import misses
from stemfaq.staff.report import write_report
from test_cli import run

MSC = "msc-lupus-does-it-work"


def golden(id_="q", kind="answer", passages=("right",), turns=("hm?",), group="g", tags=()):
    return GoldenQuestion(id=id_, kind=kind, passages=passages, turns=turns, group=group, tags=tags)


def judged(question=None, kind="answer", shown=(), ranked=(), options=(), probability=None):
    return Judged(question or golden(), kind, shown, options, ranked, probability)


def value(name, *replies):
    return measured(replies)[name].value


def test_at_1_is_what_an_answer_shows_first():
    first = judged(shown=("right", "other"))
    second = judged(shown=("other", "right"))
    assert value("answer_at_1", first, second) == 0.5
    assert value("answer_at_3", first, second) == 1.0


def test_at_3_counts_what_is_shown_and_the_rankings_first_three():
    third = judged(shown=("a",), ranked=("a", "b", "right"))
    fourth = judged(shown=("a",), ranked=("a", "b", "c", "right"))
    assert value("answer_at_3", third, fourth) == 0.5


def test_a_clarifying_question_counts_at_3_by_its_options_and_never_at_1():
    offered = judged(kind="clarify", options=("a", "right"))
    not_offered = judged(kind="clarify", options=("a",), ranked=("right",))
    assert value("answer_at_1", offered) == 0.0
    assert value("answer_at_3", offered, not_offered) == 0.5


def test_a_refusal_answers_nothing_whatever_the_ranking():
    refused = judged(kind="decline", ranked=("right",), options=("right",))
    assert value("answer_at_3", refused) == 0.0
    assert value("false_refusals", refused) == 1.0
    assert value("ranked_at_1", refused) == 1.0


def test_mrr_is_the_mean_of_one_over_the_first_right_place():
    ranks = [judged(ranked=r) for r in (("right", "a"), ("a", "right"), ("a", "b"), ())]
    assert value("mrr_at_10", *ranks) == pytest.approx((1 + 1 / 2) / 4)


def test_conversations_count_as_follow_ups_and_not_as_single_questions():
    single = judged(shown=("right",))
    follow_up = judged(golden(turns=("hm?", "and then?")), shown=("wrong",))
    found = measured([single, follow_up])
    assert (found["answer_at_1"].value, found["answer_at_1"].count) == (1.0, 1)
    assert (found["follow_up_at_1"].value, found["follow_up_at_1"].count) == (0.0, 1)


def test_false_alarms_are_counted_over_all_that_is_not_urgent_and_over_what_looks_so():
    looks = golden(kind="answer", tags=("looks-urgent",))
    found = measured(
        [
            judged(golden(kind="urgent", passages=()), "urgent"),
            judged(golden(kind="urgent", passages=("crisis",)), "urgent", shown=("emergency",)),
            judged(looks, "urgent"),
            judged(looks, "answer"),
            judged(golden(kind="decline", passages=()), "decline"),
            judged(golden(kind="decline", passages=()), "clarify"),
        ]
    )
    assert found["urgent_recall"].value == 1.0
    assert (found["urgent_text"].value, found["urgent_text"].count) == (0.0, 1)
    assert (found["urgent_false_alarms"].value, found["urgent_false_alarms"].count) == (0.25, 4)
    assert found["urgent_false_alarms_looking"].value == 0.5
    assert found["refusal_recall"].value == 0.5


def test_what_has_no_question_has_no_figure():
    assert measured([judged()])["refusal_recall"] == bootstrap.Estimate(None, None, None, 0)
    assert {estimate.count for estimate in measured([]).values()} == {0}


def test_the_calibration_error_is_the_gap_between_sure_and_right():
    sure = np.full(100, 0.9)
    assert calibration_error(sure, np.repeat([1.0, 0.0], 50)[::-1]) == pytest.approx(0.5, abs=0.11)
    assert calibration_error(sure, np.tile([1.0] * 9 + [0.0], 10)) == pytest.approx(0)


def test_only_searched_single_questions_to_answer_or_decline_are_calibrated():
    counted = judged(ranked=("right",), probability=0.8)
    declined = judged(golden(kind="decline", passages=()), "answer", ranked=("x",), probability=0.8)
    urgent = judged(golden(kind="urgent"), "urgent", probability=0.1)
    not_searched = judged(kind="smalltalk")
    follow_up = judged(golden(turns=("a", "b")), ranked=("right",), probability=0.1)
    found = measured([counted, declined, urgent, not_searched, follow_up])["ece"]
    assert found.count == 2
    assert found.value == pytest.approx((0.2 + 0.8) / 2)


def test_an_interval_holds_its_figure_and_is_the_same_each_time():
    values = np.array([1.0] * 80 + [0.0] * 20)
    groups = [f"g{i}" for i in range(100)]
    found = bootstrap.mean(values, groups)
    assert found == bootstrap.mean(values, groups)
    assert 0.7 < found.low < found.value < found.high < 0.9


def test_paraphrases_of_one_question_do_not_narrow_the_interval():
    values = np.array([1.0, 1.0, 0.0, 1.0, 0.0, 1.0])
    alone = bootstrap.mean(values, list("abcdef"))
    repeated = bootstrap.mean(values.repeat(10), [g for g in "abcdef" for _ in range(10)])
    assert (repeated.low, repeated.high) == (alone.low, alone.high)


def test_a_missed_emergency_is_the_worst_miss_and_a_refusal_milder_than_a_wrong_answer():
    found = misses(
        [
            judged(golden("fine"), shown=("right",)),
            judged(golden("refused"), "decline", probability=0.2),
            judged(golden("unsure"), shown=("wrong",), probability=0.6),
            judged(golden("sure"), shown=("wrong",), probability=0.9),
            judged(golden("made-up", kind="decline", passages=()), shown=("x",), probability=0.5),
            judged(golden("help", kind="urgent"), shown=("right",)),
        ]
    )
    assert [miss.id for miss in found] == ["help", "made-up", "sure", "unsure", "refused"]


def test_the_engine_is_asked_with_all_turns(index):
    question = golden(
        turns=("Do mesenchymal stem cells work for lupus?", "I feel like killing myself"),
        kind="urgent",
        passages=("urgent-crisis",),
    )
    found = judge(index, [question])[0]
    assert (found.kind, found.shown, found.probability) == ("urgent", ("urgent-crisis",), None)


@pytest.fixture(scope="module")
def evaluation(index):
    questions = [
        golden("a", passages=(MSC,), turns=("Do mesenchymal stem cells work for lupus?",)),
        golden("b", passages=("clinics-prices",), turns=("Do mesenchymal cells help lupus?",)),
        golden("<c>", kind="decline", passages=(), turns=("<script>alert(1)</script> knees?",)),
    ]
    return evaluate(index, questions, themes(CORPUS))


def test_an_evaluation_tells_by_theme_disease_and_kind(evaluation):
    assert set(evaluation.by_theme) == {"lupus-msc", "clinics"}
    assert evaluation.by_disease["lupus"]["answer_at_1"].value == 1.0
    assert sum(evaluation.kinds["answer"].values()) == 2
    assert "b" in [miss.id for miss in evaluation.misses]


def test_the_report_is_whole_in_its_folder_and_asks_nobody_for_anything(evaluation, tmp_path):
    page = write_report(evaluation, tmp_path / "report").read_text()
    files = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert files == ["data:,", "reliability.svg", "kinds.svg", "themes.svg"]
    assert all((tmp_path / "report" / name).stat().st_size > 1000 for name in files[1:])
    assert "<script" not in page
    assert "http" not in page
    assert page.count("<img") == page.count('alt="')


def test_eval_prints_json_and_writes_a_report(index_root, tmp_path):
    lines = [
        {"id": "a", "group": "a", "turns": ["does msc work for lupus"], "kind": "answer"},
        {"id": "b", "group": "b", "turns": ["best pizza in town"], "kind": "decline"},
    ]
    lines[0]["passages"] = [MSC]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    options = ("--index", index_root, "--questions", path)
    result = run("eval", *options, "--json", "--report", tmp_path / "report")
    found = json.loads(result.stdout)
    assert found["questions"] == 2
    assert found["measures"]["answer_at_1"]["count"] == 1
    assert (tmp_path / "report" / "index.html").is_file()
    assert "answer@1" in run("eval", *options).stdout


def test_eval_refuses_a_file_with_a_bad_line(index_root, tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text('{"id": "a"}\n')
    result = run("eval", "--index", index_root, "--questions", path)
    assert result.returncode == 1
    assert "questions.jsonl:1" in result.stderr
