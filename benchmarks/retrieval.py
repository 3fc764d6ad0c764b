"""How stemfaq ranks beside plain FAISS, BM25 and txtai: one run, the same questions, one table.

Each ranks the passages of one index for the answerable questions of one turn. Refusals play no
part, so that only the ranking is compared.

  stemfaq   the engine; the figures are those of `stemfaq eval`. A question taken for an
            emergency gets no ranking and counts as missed
  held-out  with --folds: the same, its weights fitted without the question's group; the build
            is fitted on the development questions, so that on them "stemfaq" flatters
  faiss     cosine with the canonical questions (IndexFlatIP), by the index's own encoder
  bm25      bm25s over whole passages: question, asks and text; English stemmer and stopwords
  txtai     txtai's hybrid search over the same whole passages, by the index's own encoder;
            it wants `pip install -c constraints.txt ".[bench]"`

Usage: python benchmarks/retrieval.py [QUESTIONS...] [--systems stemfaq faiss] [--folds 5] [--json]
"""

import argparse
import dataclasses
import importlib.util
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import bm25s
import faiss
import numpy as np
import numpy.typing as npt
import Stemmer
from ir_measures import RR, Success
from rich.console import Console
from rich.table import Table
from tqdm import tqdm

from crossval import held_out
from stemfaq.corpus.passage import Passage, without_citations
from stemfaq.corpus.questions import GoldenQuestion
from stemfaq.errors import StemfaqError
from stemfaq.index.opening import Index, open_index
from stemfaq.staff import bootstrap
from stemfaq.staff.bootstrap import Estimate
from stemfaq.staff.evaluate import golden
from stemfaq.staff.judge import Judged, judge
from stemfaq.staff.measures import Measure, estimate, is_answerable, is_single, ranking

DEPTH = 10
MEASURES = (
    Measure("success_at_1", "Success@1", ranking(Success @ 1)),
    Measure("success_at_3", "Success@3", ranking(Success @ 3)),
    Measure("mrr_at_10", "MRR@10", ranking(RR @ 10)),
)
LEAD = "lead_at_1"  # by how much stemfaq's Success@1 is higher, question by question
Rankings = list[tuple[str, ...]]  # for each question the passages' ids, the best first


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table, or JSON, with one row for each system."""
    try:
        run(parsed(arguments))
    except StemfaqError as error:
        print(error, file=sys.stderr)  # noqa: T201
        raise SystemExit(error.exit_code) from error


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", type=Path, nargs="*", default=[Path("corpus/questions.jsonl")])
    parser.add_argument("--index", type=Path, default=Path("index"))
    names = ("stemfaq", *BASELINES)
    parser.add_argument("--systems", nargs="+", choices=names, default=names)
    parser.add_argument("--folds", type=int, default=0, help="0, the default: no row held-out")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def run(arguments: argparse.Namespace) -> None:
    """Rank with every system, and print.

    Raises StemfaqError if a question, the index or txtai is not as it must be.
    """
    if "txtai" in arguments.systems and importlib.util.find_spec("txtai") is None:
        raise StemfaqError(
            "txtai is not installed\n"
            '    Run `pip install -c constraints.txt ".[bench]"`, or leave it out of --systems.'
        )
    index = open_index(arguments.index)
    questions = golden(arguments.questions, index)
    judged = compared(index, questions, arguments.systems, arguments.folds)
    results = {name: measured(rows, judged.get("stemfaq")) for name, rows in judged.items()}
    if arguments.json:
        print(json.dumps(plain(index, arguments.questions, results), indent=1))  # noqa: T201
    else:
        Console(soft_wrap=not sys.stdout.isatty()).print(table(results), highlight=False)


def compared(
    index: Index, questions: Sequence[GoldenQuestion], systems: Sequence[str], folds: int
) -> dict[str, list[Judged]]:
    """The answerable questions of one turn, ranked by each system; the order is the same."""
    asked = [q for q in questions if len(q.turns) == 1 and q.kind == "answer"]
    texts = [question.turns[0] for question in asked]
    result: dict[str, list[Judged]] = {}
    with tqdm(total=len(systems) + bool(folds), desc="rank", unit="system", disable=None) as bar:
        if "stemfaq" in systems:
            result["stemfaq"] = judge(index, asked)
            bar.update()
        if folds:
            result["held-out"] = _in_order(asked, held_out(index, questions, folds))
            bar.update()
        for name in (name for name in BASELINES if name in systems):
            rankings = BASELINES[name](index, texts)
            result[name] = [_ranked(q, ids) for q, ids in zip(asked, rankings, strict=True)]
            bar.update()
    return result


def measured(rows: Sequence[Judged], ours: Sequence[Judged] | None) -> dict[str, Estimate]:
    """Every measure, and what stemfaq leads by if it ran too."""
    result = {measure.name: estimate(measure, rows) for measure in MEASURES}
    if ours is not None and ours is not rows:
        lead = MEASURES[0].values(ours) - MEASURES[0].values(rows)
        result[LEAD] = bootstrap.mean(lead, [row.question.group for row in rows])
    return result


def by_questions(index: Index, texts: Sequence[str]) -> Rankings:
    """Plain FAISS: the cosine with each passage's own question."""
    vectors = index.encoder.passages([passage.question for passage in index.passages])
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    return _named(index, flat.search(index.encoder.queries(texts), depth(index))[1])


