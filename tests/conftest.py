"""What tests share: the real corpus, its real index, and small corpora to break."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

from stemfaq.corpus.check import Report, check
from stemfaq.index.opening import Index, open_index
from stemfaq.staff.build import build

pytest_plugins = ["browser"]

# How long an example takes depends on what else the machine does, not on the code.
settings.register_profile("stemfaq", deadline=None)
settings.load_profile("stemfaq")

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
MODEL = "stemfaq-search"

PASSAGE = """\
---
id: {id}
question: {question}
asks:
  - does {id} help me
  - is {id} any good
  - what about {id} then
  - tell me more of {id}
diseases: [lupus]
therapies: [MSC]
about: effectiveness
evidence: weak
reviewed: {reviewed}
related: {related}
---
{answer}

{body}

We do not know more than this [@paper].
"""


def passage(**fields: str) -> str:
    """The text of a passage file that keeps every rule, but for the given fields."""
    defaults = {
        "id": "alpha",
        "question": "Does alpha work for lupus?",
        "reviewed": "2026-11-24",
        "related": "[]",
        "answer": "Nobody knows. Few people were asked [@paper].",
        "body": "In a study of 40 people some got better [@paper].",
    }
    return PASSAGE.format(**(defaults | fields))


@pytest.fixture
def small_corpus(tmp_path: Path) -> Callable[..., Path]:
    """Make a small sound corpus; keyword arguments name files and their text."""

    def make(**files: str) -> Path:
        folder = tmp_path / "corpus"
        passages = folder / "passages" / "theme"
        passages.mkdir(parents=True)
        for name, text in (files or {"alpha": passage()}).items():
            (passages / f"{name}.md").write_text(text, "utf-8")
        for name in ("vocabulary.yaml", "link-hosts.txt"):
            shutil.copyfile(CORPUS / name, folder / name)
        (folder / "sources.json").write_text(
            '[{"id": "paper", "type": "article-journal", "title": "A paper", '
            '"author": [{"family": "Wang"}], "DOI": "10.1000/1", '
            '"note": "kind: uncontrolled trial"}]'
        )
        (folder / "facts.json").write_text(
            '[{"id": "f1", "sources": ["paper"], "diseases": ["lupus"], "therapies": ["MSC"], '
            '"about": "effectiveness", "fact": "Of 40 people 13 (32.5%) improved.", '
            '"caveat": "No comparison group.", "as_of": "2014"}]'
        )
        return folder

    return make


@pytest.fixture(scope="session")
def checked() -> Report:
    """The real corpus, checked: for tests that only look at it, since it takes a while."""
    return check(CORPUS)


@pytest.fixture(scope="session")
def index_root() -> Path:
    """The folder of indexes with the real corpus built and live."""
    root = ROOT / "index"
    build(CORPUS, root, MODEL, 3, lambda stage: None)
    return root


@pytest.fixture(scope="session")
def index(index_root: Path) -> Index:
    """The real index, opened."""
    return open_index(index_root)


@pytest.fixture
def copied_root(index_root: Path, tmp_path: Path) -> Path:
    """A copy of the live index that a test may damage."""
    root = tmp_path / "index"
    name = (index_root / "current").read_text().strip()
    shutil.copytree(index_root / name, root / name)
    shutil.copyfile(index_root / "current", root / "current")
    return root


@pytest.fixture
def cache_root(index_root: Path, tmp_path: Path) -> Path:
    """An empty folder of indexes that has the exported encoder already."""
    root = tmp_path / "built"
    for folder in (index_root / "cache").glob("encoder-*"):
        shutil.copytree(folder, root / "cache" / folder.name)
    return root
