"""What the page asks the server for: replies, the list of questions, and where feedback goes.

Each function takes one JSON value from a browser, which may hold anything, and returns plain data.
The conversation lives in the browser; the server keeps nothing of it between two questions.
"""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stemfaq.answer import texts
from stemfaq.errors import IndexUnavailable
from stemfaq.web import render
from stemfaq.web.browse import browse
from stemfaq.web.doctor import always_offered
from stemfaq.web.feedback import FeedbackStore
from stemfaq.web.leaflet import picture_for
from stemfaq.web.live import LiveIndex
from stemfaq.web.words import DEFAULT, LANGUAGES

_log = logging.getLogger(__name__)
Answered = dict[str, Any]


@dataclass(frozen=True)
class Chat:
    """The functions that the page's script calls."""

    index: LiveIndex
    store: FeedbackStore | None  # where feedback is kept; None keeps none
    reviewers: str = ""  # who reviews passages, if the settings say so

    def functions(self) -> list[Callable[[Any], Answered]]:
        """The functions for Gradio's `server` object, each named as the script calls it.

        Gradio sets an attribute on each, which a method would refuse.
        """

        def ask(asked: Any) -> Answered:
            return self.ask(asked)

        def themes(asked: Any) -> Answered:
            return self.themes(asked)

        def feedback(given: Any) -> Answered:
            return self.feedback(given)

        def gap(given: Any) -> Answered:
            return self.gap(given)

        return [ask, themes, feedback, gap]

    def ask(self, asked: Any) -> Answered:
        """Reply to the last of `turns`: the turn as HTML, and what a screen reader says."""
        turns = [str(turn) for turn in _list(_field(asked, "turns"))]
        language = _language(asked)
        key = "".join(char for char in str(_field(asked, "key")) if char.isalnum())[:40] or "turn"
        try:
            opened = self.index.get()
            reply = self.index.answer(turns, opened)
        except IndexUnavailable as error:
            _log.error("%s", error)
            return {"failure": render.unavailable(texts.UNAVAILABLE, language)}
        diseases = [name for passage in reply.passages for name in passage.diseases]
        first = reply.passages[0].diseases if reply.passages else ()
        html = render.turn(
            reply,
            key,
            language,
            opened.glossary,
            feedback=self.store is not None,
            reviewers=self.reviewers,
            always=tuple(passage.question for passage in always_offered(opened, diseases)),
            picture=picture_for(opened, first, {passage.id for passage in reply.passages}),
        )
        return {"html": html, "announce": render.announcement(reply, language), "kind": reply.kind}

    def themes(self, asked: Any) -> Answered:
        """All questions by theme, as HTML."""
        try:
            return {"html": browse(self.index.get(), _language(asked))}
        except IndexUnavailable as error:
            _log.error("%s", error)
            return {}

    def feedback(self, given: Any) -> Answered:
        """Note whether a passage helped, and why not; says whether it was noted."""
        passage, note = str(_field(given, "passage")), str(_field(given, "note"))
        reasons = [str(reason) for reason in _list(_field(given, "reasons"))]
        helpful = _field(given, "helpful")

        def add(store: FeedbackStore) -> bool:
            found = self.index.get().passage(passage)
            if not found or not isinstance(helpful, bool):
                return False
            store.add(found.id, helpful, reasons, note)  # also of a page that has its old id
            return True

        return self._noted(add)

    def gap(self, given: Any) -> Answered:
        """Note a question that found no answer, as the patient asked us to."""
        question = str(_field(given, "question"))
        return self._noted(lambda store: store.add_gap(question))

    def _noted(self, add: Callable[[FeedbackStore], bool]) -> Answered:
        """Whether it was noted; a patient's page never fails because of feedback."""
        try:
            return {"noted": self.store is not None and add(self.store)}
        except (IndexUnavailable, OSError, sqlite3.Error) as error:
            _log.error("feedback was not noted: %s", error)
            return {"noted": False}


def _field(sent: Any, name: str) -> Any:
    return sent.get(name, "") if isinstance(sent, dict) else ""


def _list(sent: Any) -> list[Any]:
    return sent if isinstance(sent, list) else []


def _language(sent: Any) -> str:
    language = _field(sent, "language")
    return language if language in LANGUAGES else DEFAULT
