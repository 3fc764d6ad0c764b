"""Taking sources and facts from an evidence folder into the corpus."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from stemfaq.corpus.evidence import is_link_host, link_host, read_link_hosts, read_records
from stemfaq.corpus.evidence_rules import HOSTS
from stemfaq.corpus.reader import read_corpus
from stemfaq.errors import StemfaqError
from stemfaq.index.files import write_atomically

# What CSL has no variable for goes to the note, as Zotero's "key: value" lines.
_NOTE_KEYS = {
    "kind": "kind",
    "read": "read",
    "read_at": "read-at",
    "NCT": "registry",
    "note": "about",
}
_CSL_KEYS = (
    *("id", "type", "title", "author", "container-title", "issued", "volume", "issue", "page"),
    *("DOI", "PMID", "URL", "accessed"),
)
# What the collector could not see stands in the record as a remark; a patient reads no remarks.
_UNSEEN = re.compile(r"\bnot (?:shown|printed|visible|given|named)\b|unknown", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^()]*\b(?:not (?:shown|printed|visible)|as shown)\b[^()]*\)")
_REGISTRY = "https://clinicaltrials.gov/study/"


def import_evidence(evidence: Path, corpus: Path, *, everything: bool = False) -> tuple[int, int]:
    """Add what the passages cite to `sources.json` and `facts.json`; returns their counts.

    `evidence` holds both files as they were collected. With `everything`, sources that no
    passage cites come too. A link to a host that is not reviewed is left out. What the corpus
    has under an id stays as it is, for staff complete and correct it there. Raises StemfaqError
    if a file cannot be read.
    """
    hosts = _hosts(corpus / HOSTS)
    cited = {key for passage in read_corpus(corpus).passages for key in passage.cited}
    sources, facts = _stored(corpus / "sources.json"), _stored(corpus / "facts.json")
    records = _records(evidence / "sources.json", "id", "title")
    wanted = {r["id"] for r in records if everything or r["id"] in cited}
    known = {fact["id"] for fact in facts}
    added = [
        fact
        for fact in _records(evidence / "facts.json", "id", "sources")
        if fact["id"] not in known and wanted & set(fact["sources"])
    ]
    wanted |= {source for fact in added for source in fact["sources"]}
    wanted -= {source["id"] for source in sources}
    sources += [_csl(record, hosts) for record in records if record["id"] in wanted]
    known |= {fact["id"] for fact in added}
    facts += [_fact(fact, known) for fact in added]
    _write(corpus / "sources.json", sources)
    _write(corpus / "facts.json", facts)
    return len(sources), len(facts)


def _stored(path: Path) -> list[dict[str, Any]]:
    return _records(path, "id") if path.is_file() else []


def _records(path: Path, *fields: str) -> list[dict[str, Any]]:
    """The entries of a JSON list, each with these fields; raises StemfaqError."""
    try:
        records = read_records(path)
    except (OSError, ValueError) as error:
        raise StemfaqError(
            f"{path}: cannot be read: {error}\n    It must be a JSON list."
        ) from error
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict) or not set(fields) <= record.keys():
            raise StemfaqError(f"{path}: entry {number} needs {' and '.join(fields)}")
    return records


def _hosts(path: Path) -> frozenset[str]:
    try:
        return read_link_hosts(path)
    except OSError as error:
        raise StemfaqError(f"{path}: cannot be read: {error}\n    Restore the file.") from error


def _csl(record: Mapping[str, Any], hosts: frozenset[str]) -> dict[str, Any]:
    csl = {key: record[key] for key in _CSL_KEYS if key in record}
    csl["title"] = _REMARK.sub("", csl["title"]).strip()
    authors = [a for a in csl.pop("author", []) if not _UNSEEN.search(str(a))]
    if authors:
        csl["author"] = authors
    if "URL" not in csl or not is_link_host(link_host(csl["URL"]), hosts):
        csl.pop("URL", None)
        if "NCT" in record and not {"DOI", "PMID"} & csl.keys():
            csl["URL"] = _REGISTRY + record["NCT"]
    if "URL" not in csl:
        csl.pop("accessed", None)
    lines = [
        f"{name}: {' '.join(str(record[key]).split())}"
        for key, name in _NOTE_KEYS.items()
        if record.get(key)
    ]
    return csl | {"note": "\n".join(lines)}


def _fact(fact: Mapping[str, Any], kept: set[str]) -> dict[str, Any]:
    """The fact, with companions that came along; a companion elsewhere would be a dead link."""
    companions = [id_ for id_ in fact.get("companions", []) if id_ in kept]
    rest = {key: value for key, value in fact.items() if key != "companions"}
    return rest | ({"companions": companions} if companions else {})


def _write(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    text = json.dumps(list(records), ensure_ascii=False, indent=1)
    write_atomically(path, f"{text}\n".encode())
