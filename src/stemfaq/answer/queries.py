"""Queries: what is searched for a question, part by part."""

from dataclasses import replace

from stemfaq.answer.context import KINDS, Understood, missing, with_labels
from stemfaq.answer.parts import questions_in
from stemfaq.answer.search import Query
from stemfaq.corpus.entities import named_in
from stemfaq.index.opening import Index

_READ = 1500  # characters; an encoder reads some 300 words and cuts the rest


def queries_for(index: Index, understood: Understood) -> list[Query]:
    """One query for each question in the message, in their order.

    A part takes what it leaves out (the disease, say) from the whole message. The one question
    of a long story is searched together with the story.
    """
    parts, whole = questions_in(index.speller(understood.text))
    alone = len(parts) == 1
    told = named_in(whole, index.vocabulary)
    queries = []
    for part in parts:
        own = named_in(part, index.vocabulary)
        text = with_labels(part, missing(told, own, KINDS), index.vocabulary)
        texts = (text,) if part == whole or not alone else (text, whole[:_READ])
        asked = index.vocabulary.subjects_in(understood.turn if alone else part)
        queries.append(
            Query(
                texts=texts,
                vectors=index.encoder.queries(texts),
                named=replace(
                    own, **{kind: getattr(told, kind) for kind in KINDS if not getattr(own, kind)}
                ),
                subjects=asked or index.vocabulary.subjects_in(part),
            )
        )
    return queries
