"""The benchmarks run, and their figures mean what they say."""

import importlib.util
import json
import shutil
from dataclasses import replace

import pytest

import liveqa
import retrieval

TOPICS = """\
<?xml version="1.0" encoding="UTF-8"?>
<LiveQA2017-Medical-Test-Set-Full>
  <NLM-QUESTION qid="TQ1">
    <Original-Question qfile="1.txt"><SUBJECT>gout</SUBJECT>
      <MESSAGE>My toe hurts at night. What brings
        gout on?</MESSAGE></Original-Question>
    <NLM-Summary>What causes gout?</NLM-Summary>
  </NLM-QUESTION>
  <NLM-QUESTION qid="TQ2">
    <Original-Question qFile="2.txt"><SUBJECT></SUBJECT>
      <MESSAGE>how do you treat asthma</MESSAGE></Original-Question>
    <NLM-Summary>What are the treatments for asthma?</NLM-Summary>
  </NLM-QUESTION>
  <NLM-QUESTION qid="TQ3">
    <Original-Question qfile="3.txt"><SUBJECT>hair</SUBJECT>
      <MESSAGE></MESSAGE></Original-Question>
    <NLM-Summary></NLM-Summary>
  </NLM-QUESTION>
</LiveQA2017-Medical-Test-Set-Full>
"""
ANSWERS = """\
AnswerID,Answer
A_1_Sec1.txt,"Question: What causes Gout ? (Also called: Gouty arthritis; Podagra)
URL: https://example.org/gout
Answer: Uric acid forms crystals in a joint.  Some food and drink raise uric acid.)\x20
"
A_2_Sec1.txt,"Question: What are the treatments for Asthma ?
URL: https://example.org/asthma
Answer: An inhaler opens the airways.

   A steroid in an inhaler calms them.)\x20
"
A_1_Sec1.txt,"Question: What causes Gout ? (Also called: Gouty arthritis; Podagra)
URL: https://example.org/gout
Answer: Uric acid forms crystals in a joint.  Some food and drink raise uric acid.)\x20
"
A_3_Sec2.txt,"Question: What is (are) Psoriasis ?
URL: https://example.org/psoriasis
Answer: Skin cells grow too fast and form scales.)\x20
"
"""
JUDGEMENTS = """\
1 2-Related A_1_Sec1.txt
1 4-Excellent A_1_Sec1.txt
1 1-Incorrect A_3_Sec2.txt
2 3-Incomplete A_2_Sec1.txt
2 1-Incorrect A_9_Sec1.txt
3 2-Related A_3_Sec2.txt
"""


@pytest.fixture
def task(tmp_path):
    """Both folders, with three questions, the last of them without a right answer."""
    folders = tmp_path / "questions" / "TestDataset", tmp_path / "medquad" / "qrels"
    for folder in folders:
        folder.mkdir(parents=True)
    (folders[0] / liveqa.TOPICS).write_text(TOPICS, "utf-8")
    (folders[1] / liveqa.ANSWERS).write_text(ANSWERS, "utf-8")
    (folders[1] / liveqa.JUDGEMENTS).write_text(JUDGEMENTS, "utf-8")
    return [str(tmp_path / "questions"), str(tmp_path / "medquad")]


def run(main, capsys, *arguments):
    main([*arguments, "--json"])
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("main", [liveqa.main, retrieval.main])
def test_each_has_help_with_a_usage_line(main, capsys):
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    assert "Usage: python benchmarks/" in capsys.readouterr().out


def test_a_question_has_its_subject_before_its_message_and_falls_back_to_it():
    assert liveqa.read_topics(TOPICS) == [
        liveqa.Topic("1", "What causes gout?", "gout. My toe hurts at night. What brings gout on?"),
        liveqa.Topic("2", "What are the treatments for asthma?", "how do you treat asthma"),
        liveqa.Topic("3", "hair", "hair"),
    ]


def test_each_answer_is_one_passage_with_its_other_names_as_an_ask():
    gout, asthma, psoriasis = liveqa.read_answers(ANSWERS)
    assert (gout.id, gout.question) == ("A_1_Sec1", "What causes Gout ?")
    assert gout.asks == ("What causes Gout ? (Also called: Gouty arthritis; Podagra)",)
    assert gout.paragraphs == (
        "Uric acid forms crystals in a joint. Some food and drink raise uric acid.",
    )
    assert asthma.paragraphs == (
        "An inhaler opens the airways. A steroid in an inhaler calms them.",
    )
    assert (asthma.asks, psoriasis.id) == ((), "A_3_Sec2")


