"""Evidence is added to the corpus; what staff completed or corrected there stays."""

import json

import pytest

from stemfaq.errors import StemfaqError
from stemfaq.staff.evidence_import import import_evidence

FACT = {"sources": ["paper"], "diseases": ["lupus"], "therapies": ["MSC"], "about": "risk"}
FACT |= {"fact": "As collected.", "caveat": "", "as_of": "2014"}
RECORD = {"type": "article-journal", "title": "As collected", "kind": "review"}


@pytest.fixture
def taken(small_corpus, tmp_path):
    """Import sources and facts into a small corpus that cites paper; gives both files by id."""

    def imported(sources, facts, **options):
        evidence = tmp_path / "evidence"
        evidence.mkdir()
        (evidence / "sources.json").write_text(json.dumps([RECORD | s for s in sources]))
        (evidence / "facts.json").write_text(json.dumps([FACT | f for f in facts]))
        corpus = small_corpus()
        import_evidence(evidence, corpus, **options)
        files = (json.loads((corpus / f"{n}.json").read_text()) for n in ("sources", "facts"))
        return tuple({record["id"]: record for record in records} for records in files)

    return imported


def test_what_the_corpus_has_stays_as_it_is(taken):
    sources, facts = taken([{"id": "paper"}, {"id": "other"}], [{"id": "f1", "sources": ["other"]}])
    assert sources["paper"]["title"] == "A paper"
    assert facts["f1"]["fact"] != "As collected."
    assert "other" not in sources


def test_new_facts_of_a_cited_source_come_with_their_sources(taken):
    new = {"id": "f2", "sources": ["paper", "other"], "companions": ["f1", "f9"]}
    sources, facts = taken([{"id": "paper"}, {"id": "other"}, {"id": "third"}], [new])
    assert sources["other"]["title"] == "As collected"
    assert "third" not in sources
    assert facts["f2"]["companions"] == ["f1"]


def test_all_takes_what_no_passage_cites(taken):
    sources, _ = taken([{"id": "third"}], [], everything=True)
    assert set(sources) == {"paper", "third"}


def test_a_link_to_an_unreviewed_host_is_left_out(taken):
    links = [{"id": "a", "URL": "https://example.org/x"}, {"id": "b", "URL": "https://doi.org/1"}]
    sources, _ = taken(links, [], everything=True)
    assert "URL" not in sources["a"]
    assert sources["b"]["URL"] == "https://doi.org/1"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        ("[{]", "cannot be read"),
        ("{}", "must hold a JSON list"),
        ('[{"id": "a"}]', "entry 1 needs id and title"),
    ],
)
def test_evidence_that_cannot_be_taken_is_named(small_corpus, tmp_path, content, says):
    if content:
        (tmp_path / "sources.json").write_text(content)
    with pytest.raises(StemfaqError, match=rf"sources\.json: .*{says}"):
        import_evidence(tmp_path, small_corpus())
