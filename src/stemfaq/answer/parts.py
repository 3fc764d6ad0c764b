"""Parts: a message taken apart into the questions that it asks."""

import re

MAX_PARTS = 3
LONG = 300  # characters; a longer message is a story with the question somewhere in it
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\s+[–—-]\s+")
_ASK_WORDS = (
    r"what|what's|which|who|how|when|where|why|can|could|will|would|should|is|are|do|does|did|has"
    r"|have|am|was|were|tell me|i want to know|i wonder|i was wondering|i'd like to know|any"
)
_ASKING = re.compile(
    rf"\?\s*$|^(?:and |but |so |also |please |hi |hello )*(?:{_ASK_WORDS})\b", re.I
)
# "Is it safe and how much does it cost": a second question begins with a question word.
_JOINED = re.compile(
    r",?\s+(?:and|plus|also|or)\s+(?=(?:also )?(?:what|what's|how|when|where|why|who|which"
    r"|is it|is there|are there|can i|can it|does it|do they|will i|will my|will it|should i)\b)"
    r"|;\s+",
    re.IGNORECASE,
)
# A comma parts questions too: "how much is it, how long am I in, will my hair fall out".
_LISTED = re.compile(
    rf"{_JOINED.pattern}|,\s+(?=(?:how (?:much|long|many|often|soon)|will i|will my|will it)\b)",
    re.IGNORECASE,
)
_LIST = re.compile(rf"^(?!when|if)(?:{_ASK_WORDS})\b", re.IGNORECASE)
_FEWEST_WORDS = 3


def asks(message: str) -> bool:
    """Whether any sentence of a message asks something."""
    return any(_ASKING.search(part.strip()) for part in _SENTENCE.split(message) if part)


def questions_in(message: str) -> tuple[str, ...]:
    """The questions of a message in their order.

    A message that asks one thing comes back as it is. Of a long story, the last
    `MAX_PARTS` sentences that ask count, since people tend to ask at the end.
    """
    sentences = [part.strip() for part in _SENTENCE.split(message) if part and part.strip()]
    asking = [sentence for sentence in sentences if _ASKING.search(sentence)]
    parts = [
        piece.strip()
        for sentence in asking
        for piece in (_LISTED if _LIST.match(sentence) else _JOINED).split(sentence)
        if len(piece.split()) >= _FEWEST_WORDS
    ]
    if len(parts) < 2 and len(message) <= LONG:
        return (message,)
    if not parts:
        return (" ".join(sentences[-2:]),)
    return tuple(parts[-MAX_PARTS:])
