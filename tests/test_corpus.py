"""The real corpus keeps every rule."""

import statistics

from conftest import CORPUS
from stemfaq.corpus.check import check
from stemfaq.corpus.passage import without_citations
from stemfaq.corpus.style import grade


def test_the_real_corpus_has_no_error():
    assert [str(problem) for problem in check(CORPUS).errors] == []


def test_the_real_corpus_is_large_enough_and_plain():
    passages = check(CORPUS).corpus.passages
    answers = [without_citations(passage.answer) for passage in passages]
    grades = [grade(answer) for answer in answers]
    assert len(passages) >= 70
    assert statistics.median(grades) <= 8
    assert max(grades) <= 12
    assert max(len(answer.split()) for answer in answers) <= 90
    assert min(len(passage.asks) for passage in passages) >= 4


def test_every_fact_and_source_of_the_corpus_is_used():
    corpus = check(CORPUS).corpus
    sources = {source for fact in corpus.facts for source in fact.sources}
    assert sources <= set(corpus.sources)


def test_a_label_names_each_antibody_that_it_stands_for():
    drugs = check(CORPUS).corpus.vocabulary.drugs.values()
    shared = {
        drug.label: antibodies
        for drug in drugs
        if len(antibodies := [term for term in drug.terms if term.endswith("mab")]) > 1
    }
    assert shared
    assert all(name in label for label, names in shared.items() for name in names)
