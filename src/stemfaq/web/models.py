"""What the API takes and gives."""

import math
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from stemfaq.answer import reply
from stemfaq.answer.reply import ShownPassage
from stemfaq.caution import CAUTION
from stemfaq.corpus.passage import Passage

PAGE_SIZE = 50
Caution = Annotated[str, Field(description="The caution, which every response carries.")]
Digest = Annotated[str, Field(description="The digest of the index that this comes from.")]


class Ask(BaseModel):
    """A conversation: what the patient typed, turn by turn; the last turn is answered."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"turns": ["Does it work for lupus?"]}]}
    )

    turns: list[str] = Field(min_length=1, max_length=500)


class Reply(reply.Reply):
    """The reply as the OpenAPI document describes it: no field is ever left out."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(
        json_schema_serialization_defaults_required=True
    )


class PassageSummary(BaseModel):
    """A passage without its text."""

    id: str
    question: str
    diseases: list[str]
    therapies: list[str]
    about: str
    evidence: str
    reviewed: str = Field(description="The day of the last review, as YYYY-MM-DD.")


class PassageList(BaseModel):
    """One page of the passages that fit the filters, sorted by id."""

    passages: list[PassageSummary]
    total: int = Field(description="How many passages fit the filters.")
    page: int
    pages: int = Field(description="How many pages there are; 0 if no passage fits.")
    index: Digest
    caution: Caution


class OnePassage(BaseModel):
    """A passage word for word, with its sources."""

    passage: ShownPassage
    index: Digest
    caution: Caution


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"]
    caution: Caution


class Ready(BaseModel):
    """An index can be served."""

    status: Literal["ready"]
    index: Digest
    caution: Caution


def summary(passage: Passage) -> PassageSummary:
    """The passage without its text."""
    return PassageSummary(
        id=passage.id,
        question=passage.question,
        diseases=list(passage.diseases),
        therapies=list(passage.therapies),
        about=passage.about,
        evidence=passage.evidence,
        reviewed=passage.reviewed.isoformat(),
    )


def passage_list(found: Sequence[Passage], page: int, index: str) -> PassageList:
    """The given page of the passages found."""
    start = (page - 1) * PAGE_SIZE
    return PassageList(
        passages=[summary(passage) for passage in found[start : start + PAGE_SIZE]],
        total=len(found),
        page=page,
        pages=math.ceil(len(found) / PAGE_SIZE),
        index=index,
        caution=CAUTION,
    )
