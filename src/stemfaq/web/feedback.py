"""Feedback: thumbs by passage, and questions without an answer, without anything personal."""

import contextlib
import datetime
import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from stemfaq.errors import StemfaqError
from stemfaq.web.feedback_tables import check_version, migrate
from stemfaq.web.redaction import redact

FILE: Final = "feedback.sqlite"
REASONS: Final = ("did-not-answer", "hard-to-read", "wrong-or-out-of-date", "other")
MAX_NOTE: Final = 1_000  # characters
_MAX_PAGES = 25_600  # of 4 KiB: what is written ends at 100 MB, whoever floods it

_log = logging.getLogger(__name__)
_ADD_THUMB = """
INSERT INTO thumbs VALUES (?, ?, ?, 1)
ON CONFLICT (day, passage, helpful) DO UPDATE SET count = count + 1
"""


@dataclass(frozen=True, slots=True)
class Thumbs:
    """How often a passage was called helpful or not, and the reasons and notes given."""

    passage: str
    up: int
    down: int
    reasons: dict[str, int]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that had no answer, and how often it was noted."""

    question: str
    count: int
    last: str  # ISO date


@dataclass
class FeedbackStore:
    """Writes and reads one SQLite file. Safe to share between threads and processes.

    What is stored: by day and passage the count of thumbs; with a thumb its reasons and a
    redacted note; redacted questions that a patient chose to leave. No time, no address.
    """

    path: Path
    days: int
    _expired: datetime.date | None = None

    @classmethod
    def open(cls, folder: Path, days: int) -> Self:
        """Make or migrate the file in `folder`, and delete what is older than `days`.

        Raises StemfaqError if the file is damaged, of a later version, or cannot be written.
        """
        store = cls(folder / FILE, days)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with store._database() as database:
                migrate(database, store.path)
            store.expire()
        except (OSError, sqlite3.Error) as error:
            raise StemfaqError(
                f"{store.path}: feedback cannot be stored: {error}\n"
                "    Mend or move the file, or set STEMFAQ_FEEDBACK=false."
            ) from error
        return store

    def add(self, passage: str, helpful: bool, reasons: Iterable[str] = (), note: str = "") -> None:
        """Count one thumb; keep the known reasons and the redacted note, if there are any.

        Raises sqlite3.Error.
        """
        given = set(reasons)
        known = [reason for reason in REASONS if reason in given]
        kept = _kept(note)
        self.expire()
        with self._database() as database:
            today = datetime.date.today().isoformat()
            database.execute(_ADD_THUMB, (today, passage, int(helpful)))
            if known or kept:
                row = (today, passage, ",".join(known), kept)
                database.execute("INSERT INTO notes VALUES (?, ?, ?, ?)", row)

    def add_gap(self, question: str) -> bool:
        """Keep a question that had no answer, redacted; says whether there was a word to keep.

        Raises sqlite3.Error.
        """
        if not (kept := _kept(question)):
            return False
        self.expire()
        with self._database() as database:
            today = datetime.date.today().isoformat()
            database.execute("INSERT INTO gaps VALUES (?, ?)", (today, kept))
        return True

    def expire(self) -> None:
        """Delete what is too old, if that was not done today. Raises sqlite3.Error."""
        if self._expired == (today := datetime.date.today()):
            return
        with self._database() as database:  # a transaction of its own: what follows may fail
            for table in ("thumbs", "notes", "gaps"):
                database.execute(f"DELETE FROM {table} WHERE day <= ?", (_before(self.days),))
        self._expired = today

    def expire_hourly(self) -> None:
        """Go on deleting what is too old, for as long as the process lives."""
        while True:
            time.sleep(3600)
            try:
                self.expire()
            except sqlite3.Error as error:
                _log.error("%s: nothing was deleted: %s", self.path, error)

    def gaps(self, days: int | None = None) -> list[Gap]:
        """The questions without an answer of the last days, the most frequent first.

        Raises StemfaqError if there is no file, or it is damaged or of another version.
        """
        query = (
            "SELECT min(question), count(*), max(day) FROM gaps WHERE day > ? "
            "GROUP BY lower(question) ORDER BY 2 DESC, 3 DESC, 1"
        )
        with self._reading() as database:
            return [Gap(*row) for row in database.execute(query, (self._since(days),))]

    def thumbs(self, days: int | None = None) -> list[Thumbs]:
        """What was said of each passage in the last days, the least helpful first.

        Raises StemfaqError, as `gaps`.
        """
        since = (self._since(days),)
        counted = (
            "SELECT passage, sum(count * helpful), sum(count * (1 - helpful)) FROM thumbs "
            "WHERE day > ? GROUP BY passage ORDER BY 3 DESC, 2, 1"
        )
        said = "SELECT passage, reasons, note FROM notes WHERE day > ? ORDER BY day DESC"
        with self._reading() as database:
            notes = database.execute(said, since).fetchall()
            return [
                Thumbs(passage, up, down, *_said(row[1:] for row in notes if row[0] == passage))
                for passage, up, down in database.execute(counted, since)
            ]

    def _since(self, days: int | None) -> str:
        """The day after which counts what is read; what is too old but still there never does."""
        return _before(min(days or self.days, self.days))

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that makes no file and changes nothing."""
        address = f"{self.path.absolute().as_uri()}?mode=rw"  # a reader of a WAL may have to write
        try:
            with contextlib.closing(sqlite3.connect(address, timeout=5, uri=True)) as database:
                database.execute("PRAGMA query_only=ON")
                check_version(database, self.path)
                yield database
        except sqlite3.Error as error:
            raise StemfaqError(
                f"{self.path}: feedback cannot be read: {error}\n"
                "    Name the server's folder with --data or STEMFAQ_DATA, or mend the file."
            ) from error

    @contextlib.contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        """A connection for one transaction."""
        with contextlib.closing(sqlite3.connect(self.path, timeout=5)) as database, database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA secure_delete=ON")
            database.execute(f"PRAGMA max_page_count={_MAX_PAGES}")
            yield database


def _kept(typed: str) -> str:
    """What is kept of a text: redacted and with an end. A long one is cut first, to save time."""
    return redact(typed[: 4 * MAX_NOTE])[:MAX_NOTE]


def _said(rows: Iterable[tuple[str, str]]) -> tuple[dict[str, int], tuple[str, ...]]:
    """The count of each reason, and the notes."""
    said = list(rows)
    given = [reason for reasons, _ in said for reason in reasons.split(",") if reason]
    counts: dict[str, int] = {name: given.count(name) for name in REASONS if name in given}
    return counts, tuple(note for _, note in said if note)


def _before(days: int) -> str:
    """The last day that is not among the last `days`, as an ISO date."""
    return (datetime.date.today() - datetime.timedelta(days=days)).isoformat()
