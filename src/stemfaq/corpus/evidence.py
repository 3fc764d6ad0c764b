"""Sources and facts: what passages are written from."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

KINDS = (
    "randomised trial",
    "controlled trial",  # compared, but no lots drawn
    "uncontrolled trial",
    "registry or cohort",
    "meta-analysis",
    "review",
    "guideline",
    "regulator",
    "patient information",
    "case report",
    "laboratory study",  # of cells or animals
    "position statement",
    "trial registration",
    "insurer policy",
    "news",
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NOTE_LINE = re.compile(r"^([a-z-]+): (.*)$")


class Fact(BaseModel):
    """One claim with its figures, as read in its sources."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: str = Field(min_length=1)
    sources: list[str] = Field(min_length=1)
    diseases: list[str]
    therapies: list[str]
    about: str
    fact: str = Field(min_length=1)
    caveat: str
    as_of: str
    companions: list[str] = []
    checked: dict[str, str] | None = None

    @property
    def text(self) -> str:
        """All that the fact states: the claim, its limits and its date."""
        return " \n".join((self.fact, self.caveat, self.as_of))

    @property
    def is_dated(self) -> bool:
        """Whether the date that it stands for names a year."""
        return bool(_YEAR.search(self.as_of))


@dataclass(frozen=True, slots=True)
class Source:
    """One bibliographic record in CSL-JSON.

    What CSL has no variable for (the kind of study, how much was read) stands in `note`
    as lines "key: value", the way Zotero keeps such fields under Extra.
    """

    csl: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The citation key."""
        return str(self.csl["id"])

    @property
    def kind(self) -> str:
        """The kind of study or text, one of `KINDS`; "" if the note has none."""
        return self.extra.get("kind", "")

    @property
    def extra(self) -> dict[str, str]:
        """The note's "key: value" lines."""
        lines = str(self.csl.get("note", "")).splitlines()
        return {m[1]: m[2] for line in lines if (m := _NOTE_LINE.match(line))}

    @property
    def year(self) -> int | None:
        """The year of publication; CSL allows it as a number or as text."""
        match self.csl.get("issued"):
            case {"date-parts": [[int(year), *_], *_]}:
                return year
            case {"date-parts": [[str(year), *_], *_]} if year.isascii() and year.isdigit():
                return int(year)
        return None

    @property
    def accessed(self) -> str | None:
        """The ISO date on which it was read, if the record tells the day."""
        match self.csl.get("accessed"):
            case {"date-parts": [[int(year), int(month), int(day)], *_]}:
                return f"{year:04}-{month:02}-{day:02}"
        return None

    @property
    def is_dated(self) -> bool:
        """Whether it tells when it was published or read."""
        return bool(self.year or self.csl.get("accessed"))

    @property
    def is_readable(self) -> bool:
        """Whether it tells where it was read, or where it can be."""
        return bool(self.url or self.extra.get("read-at"))

    @property
    def url(self) -> str | None:
        """Where a patient can read it: the DOI, PubMed, or the publisher's page."""
        if doi := self.csl.get("DOI"):
            return f"https://doi.org/{doi}"
        if pmid := self.csl.get("PMID"):
            return f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
        if pmcid := self.csl.get("PMCID"):
            return f"https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/"
        return self.csl.get("URL")

    @property
    def is_findable(self) -> bool:
        """Whether a reader can find it: by a link, or by journal, year, volume and page."""
        place = (self.csl.get(key) for key in ("container-title", "volume", "page"))
        return bool(self.url or (self.year and all(place)))


def read_records(path: Path) -> list[Any]:
    """The entries of a JSON list.

    Raises OSError, UnicodeDecodeError, json.JSONDecodeError, or ValueError if it is no list.
    """
    records = json.loads(path.read_text("utf-8-sig"))
    if not isinstance(records, list):
        raise ValueError("the file must hold a JSON list")
    return records


def line_of_id(text: str, id_: str) -> int:
    """The line (from 1) on which the entry with this id stands; 1 if it is not found."""
    match = re.search(rf'"id"\s*:\s*{re.escape(json.dumps(id_, ensure_ascii=False))}', text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def read_link_hosts(path: Path) -> frozenset[str]:
    """The hosts that a patient may be sent to, from the reviewed list.

    Raises OSError.
    """
    lines = path.read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def link_host(link: str) -> str:
    """The host of a web address; "" if it is none."""
    try:
        address = urlsplit(link)
        return (address.hostname or "") if address.scheme in ("http", "https") else ""
    except ValueError:  # such as http://[
        return ""


def is_link_host(host: str, hosts: frozenset[str]) -> bool:
    """Whether a host, or one above it, is on the list."""
    parts = host.lower().split(".")
    return any(".".join(parts[i:]) in hosts for i in range(len(parts)))
