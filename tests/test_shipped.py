"""What comes with a model is what it would make of the texts, and is not made again."""

import numpy as np
import pytest

from conftest import CORPUS, MODEL, passage
from stemfaq.answer.question import clean
from stemfaq.corpus.questions import read_questions
from stemfaq.index.cache import key
from stemfaq.index.export import encoder_folder
from stemfaq.index.packaged import SEARCH, TRIAGE
from stemfaq.index.shipped import NONE, read_shipped, ship, shipped_vectors
from stemfaq.staff.build import build

QUESTIONS, _ = read_questions(CORPUS / "questions.jsonl")


def encoder_name(index_root, model):
    return encoder_folder(model, index_root / "cache").name


@pytest.mark.parametrize("model", [SEARCH, TRIAGE])
def test_what_comes_with_a_model_is_what_it_makes_of_the_text(index, index_root, model):
    encoder = index.encoder if model == SEARCH else index.triage.encoder
    texts = [clean(question.turns[-1]) for question in QUESTIONS]
    known = shipped_vectors(model, encoder_name(index_root, model)).known(map(key, texts))
    some = [text for text in texts if key(text) in known][::101]
    assert len(some) > 20
    expected = encoder.passages(some)
    shipped = np.stack([known[key(text)] for text in some])
    assert (shipped * expected).sum(axis=1).min() > 0.999


def test_most_of_the_corpus_comes_with_the_search_model(index, index_root):
    keys = {key(unit.text) for unit in index.units}
    known = shipped_vectors(MODEL, encoder_name(index_root, MODEL)).known(keys)
    assert len(known) > 0.8 * len(keys)


def test_a_build_encodes_only_what_did_not_come_with_the_model(
    small_corpus, cache_root, index, index_root
):
    shipped = shipped_vectors(MODEL, encoder_name(index_root, MODEL))
    asked = [passage.question for passage in index.passages]
    known = next(text for text in asked if shipped.known([key(text)]))
    folder = small_corpus(alpha=passage(), beta=passage(id="beta", question=known))
    built = build(folder, cache_root, MODEL, 3, lambda stage: None)
    assert built.encoded == built.manifest.counts["units"] - 2  # the question; alpha's answer twice


def test_vectors_of_another_encoder_are_not_used(tmp_path):
    path = tmp_path / "vectors.npz"
    vector = np.array([0.6, 0.8], np.float32)
    ship(path, "this", {key("a text"): vector})
    assert read_shipped(path, "another") is NONE
    found = read_shipped(path, "this").known([key("a text"), key("another")])
    assert found.keys() == {key("a text")}
    assert found[key("a text")] == pytest.approx(vector, abs=0.01)


@pytest.mark.parametrize("content", [b"", b"version https://git-lfs", b"PK\x03\x04 cut"])
def test_what_cannot_be_read_stops_no_build(tmp_path, content):
    path = tmp_path / "vectors.npz"
    assert read_shipped(path, "this") is NONE
    path.write_bytes(content)
    assert read_shipped(path, "this") is NONE


def test_a_model_from_elsewhere_brings_no_vectors():
    assert shipped_vectors("somebody/encoder", "encoder-0") is NONE
