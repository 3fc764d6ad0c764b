"""Writing an index folder: everything that serving needs, but for calibration and manifest."""

import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from stemfaq.corpus.currency import old_copy
from stemfaq.corpus.months import month_name
from stemfaq.corpus.passage import Passage
from stemfaq.corpus.reader import Corpus
from stemfaq.index import layout
from stemfaq.index.adaptation import apply_map, centres, fit_map, no_map
from stemfaq.index.encoder import Vectors, read_config
from stemfaq.index.lexical import Analyzer, LexicalIndex
from stemfaq.index.references import render
from stemfaq.index.units import KINDS, Unit, owners
from stemfaq.staff.proxy_fit import fit_proxies


def write_folder(
    folder: Path,
    corpus: Corpus,
    all_units: list[Unit],
    vectors: Vectors,
    other: Vectors,
    encoder_path: Path,
    triage_path: Path,
) -> None:
    """Write the files of a checked corpus; `vectors` are the units', in their order.

    `other` are those of messages that no passage answers. The two paths are the folders of the
    models that serving needs.

    Raises OSError, or ValueError for a corpus without vocabulary.
    """
    if corpus.vocabulary is None:
        raise ValueError("a checked corpus has a vocabulary")
    trained = read_config(encoder_path).trained
    own = owners(all_units, corpus.passages)
    kinds = np.array([KINDS.index(unit.kind) for unit in all_units])
    map_ = no_map(vectors) if trained else fit_map(vectors, own, kinds)
    mapped = apply_map(vectors, map_)
    proxies = fit_proxies(mapped, own, centres(mapped, own, kinds))
    np.save(folder / layout.MAP, map_, allow_pickle=False)
    np.save(folder / layout.PROXIES, proxies, allow_pickle=False)
    _vectors(folder / layout.VECTORS, mapped)
    _vectors(folder / layout.OTHER, other)
    _json(folder / layout.UNITS, [asdict(unit) for unit in all_units])
    passages = corpus.passages
    LexicalIndex.build(passages, Analyzer(corpus.vocabulary)).save(folder / layout.LEXICAL)
    _json(folder / layout.PASSAGES, [_passage(passage) for passage in passages])
    _json(folder / layout.SOURCES, cited_sources(corpus))
    _json(folder / layout.VOCABULARY, corpus.vocabulary.model_dump(mode="json"))
    _json(folder / layout.GLOSSARY, [asdict(entry) for entry in corpus.glossary.shown])
    leaflets = {disease: leaflet.sections for disease, leaflet in corpus.leaflets.items()}
    _json(folder / layout.LEAFLETS, leaflets)
    _link(encoder_path, folder / layout.ENCODER)
    _link(triage_path, folder / layout.TRIAGE_ENCODER)


def _vectors(path: Path, vectors: Vectors) -> None:
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(path))


def _link(source: Path, target: Path) -> None:
    target.mkdir()
    for path in sorted(source.iterdir()):
        try:  # a link costs no disk; across file systems only a copy is possible
            os.link(path, target / path.name)
        except OSError:
            shutil.copyfile(path, target / path.name)


def _passage(passage: Passage) -> dict[str, Any]:
    return asdict(passage) | {"reviewed": passage.reviewed.isoformat()}


def cited_sources(corpus: Corpus) -> list[dict[str, Any]]:
    """What serving needs of each source that a passage cites."""
    cited = {key for passage in corpus.passages for key in passage.cited}
    chosen = [source for key, source in sorted(corpus.sources.items()) if key in cited]
    texts = render(chosen)
    return [
        {
            "id": source.id,
            "text": texts[source.id],
            "url": source.url,
            "kind": source.kind,
            "year": source.year,
            "accessed": source.accessed,
            "as_of": month_name(month) if (month := old_copy(source, corpus.facts)) else None,
        }
        for source in chosen
    ]


def _json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=0), "utf-8")
