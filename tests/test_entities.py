"""What a question names, and what a passage is about."""

from dataclasses import replace

import pytest

from conftest import CORPUS
from stemfaq.answer.agreement import conflicts
from stemfaq.corpus.entities import Named, named_in, profile
from stemfaq.corpus.reader import read_corpus
from stemfaq.index.spelling import Speller

_READ = read_corpus(CORPUS)
VOCABULARY = _READ.vocabulary
PASSAGE = replace(
    next(passage for passage in _READ.passages if passage.diseases == ("lupus",)),
    question="Which medicines help, such as adalimumab?",
    asks=("what about Enbrel", "is Stelara better", "my drug is baricitinib"),
    answer="Infliximab may help [@fdalabel-stelara].",
    body=("Etanercept did not. Rituximab was not tried.",),
)


@pytest.mark.parametrize(
    ("question", "drugs"),
    [
        ("Humira stopped working", {"adalimumab"}),
        ("vyvgart or IVIG for CIDP", {"efgartigimod", "IVIG"}),
        ("are JAK inhibitors safe", {"JAK inhibitors"}),
        ("Olumiant is a JAK inhibitor", {"baricitinib", "JAK inhibitors"}),
        ("a calcineurin inhibitor for my kidneys", {"ciclosporin", "tacrolimus", "voclosporin"}),
        ("predisone 20 mg and hydroxychloroquin", {"steroids", "hydroxychloroquine"}),
        ("a drip that blocks interferon", set()),
        ("is KYV-101 the same as miv-cel", {"miv-cel"}),
        ("biologics have failed me", set()),
    ],
)
def test_a_question_names_each_medicine_by_what_patients_call_it(question, drugs):
    assert named_in(question, VOCABULARY).drugs == drugs


def test_a_passage_is_about_each_medicine_that_it_answers_on():
    assert profile(PASSAGE, VOCABULARY).drugs == {"adalimumab", "etanercept", "infliximab"}


def test_a_passage_whose_question_names_no_medicine_is_about_none():
    passage = replace(PASSAGE, question="Which medicines help?")
    assert profile(passage, VOCABULARY).drugs == set()


@pytest.mark.parametrize(("medicine", "apart"), [("etanercept", 0), ("rituximab", 1)])
def test_a_passage_on_several_medicines_is_apart_from_none_of_them(medicine, apart):
    asked = Named(drugs=frozenset({medicine}))
    assert conflicts(asked, profile(PASSAGE, VOCABULARY), VOCABULARY)[2] == apart


def test_the_name_of_a_medicine_is_no_misspelling():
    names = " ".join(term for drug in VOCABULARY.drugs.values() for term in drug.terms)
    assert Speller(_READ.passages, VOCABULARY)(names) == names


@pytest.mark.parametrize(
    ("text", "diseases"),
    [
        ("is HSCT available for MG in the UK", {"myasthenia gravis"}),
        ("my mum has mg", {"myasthenia gravis"}),
        ("I take 20 MG of pred", set()),
        ("what dose in mg", set()),
        ("diagnosed with AS in 2019", {"ankylosing spondylitis"}),
        ("does it work as well", set()),
        ("DOES IT WORK AS WELL", set()),
        ("take it AS DIRECTED", set()),
        ("I take 20 mg's of prednisone", set()),
        ("MG", {"myasthenia gravis"}),
        ("MG's and cells", {"myasthenia gravis"}),
        ("HLA-B27 AS", {"ankylosing spondylitis"}),
    ],
)
def test_an_abbreviation_that_is_a_word_as_well_counts_in_capitals(text, diseases):
    assert VOCABULARY.named_in(text) & VOCABULARY.diseases.keys() == diseases
