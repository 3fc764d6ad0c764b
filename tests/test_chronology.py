"""A source cannot prove what happened after it was issued: such a sentence is a warning."""

import datetime
import json

import pytest

from conftest import passage
from stemfaq.corpus.check import check

TODAY = datetime.date(2026, 11, 25)


def issued(year):
    return {"issued": {"date-parts": [[year]]}}


def read(year):
    return {"accessed": {"date-parts": [[year, 11, 23]]}}


def warned(folder, body, **dates):
    """The warnings on a body paragraph whose sources have these dates."""
    (folder / "passages/theme/alpha.md").write_text(passage(body=body))
    note = {"type": "webpage", "title": "A", "DOI": "10.1000/1", "note": "kind: regulator"}
    sources = [{"id": key, **note, **date} for key, date in dates.items()]
    sources = json.loads((folder / "sources.json").read_text()) + sources
    (folder / "sources.json").write_text(json.dumps(sources))
    return [p for p in check(folder, TODAY).problems if "cannot prove an event" in p.message]


def test_an_event_after_its_only_source_is_a_warning_with_its_line(small_corpus):
    (problem,) = warned(small_corpus(), "It was approved in 2025 [@old].", old=issued(2021))
    assert str(problem).startswith(
        "passages/theme/alpha.md:18: warning: the source of 2021 cannot prove an event of 2025: "
        "'It was approved in 2025.' (old)"
    )


@pytest.mark.parametrize(
    "body",
    [
        "Two were tried and 5 failed by mid-2025 [@old].",
        "It was approved in 2020. It was withdrawn in 2025 [@old].",
        "It was withdrawn in 2025. Nobody said why [@old].",
        "It was withdrawn in 2025 [@old]. New rules hold [@new].",
        "The rules hold since May 2025, and hospitals may charge [@old].",
    ],
)
def test_a_sentence_has_its_own_sources_or_those_at_the_end_of_a_later_one(small_corpus, body):
    found = warned(small_corpus(), body, old=issued(2021), new=issued(2025))
    assert [p.message.partition(": ")[0] for p in found] == [
        "the source of 2021 cannot prove an event of 2025"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "It was approved in 2021 [@old].",
        "It was approved in 2025 [@old; @new].",
        "It is listed as open to 2030 [@old].",
        "We found no result as of November 2025 [@old].",
        "It was not approved in anything read up to mid-2025 [@old].",
        "It was expected to end in June 2025 [@old].",
        "It was due in 2025 [@old].",
        "Results were promised for June 2025 [@old].",
        "It was to begin in 2025 [@old].",
        "They planned 2025 as its end [@old].",
        "It cost 2,025 dollars [@old].",
    ],
)
def test_plans_how_far_we_looked_and_newer_sources_are_none(small_corpus, body):
    assert warned(small_corpus(), body, old=issued(2021), new=issued(2025)) == []


@pytest.mark.parametrize(("date", "warnings"), [(read(2026), 0), (read(2024), 1), ({}, 0)])
def test_a_page_without_a_date_tells_of_all_until_it_was_read(small_corpus, date, warnings):
    found = warned(small_corpus(), "It was approved in 2025 [@page].", page=date)
    assert len(found) == warnings
