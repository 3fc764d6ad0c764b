"""Passages are in our own words: a long run that stands in a fact is a warning."""

import json

from hypothesis import given
from hypothesis import strategies as st

from conftest import passage
from stemfaq.corpus.check import check
from stemfaq.corpus.copied import RUN, Copies
from stemfaq.corpus.evidence import Fact

TEN = "after a year most of them had no sign left"
SENTENCE = f"In Italy {TEN} of their lupus."


def fact(text: str) -> Fact:
    return Fact(
        id="f1",
        sources=["a"],
        diseases=[],
        therapies=[],
        about="risk",
        fact=text,
        caveat="None.",
        as_of="2014",
    )


def shared(text: str, of: str = SENTENCE) -> list[str]:
    return [run.text for run in Copies([fact(of)]).runs(text)]


def test_ten_words_in_a_row_are_a_run_and_nine_are_none():
    assert len(TEN.split()) == RUN
    assert shared(f"We read that {TEN}.") == [TEN]
    assert shared(f"We read that {TEN.removesuffix(' left')}.") == []


def test_a_run_is_told_whole_and_once():
    assert shared(SENTENCE) == [SENTENCE.removesuffix(".")]


def test_capitals_and_commas_do_not_hide_a_run():
    assert shared("AFTER a year, most of them had no sign left.") != []


def test_a_run_does_not_cross_the_end_of_a_sentence():
    assert shared("After a year most of them. Had no sign left of their lupus.") == []


def test_a_percentage_is_not_the_bare_number():
    of = "A year later 20% of all of them had a flare and died."
    assert shared(of.replace("20%", "20"), of=of) == []


def test_the_check_warns_with_file_line_and_fact(small_corpus):
    body = f"In a study of 40 people {TEN} [@paper]."
    folder = small_corpus(alpha=passage(body=body))
    facts = json.loads((folder / "facts.json").read_text())
    facts[0]["fact"] += f" {SENTENCE}"
    (folder / "facts.json").write_text(json.dumps(facts))
    report = check(folder)
    assert report.errors == ()
    (warning,) = (str(p) for p in report.problems if "in a row" in p.message)
    assert warning.startswith("passages/theme/alpha.md:18: warning: 10 words in a row")
    assert "f1" in warning


WORDS = st.lists(st.sampled_from(["red", "blue"]), min_size=1, max_size=60)


@given(WORDS, WORDS)
def test_runs_are_those_that_a_plain_search_finds(text, of):
    """Compared with the slow way: every run of ten words, looked up in the whole fact."""
    found = shared(" ".join(text), of=" ".join(of))
    held = f" {' '.join(of)} "
    expected = {i for i in range(len(text) - RUN + 1) if f" {' '.join(text[i : i + RUN])} " in held}
    assert sum(len(run.split()) - RUN + 1 for run in found) == len(expected)
