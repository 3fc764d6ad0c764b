"""A trial's record changes: of an old copy patients read its month, not the day of reading."""

import datetime
import json

import pytest

from stemfaq.answer.reply import CitedSource
from stemfaq.corpus.currency import old_copy
from stemfaq.corpus.evidence import Fact, Source
from stemfaq.corpus.months import NAMES, month_name, month_of
from stemfaq.corpus.reader import read_corpus
from stemfaq.index.opening import Reference
from stemfaq.staff.writing import cited_sources
from stemfaq.web.passage_html import cited_source

READ = {"accessed": {"date-parts": [[2026, 11, 23]]}}


def record(kind="trial registration", **fields):
    return Source({"id": "nct1", "title": "A trial", "note": f"kind: {kind}", **READ, **fields})


def fact(as_of, *others):
    return Fact(
        id="f1",
        sources=["nct1", *others],
        diseases=["lupus"],
        therapies=["MSC"],
        about="trials",
        fact="It ended, without results.",
        caveat="",
        as_of=as_of,
    )


def month(source, *dates):
    found = old_copy(source, [fact(as_of) for as_of in dates])
    return found and month_name(found)


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        (["2022-04"], "April 2022"),
        (["April 2022"], "April 2022"),
        (["April 2022", "2023-12", "May 2021"], "December 2023"),
        (["October 2025"], "October 2025"),
        (["November 2025"], None),  # a year before, to the month
        (["April 2022", "January 2026"], None),
        (["April 2022", "record as read, November 2026"], None),
        (["2017"], None),  # perhaps the year of the trial
        (["April 2022", "2025"], None),
        (["after November 2024"], None),
        (["2022-13"], None),
        ([], None),
    ],
)
def test_the_newest_month_counts_if_all_give_one_and_it_is_over_a_year_before(dates, shown):
    assert month(record(), *dates) == shown


def test_a_fact_of_several_sources_may_have_its_date_from_the_others():
    shared = fact("April 2022", "paper")
    assert old_copy(record(), [shared]) is None
    assert old_copy(record(), [shared, fact("May 2021")]) == datetime.date(2021, 5, 1)


@pytest.mark.parametrize("kind", ["patient information", "regulator", "news"])
def test_on_other_pages_a_month_may_be_that_of_an_event(kind):
    assert month(record(kind), "April 2022") is None


def test_a_record_with_a_year_of_its_own_shows_that():
    assert month(record(issued={"date-parts": [[2023]]}), "April 2022") is None


@pytest.mark.parametrize("number", range(1, 13))
def test_months_are_read_as_they_are_written(number):
    day = datetime.date(2022, number, 1)
    assert month_name(day) == f"{NAMES[number - 1]} 2022"
    assert month_of(month_name(day)) == month_of(f"2022-{number:02}") == day


@pytest.mark.parametrize(
    ("language", "as_of", "label"),
    [
        ("en", "April 2022", "(trial registration, as it stood in April 2022)"),
        ("es", "April 2022", "(registro de un ensayo, tal como estaba en abril de 2022)"),
        ("en", None, "(trial registration, read on 23 November 2026)"),
        ("es", None, "(registro de un ensayo, leído el 23 de noviembre de 2026)"),
    ],
)
def test_patients_read_the_month_of_an_old_copy_in_place_of_the_day_of_reading(
    language, as_of, label
):
    source = CitedSource(
        "nct1", 1, "A trial", None, "trial registration", None, "2026-11-23", as_of
    )
    assert label in cited_source(source, language)


def test_the_index_carries_the_month_of_an_old_copy(small_corpus):
    folder = small_corpus()
    for name, change in (
        ("sources.json", READ | {"note": "kind: trial registration"}),
        ("facts.json", {"as_of": "2022-04"}),
    ):
        records = json.loads((folder / name).read_text())
        (folder / name).write_text(json.dumps([records[0] | change]))
    (source,) = cited_sources(read_corpus(folder))
    assert Reference(**source).as_of == "April 2022"
