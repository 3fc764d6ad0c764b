"""CSL-JSON: whether a record is valid by the official schema, and survives Zotero.

Zotero has no field for some variables (PMID, PMCID); it keeps them, like any note, under
Extra, as lines "Label: value", and takes them from there when it exports.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

SCHEMA = Path(__file__).with_name("csl-data.json")
IN_EXTRA = ("PMID", "PMCID")
_LABELLED = re.compile(r"^([A-Za-z][A-Za-z -]*):\s*(\S.*)$")


def invalid(record: Mapping[str, Any]) -> Iterator[str]:
    """Yield why a record is not valid CSL-JSON, naming the variable."""
    for error in _validator().iter_errors(record):
        place = ".".join(map(str, error.absolute_path)) or "the record"
        yield f"{place}: {error.message[:120]}"


def to_zotero(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record as Zotero keeps it: what it has no field for stands in `note` (Extra)."""
    kept = {key: value for key, value in record.items() if key not in (*IN_EXTRA, "note")}
    lines = [f"{key}: {record[key]}" for key in IN_EXTRA if key in record]
    lines += [str(record["note"])] if record.get("note") else []
    return kept | ({"note": "\n".join(lines)} if lines else {})


def from_zotero(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record as Zotero exports it: labelled lines of Extra are variables again."""
    taken: dict[str, Any] = {}
    lines: list[str] = []
    for line in str(record.get("note", "")).split("\n"):
        match = _LABELLED.match(line)
        variable = _variables().get(match[1].lower().replace(" ", "-")) if match else None
        if match and variable:
            taken[variable] = match[2]
        elif line:
            lines.append(line)
    kept = {key: value for key, value in record.items() if key != "note"}
    return kept | taken | ({"note": "\n".join(lines)} if lines else {})


@cache
def _record_schema() -> dict[str, Any]:
    """The schema of one record; the file's is that of a list."""
    schema: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    return {**schema["items"], "definitions": schema["definitions"]}


@cache
def _validator() -> Draft7Validator:
    return Draft7Validator(_record_schema())


@cache
def _variables() -> dict[str, str]:
    """CSL's variables by their name in small letters."""
    return {name.lower(): name for name in _record_schema()["properties"]}
