"""Figures: the numbers that a text states, so that each can be proved by a fact.

A figure has a kind, because 12% is not 12 people and $5,000 is not 5,000 cells. A ratio
("9 of 81") keeps its two numbers together: they must be proved by the same fact.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

WORDS = {
    "one": Decimal(1),
    "two": Decimal(2),
    "three": Decimal(3),
    "four": Decimal(4),
    "five": Decimal(5),
    "six": Decimal(6),
    "seven": Decimal(7),
    "eight": Decimal(8),
    "nine": Decimal(9),
    "ten": Decimal(10),
    "eleven": Decimal(11),
    "twelve": Decimal(12),
}
SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
CURRENCIES = {
    "USD": r"US\$|USD|\$|US dollars?|dollars?",
    "AUD": r"AU?\$|AUD|Australian dollars?",
    "CAD": r"CA?\$|CAD|Canadian dollars?",
    "EUR": r"€|EUR|euros?",
    "GBP": r"£|GBP|pounds?(?: sterling)?",
    "JPY": r"JPY|¥|yen",
    "CNY": r"CNY|RMB|yuan",
    "INR": r"₹|INR|rupees?",
    "CHF": r"CHF|Swiss francs?",
}

_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = rf"(?:{_DIGITS}|\b(?:{'|'.join(WORDS)})\b)"
_SCALE = rf"(?:[\s-]*(?P<scale>{'|'.join(SCALES)})\b)"
_PREFIX, _SUFFIX = (
    "|".join(f"(?P<{side}_{code}>{pattern})" for code, pattern in CURRENCIES.items())
    for side in ("before", "after")
)
# 5th is an ordinal, not a count.
_FIGURE = re.compile(
    rf"(?<![\w.])(?:(?:{_PREFIX})\s?)?"
    rf"(?P<number>{_NUMBER})(?!(?:st|nd|rd|th)\b){_SCALE}?"
    rf"(?:(?P<percent>\s?%|[\s-]per\s?cent\b|\s?percentage points?)|[\s-](?:{_SUFFIX})\b)?",
    re.IGNORECASE,
)
# CD34, IL-6 and TULIP-2 are names, not counts; mid-2025 and under-18s are figures.
_NAME = re.compile(r"\b[A-Za-z]*[A-Z][A-Za-z]*-\d+(?:\.\d+)?\b|\b[A-Za-z]+\d[\w-]*")
_CODE_BEFORE_NUMBER = re.compile(r"\b(?:US|USD|AUD|CAD|EUR|GBP|JPY|CNY|RMB|INR|CHF|AU|CA|A|C)$")
_RANGE = re.compile(r"\s?(?:[-\u2013\u2014]|to|or)\s?|(?:\s?,\s?)", re.IGNORECASE)
_DASHES = {"-", "\u2013", "\u2014"}
_RATIO = re.compile(
    r"\s(?P<link>of(?: the| all| these| those| its)?|out of(?: the| every)?|in(?: every)?)\s"
    r"|\s?(?P<slash>/)\s?",
    re.IGNORECASE,
)
# "one" as a pronoun counts nothing.
_PRONOUN_BEFORE = re.compile(
    r"\b(?:no|this|that|which|each|every|any|the|another|new|right|wrong|good|everyday|or)\s$",
    re.IGNORECASE,
)
_PRONOUN_AFTER = re.compile(
    r"^\s(?:another|day\b|should|can|may|might|must|has to|knows|by one)|^'s|^-off|^-sided",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as stated: its value, what kind of number it is, and the words themselves."""

    value: Decimal
    kind: str  # number | percent | a currency code
    text: str

    @property
    def key(self) -> tuple[Decimal, str]:
        """What two statements of the same figure share."""
        return (self.value, self.kind)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two numbers that belong together, such as 9 of 81."""

    part: Figure
    whole: Figure
    text: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a text states in numbers."""

    single: tuple[Figure, ...]
    ratios: tuple[Ratio, ...]

    @property
    def keys(self) -> frozenset[tuple[Decimal, str]]:
        """The figures as comparable keys."""
        return frozenset(figure.key for figure in self.single)


