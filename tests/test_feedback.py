"""Feedback is counted without anything personal, expires, and moves with its tables."""

import datetime
import sqlite3
import threading
import time

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from stemfaq.errors import StemfaqError
from stemfaq.web.feedback import FILE, MAX_NOTE, FeedbackStore, Gap, Thumbs
from stemfaq.web.redaction import redact

WORDS = st.text("abcdefgh ", max_size=40)


@pytest.fixture
def store(tmp_path):
    return FeedbackStore.open(tmp_path / "data", days=30)


def rows(store, table):
    with sqlite3.connect(store.path) as database:
        return database.execute(f"SELECT * FROM {table}").fetchall()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("my name is john smith and I have lupus", "[name removed] and I have lupus"),
        ("I'm Anna Lee from Leeds LS1 4AP", "I'm [name removed] from Leeds [postcode removed]"),
        ("I’m called José and I ask", "[name removed] and I ask"),
        ("I am called ann", "[name removed]"),
        ("ask Dr Jones or mrs. Lee", "ask [name removed] or [name removed]"),
        ("write to a.b+c@mail.example.org today", "write to [mail removed] today"),
        ("write to ann (at) example.org", "write to [mail removed]"),
        ("call +44 (0)20 7946 0958 now", "call [number removed] now"),
        ("call 555-123-4567 now", "call [number removed] now"),
        ("call 555.123.4567 now", "call [number removed] now"),
        ("born 3 May 1980 in June", "born [date removed] in June"),
        ("dob 03/05/80", "dob [number removed]"),
        ("DOB: 1980-05-03", "DOB: [number removed]"),
        ("born in 1980.", "[date removed]."),
        ("May 3rd, 1980 was it", "[date removed] was it"),
        ("NHS no 943 476 5919", "[number removed] [number removed]"),
        ("ssn 123-45-6789", "[number removed]"),
        ("hospital number RX12345", "[number removed]"),
        ("MRN: A1234567", "[number removed]"),
        ("it is RX-123456", "it is [number removed]"),
        ("I live at 12 High Street", "I live at [address removed]"),
        ("ZIP 10001-1234", "ZIP [number removed]"),
        ("in K1A 0B1 and D02 X285", "in [postcode removed] and [postcode removed]"),
        ("see https://x.example/z?a=1 and www.foo.com", "see [link removed] and [link removed]"),
        ("it is on foo-clinic.co.uk", "it is on [link removed]"),
        ("ｍｙ ｎａｍｅ ｉｓ bob, ５５５１２３４５", "[name removed], [number removed]"),
        ("name: Ann Smith, lupus", "[name removed], lupus"),
        ("me llamo ana garcía y tengo lupus", "[name removed] y tengo lupus"),
        ("Mi nombre es Ana de la Cruz.", "[name removed]."),
        ("Soy Ana García, ¿es seguro?", "Soy [name removed], ¿es seguro?"),
        ("la Dra. López y don Luis", "la [name removed] y [name removed]"),
        ("nací el 3 de abril de 1980", "nací el [date removed]"),
        ("nacida en 1980", "[date removed]"),
        ("DNI 12345678Z", "[number removed]"),
        ("historia clínica nº 98765", "[number removed]"),
        ("vivo en la calle Mayor 12, Madrid", "vivo en la [address removed], Madrid"),
        ("five\u200b551\u200b2345", "[number removed]"),
    ],
)
def test_personal_details_are_taken_out(text, kept):
    assert redact(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "I am scared. I'm tired of lupus.",
        "I AM TERRIFIED OF HSCT",
        "In 2014, 56% of 140 people took 12.5 mg; is CD19 CAR-T better?",
        "What does it cost, $1,000 or $20,000?",
        "Tengo lupus y estoy cansada. ¿Cuánto cuesta, y en qué camino hay un ensayo?",
        "My doctor says no. Should I ask a second one?",
    ],
)
def test_what_is_not_personal_stays(text):
    assert redact(text) == text


@given(
    WORDS,
    st.from_regex(r"[a-z][a-z0-9.+_-]{0,20}[a-z0-9]@[a-z0-9-]{1,20}\.[a-z]{2,6}", fullmatch=True),
    WORDS,
)
def test_no_mail_address_survives(before, address, after):
    kept = redact(f"{before} {address} {after}")
    assert "@" not in kept
    assert address not in kept


@given(
    WORDS,
    st.lists(st.from_regex(r"[0-9]{1,4}", fullmatch=True), min_size=2, max_size=5),
    st.sampled_from([" ", "-", ".", "", " - ", ") ", "/"]),
    WORDS,
)
def test_no_long_number_survives(before, groups, sign, after):
    digits = "".join(groups)
    assume(len(digits) >= 5)
    kept = redact(f"{before} {sign.join(groups)} {after}")
    assert not any(char.isdigit() for char in kept)


@given(
    st.sampled_from(["my name is", "My name's", "I am called", "I'm called", "they call me"]),
    st.from_regex(r"[A-Z][a-z]{2,10}( [A-Z][a-z]{2,10})?", fullmatch=True),
)
def test_no_introduced_name_survives(introduction, name):
    assume(name.split()[0].lower() not in {"and", "for", "what", "why", "how", "the", "but"})
    kept = redact(f"Hello, {introduction} {name}, is it safe?")
    assert name.split()[0] not in kept
    assert kept.endswith(", is it safe?")


@given(st.text(max_size=200))
@example("my name is my name is x")
def test_any_text_can_be_redacted(text):
    assert isinstance(redact(text), str)


