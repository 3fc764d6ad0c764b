"""The check: every rule that a corpus must keep before it may be built."""

import datetime
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from stemfaq.corpus import style
from stemfaq.corpus.evidence import (
    KINDS,
    Fact,
    Source,
    is_link_host,
    line_of_id,
    read_link_hosts,
)
from stemfaq.corpus.figures import Figures, figures
from stemfaq.corpus.passage import citations, without_citations
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.questions import check_questions
from stemfaq.corpus.reader import Corpus, PassageFile, read_corpus
from stemfaq.corpus.vocabulary import Vocabulary, fold

QUESTIONS = "questions.jsonl"
MAX_GRADE = 13.0
MAX_MEDIAN_GRADE = 9.0
MAX_ANSWER_WORDS = 90
MIN_ASKS = 4
BODY_PARAGRAPHS = range(2, 6)


@dataclass(frozen=True)
class Report:
    """What a check found; `corpus` is what could be read."""

    corpus: Corpus
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(problem for problem in self.problems if not problem.warning)


def check(folder: Path, today: datetime.date | None = None) -> Report:
    """Read the corpus and hold it against every rule; all problems come back, sorted."""
    corpus = read_corpus(folder)
    today = today or datetime.date.today()
    problems = [*corpus.problems, *_evidence(corpus), *_across(corpus.files)]
    proofs = _Proofs(corpus)
    for file in corpus.files:
        problems.extend(_fields(file, today, corpus.vocabulary))
        problems.extend(style.problems(file, MAX_GRADE, MAX_ANSWER_WORDS))
        problems.extend(_citations(file, corpus.sources))
        problems.extend(_figures(file, proofs))
    if (median := median_grade(corpus)) > MAX_MEDIAN_GRADE:
        problems.append(
            Problem(
                "passages",
                1,
                f"the short answers' median grade is {median:.1f}",
                f"Bring it to {MAX_MEDIAN_GRADE:.0f} or less: shorter sentences, plainer words.",
            )
        )
    problems.extend(_questions(folder, corpus))
    return Report(corpus, tuple(sorted(set(problems))))


def _questions(folder: Path, corpus: Corpus) -> list[Problem]:
    """The golden questions may be missing, but what is there must be right."""
    path = folder / QUESTIONS
    if not path.exists():
        return []
    ids = [file.passage.id for file in corpus.files]
    return list(check_questions(path, ids, "development"))


