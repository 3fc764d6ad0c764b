"""An outside check: the engine's parts on the 104 medical questions of TREC 2017 LiveQA.

The answers are the 2,479 that Ben Abacha and Demner-Fushman (2019) had judged, from MedQuAD
(CC BY 4.0). They have no asks, no diseases and no therapies, so that of the engine there is left:
the encoder with its query prefix; vectors of each answer's question, of the same with its other
names, and of chunks of its text; BM25 with synonyms and fields; spelling; the search of a message
by its questions and as a whole; and the fusion, with weights that docs/retrieval.md explains. What
was fitted on our corpus (map, weights, conflicts) is left out, and nothing is fitted here.

P@1, MRR@10 and MAP@10 are over all questions, also those without a right answer; an answer is
right if it was judged 3 or 4. If a pair was judged twice, the higher judgement counts.

QUESTIONS_DIR is a clone of abachaa/LiveQA_MedicalTask_TREC2017, MEDQUAD_DIR one of
abachaa/MedQuAD (github.com); its zip may stay packed. Neither is part of this project.

Usage: python benchmarks/liveqa.py QUESTIONS_DIR MEDQUAD_DIR [--vectors FILE] [--json]
"""

import argparse
import csv
import dataclasses
import datetime
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import faiss
import ir_measures
import numpy as np
import numpy.typing as npt
from ir_measures import AP, RR, P, Qrel, ScoredDoc
from rich.console import Console
from rich.table import Table
from tqdm import tqdm

from stemfaq.answer.parts import questions_in
from stemfaq.answer.question import clean
from stemfaq.answer.search import FEATURES, Query, feature_table
from stemfaq.corpus.entities import Named
from stemfaq.corpus.passage import Passage
from stemfaq.errors import StemfaqError
from stemfaq.index.adaptation import centres, no_map
from stemfaq.index.cache import cached_vectors
from stemfaq.index.encoder import Vectors
from stemfaq.index.lexical import LexicalIndex
from stemfaq.index.opening import Index, open_index, unit_table
from stemfaq.index.spelling import Speller
from stemfaq.index.units import KINDS, owners, units
from stemfaq.staff import bootstrap
from stemfaq.staff.bootstrap import Estimate

