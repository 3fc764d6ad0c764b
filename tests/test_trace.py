"""Each figure leads to the fact and the source that prove it, and each fact to its use."""

import json

import pytest

from conftest import passage
from stemfaq.cli import main
from stemfaq.corpus.figures import figures
from stemfaq.corpus.passage import without_citations
from stemfaq.corpus.reader import read_corpus
from stemfaq.errors import StemfaqError
from stemfaq.staff.trace import Proof, lines, trace, unused


def facts(folder, *texts):
    """Write one fact of the small corpus's paper for each text."""
    first = json.loads((folder / "facts.json").read_text())[0]
    records = [first | {"id": f"f{n}", "fact": text} for n, text in enumerate(texts, 1)]
    (folder / "facts.json").write_text(json.dumps(records))
    return read_corpus(folder)


def test_a_figure_leads_to_its_fact_source_date_and_place(small_corpus):
    (found,) = trace(read_corpus(small_corpus()), "alpha")
    text = "Of 40 people 13 (32.5%) improved."
    assert (found.figure, found.line) == ("40", 18)
    assert found.sentence == "In a study of 40 people some got better."
    assert found.proofs == (Proof("paper", "f1", text, "2014", "https://doi.org/10.1000/1"),)


def test_the_fact_that_shares_most_figures_comes_first(small_corpus):
    folder = small_corpus(alpha=passage(body="Of 40 people 13 got better [@paper]."))
    corpus = facts(folder, "They saw 40 doctors.", "Of 40 people 13 improved.")
    first, second = trace(corpus, "alpha")
    assert [proof.fact for proof in first.proofs] == ["f2", "f1"]
    assert [proof.fact for proof in second.proofs] == ["f2"]


def test_a_figure_without_proof_is_said_to_have_none(small_corpus):
    folder = small_corpus(alpha=passage(body="In 41 people it helped [@paper]."))
    assert "41: NOT PROVED" in "\n".join(lines(trace(read_corpus(folder), "alpha")))


def test_the_record_itself_proves_its_year(small_corpus):
    folder = small_corpus(alpha=passage(body="It came out in 2019 [@paper]."))
    path = folder / "sources.json"
    record = json.loads(path.read_text())[0] | {"issued": {"date-parts": [[2019]]}}
    path.write_text(json.dumps([record]))
    (found,) = trace(read_corpus(folder), "alpha")
    assert [proof.fact for proof in found.proofs] == [None]


def test_a_passage_that_is_not_there_is_named(small_corpus):
    with pytest.raises(StemfaqError, match="nowhere: is no passage"):
        trace(read_corpus(small_corpus()), "nowhere")


def test_a_fact_is_used_where_its_source_is_cited_beside_its_figure(small_corpus):
    corpus = facts(
        small_corpus(),
        "Of 40 people 13 improved.",  # 40 stands in the passage
        "Of 99 people none improved.",
        "Some people improved.",  # no figure: its source is cited
    )
    assert [fact.id for fact in unused(corpus)] == ["f2"]


def test_a_fact_of_a_source_that_nobody_cites_is_unused(small_corpus):
    folder = small_corpus()
    records = json.loads((folder / "facts.json").read_text())
    (folder / "facts.json").write_text(json.dumps([records[0] | {"sources": ["other"]}]))
    assert [fact.id for fact in unused(read_corpus(folder))] == ["f1"]


def test_every_figure_of_the_real_corpus_is_traced_and_proved(checked):
    corpus = checked.corpus
    names = corpus.vocabulary.names_with_digits
    for chosen in corpus.passages[::40]:
        traced = trace(corpus, chosen.id)
        texts = (chosen.question, *map(without_citations, chosen.paragraphs))
        assert len(traced) == sum(len(figures(text, names).single) for text in texts)
        assert all(one.proofs for one in traced), chosen.id


def test_the_command_prints_json_and_lists_unused_facts(small_corpus, capsys):
    folder = str(small_corpus())
    for arguments in (["alpha", "--json"], ["--unused"]):
        with pytest.raises(SystemExit) as left:
            main(["trace", *arguments, "--corpus", folder])
        assert left.value.code == 0
    printed = capsys.readouterr().out
    assert '"fact": "f1"' in printed
    assert "0 of 1 facts are used by no passage" in printed
