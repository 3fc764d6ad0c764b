"""Staff's own lists of questions: which passage answers each, and which stay open."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from stemfaq.errors import StemfaqError
from stemfaq.staff.coverage import Covered, as_dict, cover, lines, markdown, read_reasons, summary
from stemfaq.staff.question_files import Listed, read_list

ANSWERED = Covered("Does it | work?", "lupus", "answer", 0.91, ("does-it-work", "risks"), ())
DECLINED = Covered("Who won?", "other", "decline", 0.8, (), ("trials",))
URGENT = Covered("I have chest pain", "lupus", "urgent", None, ("urgent-emergency",), ())


def written(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("mine.txt", "\ufeffone?\n\n  two? \n", [("one?", "mine"), ("two?", "mine")]),
        ("mine.json", '["one?", {"question": "two?"}]', [("one?", "mine"), ("two?", "mine")]),
        ("mine.json", '{"a": ["one?"], "b": ["two?"]}', [("one?", "a"), ("two?", "b")]),
        (
            "mine.jsonl",
            '{"turns": ["zero?", "one?"]}\n\n"two?"',
            [("one?", "mine"), ("two?", "mine")],
        ),
    ],
)
def test_questions_are_read_from_text_json_and_json_lines(tmp_path, name, text, expected):
    found = read_list(written(tmp_path, name, text))
    assert [(listed.question, listed.group) for listed in found] == expected


def test_earlier_turns_are_kept_as_context(tmp_path):
    path = written(tmp_path, "mine.jsonl", '{"id": "q", "turns": ["zero?", "one?"]}')
    assert read_list(path) == [Listed(("zero?", "one?"), "mine")]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.json", '{"a": "one?"}', "a is neither a list nor"),
        ("a.json", '["one?", 2]', "a, entry 2 holds no question"),
        ("a.json", "[", "Expecting"),
        ("a.jsonl", '"one?"\n{"turns": []}', "line 2 holds no question"),
        ("a.jsonl", "one?", "line 1 is no JSON"),
    ],
)
def test_a_list_that_cannot_be_read_names_the_place(tmp_path, name, text, says):
    with pytest.raises(StemfaqError, match=says):
        read_list(written(tmp_path, name, text))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StemfaqError, match=r"nothing\.txt: cannot be read"):
        read_list(tmp_path / "nothing.txt")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)))
def test_any_list_of_texts_comes_back_in_order(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("lists") / "mine.json"
    path.write_text(json.dumps(texts), "utf-8")
    assert [listed.question for listed in read_list(path)] == texts


def test_what_is_declined_or_asked_back_is_open():
    assert [one.is_open for one in (ANSWERED, DECLINED, URGENT)] == [False, True, False]
    assert summary([ANSWERED, DECLINED, URGENT, ANSWERED]) == {
        "questions": 4,
        "open": 1,
        "kinds": {"answer": 2, "decline": 1, "urgent": 1},
        "passages": 2,
    }


def test_json_marks_the_open_questions():
    data = as_dict([ANSWERED, DECLINED])
    assert [(q["question"], q["open"]) for q in data["questions"]] == [
        ("Does it | work?", False),
        ("Who won?", True),
    ]


def test_the_open_questions_come_last_at_the_terminal():
    told = list(lines([DECLINED, ANSWERED]))
    assert told[0].startswith("answer    0.91  does-it-work")
    assert told[1].startswith("decline")
    assert told[2].startswith("2 questions (1 answer, 1 decline): 1 open")


def test_markdown_gives_the_reason_of_each_open_question():
    text = "\n".join(markdown([ANSWERED, DECLINED], {"Who won?": "out of subject"}))
    assert "| Who won? | decline | out of subject |" in text
    assert "| Does it \\| work? | `does-it-work` | 0.91 |" in text
    assert "not looked into yet" in "\n".join(markdown([DECLINED], {}))


def test_reasons_map_text_to_text(tmp_path):
    assert read_reasons(written(tmp_path, "why.yaml", "Who won?: no sport\n")) == {
        "Who won?": "no sport"
    }
    with pytest.raises(StemfaqError, match="must map"):
        read_reasons(written(tmp_path, "why.yaml", "- Who won?\n"))


def test_the_index_answers_or_leaves_open(index):
    listed = [Listed(("Do stem cells work for lupus?",), "a"), Listed(("Who won the cup?",), "a")]
    answered, declined = cover(index, listed)
    assert (answered.kind, answered.is_open) == ("answer", False)
    assert answered.passages
    assert declined.is_open


def test_the_command_prints_json_and_markdown(index_root, tmp_path):
    path = written(tmp_path, "mine.txt", "Do stem cells work for lupus?\n")
    printed = [
        subprocess.run(
            [sys.executable, "-m", "stemfaq", "coverage", path, option, "--index", index_root],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
        ).stdout
        for option in ("--json", "--markdown")
    ]
    assert json.loads(printed[0])["summary"]["open"] == 0
    assert printed[1].startswith("# Coverage")
