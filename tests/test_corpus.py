"""The real corpus keeps every rule."""

import statistics
from difflib import SequenceMatcher

from stemfaq.corpus.passage import without_citations
from stemfaq.corpus.style import grade


def test_the_real_corpus_has_no_error(checked):
    assert [str(problem) for problem in checked.errors] == []


def test_the_real_corpus_is_large_enough_and_plain(checked):
    passages = checked.corpus.passages
    answers = [without_citations(passage.answer) for passage in passages]
    grades = [grade(answer) for answer in answers]
    assert len(passages) >= 70
    assert statistics.median(grades) <= 8
    assert max(grades) <= 12
    assert max(len(answer.split()) for answer in answers) <= 90
    assert min(len(passage.asks) for passage in passages) >= 4


def test_every_fact_and_source_of_the_corpus_is_used(checked):
    corpus = checked.corpus
    sources = {source for fact in corpus.facts for source in fact.sources}
    assert sources <= set(corpus.sources)


def test_each_antibody_has_a_name_of_its_own(checked):
    drugs = checked.corpus.vocabulary.drugs.values()
    antibodies = [(drug.label, t) for drug in drugs for t in drug.terms if t.endswith("mab")]
    assert antibodies
    # Beside the name itself stand only misspellings of it.
    assert all(SequenceMatcher(None, *names).ratio() > 0.9 for names in antibodies)
