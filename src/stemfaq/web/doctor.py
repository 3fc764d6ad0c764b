"""A page to take to the doctor: a conversation, its passages, and questions that fit them."""

import datetime
import json
from collections.abc import Collection, Sequence
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
from stemfaq.web.words import DEFAULT, choose

MAX_TURNS = 50
MAX_QUESTIONS = 2  # passages of questions; a consultation is short
GENERAL = "talking-questions"  # the passage of questions that fit every conversation
SUPPORT = "living-support"  # the passage on whom to turn to


def make_doctor(index: LiveIndex, reviewers: str) -> APIRouter:
    """The route that makes the page. What it is sent is answered anew and not kept."""
    routes = APIRouter(include_in_schema=False)

    @routes.post("/doctor")
    def doctor(
        turns: Annotated[str, Form()], language: Annotated[str, Form(max_length=100)] = DEFAULT
    ) -> Response:
        typed = _turns(turns)
        opened = index.get()
        replies = [index.answer(typed[: end + 1]) for end in range(len(typed))]
        content = plain.page(
            "doctor.html",
            choose(language),
            replies=replies,
            questions=questions(opened, replies),
            reviewers=reviewers,
            today=datetime.date.today().isoformat(),
        )
        return HTMLResponse(content, headers={"Cache-Control": "no-store"})

    return routes


def questions(index: Index, replies: Sequence[Reply]) -> list[ShownPassage]:
    """The passages on talking with the doctor that fit what was shown, the best first.

    The general one always stands there. Of those that staff related to it, the one follows that
    shares most treatments with what was shown, if it shares any.
    """
    shown = [passage for reply in replies for passage in reply.passages]
    therapies = {name for passage in shown for name in passage.therapies} - {"none"}
    already = {passage.id for passage in shown}

    def fit(passage: Passage) -> float:
        """The share of treatments in common, from 0 to 1."""
        return len(therapies & set(passage.therapies)) / len(therapies | set(passage.therapies))

    general = index.passage(GENERAL)
    related = [index.passage(id_) for id_ in general.related] if general else []
    fitting = [passage for passage in related if passage and fit(passage)]
    chosen = [general, *sorted(fitting, key=fit, reverse=True)]
    left = [passage for passage in chosen if passage and passage.id not in already]
    return [show_passage(index, passage, {}) for passage in left[:MAX_QUESTIONS]]


def always_offered(index: Index, diseases: Collection[str]) -> list[Passage]:
    """What stands under every answer: what to ask a doctor, and where to find support.

    Of the support passages, the first that shares a disease with what is shown, or else the
    first: it is for all. The others are those that it relates to under a name like its own.
    """
    general, support = index.passage(GENERAL), index.passage(SUPPORT)
    others = (id_ for id_ in (support.related if support else ()) if id_.startswith(SUPPORT))
    known = [passage for id_ in (SUPPORT, *others) if (passage := index.passage(id_))]
    fitting = next((p for p in known if not set(p.diseases).isdisjoint(diseases)), support)
    return [passage for passage in (general, fitting) if passage]


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
