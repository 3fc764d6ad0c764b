"""The question as typed, made safe to search: no control characters, no endless text."""

import re
import unicodedata

MAX_CHARACTERS = 20_000
_LONG = 300  # characters; a longer message is a story with the question somewhere in it
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_ASKING = re.compile(
    r"\?\s*$|^(?:and |but |so |also |please )*(?:what|which|who|how|when|where|why|can|could|will|"
    r"would|should|is|are|do|does|did|has|have|tell me|i want to know|i wonder|any)\b",
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


def is_latin(text: str) -> bool:
    """Whether most letters are Latin; true if there is no letter at all."""
    letters = [char for char in text if char.isalpha()]
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
    return 2 * latin >= len(letters)


def search_texts(question: str) -> tuple[str, ...]:
    """What to search for: the question, and if it is a long story, the sentences that ask.

    The encoder reads some 200 words, so the end of a story would be lost otherwise.
    """
    if len(question) <= _LONG:
        return (question,)
    sentences = [part.strip() for part in _SENTENCE.split(question) if part.strip()]
    asking = [sentence for sentence in sentences if _ASKING.search(sentence)] or sentences[-2:]
    return (*(sentence[-1500:] for sentence in asking[-4:]), question[:1500])
