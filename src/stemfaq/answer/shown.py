"""Showing passages: their words as reviewed, their citations as numbers."""

import re
from collections.abc import Iterable, Sequence

from stemfaq.answer import texts
from stemfaq.answer.reply import CitedSource, ShownPassage
from stemfaq.answer.search import Candidate
from stemfaq.corpus.months import month_name
from stemfaq.corpus.passage import CITATION, NO_LEVEL, Passage
from stemfaq.index.opening import Index


def show(index: Index, candidates: Iterable[Candidate]) -> tuple[ShownPassage, ...]:
    """The candidates' passages; a source keeps its number through the whole reply."""
    numbers: dict[str, int] = {}
    return tuple(
        show_passage(index, candidate.passage, numbers, candidate.score) for candidate in candidates
    )


def show_passage(
    index: Index, passage: Passage, numbers: dict[str, int], score: float = 1.0
) -> ShownPassage:
    """One passage; sources that are new in `numbers` get the next number."""
    for key in passage.cited:
        numbers.setdefault(key, len(numbers) + 1)
    subject = index.vocabulary.about[passage.about]
    return ShownPassage(
        id=passage.id,
        question=passage.question,
        answer_markdown=_numbered(passage.answer, numbers),
        body_markdown="\n\n".join(_numbered(text, numbers) for text in passage.body),
        evidence=passage.evidence,
        evidence_text=evidence_line(passage.evidence, index.vocabulary.evidence[passage.evidence]),
        reviewed=passage.reviewed.isoformat(),
        as_of=month_name(passage.reviewed) if subject.changes else None,
        diseases=passage.diseases,
        therapies=passage.therapies,
        about=passage.about,
        score=round(score, 4),
        sources=_sources(index, passage.cited, numbers),
    )


def sources_of(passages: Iterable[ShownPassage]) -> tuple[CitedSource, ...]:
    """The sources of passages that share their numbers, each once, by number."""
    sources = {source.number: source for passage in passages for source in passage.sources}
    return tuple(sources[number] for number in sorted(sources))


def evidence_line(level: str, line: str, how_sure: str = texts.HOW_SURE) -> str:
    """The level's line and what a level tells: "strong" may stand under "it does not help".

    The line of no level says so itself.
    """
    return line if level == NO_LEVEL else f"{line} {how_sure}"


def _numbered(paragraph: str, numbers: dict[str, int]) -> str:
    """`[@a; @b]` becomes ` [1] [2]`."""

    def replace(match: re.Match[str]) -> str:
        keys = (key.strip()[1:] for key in match[1].split(";"))
        return "".join(f" [{number}]" for number in sorted({numbers[key] for key in keys}))

    return CITATION.sub(replace, paragraph)


def _sources(
    index: Index, cited: Sequence[str], numbers: dict[str, int]
) -> tuple[CitedSource, ...]:
    shown = []
    for key in sorted(cited, key=lambda key: numbers[key]):
        source = index.references[key]
        shown.append(
            CitedSource(
                key,
                numbers[key],
                source.text,
                source.url,
                source.kind,
                source.year,
                source.accessed,
                source.as_of,
            )
        )
    return tuple(shown)
