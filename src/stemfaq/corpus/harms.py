"""Harms: a passage on whether a treatment works also tells the harms of the same studies."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from stemfaq.corpus.evidence import Fact
from stemfaq.corpus.passage import without_citations
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.reader import PassageFile

_HARM = re.compile(
    r"\b(?:die[ds]?|dying|death|dead|fatal|mortality|kill|harm|risk|danger|side effect|adverse"
    r"|complication|infection|sepsis|pneumonia|toxic|reaction|cancer|tumour|clot|bleeding|worse)",
    re.IGNORECASE,
)


def harms_by_source(facts: Iterable[Fact]) -> Mapping[str, tuple[str, ...]]:
    """The facts on harm that a source has beside its other facts, as ids: their companions."""
    by_id = {fact.id: fact for fact in facts}
    found: dict[str, list[str]] = defaultdict(list)
    for fact in by_id.values():
        for companion in (by_id[id_] for id_ in fact.companions if id_ in by_id):
            for source in set(companion.sources) & set(fact.sources):
                found[source].append(companion.id)
    return {source: tuple(dict.fromkeys(ids)) for source, ids in found.items()}


def untold(file: PassageFile, harms: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Warn of a passage on effectiveness that has no word of harm while its sources have.

    Whether it tells the right harms, only a reader can judge.
    """
    passage = file.passage
    if passage.about != "effectiveness":
        return
    if any(_HARM.search(without_citations(text)) for text in passage.paragraphs):
        return
    for source in (key for key in passage.cited if key in harms):
        message = f"{source} reports harms, but the passage has no word of them"
        mend = f"Tell them: see the facts {', '.join(harms[source])}."
        yield Problem(file.path, file.lines.get("about", 1), message, mend, warning=True)