def test_of_two_judgements_of_a_pair_the_higher_counts():
    judged = {(j.query_id, j.doc_id): j.relevance for j in liveqa.read_judgements(JUDGEMENTS)}
    assert judged == {
        ("1", "A_1_Sec1"): 4,
        ("1", "A_3_Sec2"): 1,
        ("2", "A_2_Sec1"): 3,
        ("2", "A_9_Sec1"): 1,
        ("3", "A_3_Sec2"): 2,
    }


def test_a_judgement_that_cannot_be_read_is_named_by_its_line():
    with pytest.raises(liveqa.StemfaqError, match=":2: is no question, judgement and answer"):
        liveqa.read_judgements("1 4-Excellent A_1\n1 Excellent A_2\n")


def test_chunks_hold_whole_sentences_and_no_more_words_than_they_may():
    sentence = " ".join(["word"] * 59) + " end."
    long = " ".join(["long"] * 230)
    chunks = liveqa.chunks(f"{sentence} {sentence} {long}")
    assert [len(chunk.split()) for chunk in chunks] == [60, 60, 100, 100, 30]


def test_figures_are_over_all_questions_also_those_without_a_right_answer(task, index_root, capsys):
    found = run(liveqa.main, capsys, *task, "--index", str(index_root))
    assert found["questions"] == 3
    assert found["answers"] == 3
    assert found["judged_without_text"] == 1
    assert found["questions_without_right_answer"] == 1
    for asked in ("summaries", "messages"):
        engine = found["results"][asked]["engine"]
        assert {name: (one["value"], one["count"]) for name, one in engine.items()} == {
            "P@1": (0.6667, 3),
            "MRR@10": (0.6667, 3),
            "MAP@10": (0.6667, 3),
        }


def test_the_answers_may_stay_packed(task, tmp_path):
    shutil.make_archive(str(tmp_path / "packed" / "answers"), "zip", tmp_path / "medquad")
    assert liveqa.text_of(tmp_path / "packed", liveqa.ANSWERS) == ANSWERS


def test_a_missing_file_is_named_and_the_exit_code_is_1(task, capsys):
    with pytest.raises(SystemExit) as left:
        liveqa.main([task[0], task[0]])
    assert left.value.code == 1
    assert liveqa.ANSWERS in capsys.readouterr().err


@pytest.fixture
def few(index):
    """The index with its first five passages only, for what encodes them anew."""
    return replace(index, passages=index.passages[:5])


def test_a_passages_own_question_finds_it_by_its_question_and_by_its_words(few):
    texts = [passage.question for passage in few.passages]
    wanted = [passage.id for passage in few.passages]
    for ranked in (retrieval.by_questions, retrieval.by_words):
        rankings = ranked(few, texts)
        assert [ids[0] for ids in rankings] == wanted


def test_txtai_finds_a_passage_by_its_own_question(few):
    pytest.importorskip("txtai")
    rankings = retrieval.by_txtai(few, [passage.question for passage in few.passages])
    assert [ids[0] for ids in rankings] == [passage.id for passage in few.passages]


@pytest.fixture
def questions(index, tmp_path):
    """A file with a right question, one that no passage answers, and one to be declined."""
    path = tmp_path / "questions.jsonl"
    first, second = index.passages[:2]
    rows = [
        {"kind": "answer", "passages": [first.id], "turns": [first.question]},
        {"kind": "answer", "passages": [second.id], "turns": [first.question]},
        {"kind": "decline", "turns": ["Who won the cup?"]},
    ]
    lines = (json.dumps({"id": f"q{i}", "group": f"g{i}"} | row) for i, row in enumerate(rows))
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def test_only_answerable_questions_of_one_turn_are_ranked(questions, index_root, capsys):
    arguments = (questions, "--index", str(index_root), "--systems", "stemfaq", "bm25")
    found = run(retrieval.main, capsys, *arguments)
    assert list(found["systems"]) == ["stemfaq", "bm25"]
    ours = found["systems"]["stemfaq"]
    assert (ours["success_at_1"]["value"], ours["success_at_1"]["count"]) == (0.5, 2)
    assert "lead_at_1" not in ours
    assert found["systems"]["bm25"]["lead_at_1"]["count"] == 2


@pytest.mark.skipif(importlib.util.find_spec("txtai") is not None, reason="txtai is there")
def test_without_txtai_it_says_how_to_get_it(questions, capsys):
    with pytest.raises(SystemExit) as left:
        retrieval.main([questions, "--systems", "txtai"])
    assert left.value.code == 1
    assert "pip install" in capsys.readouterr().err