TOPICS = "TREC-2017-LiveQA-Medical-Test-Questions-w-summaries.xml"
JUDGEMENTS = "All-qrels_LiveQAMed2017-TestQuestions_2479_Judged-Answers.txt"
ANSWERS = "All-2479-Answers-retrieved-from-MedQuAD.csv"
RIGHT = 3  # of 1 incorrect, 2 related, 3 incomplete, 4 excellent
MEASURES = {"P@1": P(rel=RIGHT) @ 1, "MRR@10": RR(rel=RIGHT) @ 10, "MAP@10": AP(rel=RIGHT) @ 10}
DEPTH = 10
CHUNK = 100  # words
READ = 1500  # characters of a message that are searched as a whole, as the engine does
SYSTEMS: Mapping[str, Mapping[str, float]] = {
    "BM25": {"lexical": 1.0},
    "vectors": {"best": 1.0},
    # Chosen on our own development questions, with the asks taken out of the passages.
    "engine": {"best": 0.3, "top2": 0.3, "proxy": 0.4, "lexical": 0.1},
}
_ANSWER = re.compile(r"\s*Question:(?P<title>.*?)\sURL:.*?\sAnswer:(?P<text>.*)", re.DOTALL)
_NAMES = re.compile(r"\s*\(Also called:.*\)\s*$", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\s{2,}|\n+")


@dataclass(frozen=True, slots=True)
class Topic:
    """A question of the task: as a person summed it up, and as it was sent."""

    id: str
    summary: str
    message: str  # the subject before it


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table, or JSON, with one row for each kind of question and each system."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("questions", type=Path, metavar="QUESTIONS_DIR")
    parser.add_argument("medquad", type=Path, metavar="MEDQUAD_DIR")
    parser.add_argument("--index", type=Path, default=Path("index"), help="gives the encoder")
    parser.add_argument("--vectors", type=Path, help="a file (.npz) that keeps the vectors")
    parser.add_argument("--json", action="store_true")
    try:
        run(parser.parse_args(arguments))
    except StemfaqError as error:
        print(error, file=sys.stderr)  # noqa: T201
        raise SystemExit(error.exit_code) from error


def run(arguments: argparse.Namespace) -> None:
    """Read, index, rank and print.

    Raises StemfaqError if a file is missing or not of the form it should have.
    """
    topics = read_topics(text_of(arguments.questions, TOPICS))
    passages = read_answers(text_of(arguments.medquad, ANSWERS))
    judgements = read_judgements(text_of(arguments.medquad, JUDGEMENTS))
    index = indexed(open_index(arguments.index), passages, arguments.vectors)
    results = measured(index, topics, judgements)
    known = {passage.id for passage in passages}
    about = {
        "encoder": index.manifest.encoder,
        "questions": len(topics),
        "answers": len(passages),
        "judged_pairs": len(judgements),
        "judged_without_text": len({j.doc_id for j in judgements} - known),
        "questions_without_right_answer": len(
            {t.id for t in topics} - {j.query_id for j in judgements if j.relevance >= RIGHT}
        ),
    }
    if arguments.json:
        print(json.dumps(about | {"results": plain(results)}, indent=1))  # noqa: T201
        return
    console = Console(soft_wrap=not sys.stdout.isatty())
    console.print(table(results), highlight=False)
    console.print(", ".join(f"{k.replace('_', ' ')}: {v}" for k, v in about.items()))


def text_of(folder: Path, name: str) -> str:
    """The text of a file somewhere in a folder, or in a zip there.

    Raises StemfaqError if there is none.
    """
    for path in sorted(folder.rglob(name)):
        return path.read_text("utf-8-sig")
    for path in sorted(folder.rglob("*.zip")):
        with zipfile.ZipFile(path) as packed:
            for entry in packed.namelist():
                if entry.endswith(f"/{name}") or entry == name:
                    return packed.read(entry).decode("utf-8-sig")
    raise StemfaqError(
        f"{folder}: has no {name}\n    Clone the repository; see `{Path(__file__).name} --help`."
    )


def read_topics(xml: str) -> list[Topic]:
    """The questions; ids are those of the judgements, "1" for TQ1.

    Raises StemfaqError.
    """
    try:
        root = ElementTree.fromstring(xml.encode())
    except ElementTree.ParseError as error:
        raise StemfaqError(f"{TOPICS}: {error}\n    Fetch it again.") from error
    topics = []
    for element in root.iter("NLM-QUESTION"):
        subject = _said(element, "Original-Question/SUBJECT")
        message = _said(element, "Original-Question/MESSAGE")
        topics.append(
            Topic(
                id=element.attrib["qid"].removeprefix("TQ"),
                summary=_said(element, "NLM-Summary") or message or subject,
                message=". ".join(part for part in (subject, message) if part),
            )
        )
    if not topics:
        raise StemfaqError(f"{TOPICS}: has no NLM-QUESTION\n    Fetch it again.")
    return topics


def read_answers(table_: str) -> list[Passage]:
    """The judged answers as passages, each once; raises StemfaqError."""
    csv.field_size_limit(10_000_000)
    passages: dict[str, Passage] = {}
    for row in csv.DictReader(io.StringIO(table_, newline="")):
        id_ = _bare(row.get("AnswerID") or "")
        found = _ANSWER.match(row.get("Answer") or "")
        if not id_ or not found:
            raise StemfaqError(f"{ANSWERS}: an answer after {len(passages)} others has no text")
        if id_ not in passages:
            passages[id_] = _passage(id_, clean(found["title"]), found["text"])
    return list(passages.values())


def read_judgements(lines: str) -> list[Qrel]:
    """The judgements ("1 4-Excellent ADAM_0002818_Sec1.txt"), of a pair the higher one.

    Raises StemfaqError.
    """
    grades: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines.splitlines(), 1):
        match line.split():
            case []:
                continue
            case [topic, judgement, answer] if judgement[:1] in "1234":
                pair = (topic.removeprefix("TQ"), _bare(answer))
                grades[pair] = max(grades.get(pair, 0), int(judgement[0]))
            case _:
                raise StemfaqError(f"{JUDGEMENTS}:{number}: is no question, judgement and answer")
    return [Qrel(topic, answer, grade) for (topic, answer), grade in grades.items()]


def indexed(base: Index, passages: Sequence[Passage], kept: Path | None) -> Index:
    """An index of the answers with the encoder and vocabulary of `base`, nothing fitted."""
    all_units = [unit for passage in passages for unit in units(passage)]
    texts = [unit.text for unit in all_units]
    if kept is None:
        vectors = _encoded(base, texts)
    else:
        vectors, _ = cached_vectors(texts, kept, lambda missing: _encoded(base, missing))
    own = owners(all_units, passages)
    kinds = np.array([KINDS.index(unit.kind) for unit in all_units])
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    return dataclasses.replace(
        base,
        passages=tuple(passages),
        questions={},
        profiles=(Named(),),
        profile_of=np.zeros(len(passages), np.intp),
        units=tuple(all_units),
        vectors=flat,
        lexical=LexicalIndex.build(passages, base.analyzer),
        speller=Speller(passages, base.vocabulary),
        map=no_map(vectors),
        proxies=centres(vectors, own, kinds),  # with no asks, none can be fitted
        unit_table=unit_table(own, len(passages)),
    )


