"""What changes by itself is reviewed twice a year and shown with its date."""

import datetime
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from conftest import CORPUS, passage
from stemfaq.answer.answer import answer
from stemfaq.answer.reply import Reply
from stemfaq.answer.shown import show_passage
from stemfaq.corpus.check import check
from stemfaq.corpus.currency import review_by
from stemfaq.corpus.reader import parse_passage, read_corpus
from stemfaq.terminal import print_reply

VOCABULARY = read_corpus(CORPUS).vocabulary


def test_trials_costs_rules_and_clinics_change():
    changing = {name for name, subject in VOCABULARY.about.items() if subject.changes}
    assert changing == {"cost", "regulation", "clinics", "trials"}


def test_a_subject_that_changes_must_be_reviewed_twice_a_year(small_corpus):
    folder = small_corpus()
    path = folder / "vocabulary.yaml"
    text = path.read_text()
    line = text.count("\n", 0, text.index("review_months: 6")) + 1
    path.write_text(text.replace("review_months: 6", "review_months: 7", 1))
    (problem,) = check(folder).errors
    assert str(problem).startswith(f"vocabulary.yaml:{line}: cost")


def test_the_end_of_a_review_is_told_from_the_day_after(small_corpus):
    folder = small_corpus(alpha=passage(reviewed="2025-02-28"))
    until = datetime.date(2026, 2, 28)
    found = [
        [p.message for p in check(folder, day).problems if "ran out" in p.message]
        for day in (until, until + datetime.timedelta(days=1))
    ]
    assert found == [[], ["its review ran out on 2026-02-28"]]


@given(st.dates(datetime.date(2020, 1, 1), datetime.date(2090, 1, 1)))
def test_a_review_holds_its_months_to_the_day_or_the_month_s_end(reviewed):
    file = parse_passage(passage(reviewed=reviewed.isoformat()), "x.md")
    due = review_by(file, VOCABULARY)
    assert (due.year, due.month) == (reviewed.year + 1, reviewed.month)
    assert due.day == reviewed.day or (reviewed.month, reviewed.day, due.day) == (2, 29, 28)


@pytest.mark.parametrize(("about", "as_of"), [("trials", "December 2025"), ("effectiveness", None)])
def test_a_passage_on_what_changes_is_shown_with_its_month(index, about, as_of):
    chosen = replace(index.passages[0], about=about, reviewed=datetime.date(2025, 12, 31))
    reply = Reply("answer", "q", "q", "digest", passages=(show_passage(index, chosen, {}),))
    console = Console(file=io.StringIO(), width=1000)
    print_reply(reply, console)
    assert reply.as_dict()["passages"][0]["as_of"] == as_of
    assert ("As of December 2025." in console.file.getvalue()) == bool(as_of)


def test_a_real_answer_on_prices_carries_its_month(index):
    shown = answer(index, ["what do stem cell clinics charge"]).passages[0]
    assert shown.as_of == "November 2026"