def review_by(file: PassageFile, vocabulary: Vocabulary) -> datetime.date | None:
    """The day until which the passage's review holds; None for an unknown subject."""
    subject = vocabulary.about.get(file.passage.about)
    if subject is None:
        return None
    reviewed = file.passage.reviewed
    months = reviewed.month - 1 + subject.review_months
    year, month = reviewed.year + months // 12, months % 12 + 1
    first_of_next = datetime.date(year + month // 12, month % 12 + 1, 1)
    last_day = (first_of_next - datetime.timedelta(days=1)).day
    return datetime.date(year, month, min(reviewed.day, last_day))


def _fields(
    file: PassageFile, today: datetime.date, vocabulary: Vocabulary | None
) -> Iterator[Problem]:
    passage, at = file.passage, _At(file)
    stem = Path(file.path).stem
    if passage.id != stem:
        yield at.field("id", f"the id {passage.id} is not the file's name", f"Call it {stem}.")
    if len(passage.asks) < MIN_ASKS:
        yield at.field(
            "asks",
            f"{len(passage.asks)} asks; at least {MIN_ASKS} are needed",
            "Add other ways in which patients put the question.",
        )
    if len(passage.body) not in BODY_PARAGRAPHS:
        yield Problem(
            file.path,
            file.paragraph_lines[-1],
            f"the body has {len(passage.body)} paragraphs",
            "Write two to five, separated by blank lines.",
        )
    if passage.reviewed > today:
        yield at.field("reviewed", f"{passage.reviewed} is in the future", "Correct the date.")
    if vocabulary is None:
        return
    for name, words, known in (
        ("diseases", passage.diseases, vocabulary.diseases),
        ("therapies", passage.therapies, vocabulary.therapies),
        ("about", (passage.about,), vocabulary.about),
        ("evidence", (passage.evidence,), vocabulary.evidence),
    ):
        for word in words:
            if word not in known:
                yield at.field(
                    name,
                    f"{word!r} is not in the vocabulary",
                    f"Use one of {', '.join(known)}, or add it to vocabulary.yaml.",
                )
    due = review_by(file, vocabulary)
    if due and due < today:
        yield at.field(
            "reviewed",
            f"its review ran out on {due}",
            "Read it against its sources, then set the date.",
            warning=True,
        )


def _citations(file: PassageFile, sources: Mapping[str, Source]) -> Iterator[Problem]:
    cited: list[str] = []
    for line, paragraph in zip(file.paragraph_lines, file.passage.paragraphs, strict=True):
        cited.extend(citations(paragraph))
        for key in citations(paragraph):
            if key not in sources:
                yield Problem(file.path, line, f"unknown citation {key}", "Add it to sources.json.")
    if not cited:
        yield Problem(file.path, 1, "it cites no source", "Cite what it rests on: [@id].")
    kinds = {sources[key].kind for key in cited if key in sources}
    if kinds == {"news"}:
        yield Problem(
            file.path, 1, "it rests on news alone", "Cite a study, a regulator or a guideline."
        )


class _Proofs:
    """The figures that each source's facts state, read once."""

    def __init__(self, corpus: Corpus) -> None:
        self.names = corpus.vocabulary.names_with_digits if corpus.vocabulary else ()
        self._figures: dict[str, list[Figures]] = defaultdict(list)
        for fact in corpus.facts:
            stated = figures(fact.text, self.names)
            for source in fact.sources:
                self._figures[source].append(stated)
        for record in corpus.sources.values():
            if record.year:  # the record itself proves the year of publication
                self._figures[record.id].append(figures(str(record.year)))

    def of(self, sources: Iterable[str]) -> list[Figures]:
        return [stated for source in sources for stated in self._figures.get(source, ())]


def _figures(file: PassageFile, proofs: _Proofs) -> Iterator[Problem]:
    passage = file.passage
    everything = tuple(key for p in passage.paragraphs for key in citations(p))
    question_line = file.lines.get("question", 1)
    yield from _unproved(file, question_line, passage.question, everything, proofs)
    for line, paragraph in zip(file.paragraph_lines, passage.paragraphs, strict=True):
        text = without_citations(paragraph)
        yield from _unproved(file, line, text, citations(paragraph), proofs)


def _unproved(
    file: PassageFile, line: int, text: str, cited: Sequence[str], proofs: _Proofs
) -> Iterator[Problem]:
    stated = figures(text, proofs.names)
    if stated.single and not cited:
        listed = ", ".join(dict.fromkeys(figure.text for figure in stated.single))
        yield Problem(
            file.path, line, f"figures without a citation: {listed}", "Cite the source: [@id]."
        )
        return
    facts = proofs.of(cited)
    named = ", ".join(cited)
    mend = "Add the claim to facts.json, or correct the figure."
    proved = frozenset().union(*(fact.keys for fact in facts))
    for figure in stated.single:
        if figure.key not in proved:
            yield Problem(file.path, line, f"{figure.text} is in no fact of {named}", mend)
    for ratio in stated.ratios:
        pair = {ratio.part.key, ratio.whole.key}
        if pair <= proved and not any(pair <= fact.keys for fact in facts):
            yield Problem(
                file.path, line, f"{ratio.text} stands together in no fact of {named}", mend
            )


def _across(files: Sequence[PassageFile]) -> Iterator[Problem]:
    """Rules that hold between passages: nothing twice, no dead link."""
    yield from _twice(files, "id", lambda file: [("id", file.passage.id)])
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
                yield _At(file).field("related", f"{link} {what}", "Correct or remove it.")


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
                yield _At(file).field(
                    field,
                    f"the {what} {text!r} stands in {seen[key].path} too",
                    "Keep it in the passage that answers it best.",
                )
            else:
                seen[key] = file


def _evidence(corpus: Corpus) -> Iterator[Problem]:
    """Facts and sources hold together and use the vocabulary."""
    facts_text = _text(corpus.folder / "facts.json")
    try:
        hosts = read_link_hosts(corpus.folder / "link-hosts.txt")
    except OSError as error:
        hosts = frozenset()
        yield Problem("link-hosts.txt", 1, f"cannot be read: {error.strerror}", "Restore the file.")
    sources_text = _text(corpus.folder / "sources.json")
    for fact in corpus.facts:
        line = line_of_id(facts_text, fact.id)
        for message, mend in _fact_problems(fact, corpus):
            yield Problem("facts.json", line, f"{fact.id}: {message}", mend)
    for source in corpus.sources.values():
        line = line_of_id(sources_text, source.id)
        for message, mend in _source_problems(source, hosts):
            yield Problem("sources.json", line, f"{source.id}: {message}", mend)


def _source_problems(source: Source, hosts: frozenset[str]) -> Iterator[tuple[str, str]]:
    if source.kind not in KINDS:
        yield (
            "its note has no known kind",
            f"Add a line 'kind: …' with one of {', '.join(KINDS)}.",
        )
    address = urlsplit(str(source.csl.get("URL", "https://doi.org")))
    if address.scheme not in ("http", "https") or not is_link_host(address.hostname or "", hosts):
        yield (
            f"patients are not sent to {address.hostname or address.geturl()}",
            "Use the publisher's or registry's page, or review link-hosts.txt.",
        )


def _fact_problems(fact: Fact, corpus: Corpus) -> Iterator[tuple[str, str]]:
    for source in fact.sources:
        if source not in corpus.sources:
            yield f"unknown source {source}", "Add it to sources.json."
    if corpus.vocabulary is None:
        return
    words = (
        *((word, corpus.vocabulary.diseases) for word in fact.diseases),
        *((word, corpus.vocabulary.therapies) for word in fact.therapies),
        (fact.about, corpus.vocabulary.about),
    )
    for word, known in words:
        if word not in known:
            yield f"{word!r} is not in the vocabulary", "Use a word of vocabulary.yaml."


def _text(path: Path) -> str:
    return path.read_text("utf-8-sig", errors="replace") if path.is_file() else ""


@dataclass(frozen=True, slots=True)
class _At:
    """Builds problems of one file."""

    file: PassageFile

    def field(self, name: str, message: str, mend: str, *, warning: bool = False) -> Problem:
        return Problem(self.file.path, self.file.lines.get(name, 1), message, mend, warning)


def median_grade(corpus: Corpus) -> float:
    """The median Flesch-Kincaid grade of the short answers; 0 for an empty corpus."""
    grades = [style.grade(passage.answer) for passage in corpus.passages]
    return statistics.median(grades) if grades else 0.0