def by_words(index: Index, texts: Sequence[str]) -> Rankings:
    """BM25 alone over whole passages, as the library suggests to use it."""
    stemmer = Stemmer.Stemmer("english")

    def tokens(of: Sequence[str]) -> Any:
        return bm25s.tokenize(list(of), stopwords="en", stemmer=stemmer, show_progress=False)

    model = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    model.index(tokens([whole(passage) for passage in index.passages]), show_progress=False)
    return _named(index, model.retrieve(tokens(texts), k=depth(index), show_progress=False)[0])


def by_txtai(index: Index, texts: Sequence[str]) -> Rankings:
    """Txtai's hybrid search as it comes: BM25 and vectors over whole passages, half and half."""
    from txtai import Embeddings

    encode = index.encoder.passages
    embeddings = Embeddings(
        method="external",
        transform=lambda batch: encode(batch),  # txtai takes a plain function only
        instructions={"query": index.encoder.config.query_prefix},
        hybrid=True,
    )
    embeddings.index([(passage.id, whole(passage), None) for passage in index.passages])
    found = embeddings.batchsearch(list(texts), DEPTH)
    return [tuple(id_ for id_, _ in row) for row in found]


def depth(index: Index) -> int:
    """How many passages a ranking has."""
    return min(DEPTH, len(index.passages))


def whole(passage: Passage) -> str:
    """All that a passage says: its question, its asks and its text without citations."""
    paragraphs = (without_citations(paragraph) for paragraph in passage.paragraphs)
    return "\n".join((passage.question, *passage.asks, *paragraphs))


BASELINES: Mapping[str, Callable[[Index, Sequence[str]], Rankings]] = {
    "faiss": by_questions,
    "bm25": by_words,
    "txtai": by_txtai,
}


def _named(index: Index, rows: npt.NDArray[np.integer]) -> Rankings:
    return [tuple(index.passages[i].id for i in row) for row in rows.tolist()]


def _ranked(question: GoldenQuestion, ids: tuple[str, ...]) -> Judged:
    return Judged(question, "answer", shown=(), options=(), ranked=ids, probability=None)


def _in_order(asked: Sequence[GoldenQuestion], judged: Sequence[Judged]) -> list[Judged]:
    """Those judged that were asked, in that order."""
    of = {row.question: row for row in judged if is_single(row) and is_answerable(row)}
    return [of[question] for question in asked]


def plain(
    index: Index, files: Sequence[Path], results: Mapping[str, Mapping[str, Estimate]]
) -> dict[str, Any]:
    """The results for JSON."""
    return {
        "index": index.manifest.digest,
        "encoder": index.manifest.encoder,
        "questions": [path.as_posix() for path in files],
        "systems": {
            name: {key: dataclasses.asdict(one) for key, one in measures.items()}
            for name, measures in results.items()
        },
    }


def table(results: Mapping[str, Mapping[str, Estimate]]) -> Table:
    """One row a system, one column a measure."""
    labels = [*(measure.label for measure in MEASURES), "stemfaq leads Success@1 by"]
    shown = Table("system", *labels, "n")
    for name, measures in results.items():
        cells = [measures.get(key) for key in (*(m.name for m in MEASURES), LEAD)]
        count = str(measures[MEASURES[0].name].count)
        shown.add_row(name, *(f"{c} ({c.interval})" if c else "" for c in cells), count)
    return shown


if __name__ == "__main__":
    main()