def test_a_long_note_is_redacted_at_once():
    started = time.process_time()
    for text in ("a" * 4000, "1 " * 2000, "a@" * 2000, "my name is " * 400, "a." * 2000):
        redact(text)
    assert time.process_time() - started < 5


def test_thumbs_reasons_and_notes_are_read_by_passage(store):
    store.add("b", True)
    store.add("a", False, ["hard-to-read", "not-a-reason"], "too long, call 020 7946 0958")
    store.add("a", False, ["hard-to-read", "other"])
    assert store.thumbs() == [
        Thumbs("a", 0, 2, {"hard-to-read": 2, "other": 1}, ("too long, call [number removed]",)),
        Thumbs("b", 1, 0, {}, ()),
    ]


def test_a_plain_thumb_is_only_a_count(store):
    store.add("a", True)
    store.add("a", True)
    assert rows(store, "thumbs") == [(datetime.date.today().isoformat(), "a", 1, 2)]
    assert rows(store, "notes") == []


def test_a_gap_is_counted_whatever_its_case_and_redacted(store):
    store.add_gap("Does it help ITP? I'm Anna Lee")
    store.add_gap("does it help itp? I'm Bob")
    store.add_gap("   ")
    today = datetime.date.today().isoformat()
    assert store.gaps() == [Gap("Does it help ITP? I'm [name removed]", 2, today)]


def test_a_note_has_an_end(store):
    store.add("a", False, [], "word " * 10_000)
    assert len(rows(store, "notes")[0][3]) <= MAX_NOTE


def test_nothing_written_holds_the_personal_words(store):
    """Not even the write-ahead log, nor the space of deleted rows."""
    store.add("a", False, ["other"], "write to zebra@example.org")
    store.add_gap("my name is zebra")
    assert store.path.parent.glob(f"{FILE}*")
    for path in store.path.parent.glob(f"{FILE}*"):
        assert b"zebra" not in path.read_bytes()


def test_what_is_older_than_the_set_days_is_deleted_at_start(tmp_path):
    store = FeedbackStore.open(tmp_path, days=30)
    store.add("a", False, ["other"], "note")
    store.add_gap("question")
    old = (datetime.date.today() - datetime.timedelta(days=30)).isoformat()
    with sqlite3.connect(store.path) as database:
        for table in ("thumbs", "notes", "gaps"):
            database.execute(f"UPDATE {table} SET day = ?", (old,))
    database.close()
    FeedbackStore.open(tmp_path, days=31)
    assert rows(store, "gaps")
    FeedbackStore.open(tmp_path, days=30)
    assert [rows(store, table) for table in ("thumbs", "notes", "gaps")] == [[], [], []]


def test_a_running_server_deletes_once_a_day(store):
    store.add_gap("question")
    with sqlite3.connect(store.path) as database:
        database.execute("UPDATE gaps SET day = '2020-01-01'")
    database.close()
    store._expired = datetime.date(2020, 6, 1)  # as if the last deletion was on another day
    store.add("a", True)
    assert rows(store, "gaps") == []


def test_the_first_tables_move_to_the_newest_with_their_counts(tmp_path):
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute(
            "CREATE TABLE thumbs (day TEXT NOT NULL, passage TEXT NOT NULL, helpful INTEGER NOT "
            "NULL, count INTEGER NOT NULL, PRIMARY KEY (day, passage, helpful))"
        )
        database.execute(
            "INSERT INTO thumbs VALUES (?, 'a', 1, 7)", (datetime.date.today().isoformat(),)
        )
    database.close()
    store = FeedbackStore.open(tmp_path, days=30)
    store.add("a", True)
    assert store.thumbs() == [Thumbs("a", 8, 0, {}, ())]


def test_tables_of_a_later_version_are_left_alone(store):
    with sqlite3.connect(store.path) as database:
        database.execute("PRAGMA user_version=99")
    database.close()
    with pytest.raises(StemfaqError, match="version 99"):
        FeedbackStore.open(store.path.parent, days=30)


def test_a_damaged_file_is_named_and_how_to_mend_it(tmp_path):
    (tmp_path / FILE).write_bytes(b"not a database" * 100)
    with pytest.raises(StemfaqError, match=r"(?s)feedback\.sqlite.*STEMFAQ_FEEDBACK=false"):
        FeedbackStore.open(tmp_path, days=30)


def test_many_writers_lose_nothing(store):
    other = FeedbackStore.open(store.path.parent, days=30)  # as another process has it

    def write(target):
        for _ in range(10):
            target.add("a", True)

    threads = [threading.Thread(target=write, args=(s,)) for s in (store, store, other, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.thumbs() == [Thumbs("a", 40, 0, {}, ())]


def test_a_server_without_feedback_to_store_deletes_all_the_same(store):
    store.add_gap("question")
    with sqlite3.connect(store.path) as database:
        database.execute("UPDATE gaps SET day = '2020-01-01'")
    database.close()
    store._expired = datetime.date(2020, 6, 1)
    store.expire()
    assert rows(store, "gaps") == []


def test_a_damaged_file_does_not_keep_the_chat_from_starting(index_root, tmp_path, capsys):
    from stemfaq.settings import Settings
    from stemfaq.web.server import make_app

    (tmp_path / FILE).write_bytes(b"not a database" * 100)
    make_app(Settings(index=index_root, data=tmp_path))
    assert "STEMFAQ_FEEDBACK=false" in capsys.readouterr().err


def test_one_setting_stores_nothing_at_all(index_root, tmp_path):
    from stemfaq.settings import Settings
    from stemfaq.web.server import make_app

    make_app(Settings(index=index_root, data=tmp_path / "data", feedback=False))
    assert not (tmp_path / "data").exists()
