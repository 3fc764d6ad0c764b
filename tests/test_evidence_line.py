"""The evidence line tells how sure an answer is; nobody may read it as "it helps"."""

import io
from types import SimpleNamespace

import pytest
from rich.console import Console

from conftest import CORPUS, passage
from stemfaq.answer import texts
from stemfaq.answer.reply import Reply
from stemfaq.answer.shown import show_passage
from stemfaq.corpus.reader import parse_passage, read_corpus
from stemfaq.terminal import print_reply
from stemfaq.web import plain
from stemfaq.web.doctor import Asked, Sheet
from stemfaq.web.passage_html import passage_html
from stemfaq.web.words import translated, word

VOCABULARY = read_corpus(CORPUS).vocabulary
GRADED = sorted({*VOCABULARY.evidence} - {"not-applicable"})
STRONG = "Pruebas sólidas."
SPANISH = (
    "El nivel de las pruebas indica cuánto se puede confiar en la respuesta, "
    "no si un tratamiento ayuda."
)


def shown(level):
    """A passage without sources at a level, as the API gives it."""
    text = passage().replace("evidence: weak", f"evidence: {level}").replace(" [@paper]", "")
    index = SimpleNamespace(vocabulary=VOCABULARY, references={})
    return show_passage(index, parse_passage(text, "alpha.md").passage, {})


def evidence(html):
    """The text of the evidence line of a page."""
    line = html[html.index('<p class="evidence') :]
    line = line[line.index(">") + 1 : line.index("</p>")]
    return line.replace("<strong>", "").replace("</strong>", "")


@pytest.mark.parametrize("level", GRADED)
def test_the_line_says_what_the_level_is_about_the_same_in_the_api_and_on_the_page(level):
    answer = shown(level)
    assert answer.evidence_text == f"{VOCABULARY.evidence[level]} {texts.HOW_SURE}"
    assert "not whether a treatment helps" in answer.evidence_text
    html = passage_html(answer, "t1", 1, (), "en", feedback=False)
    assert evidence(html) == answer.evidence_text


@pytest.mark.parametrize("level", GRADED)
def test_the_line_says_so_in_spanish(level):
    html = passage_html(shown(level), "t1", 1, (), "es", feedback=False)
    assert evidence(html) == f"{translated('es', f'evidence {level}')} {SPANISH}"


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_has_no_level_keeps_its_line_alone(language):
    answer = shown("not-applicable")
    line = translated(language, "evidence not-applicable") or answer.evidence_text
    html = passage_html(answer, "t1", 1, (), language, feedback=False)
    assert evidence(html) == line
    assert answer.evidence_text == VOCABULARY.evidence["not-applicable"]


@pytest.mark.parametrize(("language", "level"), [("en", "Strong evidence."), ("es", STRONG)])
def test_the_doctor_s_page_has_room_for_the_level_alone(language, level):
    asked = Asked("q", "", (), (shown("strong"),), ())
    html = plain.page(
        "doctor.html",
        language,
        sheet=Sheet((), (asked,), (), ()),
        reviewers="",
        today="2026-11-24",
    )
    assert f">{level}</strong>" in html
    assert texts.HOW_SURE not in html


def test_the_terminal_says_it_too():
    console = Console(file=io.StringIO(), width=300)
    print_reply(Reply("answer", "q", "q", "digest", passages=(shown("strong"),)), console)
    assert texts.HOW_SURE in console.file.getvalue()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "there can be strong evidence that it does not"),
        ("es", "también puede haber pruebas sólidas de que no ayuda"),
    ],
)
def test_the_page_about_the_site_says_that_strong_evidence_may_be_against_it(language, said):
    assert said in word(language, "about_evidence_intro")
