"""The tables of feedback, and how an older file comes to have them."""

import sqlite3
from pathlib import Path
from typing import Final

from stemfaq.errors import StemfaqError

# Step n makes version n of the tables from version n - 1; PRAGMA user_version says where we are.
# Steps are never changed, only added.
STEPS: Final = (
    """
    CREATE TABLE IF NOT EXISTS thumbs (
        day TEXT NOT NULL, passage TEXT NOT NULL, helpful INTEGER NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (day, passage, helpful)
    );
    """,
    """
    CREATE TABLE notes (
        day TEXT NOT NULL, passage TEXT NOT NULL, reasons TEXT NOT NULL, note TEXT NOT NULL
    );
    CREATE TABLE gaps (day TEXT NOT NULL, question TEXT NOT NULL);
    CREATE INDEX notes_day ON notes (day);
    CREATE INDEX gaps_day ON gaps (day);
    """,
)


def migrate(database: sqlite3.Connection, path: Path) -> None:
    """Bring the tables to the newest version, step by step.

    Raises StemfaqError if they are of a later one, or sqlite3.Error.
    """
    database.execute("BEGIN IMMEDIATE")  # of two processes that start at once, one waits
    version = _version(database, path)
    for number, step in enumerate(STEPS[version:], version + 1):
        for statement in filter(str.strip, step.split(";")):
            database.execute(statement)
        database.execute(f"PRAGMA user_version={number}")


def check_version(database: sqlite3.Connection, path: Path) -> None:
    """Raises StemfaqError if the tables are not of the newest version, or sqlite3.Error."""
    if (version := _version(database, path)) < len(STEPS):
        raise StemfaqError(
            f"{path}: version {version}, but this stemfaq reads {len(STEPS)}\n"
            "    Start the server once: it brings the file up to date."
        )


def _version(database: sqlite3.Connection, path: Path) -> int:
    """The tables' version. Raises StemfaqError if it is a later one, or sqlite3.Error."""
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    if version > len(STEPS):
        raise StemfaqError(
            f"{path}: version {version}, but this stemfaq knows {len(STEPS)}\n"
            "    Upgrade stemfaq, or move the file."
        )
    return version
