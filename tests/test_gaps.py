"""Staff read what patients noted as unanswered, and what they said of passages."""

import json
import sqlite3

import pytest

from stemfaq.cli import main
from stemfaq.web.feedback import FILE, FeedbackStore


@pytest.fixture
def folder(tmp_path):
    store = FeedbackStore.open(tmp_path, days=180)
    store.add_gap("Does it help ITP?")
    store.add_gap("does it help itp?")
    store.add_gap("Can I fly after it?")
    store.add("lupus-what-is", True)
    store.add("lupus-what-is", False, ["hard-to-read"], "too many long words")
    return tmp_path


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        main(["gaps", *map(str, arguments)])
    assert left.value.code == 0
    return capsys.readouterr().out


def failed(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        main(["gaps", *map(str, arguments)])
    assert left.value.code == 1
    return capsys.readouterr().err


def test_gaps_lists_the_most_frequent_first(folder, capsys):
    lines = run(capsys, "--data", folder).splitlines()
    assert lines[0] == "3 questions without an answer, 2 different"
    assert lines[1].startswith("  2 x")
    assert lines[1].endswith("Does it help ITP?")
    assert "  1 up  1 down  lupus-what-is  hard-to-read 1" in lines
    assert lines[-1].strip() == "“too many long words”"


def test_gaps_gives_json_to_programs(folder, capsys):
    report = json.loads(run(capsys, "--data", folder, "--json"))
    assert [(gap["question"], gap["count"]) for gap in report["gaps"]] == [
        ("Does it help ITP?", 2),
        ("Can I fly after it?", 1),
    ]
    assert report["passages"] == [
        {
            "passage": "lupus-what-is",
            "up": 1,
            "down": 1,
            "reasons": {"hard-to-read": 1},
            "notes": ["too many long words"],
        }
    ]


def test_gaps_can_look_at_the_last_days_only(folder, capsys):
    with sqlite3.connect(folder / FILE) as database:
        database.execute(
            "UPDATE gaps SET day = date('now', '-20 days') WHERE question LIKE '%fly%'"
        )
    database.close()
    assert "fly" not in run(capsys, "--data", folder, "--days", "7")
    assert "fly" in run(capsys, "--data", folder, "--days", "30")


def test_gaps_changes_nothing(folder, capsys):
    with sqlite3.connect(folder / FILE) as database:
        database.execute("UPDATE gaps SET day = '2020-01-01'")
    database.close()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert "fly" not in run(capsys, "--data", folder, "--days", "10000")  # too old, but there
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_where_no_feedback_is_stored_gaps_says_so_and_makes_nothing(tmp_path, capsys):
    message = failed(capsys, "--data", tmp_path / "none")
    assert f"{tmp_path / 'none' / FILE}: feedback cannot be read" in message
    assert "--data" in message
    assert list(tmp_path.iterdir()) == []


def damage(path):
    """Overwrite what the tables hold, but not the file's head."""
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


def make_older(path):
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version=1")
    database.close()


@pytest.mark.parametrize(
    ("spoil", "mend"),
    [(damage, "mend the file"), (make_older, "Start the server once")],
)
def test_a_file_that_cannot_be_read_is_named_and_how_to_mend_it(folder, capsys, spoil, mend):
    spoil(folder / FILE)
    message = failed(capsys, "--data", folder)
    assert str(folder / FILE) in message
    assert mend in message


def test_without_any_feedback_yet_gaps_counts_none(tmp_path, capsys):
    FeedbackStore.open(tmp_path, days=180)
    assert run(capsys, "--data", tmp_path).splitlines() == [
        "0 questions without an answer, 0 different",
        "0 passages with feedback",
    ]
