"""The reply: what one turn returns, the same in the page, the API and the terminal."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from stemfaq.caution import CAUTION

Kind = Literal["answer", "clarify", "decline", "urgent", "smalltalk"]


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source as it stands under a passage; `number` is unique within the reply."""

    id: str
    number: int
    text: str
    url: str | None
    kind: str
    year: int | None
    accessed: str | None = None  # ISO date on which it was read
    as_of: str | None = None  # "April 2022" if the copy that was read was that old


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage as it was reviewed; citations are the numbers of its sources."""

    id: str
    question: str
    answer_markdown: str
    body_markdown: str
    evidence: str
    evidence_text: str
    reviewed: str  # ISO date
    as_of: str | None  # "November 2026" if the subject changes by itself
    diseases: tuple[str, ...]
    therapies: tuple[str, ...]
    about: str
    score: float
    sources: tuple[CitedSource, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A fixed line beside the passages; `kind` names which."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """A question that the patient can choose instead, and the passage that answers it."""

    text: str
    passage: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One turn's reply. The caution is no parameter, so that nothing can leave it out."""

    kind: Kind
    question: str
    understood_as: str
    index: str
    passages: tuple[ShownPassage, ...] = ()
    confidence: float | None = None
    notices: tuple[Notice, ...] = ()
    options: tuple[Option, ...] = ()
    suggestions: tuple[str, ...] = ()
    caution: str = field(default=CAUTION, init=False)

    def as_dict(self) -> dict[str, Any]:
        """The reply as plain data for JSON."""
        return asdict(self)
