"""Question files: one line a question, each group on one side, and no bad line unseen."""

import json

import pytest

from conftest import CORPUS, ROOT
from stemfaq.corpus.questions import check_questions, read_questions, split
from stemfaq.corpus.vocabulary import fold

TEST_FILES = sorted((ROOT / "tests" / "data").glob("questions*.jsonl"))
SIDES = {"development": [CORPUS / "questions.jsonl"], "test": TEST_FILES}
PASSAGES = [path.stem for path in CORPUS.glob("passages/*/*.md")]


def group(side):
    """A group that the fixed rule puts on this side."""
    return next(name for i in range(99) if split(name := f"group-{i}") == side)


def write(path, *lines):
    path.write_text(
        "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    )
    return path


def line(**fields):
    defaults = {"id": "q1", "group": group("development"), "turns": ["hm?"], "kind": "decline"}
    return defaults | fields


@pytest.mark.parametrize("side", SIDES)
def test_the_real_files_are_sound_and_hold_only_their_side(side):
    problems = [p for path in SIDES[side] for p in check_questions(path, PASSAGES, side)]
    assert [str(problem) for problem in problems] == []


def test_no_wording_and_no_group_is_on_both_sides():
    sides = []
    for paths in SIDES.values():
        questions = [question for path in paths for question in read_questions(path)[0]]
        wordings = {tuple(map(fold, question.turns)) for question in questions}
        sides.append((wordings, {question.group for question in questions}))
    (words, groups), (other_words, other_groups) = sides
    assert words.isdisjoint(other_words)
    assert groups.isdisjoint(other_groups)


def test_a_group_of_the_other_side_is_named_with_its_line(tmp_path):
    lines = line(), line(id="q2", group=group("test"))
    path = write(tmp_path / "q.jsonl", *lines)
    found = list(check_questions(path, [], "development"))
    assert [(problem.path, problem.line) for problem in found] == [("q.jsonl", 2)]
    assert "is for test" in found[0].message
    assert list(check_questions(path, [])) == []


def test_a_problem_names_its_line_after_bad_and_empty_lines(tmp_path):
    missing = line(id="q2", kind="answer", passages=["nowhere"])
    path = write(tmp_path / "q.jsonl", "not json", "", line(), missing, line(group=""))
    found = [(problem.line, problem.message) for problem in check_questions(path, [])]
    assert [number for number, _ in found] == [1, 4, 5]
    assert "nowhere" in found[1][1]
    assert found[2][1].startswith("group:")


def test_an_id_that_stands_twice_is_a_problem(tmp_path):
    path = write(tmp_path / "q.jsonl", line(), line())
    assert ["twice" in problem.message for problem in check_questions(path, [])] == [True]


def test_tags_may_be_left_out(tmp_path):
    path = write(tmp_path / "q.jsonl", line(), line(id="q2", tags=["looks-urgent"]))
    assert [question.tags for question in read_questions(path)[0]] == [(), ("looks-urgent",)]
