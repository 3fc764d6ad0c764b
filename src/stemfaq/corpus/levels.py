"""Evidence levels: whether the kinds of the cited sources can carry the level of a passage.

The rules are those of docs/evidence-levels.md. Whether studies agree, and whether they are
about the question at all, only a reader can tell.
"""

from collections.abc import Iterator, Sequence

from stemfaq.corpus.evidence import Source
from stemfaq.corpus.figures import figures
from stemfaq.corpus.passage import NO_LEVEL, Passage, without_citations
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.reader import Corpus, PassageFile

RANDOMISED = frozenset({"randomised trial", "meta-analysis"})
COHORT = "registry or cohort"
# What may carry `weak`: everything but news, patient information, regulators, registrations of
# trials, insurers' policies and laboratory studies: none of them saw people get better or worse.
STUDIES = RANDOMISED | {COHORT, "controlled trial", "uncontrolled trial", "case report"}
SCIENCE = STUDIES | {"review", "guideline", "position statement"}
NEEDS = {
    "strong": "two sources that are randomised trials or meta-analyses, one of them a randomised "
    "trial or a meta-analysis of randomised trials",
    "moderate": "a randomised trial or meta-analysis, or two registries or cohorts",
    "weak": "a study, review, guideline, position statement or case report",
}
MEND = "Cite what carries it, or lower it, by docs/evidence-levels.md."


def level(file: PassageFile, corpus: Corpus) -> Iterator[Problem]:
    """Yield the reason if the passage's level is more than its sources can carry."""
    passage = file.passage
    sources = [corpus.sources[key] for key in passage.cited if key in corpus.sources]
    line = file.lines.get("evidence", 1)
    if passage.evidence in NEEDS and not _carry(passage.evidence, sources, corpus):
        kinds = ", ".join(sorted({source.kind or "no kind" for source in sources})) or "nothing"
        message = f"{passage.evidence} needs {NEEDS[passage.evidence]}; it cites {kinds}"
        yield Problem(file.path, line, message, MEND)
    if passage.evidence == NO_LEVEL and (reason := _applies(passage, corpus)):
        yield Problem(file.path, line, f"{NO_LEVEL} does not fit: {reason}", MEND)


def _carry(evidence: str, sources: Sequence[Source], corpus: Corpus) -> bool:
    kinds = [source.kind for source in sources]
    randomised = [source for source in sources if source.kind in RANDOMISED]
    if evidence == "strong":
        return len(randomised) >= 2 and any(_is_randomised(s, corpus) for s in randomised)
    if evidence == "moderate":
        return bool(randomised) or kinds.count(COHORT) >= 2
    return not SCIENCE.isdisjoint(kinds)


def _is_randomised(source: Source, corpus: Corpus) -> bool:
    """A randomised trial, or a meta-analysis whose title or facts speak of randomised ones."""
    if source.kind == "randomised trial":
        return True
    facts = (fact.text for fact in corpus.facts if source.id in fact.sources)
    return any("randomi" in text.lower() for text in (str(source.csl["title"]), *facts))


def _applies(passage: Passage, corpus: Corpus) -> str:
    """Why a level is needed; empty if none is."""
    if passage.about == "effectiveness":
        return "it says whether a treatment works"
    if passage.about == "risk" and (stated := _how_often(passage, corpus)):
        return f"it says how often ({stated})"
    return ""


def _how_often(passage: Passage, corpus: Corpus) -> str:
    """The first percentage or ratio ("9 of 81") of the text; empty if there is none."""
    names = corpus.vocabulary.names_with_digits if corpus.vocabulary else ()
    for paragraph in passage.paragraphs:
        stated = figures(without_citations(paragraph), names)
        shares = [figure.text for figure in stated.single if figure.kind == "percent"]
        if found := shares or [ratio.text for ratio in stated.ratios]:
            return found[0]
    return ""
