"""A page to take to the doctor: questions that fit a conversation, then what it answered.

A consultation is short, and so is the page: short answers only, each passage and each source once.
"""

import datetime
import json
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from stemfaq.answer.answer import answers
from stemfaq.answer.reply import CitedSource, Notice, Reply, ShownPassage
from stemfaq.answer.shown import show_passage, sources_of
from stemfaq.corpus.entities import NO_THERAPY
from stemfaq.corpus.passage import Passage
from stemfaq.index.opening import Index
from stemfaq.web import plain
from stemfaq.web.limits import count_further
from stemfaq.web.live import LiveIndex
from stemfaq.web.models import Ask
from stemfaq.web.words import DEFAULT, choose

MAX_TURNS = 50  # the latest of a longer conversation
MAX_QUESTIONS = 2  # passages of questions
MAX_TYPED = 300  # characters of a patient's question; some tell a long story
GENERAL = "talking-questions"  # the passage of questions that fit every conversation
SUPPORT = "living-support"  # the passage on whom to turn to


def make_doctor(index: LiveIndex, reviewers: str) -> APIRouter:
    """The route that makes the page. What it is sent is answered anew and not kept.

    Each turn counts as a question for the rate limit. In the metrics it does not count again.
    """
    routes = APIRouter(include_in_schema=False)

    @routes.post("/doctor")
    def doctor(
        request: Request,
        turns: Annotated[str, Form()],
        language: Annotated[str, Form(max_length=100)] = DEFAULT,
    ) -> Response:
        typed, opened = _turns(turns), index.get()
        count_further(request, len(typed) - 1)
        content = plain.page(
            "doctor.html",
            choose(language),
            sheet=make_sheet(opened, answers(opened, typed)),
            reviewers=reviewers,
            today=datetime.date.today().isoformat(),
        )
        return HTMLResponse(content, headers={"Cache-Control": "no-store"})

    return routes


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the patient's that was answered, and the passages that answered it."""

    question: str
    understood_as: str  # empty if it is the question itself
    notices: tuple[Notice, ...]
    passages: tuple[ShownPassage, ...]  # with the short answer alone
    above: tuple[Passage, ...]  # what stands on the page already


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the page; the numbers of sources count through all of it."""

    questions: tuple[ShownPassage, ...]  # for the doctor
    asked: tuple[Asked, ...]
    unanswered: tuple[str, ...]
    sources: tuple[CitedSource, ...]


def make_sheet(index: Index, replies: Sequence[Reply]) -> Sheet:
    """The page for a conversation. Small talk has no place on it."""
    numbers: dict[str, int] = {}
    for_doctor = tuple(show_passage(index, p, numbers) for p in questions(index, replies))
    there = {shown.id for shown in for_doctor}
    asked = []
    for reply in replies:
        if reply.passages:
            found = _known(index, (shown.id for shown in reply.passages))
            new = [passage for passage in found if passage.id not in there]
            there.update(passage.id for passage in new)
            asked.append(
                Asked(
                    _shortened(reply.question),
                    "" if reply.understood_as == reply.question else reply.understood_as,
                    tuple(notice for notice in reply.notices if _qualifies(notice)),
                    tuple(show_passage(index, replace(p, body=()), numbers) for p in new),
                    tuple(passage for passage in found if passage not in new),
                )
            )
    shown = [*for_doctor, *(passage for one in asked for passage in one.passages)]
    unanswered = (
        _shortened(reply.question)
        for reply in replies
        if not reply.passages and reply.kind != "smalltalk" and reply.question.strip()
    )
    return Sheet(
        for_doctor,
        tuple(asked),
        tuple(dict.fromkeys(unanswered)),
        sources_of(shown),
    )


def questions(index: Index, replies: Sequence[Reply]) -> list[Passage]:
    """The passages on talking with the doctor that fit what was shown, the best first.

    The general one always stands there. Of those that staff related to it, the one follows that
    shares most treatments with what was shown, if it shares any.
    """
    therapies = {name for reply in replies for shown in reply.passages for name in shown.therapies}
    therapies -= {NO_THERAPY}

    def fit(passage: Passage) -> float:
        """The share of treatments in common, from 0 to 1."""
        return len(therapies & set(passage.therapies)) / len(therapies | set(passage.therapies))

    general = index.passage(GENERAL)
    related = _known(index, general.related if general else ())
    fitting = [passage for passage in related if fit(passage)]
    chosen = [general, *sorted(fitting, key=fit, reverse=True)]
    return [passage for passage in chosen if passage][:MAX_QUESTIONS]


def always_offered(index: Index, diseases: Sequence[str]) -> list[Passage]:
    """What stands under every answer: what to ask a doctor, and where to find support.

    Of the support passages that on the first of the diseases that has one, a narrower one before
    that for all, which stands where none fits. The narrower ones are those that it relates to
    under a name like its own.
    """
    general, support = index.passage(GENERAL), index.passage(SUPPORT)
    others = (id_ for id_ in (support.related if support else ()) if id_.startswith(SUPPORT))
    known = _known(index, (*others, SUPPORT))
    fitting = (passage for name in diseases for passage in known if name in passage.diseases)
    return [passage for passage in (general, next(fitting, support)) if passage]


def _known(index: Index, ids: Iterable[str]) -> list[Passage]:
    """The passages with these ids, as far as they are there."""
    return [passage for id_ in ids if (passage := index.passage(id_))]


def _qualifies(notice: Notice) -> bool:
    """Whether a line belongs to the answer; others tell how to go on in the chat."""
    kinds = ("in-general", "emergency", "crisis")
    return notice.kind.startswith("another-") or notice.kind in kinds


def _shortened(typed: str) -> str:
    return textwrap.shorten(typed, MAX_TYPED, placeholder=" …")


def _turns(form: str) -> list[str]:
    """The typed turns. Raises RequestValidationError, which becomes a 422."""
    try:
        turns = Ask.model_validate({"turns": json.loads(form)}).turns
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False)) from error
    except (ValueError, RecursionError) as error:
        wrong = {"loc": ("body", "turns"), "msg": "is no JSON list of texts", "type": "json"}
        raise RequestValidationError([wrong]) from error
    return turns[-MAX_TURNS:]
