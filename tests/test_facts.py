"""Facts say when they hold and where they were read; harms are told beside benefits."""

import json

import pytest

from conftest import passage
from stemfaq.corpus.check import check
from stemfaq.corpus.harms import harms_by_source


@pytest.fixture
def evidence(small_corpus):
    """Change the one fact and the one source of a small corpus; gives the errors of facts.json."""

    def errors(fact, source):
        folder = small_corpus()
        for name, change in (("facts.json", fact), ("sources.json", source)):
            records = json.loads((folder / name).read_text())
            (folder / name).write_text(json.dumps([records[0] | change]))
        return [str(p) for p in check(folder).errors if p.path == "facts.json"]

    return errors


READ = "kind: uncontrolled trial\nread-at: https://example.org/a"


@pytest.mark.parametrize(
    ("fact", "source"),
    [
        ({"as_of": "page read in 2026"}, {}),
        ({"as_of": "undated"}, {"issued": {"date-parts": [[2014]]}}),
        ({"as_of": "undated"}, {"accessed": {"date-parts": [[2026, 11, 23]]}}),
        ({}, {"DOI": "", "note": READ}),
    ],
)
def test_a_date_and_a_place_to_read_it_are_enough(evidence, fact, source):
    assert evidence(fact, source) == []


@pytest.mark.parametrize(
    ("fact", "source", "says"),
    [
        ({"as_of": "date not shown"}, {}, "no date: as_of is 'date not shown'"),
        ({"as_of": ""}, {}, "no date"),
        ({}, {"DOI": ""}, "nobody can tell where it was read"),
        ({"companions": ["f9"]}, {}, "its companion f9 is no other fact"),
        ({"companions": ["f1"]}, {}, "its companion f1 is no other fact"),
        ({"sources": ["paper", "f9"]}, {}, "unknown source f9"),
    ],
)
def test_a_fact_without_them_is_an_error(evidence, fact, source, says):
    found = evidence(fact, source)
    assert any(text.startswith("facts.json:1: f1: ") and says in text for text in found), found


def with_harm(folder):
    """The fact gets a companion of its own source and one of another."""
    facts = json.loads((folder / "facts.json").read_text())
    harm = facts[0] | {"id": "f2", "fact": "Three of 40 died.", "about": "risk"}
    elsewhere = harm | {"id": "f3", "sources": ["other"]}
    facts[0]["companions"] = ["f2", "f3"]
    (folder / "facts.json").write_text(json.dumps([*facts, harm, elsewhere]))
    sources = json.loads((folder / "sources.json").read_text())
    (folder / "sources.json").write_text(json.dumps([*sources, sources[0] | {"id": "other"}]))
    return folder


def warnings(folder):
    return [str(p) for p in check(folder).problems if "no word of" in p.message]


def test_a_passage_on_effect_without_a_word_of_harm_is_a_warning(small_corpus):
    (warning,) = warnings(with_harm(small_corpus()))
    assert warning.startswith("passages/theme/alpha.md:11: warning: paper reports harms")
    assert "f2" in warning


@pytest.mark.parametrize("words", ["Three people died", "It has risks", "Infections came"])
def test_a_word_of_harm_in_any_paragraph_is_enough(small_corpus, words):
    folder = small_corpus(alpha=passage(body=f"Of 40 people some got better. {words} [@paper]."))
    assert warnings(with_harm(folder)) == []


def test_other_subjects_are_not_asked_for_harms(small_corpus):
    text = passage().replace("about: effectiveness", "about: what-is")
    assert warnings(with_harm(small_corpus(alpha=text))) == []


def test_only_harms_of_the_same_source_count(small_corpus):
    corpus = check(with_harm(small_corpus())).corpus
    assert harms_by_source(corpus.facts) == {"paper": ("f2",)}
