"""Every command says what it does, and leaves with an honest exit code."""

import json
import subprocess
import sys

import pytest
import typer

from conftest import CORPUS, MODEL, ROOT
from stemfaq.caution import CAUTION
from stemfaq.cli import app
from stemfaq.index.publish import live

COMMANDS = sorted(typer.main.get_command(app).commands)


def run(*arguments, cwd=ROOT, **options):
    return subprocess.run(
        [sys.executable, "-m", "stemfaq", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=120,
        **options,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command):
    result = run(command, "--help")
    assert result.returncode == 0
    assert f"stemfaq {command}" in result.stdout


def test_check_passes_on_the_real_corpus_and_says_how_much_it_read():
    result = run("check")
    assert result.returncode == 0
    assert "passages" in result.stdout


def test_check_fails_with_file_line_and_mend(small_corpus):
    folder = small_corpus(alpha="---\nid: x\n---\n")
    result = run("check", "--corpus", folder, "--json")
    problems = json.loads(result.stdout)
    assert result.returncode == 1
    assert all(problem["path"] and problem["line"] and problem["mend"] for problem in problems)


def test_a_new_passage_has_every_field_and_is_never_overwritten(small_corpus):
    folder = small_corpus()
    assert run("new", "beta", "--theme", "theme", "--corpus", folder).returncode == 0
    problems = run("check", "--corpus", folder, "--json").stdout
    assert "TODO" in problems
    assert "missing" not in problems
    again = run("new", "beta", "--theme", "other", "--corpus", folder)
    assert again.returncode == 1
    assert "beta.md" in again.stderr
    assert run("new", "../x", "--theme", "theme", "--corpus", folder).returncode == 1


def test_ask_prints_the_caution_last(index_root):
    result = run("ask", "Do mesenchymal stem cells work for lupus?", "--index", index_root)
    assert result.returncode == 0
    assert " ".join(result.stdout.split()).endswith(CAUTION)


def test_ask_json_has_the_shape_of_the_design(index_root):
    result = run("ask", "Does it work for lupus?", "--json", "--index", index_root)
    reply = json.loads(result.stdout)
    assert set(reply) == {
        "kind",
        "question",
        "understood_as",
        "passages",
        "confidence",
        "notices",
        "options",
        "suggestions",
        "caution",
        "index",
    }
    shown = reply["passages"][0]
    assert {"id", "question", "answer_markdown", "body_markdown", "evidence"} < set(shown)
    assert {"reviewed", "diseases", "therapies", "about", "score", "sources"} < set(shown)
    assert {"id", "number", "text", "url"} < set(shown["sources"][0])


def test_a_batch_answers_each_turn_and_a_bad_line_stops_nothing(index_root, tmp_path):
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        '{"id": "a", "turns": ["what is lupus", "hello"]}\nnot json\n{"id": "c", "turns": ["hi"]}\n'
        '{"id": "d", "turns": "hi"}\n{"id": "e", "turns": {"hi": 1}}\n["hi"]\n' + "[" * 100_000
    )
    result = run("ask", "--batch", batch, "--index", index_root)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.returncode == 1
    assert [line["id"] for line in lines] == ["a", None, "c", "d", "e", None, None]
    assert [reply["kind"] for reply in lines[0]["replies"]] == ["answer", "smalltalk"]
    assert [line["line"] for line in lines if "error" in line] == [2, 4, 5, 6, 7]
    assert all(r["caution"] == CAUTION for line in lines for r in line.get("replies", []))


@pytest.mark.parametrize("content", [None, b"\xff\xfe not UTF-8"])
def test_a_batch_that_cannot_be_read_is_named(index_root, tmp_path, content):
    batch = tmp_path / "batch.jsonl"
    if content:
        batch.write_bytes(content)
    result = run("ask", "--batch", batch, "--index", index_root)
    assert result.returncode == 1
    assert f"{batch}: cannot be read: " in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("option", ["--json", "--explain"])
def test_a_batch_refuses_an_option_that_would_change_nothing(option):
    result = run("ask", "--batch", "batch.jsonl", option)
    assert result.returncode == 2
    assert "leave --json and --explain out" in " ".join(result.stderr.replace("│", " ").split())


@pytest.mark.parametrize("command", [["ask", "what is lupus"], ["rollback"]])
def test_without_an_index_a_command_says_what_to_run(tmp_path, command):
    result = run(*command, "--index", tmp_path / "none")
    assert result.returncode == 2
    assert "stemfaq build" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_altered_index_is_refused_with_exit_code_2(copied_root):
    path = live(copied_root) / "passages.json"
    path.write_text(path.read_text().replace("Nobody knows", "Yes, it works"))
    result = run("ask", "Do mesenchymal stem cells work for lupus?", "--index", copied_root)
    assert result.returncode == 2
    assert "passages.json" in result.stderr
    assert result.stdout == ""


def test_answering_and_serving_import_no_torch(index_root):
    code = (
        "import sys, stemfaq.answer.answer, stemfaq.web.server\n"
        "from pathlib import Path\n"
        "from stemfaq.index.opening import open_index\n"
        f"index = open_index(Path({str(index_root)!r}))\n"
        "stemfaq.answer.answer.answer(index, ['what is lupus'])\n"
        "from stemfaq.settings import Settings\n"
        f"stemfaq.web.server.make_app(Settings(index={str(index_root)!r}, feedback=False))\n"
        "bad = {'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)\n"
        "sys.exit(f'imported {bad}' if bad else 0)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_an_unchanged_build_imports_no_torch(index_root):
    code = (
        "import sys\nfrom pathlib import Path\nfrom stemfaq.staff.build import build\n"
        f"built = build(Path({str(CORPUS)!r}), Path({str(index_root)!r}), "
        f"{MODEL!r}, 3, print)\n"
        "assert built.unchanged\n"
        "sys.exit('imported torch' if 'torch' in sys.modules else 0)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_every_setting_is_documented():
    from stemfaq.settings import Settings

    text = (ROOT / "docs" / "settings.md").read_text()
    for name, field in Settings.model_fields.items():
        assert f"STEMFAQ_{name.upper()}" in text
        assert " ".join(field.description.split()) in " ".join(text.split())
