"""An index that answers worse than it must is not published, unless staff insist."""

import json
import os

import pytest

from conftest import MODEL, ROOT, passage
from stemfaq.errors import StemfaqError
from stemfaq.index.files import UNFINISHED
from stemfaq.index.publish import live
from stemfaq.settings import Settings
from stemfaq.staff.bootstrap import Estimate
from stemfaq.staff.build import build
from stemfaq.staff.gate import Gate, gate_of
from stemfaq.staff.measures import MEASURES
from test_cli import run
from test_questions import line, write

URGENT = Gate({"urgent_recall": 1.0}, questions=1)


def silent(stage):
    pass


@pytest.fixture
def failing(small_corpus):
    """A small corpus with a golden question that no engine gets right."""
    folder = small_corpus()
    calm = line(kind="urgent", turns=["does alpha work for lupus"])
    write(folder / "questions.jsonl", calm)
    return folder


def estimates(**values):
    nothing = Estimate(None, None, None, 0)
    found = {name: Estimate(value, 0, 1, 50) for name, value in values.items()}
    return {measure.name: nothing for measure in MEASURES} | found


def test_a_shortfall_says_by_which_measure_and_by_how_much():
    gate = Gate({"answer_at_1": 0.9, "false_refusals": 0.03, "mrr_at_10": 0.5})
    found = list(gate.shortfalls(estimates(answer_at_1=0.85, false_refusals=0.1, mrr_at_10=0.5)))
    assert found == [
        "answer@1 is 0.850 over 50 questions, must be at least 0.900: worse by 0.050",
        "false refusals is 0.100 over 50 questions, must be at most 0.030: worse by 0.070",
    ]


def test_a_measure_with_too_few_questions_is_not_held():
    assert list(Gate({"answer_at_1": 0.9}, questions=51).shortfalls(estimates(answer_at_1=0))) == []


def test_every_limit_in_the_settings_is_one_of_a_measure():
    names = {name for name in Settings.model_fields if name.startswith("gate_")}
    assert {f"gate_{name}" for name in gate_of(Settings()).limits} == names - {"gate_questions"}


def test_every_setting_is_documented_with_its_default():
    text = (ROOT / "docs" / "settings.md").read_text().lower()
    for name, field in Settings.model_fields.items():
        default = "(empty)" if field.default == "" else f"`{field.default}`".lower()
        assert f"| `stemfaq_{name}` | {default} |" in text


def test_a_worse_index_is_refused_and_the_live_one_stays(failing, cache_root):
    first = build(failing, cache_root, MODEL, 3, silent)
    (failing / "passages" / "theme" / "beta.md").write_text(
        passage(id="beta", question="Does beta work?")
    )
    with pytest.raises(StemfaqError, match="urgent recall") as refused:
        build(failing, cache_root, MODEL, 3, silent, URGENT)
    assert "does alpha work for lupus" in str(refused.value)
    assert live(cache_root).name == first.manifest.digest
    assert list(cache_root.glob(f"{UNFINISHED}*")) == []


def test_force_publishes_and_writes_the_shortfall_into_the_manifest(failing, cache_root):
    built = build(failing, cache_root, MODEL, 3, silent, URGENT, force=True)
    stored = json.loads((live(cache_root) / "manifest.json").read_text())["evaluation"]
    assert live(cache_root).name == built.manifest.digest
    assert "urgent recall is 0.000" in stored["forced"][0]
    assert stored["measures"]["urgent_recall"]["value"] == 0.0


def test_a_corpus_without_questions_is_not_held_to_any(small_corpus, cache_root):
    built = build(small_corpus(), cache_root, MODEL, 3, silent, gate_of(Settings()))
    assert built.manifest.evaluation == {}


def test_the_real_index_has_its_figures_in_the_manifest_and_passes(index):
    evaluation = index.manifest.evaluation
    measures = {name: Estimate(**found) for name, found in evaluation["measures"].items()}
    found = gate_of(Settings()).shortfalls(estimates() | measures)
    assert list(found) == []


def test_build_reads_the_limits_from_the_environment(failing, cache_root):
    environment = os.environ | {"STEMFAQ_GATE_URGENT_RECALL": "1", "STEMFAQ_GATE_QUESTIONS": "1"}
    options = ("build", "--corpus", failing, "--index", cache_root, "--encoder", MODEL)
    refused = run(*options, env=environment)
    assert refused.returncode == 1
    assert "worse by 1.000" in refused.stderr
    assert "Traceback" not in refused.stderr
    forced = run(*options, "--force", env=environment)
    assert forced.returncode == 0
    assert "published by force" in forced.stderr
    again = run(*options, env=environment)
    assert again.stdout.startswith("unchanged")


def test_a_limit_that_is_no_number_is_one_message():
    result = run("build", env=os.environ | {"STEMFAQ_GATE_ECE": "little"})
    assert result.returncode == 1
    assert result.stderr.startswith("STEMFAQ_GATE_ECE: ")
