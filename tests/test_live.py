"""A running server follows what staff publish, and never serves what is damaged."""

import threading
import time

import pytest

from stemfaq.errors import IndexUnavailable
from stemfaq.index.publish import live
from stemfaq.web.live import LiveIndex


def damage(root):
    """Alter the live index; returns how to mend it."""
    path = live(root) / "passages.json"
    sound = path.read_bytes()
    path.write_bytes(sound + b" ")
    return lambda: path.write_bytes(sound)


def test_an_index_is_opened_once(copied_root):
    index = LiveIndex(copied_root)
    assert index.get() is index.get()


def test_many_first_questions_open_it_once(copied_root):
    index = LiveIndex(copied_root)
    opened = []
    threads = [threading.Thread(target=lambda: opened.append(index.get())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 6
    assert len({id(one) for one in opened}) == 1


def test_an_opened_index_is_served_on_when_its_files_go(copied_root):
    index = LiveIndex(copied_root)
    opened = index.get()
    damage(copied_root)
    (copied_root / "current").unlink()
    assert index.get() is opened


def test_a_damaged_index_is_refused_at_once_and_not_read_again_for_a_while(copied_root):
    index = LiveIndex(copied_root)
    mend = damage(copied_root)
    with pytest.raises(IndexUnavailable, match=r"passages\.json"):
        index.get()
    mend()
    started = time.perf_counter()
    with pytest.raises(IndexUnavailable):
        index.get()
    assert time.perf_counter() - started < 0.05


def test_a_mended_index_is_served_after_the_while(copied_root, monkeypatch):
    monkeypatch.setattr("stemfaq.web.live.RETRY_AFTER", 0.0)
    index = LiveIndex(copied_root)
    mend = damage(copied_root)
    with pytest.raises(IndexUnavailable):
        index.get()
    mend()
    assert index.get().manifest.digest == live(copied_root).name


def test_a_missing_index_is_served_as_soon_as_it_is_published(copied_root):
    pointer = copied_root / "current"
    digest = pointer.read_text()
    pointer.unlink()
    index = LiveIndex(copied_root)
    with pytest.raises(IndexUnavailable):
        index.get()
    pointer.write_text(digest)
    assert index.get().manifest.digest == digest.strip()


def test_while_the_next_index_is_opened_nobody_waits(copied_root):
    index = LiveIndex(copied_root)
    opened = index.get()
    (copied_root / "current").write_text("0" * 16)
    with index._lock:  # as a thread has it that is opening the next one
        assert index.get() is opened


def test_each_reply_is_told_with_its_seconds(copied_root):
    told = []
    index = LiveIndex(copied_root, replied=lambda reply, seconds: told.append((reply, seconds)))
    reply = index.answer(["what is lupus"])
    assert [one for one, _ in told] == [reply]
    assert 0 < told[0][1] < 60
