"""What a leaflet must keep: passages that are there, on its disease, and harms beside hopes."""

from collections.abc import Iterator

from stemfaq.corpus import leaflets
from stemfaq.corpus.problem import Problem
from stemfaq.corpus.reader import Corpus
from stemfaq.corpus.vocabulary import GENERAL, Vocabulary
from stemfaq.corpus.yaml import line_at

# What a section must hold at least one passage about, so that its heading is kept.
MUST_HOLD = {"benefits": "effectiveness", "harms": "risk", "without": "alternatives"}


def problems(corpus: Corpus) -> Iterator[Problem]:
    """Yield what is wrong in leaflets.yaml."""
    if not corpus.leaflets or corpus.vocabulary is None:
        return
    text = (corpus.folder / leaflets.NAME).read_text("utf-8-sig")
    passages = {passage.id: passage for passage in corpus.passages}
    for disease, leaflet in corpus.leaflets.items():

        def at(message: str, mend: str, *place: str | int, disease: str = disease) -> Problem:
            line = line_at(text, (disease, *place))
            return Problem(leaflets.NAME, line, f"{disease}: {message}", mend)

        if disease not in corpus.vocabulary.diseases:
            yield at("is no disease of vocabulary.yaml", "Name it as there.")
            continue
        family = _family(disease, corpus.vocabulary)
        seen: set[str] = set()
        for section, ids in leaflet.sections.items():
            for i, id_ in enumerate(ids):
                if id_ not in passages:
                    yield at(f"there is no passage {id_}", "Correct its id.", section, i)
                elif family.isdisjoint(passages[id_].diseases):
                    mend = "Choose one about this disease, or about any."
                    yield at(f"{id_} is about another disease", mend, section, i)
                if id_ in seen:
                    yield at(f"{id_} stands twice", "Keep it where it fits best.", section, i)
                seen.add(id_)
            about = {passages[id_].about for id_ in ids if id_ in passages}
            if (needed := MUST_HOLD.get(section)) and needed not in about:
                yield at(f"{section} has no passage about {needed}", "Add one.", section)


def _family(disease: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The disease, what belongs to it, and what holds for all."""
    within = {name for name, topic in vocabulary.diseases.items() if topic.within == disease}
    return frozenset({disease, GENERAL} | within)
