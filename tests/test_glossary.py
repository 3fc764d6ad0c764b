"""Each hard word is explained once, plainly, and by a source; texts are matched by whole words."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import CORPUS, passage
from stemfaq.corpus.check import check
from stemfaq.corpus.glossary import Glossary, GlossaryEntry, GlossaryRecord, find
from stemfaq.corpus.hard_words import is_hard, unexplained
from stemfaq.corpus.reader import read_corpus

APHERESIS = """\
entries:
  - term: apheresis
    forms: [leukapheresis]
    explanation: A machine takes some cells out of the blood.
    sources: [paper]
"""
ENTRIES = (
    GlossaryEntry("cytokine", ("cytokine", "cytokines"), "A signal."),
    GlossaryEntry("cytokine release syndrome", ("cytokine release syndrome",), "A fever."),
    GlossaryEntry("MS", ("MS",), "A disease of nerves."),
    GlossaryEntry("Wharton's jelly", ("Wharton's jelly",), "A soft tissue."),
)


def with_glossary(folder: Path, text: str, kind: str = "review") -> Path:
    (folder / "glossary.yaml").write_text(text, "utf-8")
    path = folder / "sources.json"
    path.write_text(path.read_text().replace("uncontrolled trial", kind))
    return folder


def terms(text: str) -> list[str]:
    return [found.entry.term for found in find(text, ENTRIES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cytokines rose.", ["cytokine"]),
        (
            "a CYTOKINE release syndrome, or cytokine storm",
            ["cytokine release syndrome", "cytokine"],
        ),
        ("MS, not ms or MSC", ["MS"]),
        ("in Wharton’s jelly", ["Wharton's jelly"]),
        ("anticytokine, cytokinesis", []),
        ("", []),
    ],
)
def test_words_match_whole_and_the_longest_wins(text, expected):
    assert terms(text) == expected


@given(st.text(alphabet="cytokine sMSıſK’'-", max_size=60))
def test_what_is_found_stands_where_it_says_and_never_overlaps(text):
    found = list(find(text, ENTRIES))
    for one in found:
        assert text[one.start : one.end].replace("’", "'").lower() in {
            form.lower() for form in one.entry.forms
        }
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_sound_glossary_has_no_problem(small_corpus):
    assert check(with_glossary(small_corpus(), APHERESIS)).errors == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("sources: [paper]", "sources: [nowhere]", 4, "unknown source nowhere"),
        ("sources: [paper]", "sources: []", 5, "sources"),
        ("some cells", "9 cells", 4, "9 is in no fact"),
        ("the blood.", "the blood. It hums.", 4, "not one sentence"),
        ("the blood.", "the blood", 4, "not one sentence"),
        ("some cells", "particularly immunological lymphocyte populations", 4, "grade"),
        ("some cells", "a" + " few or many of the" * 5 + " cells", 4, "words"),
        ("forms: [leukapheresis]", "forms: [leukapheresis]\n    example: x", 4, "example"),
        ("forms: [leukapheresis]", "forms: leukapheresis", 3, "forms"),
        ("entries:", "entries: [", 2, "YAML"),
    ],
)
def test_a_broken_rule_is_named_with_its_line(small_corpus, old, new, line, says):
    folder = with_glossary(small_corpus(), APHERESIS.replace(old, new))
    found = [str(problem) for problem in check(folder).errors]
    assert any(text.startswith(f"glossary.yaml:{line}:") and says in text for text in found), found


def test_a_form_stands_under_one_term_only(small_corpus):
    twice = APHERESIS + APHERESIS.removeprefix("entries:\n").replace("term: apheresis", "term: aph")
    found = [str(problem) for problem in check(with_glossary(small_corpus(), twice)).errors]
    assert any("'leukapheresis' stands under apheresis too" in text for text in found), found


def test_a_source_must_speak_of_the_word_or_be_of_a_plain_kind(small_corpus):
    trial = with_glossary(small_corpus(), APHERESIS, kind="uncontrolled trial")
    assert any("no source speaks" in str(problem) for problem in check(trial).errors)
    facts = json.loads((trial / "facts.json").read_text())
    facts[0]["fact"] += " They had leukapheresis."
    (trial / "facts.json").write_text(json.dumps(facts))
    assert check(trial).errors == ()


def test_a_hard_word_without_an_entry_is_a_warning(small_corpus):
    folder = small_corpus(alpha=passage(body="In 40 people apheresis helped [@paper]."))
    warnings = [str(p) for p in check(folder).problems if p.warning]
    assert any("alpha.md:18:" in text and "apheresis" in text for text in warnings)
    assert not any("apheresis" in str(p) for p in check(with_glossary(folder, APHERESIS)).problems)


@pytest.mark.parametrize("word", ["apheresis", "proteinuria", "SLEDAI", "fistula-like", "uveitis"])
def test_a_rare_word_is_hard(word):
    assert is_hard(word)


@pytest.mark.parametrize("word", ["blood", "milder", "commonest", "unproven", "paralysed", "drips"])
def test_a_frequent_word_and_its_family_are_not_hard(word):
    assert not is_hard(word)


def test_names_of_places_people_and_medicines_need_no_entry():
    glossary = Glossary(entries=(), plain=("foamy",), names=("ASTIS",))
    text = "In Nanjing the ASTIS team saw foamy urine on teclistamab; write to ocod@fda.gov."
    assert list(unexplained(text, glossary)) == []
    assert list(unexplained("Apheresis and EDSS, apheresis [@ocod].", glossary)) == [
        "Apheresis",
        "EDSS",
    ]


def test_an_abbreviation_that_the_passage_explains_needs_no_entry(small_corpus):
    body = "In 40 people the egg reserve (AMH) fell [@paper]. The AMH stayed low [@paper]."
    problems = check(small_corpus(alpha=passage(body=body))).problems
    assert not any("AMH" in str(problem) for problem in problems)


def test_the_real_glossary_covers_what_patients_meet():
    glossary = read_corpus(CORPUS).glossary
    forms = {form for record in glossary.entries for form in record.entry.forms}
    assert len(glossary.entries) >= 80
    assert {"apheresis", "conditioning", "remission", "SLEDAI", "G-CSF", "ATG", "EDSS"} <= forms
    assert {
        "autologous",
        "allogeneic",
        "placebo",
        "randomised",
        "cytokine release syndrome",
    } <= forms


def test_an_entry_counts_its_term_among_its_forms():
    record = GlossaryRecord(
        term="ATG", forms=["antithymocyte globulin"], explanation="A drug.", sources=["a"]
    )
    assert record.entry == GlossaryEntry("ATG", ("ATG", "antithymocyte globulin"), "A drug.")
