"""Opening an index for serving: everything is verified before the first question."""

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from stemfaq.corpus.entities import Named, profile
from stemfaq.corpus.glossary import GlossaryEntry
from stemfaq.corpus.leaflets import Leaflet, Leaflets
from stemfaq.corpus.passage import Passage
from stemfaq.corpus.vocabulary import Vocabulary, fold
from stemfaq.errors import IndexUnavailable
from stemfaq.index import layout
from stemfaq.index.calibration import Calibration, read_calibration
from stemfaq.index.encoder import Encoder, Vectors
from stemfaq.index.lexical import Analyzer, LexicalIndex
from stemfaq.index.manifest import MEND, Manifest, verify
from stemfaq.index.publish import live
from stemfaq.index.spelling import Speller
from stemfaq.index.triage import Triage, TriageWeights
from stemfaq.index.units import Unit, owners


@dataclass(frozen=True, slots=True)
class Reference:
    """A source as patients see it."""

    id: str
    text: str  # Vancouver style
    url: str | None
    kind: str
    year: int | None
    accessed: str | None = None  # ISO date; what was built before it was kept has none
    as_of: str | None = None  # "April 2022", the month of an old copy; likewise


@dataclass(frozen=True, slots=True)
class Index:
    """An opened index. Read-only and safe to share between threads."""

    manifest: Manifest
    passages: tuple[Passage, ...]  # in the order of the lexical index
    questions: Mapping[str, int]  # each passage's own question, folded, and its position
    profiles: tuple[Named, ...]  # what passages are about, each once
    profile_of: npt.NDArray[np.intp]  # the position of each passage's profile
    references: Mapping[str, Reference]
    units: tuple[Unit, ...]  # in the order of the vectors
    vectors: Any  # faiss.IndexFlatIP over units
    other: Any  # faiss.IndexFlatIP over messages that no passage answers, before the map
    lexical: LexicalIndex
    vocabulary: Vocabulary
    glossary: tuple[GlossaryEntry, ...]
    leaflets: Mapping[str, Leaflet]  # by disease
    analyzer: Analyzer
    encoder: Encoder
    triage: Triage  # how likely a message is urgent, and the encoder that tells what is ours
    calibration: Calibration
    speller: Speller
    map: Vectors  # see index/adaptation.py; questions go through it before they are compared
    proxies: Vectors  # of the passages, shape (passages, dimensions); see staff/proxy_fit.py
    unit_table: npt.NDArray[np.intp]  # each passage's units, filled up with len(units)

    def asked_exactly(self, folded: str) -> int | None:
        """The position of the passage whose question this is, word for word; None if none."""
        return self.questions.get(_words(folded))

    def passage(self, id_: str) -> Passage | None:
        """The passage that has this id, or had it before it was joined with another."""
        return next((p for p in self.passages if id_ == p.id or id_ in p.formerly), None)


def open_index(root: Path, threads: int = 0) -> Index:
    """Open the live index under `root`.

    Raises IndexUnavailable, naming the file at fault, if anything is missing or altered, or the
    folder, if its libraries cannot open it.
    """
    folder = live(root)
    if not folder.is_dir():
        raise IndexUnavailable(f"{folder}: the live index is missing\n    {MEND}")
    manifest = verify(folder)
    try:
        return load(folder, manifest, read_calibration(folder), threads)
    except Exception as error:  # onnxruntime and tokenizers have no narrower class in common
        raise IndexUnavailable(f"{folder}: cannot be opened: {error}\n    {MEND}") from error


def load(folder: Path, manifest: Manifest, calibration: Calibration, threads: int = 0) -> Index:
    """Open a folder's files without verifying them; raises whatever a bad file causes."""
    passages = tuple(_passage(record) for record in _json(folder / layout.PASSAGES))
    references = {r["id"]: Reference(**r) for r in _json(folder / layout.SOURCES)}
    vocabulary = Vocabulary.model_validate(_json(folder / layout.VOCABULARY))
    units = tuple(Unit(**record) for record in _json(folder / layout.UNITS))
    # One question is too little to share: two threads took thrice as long.
    faiss.omp_set_num_threads(1)
    vectors = faiss.read_index(str(folder / layout.VECTORS))
    if vectors.ntotal != len(units):
        raise ValueError(f"{vectors.ntotal} vectors for {len(units)} units")
    about = [profile(passage, vocabulary) for passage in passages]
    profiles = {one: i for i, one in enumerate(dict.fromkeys(about))}
    return Index(
        manifest=manifest,
        passages=passages,
        questions={_words(fold(passage.question)): i for i, passage in enumerate(passages)},
        profiles=tuple(profiles),
        profile_of=np.array([profiles[one] for one in about], np.intp),
        references=references,
        units=units,
        vectors=vectors,
        other=faiss.read_index(str(folder / layout.OTHER)),
        lexical=LexicalIndex.load(folder / layout.LEXICAL, len(passages)),
        vocabulary=vocabulary,
        glossary=tuple(_entry(record) for record in _json(folder / layout.GLOSSARY)),
        leaflets=Leaflets.model_validate(_json(folder / layout.LEAFLETS)).root,
        analyzer=Analyzer(vocabulary),
        encoder=Encoder(folder / layout.ENCODER, threads),
        triage=Triage(
            Encoder(folder / layout.TRIAGE_ENCODER, threads),
            TriageWeights.load(folder / layout.TRIAGE),
        ),
        calibration=calibration,
        speller=Speller(passages, vocabulary),
        map=np.load(folder / layout.MAP, allow_pickle=False),
        proxies=np.load(folder / layout.PROXIES, allow_pickle=False),
        unit_table=unit_table(owners(units, passages), len(passages)),
    )


def _words(folded: str) -> str:
    return " ".join(re.findall(r"\w+", folded))


def unit_table(owners: npt.NDArray[np.intp], passages: int) -> npt.NDArray[np.intp]:
    """The rows of each passage's units; shape (passages, most units of one), at least 4 wide."""
    rows = [np.flatnonzero(owners == i) for i in range(passages)]
    table = np.full((passages, max(4, *map(len, rows))), len(owners))
    for i, own in enumerate(rows):
        table[i, : len(own)] = own
    return table


def _passage(record: Mapping[str, Any]) -> Passage:
    tuples = {key: tuple(value) for key, value in record.items() if isinstance(value, list)}
    reviewed = datetime.date.fromisoformat(record["reviewed"])
    return Passage(**{**record, **tuples, "reviewed": reviewed})


def _entry(record: Mapping[str, Any]) -> GlossaryEntry:
    return GlossaryEntry(**{**record, "forms": tuple(record["forms"])})


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
