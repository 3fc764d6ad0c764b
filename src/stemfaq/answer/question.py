"""The question as typed, made safe to search: no control characters, no endless text."""

import re
import unicodedata

from stemfaq.corpus.vocabulary import fold

MAX_CHARACTERS = 20_000
_COMMAND = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:rules?|instructions?|prompts?|above"
    r"|everything|previous|guidelines|training)\b"
    r"|\b(?:reply|respond|answer) only (?:with|in)\b|^system ?:|\bfrom now on,? you\b"
    r"|\byou are now\b|\bdeveloper mode\b|\bjailbreak\b"
    r"|\b(?:print|show|reveal|repeat) (?:me )?your (?:system )?(?:prompt|instructions|rules)\b"
    r"|\bwrite (?:me )?an? (?:\w+ )?(?:essay|advert|poem|story|song|novel)\b",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """The text in NFC, in one line, without control and format characters."""
    composed = unicodedata.normalize("NFC", text)
    kept = (
        " " if char.isspace() else char
        for char in composed
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())


def fits(text: str, most: int) -> bool:
    """Whether a text has at most so many characters, also when it is folded to compare words.

    Folding makes eighteen letters of some signs, so that a short text could be long work.
    """
    return len(text) <= most and len(fold(text)) <= 2 * most


def is_latin(text: str) -> bool:
    """Whether most letters are Latin; true if there is no letter at all."""
    letters = [char for char in text if char.isalpha()]
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
    return 2 * latin >= len(letters)


def is_command(text: str) -> bool:
    """Whether it orders the program about ("ignore your rules") instead of asking."""
    return bool(_COMMAND.search(text))
