"""A disease's leaflet: the passages that staff put together, on one page to read or to print."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from stemfaq.answer.reply import CitedSource, ShownPassage
from stemfaq.answer.shown import show_passage, sources_of
from stemfaq.corpus.leaflets import slug
from stemfaq.corpus.passage import without_citations
from stemfaq.corpus.vocabulary import GENERAL
from stemfaq.index.opening import Index
from stemfaq.web.words import translated


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a leaflet."""

    path: str
    label: str  # of its disease

    def named(self, language: str) -> str:
        """The disease in the page's language."""
        return translated(language, f"disease {self.label}") or self.label


@dataclass(frozen=True, slots=True)
class LeafletPage:
    """What stands on the page; the numbers of sources count through all of it."""

    link: Link
    sections: tuple[tuple[str, tuple[ShownPassage, ...]], ...]
    sources: tuple[CitedSource, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What a leaflet's passages say in short, to stand beside an answer from it."""

    link: Link
    sections: tuple[tuple[str, tuple[ShownPassage, ...]], ...]  # without source numbers


def leaflet_page(index: Index, name: str) -> LeafletPage | None:
    """The leaflet that has this name in its address; None if there is none."""
    disease = next((disease for disease in index.leaflets if slug(disease) == name), None)
    if disease is None:
        return None
    numbers: dict[str, int] = {}
    sections = tuple(
        (
            section,
            tuple(
                show_passage(index, passage, numbers)
                for id_ in ids
                if (passage := index.passage(id_))
            ),
        )
        for section, ids in index.leaflets[disease].sections.items()
    )
    sources = sources_of(passage for _, shown in sections for passage in shown)
    return LeafletPage(_link(index, disease), sections, sources)


def leaflet_links(index: Index) -> list[Link]:
    """All leaflets, in the order of the file."""
    return [_link(index, disease) for disease in index.leaflets]


def picture_for(index: Index, diseases: Iterable[str], shown: Collection[str]) -> Picture | None:
    """The leaflet of a passage's disease, or of the broader disease.

    The one for all autoimmune diseases, if that is there, for a passage on several with leaflets
    of their own, on none with one, or on any. Passages whose ids are `shown` are left out.
    """
    known = index.vocabulary.diseases
    named = [name for disease in diseases for name in (disease, known[disease].within) if name]
    own = list(dict.fromkeys(name for name in named if name in index.leaflets))
    found = own[0] if len(own) == 1 else GENERAL
    if found not in index.leaflets:
        return None
    sections = {
        section: tuple(
            replace(
                show_passage(index, passage, {}),
                answer_markdown=without_citations(passage.answer),
            )
            for id_ in ids
            if id_ not in shown and (passage := index.passage(id_))
        )
        for section, ids in index.leaflets[found].sections.items()
    }
    left = tuple((section, passages) for section, passages in sections.items() if passages)
    return Picture(_link(index, found), left)


def _link(index: Index, disease: str) -> Link:
    return Link(f"/leaflet/{slug(disease)}", index.vocabulary.diseases[disease].label)
