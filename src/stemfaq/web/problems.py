"""Problems: every refusal and failure in one JSON shape, with the caution and nothing technical."""

import json
from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field

from stemfaq.answer import texts
from stemfaq.caution import CAUTION

_SHOWN = 10  # details; a request with a thousand mistakes is told of these
_UNKNOWN = "There is a field here that the OpenAPI document does not name."
MESSAGES: Final = {
    400: "The request cannot be read.",
    404: "There is nothing at this address.",
    405: "This address does not take this method.",
    413: "The request is too large.",
    422: "The request does not have the right form.",
    429: "Too many questions in a short time. Please wait a little and ask again.",
    503: texts.UNAVAILABLE,
}


class Detail(BaseModel):
    """One thing that is wrong in a request."""

    where: str = Field(description="The place in the request, such as `body.turns.0`.")
    what: str = Field(description="What is wrong there.")


class Problem(BaseModel):
    """What every response says whose status is 400 or higher."""

    status: int = Field(description="The HTTP status.", examples=[422])
    error: str = Field(description="What went wrong, in words that a patient may read.")
    details: list[Detail] = Field(description="What is wrong in the request, if it can be said.")
    caution: str = Field(description="The caution, which every response carries.")


def problem(status: int, details: Sequence[Detail] = ()) -> Problem:
    """The problem with this status."""
    family = {4: 400, 5: 500}.get(status // 100, 500)
    message = MESSAGES.get(status) or MESSAGES.get(family) or texts.ERROR
    return Problem(status=status, error=message, details=list(details), caution=CAUTION)


def body(status: int, details: Sequence[Detail] = ()) -> bytes:
    """The problem as JSON."""
    return json.dumps(problem(status, details).model_dump(), ensure_ascii=False).encode()


def details(error: RequestValidationError) -> list[Detail]:
    """What is wrong in a request; never what was sent."""
    found: dict[tuple[str, str], None] = {}
    for wrong in error.errors():
        where, what = wrong["loc"], wrong["msg"]
        if wrong["type"] == "extra_forbidden":
            where, what = where[:-1], _UNKNOWN  # its name was sent
        found[".".join(map(str, where)), what] = None
    return [Detail(where=where, what=what) for where, what in islice(found, _SHOWN)]


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The statuses for the OpenAPI document."""
    return {status: {"model": Problem, "description": problem(status).error} for status in statuses}
