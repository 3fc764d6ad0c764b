"""Proof: every figure in a text stands in a fact of a source that the text cites."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stemfaq.corpus.evidence import Fact
from stemfaq.corpus.figures import Figures, figures
from stemfaq.corpus.passage import citations, without_citations
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.reader import Corpus, PassageFile

MEND = "Add the claim to facts.json, or correct the figure."


@dataclass(frozen=True, slots=True)
class Statement:
    """What a source states in figures: in a fact, or by its year of publication alone."""

    source: str
    fact: Fact | None  # None: the record itself
    figures: Figures


class Proofs:
    """The figures that each source's facts state, read once, when the source is asked for."""

    def __init__(self, corpus: Corpus) -> None:
        self.names = corpus.vocabulary.names_with_digits if corpus.vocabulary else ()
        self._sources = corpus.sources
        self._facts: dict[str, list[Fact]] = defaultdict(list)
        for fact in corpus.facts:
            for source in fact.sources:
                self._facts[source].append(fact)
        self._statements: dict[str, list[Statement]] = {}

    def of(self, sources: Sequence[str]) -> list[Statement]:
        """What these sources state, a fact of a source an item."""
        for source in sources:
            if source not in self._statements:
                self._statements[source] = list(self._stated(source))
        return [statement for source in sources for statement in self._statements[source]]

    def _stated(self, source: str) -> Iterator[Statement]:
        for fact in self._facts.get(source, ()):
            yield Statement(source, fact, figures(fact.text, self.names))
        record = self._sources.get(source)
        if record and record.year:  # the record itself proves the year of publication
            yield Statement(source, None, figures(str(record.year)))

    def missing(self, text: str, sources: Sequence[str]) -> Iterator[str]:
        """Yield what is not proved in a text without citations, as a message each."""
        stated = figures(text, self.names)
        facts = [statement.figures for statement in self.of(sources)]
        named = ", ".join(sources)
        proved = frozenset().union(*(fact.keys for fact in facts))
        for figure in stated.single:
            if figure.key not in proved:
                yield f"{figure.text} is in no fact of {named}"
        for ratio in stated.ratios:
            pair = {ratio.part.key, ratio.whole.key}
            if pair <= proved and not any(pair <= fact.keys for fact in facts):
                yield f"{ratio.text} stands together in no fact of {named}"


def unproved(file: PassageFile, proofs: Proofs) -> Iterator[Problem]:
    """Yield the figures of a passage that its own paragraph's sources do not prove.

    The question's figures may be proved by any source of the passage.
    """
    passage = file.passage
    line = file.lines.get("question", 1)
    yield from _in_text(file, line, passage.question, passage.cited, proofs)
    for line, paragraph in zip(file.paragraph_lines, passage.paragraphs, strict=True):
        text = without_citations(paragraph)
        yield from _in_text(file, line, text, citations(paragraph), proofs)


def _in_text(
    file: PassageFile, line: int, text: str, cited: Sequence[str], proofs: Proofs
) -> Iterator[Problem]:
    if not cited:
        if stated := figures(text, proofs.names).single:
            listed = ", ".join(dict.fromkeys(figure.text for figure in stated))
            message = f"figures without a citation: {listed}"
            yield Problem(file.path, line, message, "Cite the source: [@id].")
        return
    for message in proofs.missing(text, cited):
        yield Problem(file.path, line, message, MEND)
