"""A new passage: a file with every field, to be filled in."""

import datetime
import re
from pathlib import Path

from stemfaq.errors import StemfaqError

_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_TEMPLATE = """\
---
id: {id}
question: TODO the question that this passage answers?
asks:                       # at least four other ways in which patients put it
  - TODO
diseases: [general]         # words of vocabulary.yaml, as are therapies and about
therapies: [none]
about: TODO
evidence: TODO              # strong | moderate | weak | none | not-applicable
reviewed: {today}
related: []
---
TODO the short answer: one paragraph, plain words, the thing first [@source].

TODO the body: two to five short paragraphs, each figure cited [@source].
"""


def new_passage(corpus: Path, theme: str, id_: str) -> Path:
    """Write the file and return its path.

    Raises StemfaqError if the id or the theme is no kebab-case word, or the id is taken.
    """
    for name in (id_, theme):
        if not _SLUG.match(name):
            raise StemfaqError(f"{name!r}: use small letters, digits and single hyphens")
    if taken := next((corpus / "passages").rglob(f"{id_}.md"), None):
        raise StemfaqError(f"{taken}: is there already; choose another id")
    path = corpus / "passages" / theme / f"{id_}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_TEMPLATE.format(id=id_, today=datetime.date.today()), "utf-8")
    return path
