"""Under every answer stands a way to support: for the disease that it is about, if there is one."""

from types import SimpleNamespace

import pytest

from conftest import passage
from stemfaq.corpus.reader import parse_passage
from stemfaq.web.doctor import GENERAL, SUPPORT, always_offered

MS, OTHER, MOOD = "living-support-ms", "living-support-other", "living-mood"
DISEASES = {
    GENERAL: "general",
    SUPPORT: "lupus, multiple sclerosis, general",
    MS: "multiple sclerosis",
    OTHER: "myositis, Crohn's disease",
    MOOD: "myositis, vitiligo",
}


def offered(diseases, without=(), related=(MOOD, MS, OTHER)):
    """The ids of what is offered under an answer about these diseases."""
    passages = {}
    for id_, named in DISEASES.items():
        text = passage(id=id_, related=f"[{', '.join(related)}]" if id_ == SUPPORT else "[]")
        text = text.replace("diseases: [lupus]", f"diseases: [{named}]")
        passages[id_] = parse_passage(text, f"{id_}.md").passage
    index = SimpleNamespace(passage=lambda id_: None if id_ in without else passages.get(id_))
    return [found.id for found in always_offered(index, diseases)]


@pytest.mark.parametrize(
    ("diseases", "support"),
    [
        (["lupus"], SUPPORT),
        (["general"], SUPPORT),
        (["myositis"], OTHER),
        (["multiple sclerosis"], MS),  # though the first is on it, too
        (["lupus", "multiple sclerosis"], SUPPORT),
        (["Crohn's disease", "ulcerative colitis"], OTHER),
        (["lupus", "myositis"], SUPPORT),  # it leads on to the other
        (["vitiligo"], SUPPORT),  # none of its own
        ([], SUPPORT),
    ],
)
def test_support_is_for_the_disease_or_else_for_all(diseases, support):
    assert offered(diseases) == [GENERAL, support]


def test_only_what_staff_related_is_offered():
    assert offered(["myositis"], related=[MOOD]) == [GENERAL, SUPPORT]
    assert offered(["myositis"], without=[OTHER]) == [GENERAL, SUPPORT]


def test_a_corpus_may_lack_them():
    assert offered(["myositis"], without=[SUPPORT]) == [GENERAL]
    assert offered(["lupus"], without=[GENERAL]) == [SUPPORT]
