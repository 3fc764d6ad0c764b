"""Feedback: how often a passage was called helpful or not. No words of patients are kept."""

import contextlib
import datetime
import sqlite3
from pathlib import Path

_TABLE = """
CREATE TABLE IF NOT EXISTS thumbs (
    day TEXT NOT NULL, passage TEXT NOT NULL, helpful INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (day, passage, helpful)
)
"""
_ADD = """
INSERT INTO thumbs VALUES (?, ?, ?, 1)
ON CONFLICT (day, passage, helpful) DO UPDATE SET count = count + 1
"""


def add_thumb(folder: Path, passage: str, *, helpful: bool) -> None:
    """Count one thumb for a passage today. Raises OSError or sqlite3.Error."""
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(folder / "feedback.sqlite", timeout=5)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(_TABLE)
        today = datetime.date.today().isoformat()
        database.execute(_ADD, (today, passage, int(helpful)))
        database.commit()
