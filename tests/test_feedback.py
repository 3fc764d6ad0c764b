"""Feedback is counted without anything personal, expires, and moves with its tables."""

import datetime
import json
import re
import sqlite3
import threading
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from conftest import CORPUS
from stemfaq.errors import StemfaqError
from stemfaq.web.feedback import FILE, MAX_NOTE, FeedbackStore, Gap, Thumbs
from stemfaq.web.redaction import redact

WORDS = st.text("abcdefgh ", max_size=40)
DATA = Path(__file__).parent / "data"
NOTES = [json.loads(line) for line in (DATA / "notes.jsonl").read_text("utf-8").splitlines()]
MONTHS = "January February March April May June July August September October November December"
DAYS = "first second third fourth fifth eighth twelfth thirteenth twentieth twenty-first thirtieth"
VOCABULARY = yaml.safe_load((CORPUS / "vocabulary.yaml").read_text("utf-8"))
PIECES = re.findall(r"\S+", " ".join(note["note"] for note in NOTES))
TERMS = [
    term
    for part in ("diseases", "therapies")
    for entry in VOCABULARY[part].values()
    for term in entry["terms"]
]


def well_redacted(note):
    """Whether what is personal in a note of `data/notes.jsonl` is gone and the rest there."""
    redacted = redact(note["note"])
    words = re.sub(r"\[\w+ removed\]", "", redacted)
    gone = not any(personal in words for personal in note["gone"])
    return gone and all(kept in redacted for kept in note["kept"])


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
        ("I am 34,5551234567 or 221 300", "I am 34,[number removed] or [number removed]"),
        ("it was 38.2 555 123 4567", "it was 38.2 [number removed]"),
        ("born 3 May 1980 in June", "born [date removed] in June"),
        ("dob 03/05/80", "dob [number removed]"),
        ("DOB: 1980-05-03", "DOB: [number removed]"),
        ("born in 1980.", "[date removed]."),
        ("May 3rd, 1980 was it", "[date removed] was it"),
        ("NHS no 943 476 5919", "[number removed]"),
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
        ('my name is "Ann" and I ask', "[name removed] and I ask"),
        ("my daughter's name is Emily, she is 12", "[name removed], she is 12"),
        ("my daughter Emily Clarke has lupus", "my daughter [name removed] has lupus"),
        ("my name is Dr. Ann McDonald", "[name removed]"),
        ("Hello, this is Peter, I ask", "Hello, this is [name removed], I ask"),
        ("This is Ann O'Neill, I ask", "This is [name removed], I ask"),
        ("Is it safe? Regards, Ann Lee", "Is it safe? Regards, [name removed]"),
        ("born on the third of April 1980, in Leeds", "born on the [date removed], in Leeds"),
        ("born in April 1980 with lupus", "[date removed] with lupus"),
        ("nacida el tres de abril de 1980", "nacida el [date removed]"),
        ("ann dot lee at example dot org", "[mail removed]"),
        ("ann at gmail.com", "[mail removed]"),
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
        "I asked my doctor. Should I go on with secondary progressive MS. Does it help?",
        "My name is on the list, and the brand name: Humira.",
        "This is Sjögren syndrome; this is Rituximab. I'm Crohn's patient 3.",
        "On day 28, in 40 people (12%), 3 may relapse; 11 of 100 (11%) did, in 10 000 cells.",
        "In 2004-2013 NCT01234567 took place in hospital 3 times; BP 120/80, B12 5mg.",
        "In bone marrow 12 of 40 cells, born with lupus, 2 pregnancies.",
        "They want R85 000; clinicaltrials.gov says no, and Dr Google yes.",
        "It went up: 37.4 37.9 38.2 38.6.",
    ],
)
def test_what_is_not_personal_stays(text):
    assert redact(text) == text


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note["note"][:40])
def test_a_made_up_note_loses_what_is_personal_and_nothing_else(note, request):
    """Those that slip through are known; one that no longer does must lose its mark."""
    if note.get("slips"):
        request.applymarker(pytest.mark.xfail(reason="known to slip through", strict=True))
    assert well_redacted(note)


@pytest.mark.parametrize("words", ["I have {}.", "This is {}, right?", "Regards from one with {}"])
def test_no_disease_and_no_treatment_is_taken_out(words):
    lost = [term for term in TERMS if redact(words.format(term)) != words.format(term)]
    assert lost == []


def test_the_questions_of_patients_stay_as_they_are():
    lines = (DATA / "questions.jsonl").read_text("utf-8").splitlines()
    asked = {turn for line in lines for turn in json.loads(line)["turns"]}
    changed = [turn for turn in asked if " removed]" in redact(turn)]
    # The rest names a doctor, a web site or a long number.
    assert len(changed) <= len(asked) / 100


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
    number = sign.join(groups)
    assume(len("".join(groups)) >= 5)
    # Figures of studies, which stay: "29/100" and "1999-2004".
    assume(not re.fullmatch(r"\d{2,3}/\d{2,3}|(?:19|20)\d\d ?- ?(?:19|20)\d\d", number))
    kept = redact(f"{before} {number} {after}")
    assert not any(char.isdigit() for char in kept)