def figures(text: str, names: Iterable[str] = ()) -> Figures:
    """Read the figures of a text without citations.

    `names` are terms that hold a digit but state none, such as "type 1 diabetes".
    In a range or a list ("10 to 20%", "$5,000-10,000") the earlier numbers have the
    kind of the last one.
    """
    masked = _mask(text, names)
    found: list[tuple[Figure, re.Match[str]]] = []
    for match in _FIGURE.finditer(masked):
        if match["number"].lower() == "one" and _is_pronoun(masked, match):
            continue
        found.append((_figure(match), match))
    singles = _kinds_of_ranges(found, masked)
    ratios = [
        Ratio(left, right, masked[a.start() : b.end()])
        for (left, a), (right, b) in pairwise(singles)
        if _is_ratio(masked[a.end() : b.start()], left, right)
    ]
    return Figures(tuple(figure for figure, _ in singles), tuple(ratios))


def _mask(text: str, names: Iterable[str]) -> str:
    """Blank out what looks like a number and is none, keeping every position."""
    text = re.sub(r"(?<=\d)\u00b7(?=\d)", ".", text)
    for name in names:
        text = re.sub(
            rf"\b{re.escape(name)}\b", lambda m: " " * len(m[0]), text, flags=re.IGNORECASE
        )
    return _NAME.sub(
        lambda m: (
            m[0] if _CODE_BEFORE_NUMBER.match(m[0].rstrip("0123456789,.")) else "_" * len(m[0])
        ),
        text,
    )


def _is_pronoun(text: str, match: re.Match[str]) -> bool:
    return bool(
        _PRONOUN_BEFORE.search(text[: match.start("number")])
        or _PRONOUN_AFTER.match(text[match.end("number") :])
    )


def _figure(match: re.Match[str]) -> Figure:
    number = match["number"].lower()
    value = WORDS.get(number) or Decimal(re.sub(r"[^\d.]", "", number))
    if match["scale"]:
        value *= SCALES[match["scale"].lower()]
    currency = next(
        (
            name.split("_")[1]
            for name, group in match.groupdict().items()
            if group and name.startswith(("before_", "after_"))
        ),
        None,
    )
    kind = "percent" if match["percent"] else currency or "number"
    return Figure(value.normalize(), kind, match[0].strip())


def _kinds_of_ranges(
    found: list[tuple[Figure, re.Match[str]]], text: str
) -> list[tuple[Figure, re.Match[str]]]:
    """Give the first number of a range the kind and the scale of the last."""
    result = list(found)
    for i in range(len(result) - 2, -1, -1):
        (left, a), (right, b) = result[i], result[i + 1]
        gap = text[a.end() : b.start()]
        between = gap == " and " and text[: a.start()].lower().endswith("between ")
        if not (_RANGE.fullmatch(gap) or between):
            continue
        value, kind = left.value, left.kind
        scale = (b["scale"] or "").lower()
        if scale and not a["scale"] and value < 1000:
            value = (value * SCALES[scale]).normalize()
        if kind == "number" and gap.strip() != ",":
            kind = right.kind
        elif right.kind == "number" and kind in CURRENCIES and gap.strip() in _DASHES:
            result[i + 1] = (Figure(right.value, kind, right.text), b)
        result[i] = (Figure(value, kind, left.text), a)
    return result


def _is_ratio(gap: str, left: Figure, right: Figure) -> bool:
    match = _RATIO.fullmatch(gap)
    if not match or left.kind != "number" or right.kind != "number":
        return False
    has_year = any(Decimal(1900) <= figure.value <= Decimal(2100) for figure in (left, right))
    return not ((match["link"] or "").lower().startswith("in") and has_year)
