"""What the glossary must keep: plain, short, proved, each word once; and no hard word forgotten."""

import re
from collections.abc import Iterator

from stemfaq.corpus import copied, glossary
from stemfaq.corpus.copied import Copies
from stemfaq.corpus.glossary import GlossaryRecord, find
from stemfaq.corpus.hard_words import abbreviations, unexplained
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.proof import MEND, Proofs
from stemfaq.corpus.reader import Corpus, PassageFile
from stemfaq.corpus.style import grade
from stemfaq.corpus.yaml import line_at

MAX_WORDS = 25
MAX_GRADE = 9.0
# Kinds of text that may carry what a word means, even if no fact of theirs names the word.
PLAIN_KINDS = ("patient information", "guideline", "review")
_ONE_SENTENCE = re.compile(r"[A-Z][^.!?]*\.")


def entries(corpus: Corpus, proofs: Proofs, copies: Copies) -> Iterator[Problem]:
    """Yield what is wrong in the glossary's entries."""
    seen: dict[str, str] = {}
    for position, record in enumerate(corpus.glossary.entries):
        for form in record.entry.forms:
            if seen.setdefault(form, record.term) != record.term:
                message = f"{form!r} stands under {seen[form]} too"
                yield _at(corpus, position, "forms", message, "Keep it under one term.")
        for message, mend in (*_plain(record), *_supported(record, corpus)):
            yield _at(corpus, position, "explanation", message, mend)
        for message in proofs.missing(record.explanation, record.sources):
            yield _at(corpus, position, "explanation", message, MEND)
        for run in copies.runs(record.explanation):
            yield _at(corpus, position, "explanation", str(run), copied.MEND, warning=True)


def _plain(record: GlossaryRecord) -> Iterator[tuple[str, str]]:
    text = record.explanation
    if not _ONE_SENTENCE.fullmatch(text):
        yield "the explanation is not one sentence", "Begin with a capital, end with a full stop."
    if (words := len(text.split())) > MAX_WORDS:
        yield f"the explanation has {words} words", f"Cut it to {MAX_WORDS}."
    if (found := grade(text)) > MAX_GRADE:
        mend = f"Bring it to {MAX_GRADE:.0f} or less: plainer words."
        yield f"the explanation reads at grade {found:.1f}", mend


def _supported(record: GlossaryRecord, corpus: Corpus) -> Iterator[tuple[str, str]]:
    for source in record.sources:
        if source not in corpus.sources:
            yield f"unknown source {source}", "Add it to sources.json, or cite another."
    kinds = {corpus.sources[key].kind for key in record.sources if key in corpus.sources}
    texts = [fact.fact for fact in corpus.facts if set(record.sources) & set(fact.sources)]
    if not kinds & set(PLAIN_KINDS) and not any(list(find(t, [record.entry])) for t in texts):
        mend = f"Cite one whose fact names it, or of kind {', '.join(PLAIN_KINDS)}."
        yield "no source speaks of the word", mend


def hard_words(file: PassageFile, corpus: Corpus) -> Iterator[Problem]:
    """Warn of the hard words of a passage that no entry explains."""
    explained = abbreviations(" ".join(file.passage.paragraphs))
    for line, paragraph in zip(file.paragraph_lines, file.passage.paragraphs, strict=True):
        if words := list(unexplained(paragraph, corpus.glossary, explained)):
            message = f"hard words without an entry: {', '.join(words)}"
            mend = f"Use a plainer word, or add it to {glossary.NAME}."
            yield Problem(file.path, line, message, mend, warning=True)


def _at(
    corpus: Corpus, position: int, field: str, message: str, mend: str, *, warning: bool = False
) -> Problem:
    text = (corpus.folder / glossary.NAME).read_text("utf-8-sig")
    line = line_at(text, ("entries", position, field))
    term = corpus.glossary.entries[position].term
    return Problem(glossary.NAME, line, f"{term}: {message}", mend, warning)
