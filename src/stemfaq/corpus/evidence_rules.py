"""What sources and facts must keep, so that a passage can rest on them."""

import datetime
from collections.abc import Iterator, Set
from pathlib import Path

from stemfaq.corpus import csl
from stemfaq.corpus.evidence import (
    KINDS,
    Fact,
    Source,
    is_link_host,
    line_of_id,
    link_host,
    read_link_hosts,
)
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.reader import Corpus
from stemfaq.corpus.vocabulary import Vocabulary

HOSTS = "link-hosts.txt"


def evidence(corpus: Corpus) -> Iterator[Problem]:
    """Yield what is wrong in facts.json, sources.json and the list of hosts."""
    try:
        hosts = read_link_hosts(corpus.folder / HOSTS)
    except OSError as error:
        hosts = frozenset()
        yield Problem(HOSTS, 1, f"cannot be read: {error.strerror}", "Restore the file.")
    ids = {fact.id for fact in corpus.facts}
    for fact in corpus.facts:
        words = _words(fact, corpus.vocabulary)
        for message, mend in (*_companions(fact, ids), *_origin(fact, corpus), *words):
            yield _at(corpus.folder / "facts.json", fact.id, message, mend)
    used = _used(corpus)
    for source in corpus.sources.values():
        for message, mend in (*_record(source, source.id in used), *_link(source, hosts)):
            yield _at(corpus.folder / "sources.json", source.id, message, mend)


def _used(corpus: Corpus) -> frozenset[str]:
    """The ids that a passage or the glossary cites, or a fact rests on."""
    return frozenset(
        (
            *(key for passage in corpus.passages for key in passage.cited),
            *(key for record in corpus.glossary.entries for key in record.sources),
            *(key for fact in corpus.facts for key in fact.sources),
        )
    )


def _record(source: Source, used: bool) -> Iterator[tuple[str, str]]:
    for reason in csl.invalid(source.csl):
        yield f"is no valid CSL-JSON: {reason}", "Correct it by the CSL schema (docs/corpus.md)."
    if csl.from_zotero(csl.to_zotero(source.csl)) != source.csl:
        mend = "Rename the line of its note that begins with the name of a CSL variable."
        yield "Zotero would not give it back as it is", mend
    if used and not source.is_findable:
        mend = "Add its DOI, PMID or URL, or else journal, year, volume and page."
        yield "nobody can find it", mend
    if used and not source.csl.get("author"):
        mend = "Add its authors as a page names them, or cite another source of the same finding."
        yield "names nobody who wrote it", mend
    if source.accessed and not _is_day(source.accessed):
        yield f"was read on {source.accessed}, which is no day", "Correct `accessed`."
    if source.kind not in KINDS:
        mend = f"Add a line 'kind: …' with one of {', '.join(KINDS)}."
        yield "its note has no known kind", mend


def _is_day(iso: str) -> bool:
    try:
        datetime.date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def _link(source: Source, hosts: frozenset[str]) -> Iterator[tuple[str, str]]:
    link = str(source.csl.get("URL", "https://doi.org"))
    if not is_link_host(host := link_host(link), hosts):
        mend = f"Use the publisher's or registry's page, or review {HOSTS}."
        yield f"patients are not sent to {host or link}", mend


def _companions(fact: Fact, ids: Set[str]) -> Iterator[tuple[str, str]]:
    for companion in fact.companions:
        if companion not in ids or companion == fact.id:
            yield f"its companion {companion} is no other fact", "Correct or remove it."


def _origin(fact: Fact, corpus: Corpus) -> Iterator[tuple[str, str]]:
    """A fact says when it holds, and from what a reader can read again."""
    for source in fact.sources:
        if source not in corpus.sources:
            yield f"unknown source {source}", "Add it to sources.json."
    known = [corpus.sources[source] for source in fact.sources if source in corpus.sources]
    if not fact.is_dated and not any(source.is_dated for source in known):
        mend = "Give as_of a year, or its source a year of publication or the day of access."
        yield f"no date: as_of is {fact.as_of!r}, and its sources have none", mend
    if known and not any(source.is_readable for source in known):
        mend = "Give a source its DOI or URL, or the line 'read-at: …' in its note."
        yield "nobody can tell where it was read", mend


def _words(fact: Fact, vocabulary: Vocabulary | None) -> Iterator[tuple[str, str]]:
    if vocabulary is None:
        return
    words = (
        *((word, vocabulary.diseases) for word in fact.diseases),
        *((word, vocabulary.therapies) for word in fact.therapies),
        (fact.about, vocabulary.about),
    )
    for word, known in words:
        if word not in known:
            yield f"{word!r} is not in the vocabulary", "Use a word of vocabulary.yaml."


def _at(path: Path, id_: str, message: str, mend: str) -> Problem:
    text = path.read_text("utf-8-sig", errors="replace") if path.is_file() else ""
    return Problem(path.name, line_of_id(text, id_), f"{id_}: {message}", mend)
