"""A page to take to the doctor: a conversation, its passages, and questions that fit them."""

import datetime
import json
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from stemfaq.answer.question import MAX_CHARACTERS
from stemfaq.answer.reply import Reply, ShownPassage
from stemfaq.answer.shown import show_passage
from stemfaq.corpus.passage import Passage
from stemfaq.index.opening import Index
from stemfaq.web import plain
from stemfaq.web.live import LiveIndex
from stemfaq.web.models import Ask

MAX_TURNS = 50
MAX_QUESTIONS = 2  # passages of questions; a consultation is short
TALKING = "talking-"  # how the ids of the passages on talking with the doctor begin
GENERAL = "talking-questions"  # fits every conversation


def make_doctor(index: LiveIndex) -> APIRouter:
    """The route that makes the page. What it is sent is answered anew and not kept."""
    routes = APIRouter(include_in_schema=False)

    @routes.post("/doctor")
    def doctor(turns: Annotated[str, Form()]) -> Response:
        typed = _turns(turns)
        opened = index.get()
        replies = [index.answer(typed[: end + 1]) for end in range(len(typed))]
        content = plain.page(
            "doctor.html",
            replies=replies,
            questions=questions(opened, replies),
            today=datetime.date.today().isoformat(),
        )
        return HTMLResponse(content, headers={"Cache-Control": "no-store"})

    return routes


def questions(index: Index, replies: Sequence[Reply]) -> list[ShownPassage]:
    """The passages on talking with the doctor that fit what was shown, the best first.

    A passage fits by each treatment, subject and disease that it shares with a passage shown.
    The general one always stands there, and one more if it shares a treatment or a subject.
    """
    shown = [passage for reply in replies for passage in reply.passages]
    therapies = {name for passage in shown for name in passage.therapies} - {"none"}
    diseases = {name for passage in shown for name in passage.diseases}
    subjects = {passage.about for passage in shown}
    already = {passage.id for passage in shown}

    def fit(passage: Passage) -> tuple[int, int, int]:
        return (
            passage.about in subjects,
            len(therapies & set(passage.therapies)),
            len(diseases & set(passage.diseases)),
        )

    talking = [p for p in index.passages if p.id.startswith(TALKING) and p.id not in already]
    fitting = [p for p in talking if p.id != GENERAL and any(fit(p)[:2])]
    general = [p for p in talking if p.id == GENERAL]
    chosen = [*general, *sorted(fitting, key=fit, reverse=True)][:MAX_QUESTIONS]
    return [show_passage(index, passage, {}) for passage in chosen]


def _turns(form: str) -> list[str]:
    """The typed turns. Raises RequestValidationError, which becomes a 422."""
    try:
        turns = Ask.model_validate({"turns": json.loads(form)}).turns
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False)) from error
    except (ValueError, RecursionError) as error:
        wrong = {"loc": ("body", "turns"), "msg": "is no JSON list of texts", "type": "json"}
        raise RequestValidationError([wrong]) from error
    return [turn[: MAX_CHARACTERS + 1] for turn in turns[-MAX_TURNS:]]
