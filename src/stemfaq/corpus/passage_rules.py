"""What a passage file must keep: its fields, its citations, and its place among the others."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from stemfaq.corpus.evidence import Source
from stemfaq.corpus.passage import citations
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.reader import PassageFile
from stemfaq.corpus.vocabulary import Vocabulary, fold

MIN_ASKS = 4
BODY_PARAGRAPHS = range(2, 6)


def fields(
    file: PassageFile, today: datetime.date, vocabulary: Vocabulary | None
) -> Iterator[Problem]:
    """Yield what is wrong in the front matter and in the shape of the text."""
    passage, stem = file.passage, Path(file.path).stem
    if passage.id != stem:
        message = f"the id {passage.id} is not the file's name"
        yield _at(file, "id", message, f"Call it {stem}.")
    if len(passage.asks) < MIN_ASKS:
        message = f"{len(passage.asks)} asks; at least {MIN_ASKS} are needed"
        yield _at(file, "asks", message, "Add other ways in which patients put the question.")
    if len(passage.body) not in BODY_PARAGRAPHS:
        message = f"the body has {len(passage.body)} paragraphs"
        mend = "Write two to five, separated by blank lines."
        yield Problem(file.path, file.paragraph_lines[-1], message, mend)
    if passage.reviewed > today:
        yield _at(file, "reviewed", f"{passage.reviewed} is in the future", "Correct the date.")
    if vocabulary is not None:
        yield from _words(file, vocabulary)


def _words(file: PassageFile, vocabulary: Vocabulary) -> Iterator[Problem]:
    passage = file.passage
    for name, words, known in (
        ("diseases", passage.diseases, vocabulary.diseases),
        ("therapies", passage.therapies, vocabulary.therapies),
        ("about", (passage.about,), vocabulary.about),
        ("evidence", (passage.evidence,), vocabulary.evidence),
    ):
        for word in words:
            if word not in known:
                mend = f"Use one of {', '.join(known)}, or add it to vocabulary.yaml."
                yield _at(file, name, f"{word!r} is not in the vocabulary", mend)


def cited(file: PassageFile, sources: Mapping[str, Source]) -> Iterator[Problem]:
    """Yield citations of nothing, and a passage that cites nothing or news alone."""
    keys: list[str] = []
    for line, paragraph in zip(file.paragraph_lines, file.passage.paragraphs, strict=True):
        keys.extend(citations(paragraph))
        for key in citations(paragraph):
            if key not in sources:
                yield Problem(file.path, line, f"unknown citation {key}", "Add it to sources.json.")
    if not keys:
        yield Problem(file.path, 1, "it cites no source", "Cite what it rests on: [@id].")
    if {sources[key].kind for key in keys if key in sources} == {"news"}:
        mend = "Cite a study, a regulator or a guideline."
        yield Problem(file.path, 1, "it rests on news alone", mend)


def across(files: Sequence[PassageFile]) -> Iterator[Problem]:
    """Yield what stands twice, and links that lead nowhere."""
    yield from _twice(
        files,
        "id",
        lambda file: [
            ("id", file.passage.id),
            *(("formerly", id_) for id_ in file.passage.formerly),
        ],
    )
    yield from _twice(
        files,
        "question",
        lambda file: [
            ("question", file.passage.question),
            *(("asks", ask) for ask in file.passage.asks),
        ],
    )
    ids = {file.passage.id for file in files}
    for file in files:
        for link in file.passage.related:
            if link not in ids or link == file.passage.id:
                what = "points to itself" if link in ids else "is no passage"
                yield _at(file, "related", f"{link} {what}", "Correct or remove it.")


def _twice(
    files: Sequence[PassageFile],
    what: str,
    texts: Callable[[PassageFile], list[tuple[str, str]]],
) -> Iterator[Problem]:
    seen: dict[str, PassageFile] = {}
    for file in files:
        for field, text in texts(file):
            key = " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())
            if key in seen:
                message = f"the {what} {text!r} stands in {seen[key].path} too"
                yield _at(file, field, message, "Keep it in the passage that answers it best.")
            else:
                seen[key] = file


def _at(file: PassageFile, field: str, message: str, mend: str) -> Problem:
    return Problem(file.path, file.lines.get(field, 1), message, mend)
