"""Queries: what is searched for a question, part by part."""

from dataclasses import dataclass, replace

from stemfaq.answer.context import Understood, missing, with_names
from stemfaq.answer.parts import questions_in
from stemfaq.answer.search import Query
from stemfaq.corpus.entities import KINDS, Named, named_in
from stemfaq.index.opening import Index

_READ = 1500  # characters; an encoder reads some 300 words and cuts the rest


@dataclass(frozen=True, slots=True)
class Planned:
    """A query before its texts are encoded."""

    texts: tuple[str, ...]
    follows: bool  # whether the texts are readings of a turn that follows another
    named: Named
    subjects: frozenset[str]


def queries_for(index: Index, understood: Understood) -> list[Query]:
    """One query for each question in the message, in their order."""
    return [encoded(index, planned) for planned in plan(index, understood)]


def plan(index: Index, understood: Understood) -> list[Planned]:
    """What to search for each question in the message.

    A part takes what it leaves out (the disease, say) from the whole message. The one question
    of a long story is searched together with the story. What follows another question is read
    in three ways: completed, as it was typed, and behind the question before it.
    """
    asked = index.vocabulary.subjects_in(understood.turn)
    previous = "" if understood.wants_more else understood.previous[:_READ]
    parts, whole = questions_in(index.speller(understood.text))
    alone = len(parts) == 1
    told = named_in(whole, index.vocabulary)
    planned = []
    for part in parts:
        own = named_in(part, index.vocabulary)
        left_out = missing(told, own)
        text = part if part == whole else with_names(part, left_out)
        texts: tuple[str, ...] = (text,) if part == whole or not alone else (text, whole[:_READ])
        if previous:
            typed = understood.turn[:_READ] if alone else part
            texts = (text, typed, f"{previous} {typed}")
        planned.append(
            Planned(
                texts=texts,
                follows=bool(previous),
                named=replace(own, **{k: v for k in KINDS if (v := getattr(left_out, k))}),
                subjects=(asked if alone else frozenset()) or index.vocabulary.subjects_in(part),
            )
        )
    return planned


def encoded(index: Index, planned: Planned) -> Query:
    """The query with its vectors."""
    return Query(
        texts=planned.texts,
        vectors=index.encoder.queries(planned.texts),
        message=index.triage.encoder.queries(planned.texts[:1])[0],
        named=planned.named,
        subjects=planned.subjects,
        follows=planned.follows,
    )
