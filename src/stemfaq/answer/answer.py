"""Answering: from what a patient typed to a reply. Selects, orders and cites; never writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stemfaq.answer import decide, texts
from stemfaq.answer.advice import advice_notices
from stemfaq.answer.language import is_english
from stemfaq.answer.question import MAX_CHARACTERS, clean, is_latin, search_texts
from stemfaq.answer.reply import Notice, Option, Reply
from stemfaq.answer.search import Candidate, search
from stemfaq.answer.shown import show, show_passage
from stemfaq.answer.smalltalk import smalltalk
from stemfaq.answer.urgency import (
    CRISIS_PASSAGE,
    EMERGENCY_PASSAGE,
    Urgency,
    names_danger,
    urgency,
)
from stemfaq.corpus.passage import Passage
from stemfaq.index.opening import Index

MAX_PASSAGES = 3
MAX_OPTIONS = 3
MAX_SUGGESTIONS = 4


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a reply is what it is, for staff."""

    reason: str
    candidates: tuple[Candidate, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)
    probability: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """The explanation as plain data for JSON."""
        return {
            "reason": self.reason,
            "probability": self.probability,
            "features": dict(self.features),
            "candidates": [
                {
                    "passage": candidate.passage.id,
                    "dense": candidate.dense,
                    "lexical": candidate.lexical,
                    "final": candidate.score,
                }
                for candidate in self.candidates
            ],
        }


def answer(index: Index, turns: Sequence[str]) -> Reply:
    """Reply to the last of the turns that a patient typed; the earlier ones are its context."""
    return explain(index, turns)[0]


def explain(index: Index, turns: Sequence[str]) -> tuple[Reply, Explanation]:
    """Reply as `answer`, and say why."""
    typed = turns[-1] if turns else ""
    if len(typed) > MAX_CHARACTERS:
        shortened = clean(typed[:200]) + " …"
        reply = _fixed(index, "clarify", shortened, "too-long", texts.TOO_LONG)
        return reply, Explanation("the question is too long")
    question = clean(typed)
    if not any(char.isalnum() for char in question):
        reply = _fixed(index, "clarify", question, "empty", texts.EMPTY)
        return reply, Explanation("the question has no words")
    if need := urgency(question):
        return _urgent(index, question, need), Explanation(f"the question tells of a {need} now")
    if line := smalltalk(question):
        reply = _fixed(index, "smalltalk", question, "smalltalk", line)
        return reply, Explanation("the question is small talk")
    if not is_latin(question) or not is_english(question):
        reply = _fixed(index, "decline", question, "language", texts.NOT_ENGLISH)
        return reply, Explanation("the question is in another language")
    return _searched(index, question)


def _urgent(index: Index, question: str, need: Urgency) -> Reply:
    """The help passage first and alone; its fixed line if the corpus has none."""
    passage = index.passage(CRISIS_PASSAGE if need == "crisis" else EMERGENCY_PASSAGE)
    line = texts.IF_CRISIS if need == "crisis" else texts.IF_NOW
    return Reply(
        kind="urgent",
        question=question,
        understood_as=question,
        index=index.manifest.digest,
        passages=(show_passage(index, passage, {}),) if passage else (),
        notices=(Notice(need, line),),
    )


def _searched(index: Index, question: str) -> tuple[Reply, Explanation]:
    queries = search_texts(index.speller(question))
    named = index.vocabulary.named_in(" ".join(queries))
    candidates = search(index, queries, named)
    values = decide.features(index, candidates, queries, named)
    probability = decide.probability(index.calibration, values)
    calibration = index.calibration
    if probability >= calibration.answer_at:
        reply = _answered(index, question, candidates, named, probability)
        reason = f"the probability is at least {calibration.answer_at:.2f}"
    else:
        near = candidates[:MAX_OPTIONS] if probability >= calibration.near_at else []
        reply = _declined(index, question, near, probability)
        reason = f"the probability is below {calibration.answer_at:.2f}"
    return reply, Explanation(reason, tuple(candidates[:10]), values, probability)


def _answered(
    index: Index,
    question: str,
    candidates: Sequence[Candidate],
    named: frozenset[str],
    probability: float,
) -> Reply:
    first = candidates[0]
    floor = first.score - index.calibration.also_within
    shown = [c for c in candidates[:MAX_PASSAGES] if c.score >= floor]
    return Reply(
        kind="answer",
        question=question,
        understood_as=question,
        index=index.manifest.digest,
        passages=show(index, shown),
        confidence=round(probability, 4),
        notices=_notices(index, question, first.passage, named),
        suggestions=_suggestions(index, [c.passage for c in shown]),
    )


def _notices(
    index: Index, question: str, passage: Passage, named: frozenset[str]
) -> tuple[Notice, ...]:
    """The fixed lines above the passages."""
    dangers = [Notice("emergency", texts.IF_NOW)] if names_danger(question) else []
    return (*dangers, *advice_notices(question), *_about_another(index, passage, named))


def _about_another(index: Index, passage: Passage, named: frozenset[str]) -> tuple[Notice, ...]:
    """A notice if the question names a disease that the passage is not about."""
    diseases = index.vocabulary.diseases
    asked = sorted(name for name in named if name in diseases and name != "general")
    covered = set(passage.diseases) | {
        within for name in passage.diseases if (within := diseases[name].within)
    }
    if not asked or covered & set(asked):
        return ()
    wanted = " or ".join(diseases[name].label for name in asked)
    shown = ", ".join(diseases[name].label for name in passage.diseases)
    return (Notice("another-disease", texts.ANOTHER_DISEASE.format(wanted=wanted, shown=shown)),)


def _declined(index: Index, question: str, near: Sequence[Candidate], probability: float) -> Reply:
    notices = [*advice_notices(question), Notice("decline", texts.DECLINE)]
    if near:
        notices.append(Notice("near", texts.NEAR))
    return Reply(
        kind="decline",
        question=question,
        understood_as=question,
        index=index.manifest.digest,
        confidence=round(1 - probability, 4),
        notices=tuple(notices),
        options=tuple(Option(c.passage.question, c.passage.id) for c in near),
    )


def _fixed(index: Index, kind: str, question: str, notice: str, text: str) -> Reply:
    return Reply(
        kind=kind,  # type: ignore[arg-type]
        question=question,
        understood_as=question,
        index=index.manifest.digest,
        notices=(Notice(notice, text),),
    )


def _suggestions(index: Index, passages: Sequence[Passage]) -> tuple[str, ...]:
    """The questions of related passages that are not shown already."""
    shown = {passage.id for passage in passages}
    related = (id_ for passage in passages for id_ in passage.related if id_ not in shown)
    found = (index.passage(id_) for id_ in dict.fromkeys(related))
    return tuple(passage.question for passage in found if passage)[:MAX_SUGGESTIONS]
