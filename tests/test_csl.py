"""sources.json is valid CSL-JSON, and comes back whole from a CSL processor and from Zotero."""

import json
import warnings

import pytest
from citeproc.source.json import CiteProcJSON
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from conftest import CORPUS
from stemfaq.corpus import evidence
from stemfaq.corpus.check import check
from stemfaq.corpus.csl import IN_EXTRA, SCHEMA, from_zotero, to_zotero
from stemfaq.corpus.evidence import read_records

RECORDS = read_records(CORPUS / "sources.json")
PAPER = {"id": "paper", "type": "article-journal", "title": "A paper", "DOI": "10.1000/1"}
PAPER |= {"author": [{"family": "Wang"}]}
KIND = "kind: uncontrolled trial"


@pytest.fixture
def small_corpus_once(small_corpus):
    return small_corpus()


def test_the_schema_is_the_official_one():
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft7Validator.check_schema(schema)
    assert schema["$id"].startswith("https://resource.citationstyles.org/schema/v1.0/")
    assert Draft7Validator(schema).is_valid(RECORDS)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"type": "paper"}, "type: 'paper' is not one of"),
        ({"kind": "review"}, "the record: Additional properties are not allowed ('kind'"),
        ({"author": [{"name": "A"}]}, "author.0"),
        ({"issued": {"date-parts": [[]]}}, "issued"),
        ({"title": 5}, "title: 5 is not of type 'string'"),
    ],
)
def test_a_record_that_is_not_valid_is_named_with_the_variable(small_corpus, change, says):
    folder = small_corpus()
    (folder / "sources.json").write_text(json.dumps([PAPER | {"note": KIND} | change]))
    found = [str(problem) for problem in check(folder).errors]
    assert any(t.startswith("sources.json:1: paper: is no valid") and says in t for t in found), (
        found
    )


def _errors(folder, change, remove=("DOI",)):
    record = {k: v for k, v in PAPER.items() if k not in remove} | {"note": KIND} | change
    (folder / "sources.json").write_text(json.dumps([record]))
    return [p.message for p in check(folder).errors if p.path == "sources.json"]


JOURNAL = {
    "container-title": "Lupus",
    "volume": "3",
    "page": "1-9",
    "issued": {"date-parts": [[2014]]},
}


@pytest.mark.parametrize(
    "change",
    [
        {"DOI": "10.1000/1"},
        {"PMID": "123"},
        {"PMCID": "PMC1"},
        {"URL": "https://nhs.uk/a"},
        JOURNAL,
    ],
)
def test_a_link_or_the_place_in_a_journal_is_enough_to_find_a_source(small_corpus, change):
    assert _errors(small_corpus(), change) == []


@pytest.mark.parametrize("missing", [*JOURNAL, None])
def test_a_source_that_nobody_can_find_is_an_error(small_corpus, missing):
    change = {key: value for key, value in JOURNAL.items() if key != missing} if missing else {}
    note = {"note": f"{KIND}\nread-at: https://mirror.example.org"}
    assert _errors(small_corpus(), change | note) == ["paper: nobody can find it"]


def test_a_source_names_who_wrote_it(small_corpus):
    change = {"note": f"{KIND}\nread: abstract"}
    assert _errors(small_corpus(), change, remove=("author",)) == [
        "paper: names nobody who wrote it"
    ]


def test_a_source_that_nothing_uses_need_not_be_complete(small_corpus):
    folder = small_corpus()
    unused = {"id": "idle", "type": "article-journal", "title": "B", "note": KIND}
    (folder / "sources.json").write_text(json.dumps([PAPER | {"note": KIND}, unused]))
    assert check(folder).errors == ()


def test_a_note_that_zotero_would_take_for_a_field_is_an_error(small_corpus):
    (message,) = _errors(small_corpus(), {"note": f"{KIND}\nissue: 3"}, remove=())
    assert message == "paper: Zotero would not give it back as it is"


def test_zotero_gives_every_real_record_back_whole():
    for record in RECORDS:
        kept = to_zotero(record)
        assert not set(IN_EXTRA) & set(kept)
        assert from_zotero(kept) == record, record["id"]


LINES = st.lists(
    st.from_regex(r"(kind|read-at|about): [a-z][a-z: /.]*[a-z]", fullmatch=True), max_size=4
)


@given(LINES, st.sets(st.sampled_from(IN_EXTRA)))
def test_any_note_of_ours_survives_zotero(lines, numbers):
    record = PAPER | dict.fromkeys(numbers, "123")
    record |= {"note": "\n".join(lines)} if lines else {}
    assert from_zotero(to_zotero(record)) == record


def test_labels_in_extra_are_read_as_zotero_writes_them():
    extra = "PMID: 123\nOriginal Date: 1999\nkind: review\nfree text"
    assert from_zotero(PAPER | {"note": extra}) == PAPER | {
        "PMID": "123",
        "original-date": "1999",
        "note": "kind: review\nfree text",
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
VARIABLES = ("type", "issued", "accessed", "author", "URL", "DOI", "PMID", "note", "page", "x")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(VARIABLES), JSON))
def test_whatever_a_record_holds_becomes_problems_and_no_crash(small_corpus_once, change):
    folder = small_corpus_once
    (folder / "sources.json").write_text(json.dumps([PAPER | {"note": KIND} | change]))
    assert all(problem.mend for problem in check(folder).problems)


@given(JSON)
def test_a_date_of_any_shape_gives_a_year_or_none(value):
    for issued in (value, {"date-parts": value}, {"date-parts": [[value]]}):
        year = evidence.Source(PAPER | {"issued": issued}).year
        assert year is None or isinstance(year, int)


@pytest.mark.parametrize("url", ["http://[", "https://", "nhs.uk/a", "ftp://nhs.uk", "\x00"])
def test_a_link_that_is_none_is_an_error(small_corpus, url):
    assert any("patients are not sent" in m for m in _errors(small_corpus(), {"URL": url}))


def _as_csl(reference):
    """A record as citeproc-py holds it, back in CSL-JSON."""

    def date(value):
        parts = [value[part] for part in ("year", "month", "day") if part in value]
        return {"date-parts": [parts]}

    record = {}
    for name, value in reference.items():
        key = name.replace("_", "-")
        if key == "key":
            continue  # citeproc-py's own name for the id
        if key in ("issued", "accessed"):
            record[key] = date(value)
        elif key == "author":
            record[key] = [dict(person) for person in value]
        else:
            record[key] = str(value)
    return record


def test_a_csl_processor_holds_every_real_record_whole():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        held = CiteProcJSON(RECORDS)
    for record in RECORDS:
        found = _as_csl(held[record["id"].lower()])
        assert found == {key: value for key, value in record.items() if key != "id"}
