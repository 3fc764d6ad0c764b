"""Queries: what is searched for a question, part by part."""

from dataclasses import dataclass, replace

from stemfaq.answer.context import Understood, missing, with_names
from stemfaq.answer.parts import LONG, questions_in
from stemfaq.answer.search import Query
from stemfaq.corpus.entities import KINDS, Named, named_in
from stemfaq.index.opening import Index

_READ = 1500  # characters; an encoder cuts what is longer
_LED = 700  # of a question behind its turns: that much an encoder surely reads to its end


@dataclass(frozen=True, slots=True)
class Planned:
    """A query before its texts are encoded."""

    texts: tuple[str, ...]
    follows: bool  # whether the texts are readings of a turn that follows another
    named: Named
    subjects: frozenset[str]


def queries_for(index: Index, understood: Understood) -> list[Query]:
    """One query for the whole message; after it one for each of its questions, if several."""
    return [encoded(index, planned) for planned in plan(index, understood)]


def plan(index: Index, understood: Understood) -> list[Planned]:
    """What to search for the whole message, and for each of its questions if there are several.

    A question takes what it leaves out (the disease, say) from the whole message. The questions
    of a long story are searched together with the story. What follows another question is read
    in three ways: completed, as it was typed, and behind the turns that led to it.
    """
    vocabulary = index.vocabulary
    previous = "" if understood.wants_more else understood.previous
    message = index.speller(understood.text)
    questions = questions_in(message)
    told = named_in(message, vocabulary)
    main = " ".join(questions) if len(questions) == 1 or len(message) > LONG else message
    planned: list[Planned] = []
    for asked in (main, *(questions if len(questions) > 1 else ())):
        is_main = not planned
        own = named_in(asked, vocabulary)
        left_out = missing(told, own)
        text = asked if asked == message else with_names(asked, left_out)
        texts: tuple[str, ...] = (text,)
        if previous:
            typed = understood.turn[:_READ] if is_main else asked
            texts = (text, typed, f"{previous} {typed}"[-_LED:])
        elif is_main and asked != message:
            texts = (text, message[:_READ])
        subjects = vocabulary.subjects_in(understood.turn) if is_main else frozenset()
        planned.append(
            Planned(
                texts=texts,
                follows=bool(previous),
                named=replace(own, **{k: v for k in KINDS if (v := getattr(left_out, k))}),
                subjects=subjects or vocabulary.subjects_in(asked),
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
