"""The question as typed, made safe to search: no control characters, no endless text."""

import unicodedata

MAX_CHARACTERS = 20_000


def clean(text: str) -> str:
    """The text in NFC, in one line, without control and format characters."""
    composed = unicodedata.normalize("NFC", text)
    kept = (
        " " if char.isspace() else char
        for char in composed
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())


def is_latin(text: str) -> bool:
    """Whether most letters are Latin; true if there is no letter at all."""
    letters = [char for char in text if char.isalpha()]
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
    return 2 * latin >= len(letters)
