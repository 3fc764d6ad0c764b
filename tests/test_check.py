"""The check names file, line and mend, and no problem hides another."""

import json

import pytest

from conftest import passage
from stemfaq.corpus.check import check
from stemfaq.corpus.style import grade


def messages(folder, **options):
    return [str(problem) for problem in check(folder, **options).errors]


def test_a_sound_corpus_has_no_problem(small_corpus):
    assert messages(small_corpus()) == []


@pytest.mark.parametrize(
    ("fields", "line", "says"),
    [
        ({"answer": "Nobody knows [@nobody]."}, 16, "nobody"),
        ({"body": "In a study of 41 people some got better [@paper]."}, 18, "41"),
        ({"body": "In a study of 40 people some got better."}, 18, "citation"),
        ({"body": "Half of them, 32.6%, got better [@paper]."}, 18, "32.6%"),
        ({"body": "It cost $40 each time they came [@paper]."}, 18, "$40"),
        ({"body": "Of them seven got better in the end [@paper]."}, 18, "seven"),
        ({"related": "[nowhere]"}, 14, "nowhere"),
        ({"id": "beta"}, 2, "beta"),
    ],
)
def test_a_broken_rule_is_named_with_its_line(small_corpus, fields, line, says):
    found = messages(small_corpus(alpha=passage(**fields)))
    assert any(f"alpha.md:{line}:" in text and says in text for text in found), found


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("diseases: [lupus]", "diseases: [lopus]", "lopus"),
        ("about: effectiveness", "about: magic", "magic"),
        ("evidence: weak", "evidence: sure", "sure"),
        ("reviewed: 2026-11-24", "reviewed: yesterday", "reviewed"),
        ("reviewed: 2026-11-24\n", "", "reviewed"),
        ("question: Does", "question: [Does", "YAML"),
        ("  - tell me more of alpha\n", "", "asks"),
        ("reviewed: 2026-11-24", "reviewed: 2026-11-24\nextra: 1", "extra"),
    ],
)
def test_wrong_front_matter_is_an_error(small_corpus, old, new, says):
    found = messages(small_corpus(alpha=passage().replace(old, new)))
    assert any("alpha.md" in text and says in text for text in found), found


HARD = (
    "Immunological rehabilitation necessitates individualised multidisciplinary administration "
    "of comparatively experimental immunosuppressive interventions [@paper]."
)
FAIRLY_HARD = (
    "After the treatment ended, the doctors of the hospital looked at every person several times "
    "and wrote down how they felt [@paper]."
)


def test_a_short_answer_above_grade_12_is_an_error(small_corpus):
    found = messages(small_corpus(alpha=passage(answer=HARD)))
    assert any("alpha.md:16: the short answer reads at grade" in text for text in found), found


def test_the_median_grade_may_not_exceed_8(small_corpus):
    assert 8 < grade(FAIRLY_HARD) < 12
    (found,) = messages(small_corpus(alpha=passage(answer=FAIRLY_HARD)))
    assert found.startswith("passages:1: the short answers' median grade is")


def test_all_problems_come_in_one_run(small_corpus):
    folder = small_corpus(
        alpha=passage(answer="Nobody knows [@nobody]."),
        beta=passage(id="beta"),
        gamma="no front matter at all",
        delta=passage(id="delta", question="Does delta work?").replace("weak", "sure"),
    )
    (folder / "facts.json").write_text("[{]")
    found = "\n".join(messages(folder))
    for name in ("alpha.md", "beta.md", "gamma.md", "delta.md", "facts.json"):
        assert name in found


def test_a_question_or_an_ask_stands_in_one_passage_only(small_corpus):
    folder = small_corpus(alpha=passage(), beta=passage(id="beta"))
    assert any("Does alpha work for lupus?" in text for text in messages(folder))


def test_an_id_is_not_used_again_for_another_passage(small_corpus):
    beta = passage(id="beta", question="Is beta safe?").replace("related: []", "formerly: [alpha]")
    assert any(
        "the id 'alpha' stands in" in text
        for text in messages(small_corpus(alpha=passage(), beta=beta))
    )


def test_a_passage_past_its_review_date_is_a_warning(small_corpus):
    folder = small_corpus(alpha=passage(reviewed="2020-01-01"))
    report = check(folder)
    assert report.errors == ()
    assert any("review" in str(problem) for problem in report.problems)


def test_a_link_to_a_host_that_is_not_reviewed_is_an_error(small_corpus):
    folder = small_corpus()
    source = {"id": "paper", "type": "webpage", "title": "A", "note": "kind: review"}
    source["URL"] = "https://stemcells-now.example.com/lupus"
    (folder / "sources.json").write_text(json.dumps([source]))
    assert any("stemcells-now.example.com" in text for text in messages(folder))


def test_a_day_of_access_that_is_none_is_an_error(small_corpus):
    folder = small_corpus()
    (source,) = json.loads((folder / "sources.json").read_text())
    source["accessed"] = {"date-parts": [[2026, 2, 30]]}
    (folder / "sources.json").write_text(json.dumps([source]))
    assert any("2026-02-30, which is no day" in text for text in messages(folder))


def test_a_term_without_a_word_is_an_error(small_corpus):
    folder = small_corpus()
    path = folder / "vocabulary.yaml"
    path.write_text(path.read_text("utf-8").replace("terms: [", 'terms: ["--", ', 1), "utf-8")
    assert any(text.startswith("vocabulary.yaml:") for text in messages(folder))


def test_examples_of_urgency_need_the_passages_that_help(small_corpus):
    folder = small_corpus()
    (folder / "urgency.jsonl").write_text('{"text": "help me", "label": "crisis"}\n')
    found = "\n".join(messages(folder))
    assert "urgent-crisis" in found
    assert "urgent-emergency" in found


def test_a_golden_question_names_passages_that_exist(small_corpus):
    folder = small_corpus()
    line = {"id": "q1", "group": "g", "turns": ["does it work"], "kind": "answer"}
    line["passages"] = ["nowhere"]
    (folder / "questions.jsonl").write_text(json.dumps(line) + "\nnot json\n")
    found = "\n".join(messages(folder))
    assert "nowhere" in found
    assert "questions.jsonl:2" in found
