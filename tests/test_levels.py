"""A passage's evidence level is never more than the kinds of its sources can carry."""

import json

import pytest

from conftest import passage
from stemfaq.corpus.check import check
from stemfaq.corpus.evidence import KINDS

RCT, META, COHORT = "randomised trial", "meta-analysis", "registry or cohort"
ALPHA = "passages/theme/alpha.md"


def levels_refused(folder, kinds, evidence, about="effectiveness", text="", fact="It was so."):
    """The check's words on the level of a passage that cites one source of each kind."""
    keys = [f"s{number}" for number in range(len(kinds))]
    sources = [
        {"id": key, "type": "article-journal", "title": "A paper", "note": f"kind: {kind}"}
        for key, kind in zip(keys, kinds, strict=True)
    ]
    cited = f"[{'; '.join(f'@{key}' for key in keys)}]"
    front = passage(body=f"{text or 'Some got better'} {cited}.", answer=f"Nobody knows {cited}.")
    front = front.replace("[@paper]", cited).replace("evidence: weak", f"evidence: {evidence}")
    front = front.replace("about: effectiveness", f"about: {about}")
    (folder / ALPHA).write_text(front)
    (folder / "sources.json").write_text(json.dumps(sources))
    facts = json.loads((folder / "facts.json").read_text())
    facts[0] |= {"sources": keys, "fact": f"Of 40 people 13 (32.5%) improved. {fact}"}
    (folder / "facts.json").write_text(json.dumps(facts))
    problems = check(folder).errors
    return [p.message for p in problems if (p.path, p.line) == (ALPHA, 12)]


@pytest.mark.parametrize(
    ("evidence", "kinds"),
    [
        ("strong", [RCT, RCT]),
        ("strong", [RCT, META, "news"]),
        ("moderate", [RCT]),
        ("moderate", [META]),
        ("moderate", [COHORT, COHORT]),
        *(("weak", [kind]) for kind in KINDS[:7]),
        ("weak", ["case report", "news"]),
        ("weak", ["position statement"]),
        ("none", ["news", "regulator"]),
        ("none", ["trial registration", "insurer policy"]),
    ],
)
def test_kinds_that_carry_a_level_pass(small_corpus, evidence, kinds):
    assert levels_refused(small_corpus(), kinds, evidence) == []


@pytest.mark.parametrize(
    ("evidence", "kinds"),
    [
        ("strong", [RCT]),
        ("strong", [RCT, COHORT, COHORT]),
        ("strong", [META, META]),
        ("moderate", [COHORT, "uncontrolled trial"]),
        ("moderate", ["review", "guideline"]),
        ("weak", ["patient information", "regulator", "news"]),
        ("weak", ["trial registration", "insurer policy"]),
        ("weak", ["laboratory study", "news"]),
        ("moderate", ["controlled trial", "controlled trial"]),
        ("moderate", ["trial registration"]),
    ],
)
def test_a_level_that_the_kinds_cannot_carry_is_refused(small_corpus, evidence, kinds):
    (message,) = levels_refused(small_corpus(), kinds, evidence)
    assert message.startswith(f"{evidence} needs")
    assert kinds[0] in message


def test_a_meta_analysis_of_randomised_trials_carries_strong(small_corpus):
    fact = "It pooled 40 randomised trials."
    assert levels_refused(small_corpus(), [META, META], "strong", fact=fact) == []


@pytest.mark.parametrize(
    ("about", "text", "refused"),
    [
        ("effectiveness", "Some got better", True),
        ("risk", "Of all 32.5% were worse", True),
        ("risk", "They saw 13 of 40 people worse", True),
        ("risk", "Tell the team of a fever within 40 days", False),
        ("cost", "Of all 32.5% paid", False),
    ],
)
def test_not_applicable_is_no_level_for_how_well_or_how_often(small_corpus, about, text, refused):
    found = levels_refused(small_corpus(), [RCT], "not-applicable", about, text)
    assert [m.startswith("not-applicable does not fit") for m in found] == [True] * refused
