"""Queries: what is searched for a question, part by part."""

from collections.abc import Sequence
from dataclasses import replace

from stemfaq.answer.context import Understood, missing, with_names
from stemfaq.answer.parts import questions_in
from stemfaq.answer.search import Query
from stemfaq.corpus.entities import KINDS, named_in
from stemfaq.index.adaptation import unit_length
from stemfaq.index.encoder import Vectors
from stemfaq.index.opening import Index

_READ = 1500  # characters; an encoder reads some 300 words and cuts the rest
BEFORE_SHARE = 0.25  # of the question before, in a follow-up's vector


def queries_for(index: Index, understood: Understood) -> list[Query]:
    """One query for each question in the message, in their order.

    A part takes what it leaves out (the disease, say) from the whole message. The one question
    of a long story is searched together with the story.
    """
    asked = index.vocabulary.subjects_in(understood.turn)
    before = "" if asked else understood.before  # who asks for something new has left the old
    parts, whole = questions_in(index.speller(understood.text))
    alone = len(parts) == 1
    told = named_in(whole, index.vocabulary)
    queries = []
    for part in parts:
        own = named_in(part, index.vocabulary)
        left_out = missing(told, own)
        text = part if part == whole else with_names(part, left_out)
        texts = (text,) if part == whole or not alone else (text, whole[:_READ])
        queries.append(
            Query(
                texts=texts,
                vectors=_vectors(index, texts, before),
                named=replace(own, **{k: v for k in KINDS if (v := getattr(left_out, k))}),
                subjects=(asked if alone else frozenset()) or index.vocabulary.subjects_in(part),
            )
        )
    return queries


def _vectors(index: Index, texts: Sequence[str], before: str) -> Vectors:
    """The texts' vectors, each with a share of what was asked before."""
    if not before:
        return index.encoder.queries(texts)
    vectors = index.encoder.queries([*texts, before[:_READ]])
    return unit_length(vectors[:-1] + BEFORE_SHARE * vectors[-1])
