"""Languages: one catalogue, complete in each; the Spanish page says that passages are English."""

import re
import string
from http import HTTPStatus
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

import stemfaq.web
from browser import ANSWERED, EMERGENCY, OUTSIDE, ask, box
from stemfaq.answer import texts
from stemfaq.caution import CAUTION
from stemfaq.corpus.evidence import KINDS
from stemfaq.corpus.leaflets import Leaflet
from stemfaq.web.problems import MESSAGES
from stemfaq.web.words import LANGUAGES, catalogue, choose, translated

WEB = Path(stemfaq.web.__file__).parent
# Filled in by the engine with names of diseases, so that no fixed translation fits.
FILLED_IN = {
    "ANOTHER_DISEASE", "MAINLY_ANOTHER", "IN_GENERAL", "ANOTHER_TREATMENT", "NOT_NAMED", "FURTHER",
    "ANOTHER_GROUP", "FURTHER_GROUP",
}  # fmt: skip


def placeholders(line):
    return {name for _, name, _, _ in string.Formatter().parse(line) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word_with_the_same_places_to_fill(language):
    english, own = catalogue("en"), catalogue(language)
    assert own.keys() == english.keys()
    for key, line in own.items():
        assert line.strip(), key
        assert placeholders(line) == placeholders(english[key]), key


def test_every_word_is_used():
    files = [path for path in WEB.rglob("*") if path.suffix in (".py", ".js", ".html")]
    code = "".join(path.read_text("utf-8") for path in files).replace("'", '"')
    unused = [key for key in catalogue("en") if f'"{key}"' not in code]
    of_sections = {f"leaflet_{section}" for section in Leaflet.model_fields}
    assert {key for key in unused if not key.startswith("reason_")} == of_sections


def test_every_fixed_line_of_a_reply_is_translated():
    lines = {name: line for name, line in vars(texts).items() if name[0].isupper()}
    lines = {name: line for name, line in lines.items() if isinstance(line, str)}
    missing = [name for name, line in lines.items() if not translated("es", line)]
    assert set(missing) <= FILLED_IN
    assert translated("es", CAUTION)


def test_every_level_of_evidence_is_translated(index):
    for level in index.vocabulary.evidence:
        assert translated("es", f"evidence {level}"), level


@pytest.mark.parametrize("line", [*(f"kind {kind}" for kind in KINDS), *MESSAGES.values()])
def test_every_kind_of_source_and_every_refusal_is_translated(line):
    assert translated("es", line)


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("es-MX,es;q=0.9,en;q=0.8", "es"), ("en-GB", "en"), ("fr,es", "en"), ("", "en"), ("ES", "es")],
)
def test_the_first_wish_of_the_browser_counts(wanted, language):
    assert choose(wanted) == language


def test_a_spanish_browser_gets_a_spanish_page_around_english_passages(opened):
    page = opened(locale="es-MX")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator(".top")).to_contain_text("las respuestas están en inglés")
    expect(page.locator("#caution")).to_contain_text(translated("es", CAUTION))
    expect(page.get_by_label("Su pregunta")).to_be_visible()
    expect(page.get_by_role("button", name="Preguntar")).to_be_visible()
    turn = ask(page, ANSWERED)
    expect(turn.locator(".short").first).to_have_attribute("lang", "en")
    expect(turn.locator(".kind").first).to_have_text(re.compile(r"^\(ensayo .*, \d{4}\)$"))
    expect(turn.locator(".evidence").first).to_contain_text("Pruebas débiles")
    expect(turn.locator(".reviewed").first).to_contain_text(re.compile(r"\d+ de \w+ de \d{4}"))
    expect(turn.locator(".caution-note")).to_have_text(CAUTION)


def test_what_the_page_says_in_spanish_holds_no_english_of_ours(opened):
    page = opened(locale="es")
    ask(page, OUTSIDE)
    ask(page, EMERGENCY)
    said = page.evaluate(
        """() => {
          const copy = document.body.cloneNode(true);
          const left_out = "[lang=en], .words, script, noscript, style";
          copy.querySelectorAll(left_out).forEach((one) => one.remove());
          return copy.textContent;
        }"""
    )
    english = set(catalogue("en").values()) | {
        line for name, line in vars(texts).items() if name.isupper() and isinstance(line, str)
    }
    assert [line for line in english if len(line) > 4 and line in said] == []


def test_the_address_chooses_the_language_also_for_gradio(opened):
    page = opened("/?lang=es", locale="en-US")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("button", name="Preguntar")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible(timeout=20_000)
    expect(box(page)).to_be_visible()


def test_caches_are_told_that_the_page_depends_on_the_language(address):
    with urlopen(Request(f"{address}/", headers={"Accept-Language": "es"})) as response:
        assert response.status == HTTPStatus.OK
        assert "Accept-Language" in response.headers["Vary"]
        assert '<html lang="es">' in response.read().decode()
