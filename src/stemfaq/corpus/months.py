"""Months by name, such as "April 2022". Python's own names follow the server's language."""

import datetime
import re

NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_NAMED = re.compile(rf"({'|'.join(NAMES)}) (\d{{4}})")
_NUMBERED = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def month_name(day: datetime.date) -> str:
    """The month in which the day is."""
    return f"{NAMES[day.month - 1]} {day.year}"


def month_of(text: str) -> datetime.date | None:
    """The first day of a month that is all of the text ("April 2022", "2022-04"), or None."""
    if named := _NAMED.fullmatch(text):
        return datetime.date(int(named[2]), NAMES.index(named[1]) + 1, 1)
    if numbered := _NUMBERED.fullmatch(text):
        return datetime.date(int(numbered[1]), int(numbered[2]), 1)
    return None
