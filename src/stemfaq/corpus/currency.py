"""Currency: how long a review holds, and what patients must see the date of."""

import datetime
from collections.abc import Iterable, Iterator

from stemfaq.corpus.evidence import Fact, Source
from stemfaq.corpus.months import month_of
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.reader import Corpus, PassageFile
from stemfaq.corpus.vocabulary import Vocabulary
from stemfaq.corpus.yaml import line_at

MAX_MONTHS = 6  # between two reviews of a subject that changes by itself
VOCABULARY = "vocabulary.yaml"
REGISTRATION = "trial registration"


def intervals(corpus: Corpus) -> Iterator[Problem]:
    """Yield the subjects that change by themselves and are reviewed too seldom."""
    subjects = corpus.vocabulary.about if corpus.vocabulary else {}
    for name, subject in subjects.items():
        if subject.changes and subject.review_months > MAX_MONTHS:
            text = (corpus.folder / VOCABULARY).read_text("utf-8-sig")
            line = line_at(text, ("about", name, "review_months"))
            message = f"{name} changes, but is reviewed only after {subject.review_months} months"
            yield Problem(VOCABULARY, line, message, f"Set review_months to {MAX_MONTHS} or less.")


def overdue(
    file: PassageFile, today: datetime.date, vocabulary: Vocabulary | None
) -> Iterator[Problem]:
    """Warn of a passage whose review has run out."""
    due = review_by(file, vocabulary) if vocabulary else None
    if due and due < today:
        message, mend = f"its review ran out on {due}", "Read it against its sources, set the date."
        yield Problem(file.path, file.lines.get("reviewed", 1), message, mend, warning=True)


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


def old_copy(source: Source, facts: Iterable[Fact]) -> datetime.date | None:
    """The month of an undated trial record, if the copy that was read was over a year old.

    Only of a trial's record, since there `as_of` is the record's state; of another page it may be
    the day of an event. Only a month will do, since a bare year may be that of the trial. A fact
    of several sources has the date of any of them.
    """
    if source.kind != REGISTRATION or source.year or not source.accessed:
        return None
    months = [month_of(fact.as_of) for fact in facts if fact.sources == [source.id]]
    known = [month for month in months if month]
    if not known or len(known) < len(months):
        return None
    newest, read = max(known), datetime.date.fromisoformat(source.accessed)
    return newest if (newest.year + 1, newest.month) < (read.year, read.month) else None