@given(
    st.sampled_from(
        ["my name is", "My name's", "MY NAME IS", "I am called", "I'm called", "call me", "name:"]
    ),
    st.sampled_from([" ", ": ", " - ", " – ", ' "', " (", " [", "... ", ", ", " *", " “", "\n"]),
    st.from_regex(r"[A-Z][a-z]{5,10}( [A-Z][a-z]{5,10})?", fullmatch=True),
    st.sampled_from([str, str.lower, str.upper]),
)
def test_no_introduced_name_survives(introduction, sign, name, written):
    kept = redact(f"Hello, {introduction}{sign}{written(name)}, is it safe?")
    assert written(name.split()[0]) not in kept
    assert kept.endswith(", is it safe?")


@given(
    st.sampled_from(["I was born on", "born", "DOB:", "date of birth is", "my birthday:"]),
    st.sampled_from(
        ["the {day} of {month} {year}", "{month} the {day}, {year}", "{day} {month} {year}"]
    ),
    st.sampled_from([*DAYS.split(), "3", "3rd", "21st"]),
    st.sampled_from([*MONTHS.split(), *(month[:3] for month in MONTHS.split())]),
    st.sampled_from(["1980", "80", "'80", "nineteen eighty", "two thousand and one"]),
)
def test_no_date_of_birth_survives(before, order, day, month, year):
    kept = redact(f"{before} {order.format(day=day, month=month, year=year)}. Is it safe?")
    assert not {day, month, year} & set(re.findall(r"[\w'-]+", kept))
    assert kept.endswith("Is it safe?")


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
@example("my name is my name is x")
@example("call me 020 7946 0958")
def test_a_second_redaction_changes_nothing(text):
    assert redact(redact(text)) == redact(text)


def test_a_long_note_is_redacted_at_once():
    started = time.process_time()
    for piece in (
        "a",
        "1 ",
        "a@",
        "my name is ",
        "a.",
        "a dot ",
        "Aa ",
        "born in the ",
        "(",
        "1 a ",
    ):
        redact(piece * (4000 // len(piece)))
    assert time.process_time() - started < 5


def test_thumbs_reasons_and_notes_are_read_by_passage(store):
    store.add("b", True)
    store.add("a", False, ["hard-to-read", "not-a-reason"], "too long, call 020 7946 0958")
    store.add("a", False, ["hard-to-read", "other"])
    assert store.thumbs() == [
        Thumbs("a", 0, 2, {"hard-to-read": 2, "other": 1}, ("too long, call [number removed]",)),
        Thumbs("b", 1, 0, {}, ()),
    ]


def test_a_thumb_counts_for_the_passage_by_its_id_of_today(store, index, index_root):
    from stemfaq.web.chat import Chat
    from stemfaq.web.live import LiveIndex

    joined = next(passage for passage in index.passages if passage.formerly)
    chat = Chat(LiveIndex(index_root), store)
    assert chat.feedback({"passage": joined.formerly[0], "helpful": True}) == {"noted": True}
    assert chat.feedback({"passage": joined.id}) == {"noted": False}  # neither yes nor no
    assert store.thumbs() == [Thumbs(joined.id, 1, 0, {}, ())]


def test_a_plain_thumb_is_only_a_count(store):
    store.add("a", True)
    store.add("a", True)
    assert rows(store, "thumbs") == [(datetime.date.today().isoformat(), "a", 1, 2)]
    assert rows(store, "notes") == []


def test_a_gap_is_counted_whatever_its_case_and_redacted(store):
    store.add_gap("Does it help ITP? I'm Anna Lee")
    store.add_gap("does it help itp? I'm Bob")
    assert not store.add_gap(" \u200b ")
    today = datetime.date.today().isoformat()
    assert store.gaps() == [Gap("Does it help ITP? I'm [name removed]", 2, today)]


def test_a_note_has_an_end(store):
    store.add("a", False, [], "word " * 10_000)
    assert len(rows(store, "notes")[0][3]) <= MAX_NOTE


def test_nothing_written_holds_the_personal_words(store):
    """Not even the write-ahead log, nor the space of deleted rows."""
    store.add("a", False, ["other"], "write to zebra@example.org")
    store.add_gap("my name is zebra")
    written = [path.read_bytes() for path in store.path.parent.glob(f"{FILE}*")]
    assert written
    assert not any(b"zebra" in content for content in written)


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


def test_what_is_too_old_goes_even_if_nothing_new_can_be_written(store):
    store.add_gap("question")
    with sqlite3.connect(store.path) as database:
        database.execute("UPDATE gaps SET day = '2020-01-01'")
        database.execute(
            "CREATE TRIGGER no_room BEFORE INSERT ON thumbs BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    database.close()
    store._expired = datetime.date(2020, 6, 1)
    with pytest.raises(sqlite3.Error, match="full"):
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
