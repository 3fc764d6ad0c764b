"""A disease's leaflet: the passages that staff put together, on one page to read or to print."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from stemfaq.answer.reply import CitedSource, ShownPassage
from stemfaq.answer.shown import show_passage, sources_of
from stemfaq.corpus.leaflets import slug
from stemfaq.corpus.passage import Passage, without_citations
from stemfaq.corpus.vocabulary import GENERAL
from stemfaq.index.opening import Index
from stemfaq.web.words import translated

Sections = tuple[tuple[str, tuple[ShownPassage, ...]], ...]  # each under its name, in order


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
    sections: Sections
    sources: tuple[CitedSource, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What a leaflet's passages say in short, to stand beside an answer from it."""

    link: Link
    sections: Sections  # short answers without source numbers; none is empty


def leaflet_page(index: Index, name: str) -> LeafletPage | None:
    """The leaflet that has this name in its address; None if there is none."""
    disease = next((disease for disease in index.leaflets if slug(disease) == name), None)
    if disease is None:
        return None
    numbers: dict[str, int] = {}
    sections = _sections(index, disease, lambda passage: show_passage(index, passage, numbers))
    sources = sources_of(passage for _, shown in sections for passage in shown)
    return LeafletPage(_link(index, disease), sections, sources)


def leaflet_links(index: Index) -> list[Link]:
    """All leaflets, in the order of the file."""
    return [_link(index, disease) for disease in index.leaflets]


def picture_for(index: Index, diseases: Iterable[str], shown: Collection[str]) -> Picture | None:
    """The leaflet of a passage's disease, or of the broader disease.

    The one for all autoimmune diseases, if that is there, for a passage on several with leaflets
    of their own, on none with one, or first of all on any. Passages in `shown` are left out.
    """
    known = index.vocabulary.diseases
    named = [name for disease in diseases for name in (disease, known[disease].within) if name]
    own = list(dict.fromkeys(name for name in named if name in index.leaflets))
    only = own[0] if len([name for name in own if name != GENERAL]) == 1 else GENERAL
    if only not in index.leaflets:
        return None
    sections = _sections(index, only, lambda passage: in_short(index, passage))
    left = ((name, tuple(p for p in passages if p.id not in shown)) for name, passages in sections)
    return Picture(_link(index, only), tuple(section for section in left if section[1]))


def in_short(index: Index, passage: Passage) -> ShownPassage:
    """The short answer alone; its citations are on the passage's own page."""
    alone = replace(passage, answer=without_citations(passage.answer), body=())
    return show_passage(index, alone, {})


def _sections(index: Index, disease: str, show: Callable[[Passage], ShownPassage]) -> Sections:
    return tuple(
        (name, tuple(show(passage) for id_ in ids if (passage := index.passage(id_))))
        for name, ids in index.leaflets[disease].sections.items()
    )


def _link(index: Index, disease: str) -> Link:
    return Link(f"/leaflet/{slug(disease)}", index.vocabulary.diseases[disease].label)