def measured(
    index: Index, topics: Sequence[Topic], judgements: Sequence[Qrel]
) -> dict[str, dict[str, dict[str, Estimate]]]:
    """Every measure by kind of question and by system."""
    summaries = [index.speller(topic.summary) for topic in topics]
    messages = [index.speller(topic.message) for topic in topics]
    asked: dict[str, list[tuple[str, ...]]] = {
        "summaries": [(summary,) for summary in summaries],
        "messages": [in_parts(message) for message in messages],
        "messages, as a whole": [(message[:READ],) for message in messages],
    }
    with tqdm(total=len(asked) * len(topics), desc="rank", unit="question", disable=None) as bar:
        results: dict[str, dict[str, dict[str, Estimate]]] = {}
        for kind, texts in asked.items():
            runs: dict[str, list[ScoredDoc]] = {system: [] for system in SYSTEMS}
            for topic, own in zip(topics, texts, strict=True):
                message = index.triage.encoder.queries(own[:1])[0]
                query = Query(own, index.encoder.queries(own), message, Named(), frozenset())
                features = feature_table(index, query)
                for system, weights in SYSTEMS.items():
                    runs[system].extend(ranked(index, topic.id, features, weights))
                bar.update()
            results[kind] = {s: estimates(topics, judgements, run) for s, run in runs.items()}
    return results


def in_parts(message: str) -> tuple[str, ...]:
    """What is searched for a message: its questions and the whole, as the engine parts them."""
    return tuple(dict.fromkeys((*questions_in(message), message[:READ])))


def ranked(
    index: Index, topic: str, table: npt.NDArray[np.float64], weights: Mapping[str, float]
) -> Iterator[ScoredDoc]:
    """The best answers as `search` orders them: by these weights of the features in `table`."""
    scores = (table @ np.array([weights.get(name, 0.0) for name in FEATURES])).max(axis=0)
    for i in np.argsort(-scores, kind="stable")[:DEPTH]:
        yield ScoredDoc(topic, index.passages[i].id, float(scores[i]))


def estimates(
    topics: Sequence[Topic], judgements: Sequence[Qrel], run: Sequence[ScoredDoc]
) -> dict[str, Estimate]:
    """Each measure over all questions; one without a right answer counts as 0."""
    row = {topic.id: i for i, topic in enumerate(topics)}
    values = {name: np.zeros(len(topics)) for name in MEASURES}
    names = {str(measure): name for name, measure in MEASURES.items()}
    for found in ir_measures.iter_calc(list(MEASURES.values()), judgements, run):
        if found.query_id in row:
            values[names[str(found.measure)]][row[found.query_id]] = found.value
    return {name: bootstrap.mean(of, list(row)) for name, of in values.items()}


def table(results: Mapping[str, Mapping[str, Mapping[str, Estimate]]]) -> Table:
    """One row for each kind of question and each system."""
    shown = Table("asked", "system", *MEASURES, "n")
    for asked, systems in results.items():
        for system, of in systems.items():
            cells = (f"{of[name]} ({of[name].interval})" for name in MEASURES)
            shown.add_row(asked, system, *cells, str(of["P@1"].count))
    return shown


def _passage(id_: str, title: str, text: str) -> Passage:
    question = _NAMES.sub("", title)
    first, *rest = chunks(text) or [question]
    return Passage(
        id=id_,
        question=question,
        asks=(title,) if title != question else (),
        diseases=(),
        therapies=(),
        about="",
        evidence="",
        reviewed=datetime.date.min,
        related=(),
        answer=first,
        body=tuple(rest),
    )


def chunks(text: str) -> list[str]:
    """The text in runs of sentences of about CHUNK words; a longer sentence is cut."""
    result: list[list[str]] = []
    for sentence in _SENTENCE.split(text.strip().removesuffix(")")):
        words = clean(sentence).split()
        for piece in (words[i : i + CHUNK] for i in range(0, len(words), CHUNK)):
            if result and len(result[-1]) + len(piece) <= CHUNK:
                result[-1].extend(piece)
            else:
                result.append(piece)
    return [" ".join(words) for words in result]


def _said(element: ElementTree.Element, path: str) -> str:
    return clean(element.findtext(path) or "")


def _bare(answer: str) -> str:
    return answer.strip().removesuffix(".txt")


def _encoded(base: Index, texts: Sequence[str]) -> Vectors:
    with tqdm(total=len(texts), desc="encode", unit="text", disable=None) as bar:
        rows = []
        for start in range(0, len(texts), 256):
            rows.append(base.encoder.passages(texts[start : start + 256]))
            bar.update(len(rows[-1]))
    return np.concatenate(rows)


def plain(
    results: Mapping[str, Mapping[str, Mapping[str, Estimate]]],
) -> dict[str, Any]:
    """The results for JSON."""
    return {
        asked: {
            system: {name: dataclasses.asdict(one) for name, one in of.items()}
            for system, of in systems.items()
        }
        for asked, systems in results.items()
    }


if __name__ == "__main__":
    main()
