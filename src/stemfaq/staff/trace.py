"""Tracing: from each figure of a passage to the fact and the source that prove it, and back."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from stemfaq.corpus.evidence import Fact
from stemfaq.corpus.figures import figures
from stemfaq.corpus.passage import citations, sentences, without_citations
from stemfaq.corpus.proof import Proofs, Statement
from stemfaq.corpus.reader import Corpus, PassageFile
from stemfaq.errors import StemfaqError

YEAR_ALONE = "the year of publication, by the record itself"
Key = tuple[Decimal, str]  # a figure as figures.Figure.key


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact of a cited source that states a figure; `fact` is None for the record's own year."""

    source: str
    fact: str | None
    text: str
    as_of: str
    read_at: str | None


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure as a passage states it; the likeliest proof comes first."""

    figure: str
    line: int
    sentence: str
    proofs: tuple[Proof, ...]


def trace(corpus: Corpus, id_: str) -> list[Traced]:
    """Each figure of a passage with its proofs, in reading order.

    Raises StemfaqError if there is no such passage.
    """
    file = next((file for file in corpus.files if file.passage.id == id_), None)
    if file is None:
        mend = "Give the id of a file under passages/ that `stemfaq check` can read."
        raise StemfaqError(f"{id_}: is no passage\n    {mend}")
    proofs = Proofs(corpus)
    return [
        traced
        for line, text, cited in _texts(file)
        for sentence in sentences(text)
        for traced in _traced(sentence, line, proofs.of(cited), proofs, corpus)
    ]


def _texts(file: PassageFile) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """The question and the paragraphs: line, words, and the sources that may prove them."""
    passage = file.passage
    yield file.lines.get("question", 1), passage.question, passage.cited
    for line, paragraph in zip(file.paragraph_lines, passage.paragraphs, strict=True):
        yield line, without_citations(paragraph), citations(paragraph)


def _traced(
    sentence: str, line: int, statements: list[Statement], proofs: Proofs, corpus: Corpus
) -> Iterator[Traced]:
    stated = figures(sentence, proofs.names)
    # A fact that shares more figures with the sentence is more likely what it was written from.
    ranked = sorted(statements, key=lambda s: len(s.figures.keys & stated.keys), reverse=True)
    for figure in stated.single:
        found = [_proof(s, corpus) for s in ranked if figure.key in s.figures.keys]
        yield Traced(figure.text, line, sentence, tuple(found))


def _proof(statement: Statement, corpus: Corpus) -> Proof:
    source, fact = corpus.sources.get(statement.source), statement.fact
    read_at = (source.extra.get("read-at") or source.url) if source else None
    if fact is None:
        return Proof(statement.source, None, YEAR_ALONE, "", read_at)
    return Proof(statement.source, fact.id, fact.fact, fact.as_of, read_at)


def unused(corpus: Corpus) -> list[Fact]:
    """The facts that no passage uses, in the order of facts.json.

    A passage uses a fact if one of its paragraphs cites a source of the fact and states one
    of its figures; a fact without figures is used where its source is cited.
    """
    names = corpus.vocabulary.names_with_digits if corpus.vocabulary else ()
    cited: dict[str, set[Key]] = {}
    for passage in corpus.passages:
        for paragraph in passage.paragraphs:
            keys = figures(without_citations(paragraph), names).keys
            for source in citations(paragraph):
                cited.setdefault(source, set()).update(keys)
    return [fact for fact in corpus.facts if not _is_used(fact, cited, names)]


def _is_used(fact: Fact, cited: Mapping[str, Set[Key]], names: Sequence[str]) -> bool:
    stated = figures(fact.fact, names).keys
    return any(
        source in cited and (not stated or not stated.isdisjoint(cited[source]))
        for source in fact.sources
    )


def lines(traced: list[Traced]) -> Iterator[str]:
    """The trace for people: each sentence, and which fact proves which of its figures."""
    for (line, sentence), group in groupby(traced, key=lambda one: (one.line, one.sentence)):
        yield f"{line}: {sentence}"
        by_proof: dict[Proof | None, list[str]] = {}
        for one in group:
            by_proof.setdefault(next(iter(one.proofs), None), []).append(one.figure)
        for proof, stated in by_proof.items():
            yield f"    {', '.join(stated)}: {_told(proof)}"


def _told(proof: Proof | None) -> str:
    if proof is None:
        return "NOT PROVED"
    fact = f"{proof.fact}: {proof.text}" if proof.fact else proof.text
    as_of = f", as of {proof.as_of}" if proof.as_of else ""
    return f"{fact}\n        {proof.source}{as_of}, read at {proof.read_at or 'nowhere'}"
