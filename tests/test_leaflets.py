"""A leaflet tells one disease whole: every section is there, and harms stand beside hopes."""

import html as entities
import re

import pytest
from starlette.testclient import TestClient

from conftest import CORPUS, passage
from stemfaq.answer.answer import answer
from stemfaq.caution import CAUTION
from stemfaq.corpus.check import check
from stemfaq.corpus.leaflets import slug
from stemfaq.corpus.passage import citations, without_citations
from stemfaq.corpus.reader import read_corpus
from stemfaq.settings import Settings
from stemfaq.web.leaflet import leaflet_links, picture_for
from stemfaq.web.picture import picture_html
from stemfaq.web.render import turn
from stemfaq.web.server import make_app
from stemfaq.web.words import translated, word

ABOUT = {
    "treatments": "mechanism",
    "benefits": "effectiveness",
    "harms": "risk",
    "without": "alternatives",
    "life": "living-with",
    "access": "eligibility",
    "deciding": "living-with",
}
DISEASES = [*read_corpus(CORPUS).leaflets]


@pytest.fixture(scope="module")
def client(index_root, tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    with TestClient(make_app(Settings(index=index_root, data=data, rate=10_000))) as client:
        yield client


@pytest.fixture
def written(small_corpus):
    """The problems of leaflets.yaml in a corpus with a passage for each section and one on MS."""

    def problems(change=lambda text: text):
        files = {
            section: passage(id=section, question=f"Is {section} what lupus needs?").replace(
                "about: effectiveness", f"about: {about}"
            )
            for section, about in ABOUT.items()
        }
        files["other"] = passage(id="other").replace("[lupus]", "[multiple sclerosis]")
        folder = small_corpus(**files)
        lines = ["lupus:", *(f"  {section}: [{section}]" for section in ABOUT)]
        (folder / "leaflets.yaml").write_text(change("\n".join(lines) + "\n"))
        found = [p for p in check(folder).problems if p.path == "leaflets.yaml"]
        return [(problem.line, problem.message) for problem in found]

    return problems


def test_a_whole_leaflet_is_sound(written):
    assert written() == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("lupus:", "lupis:", 1, "lupis: is no disease of vocabulary.yaml"),
        ("[harms]", "[harm]", 4, "lupus: there is no passage harm"),
        ("[life]", "[life, other]", 6, "lupus: other is about another disease"),
        ("[life]", "[life, access]", 7, "lupus: access stands twice"),
        ("[harms]", "[]", 4, "lupus.harms: Tuple should have at least 1 item"),
        ("  harms: [harms]\n", "", 1, "lupus.harms: Field required"),
        ("[life]", "[life]\n  prices: [life]", 7, "lupus.prices: Extra inputs"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(written, old, new, line, message):
    found = written(lambda text: text.replace(old, new))
    assert (line, message) in [(number, text[: len(message)]) for number, text in found]


@pytest.mark.parametrize("section", ["benefits", "harms", "without"])
def test_a_section_keeps_what_its_heading_says(written, section):
    found = written(
        lambda text: (
            text.replace(f"[{section}]", "[spare]")
            .replace("[life]", f"[{section}]")
            .replace("[spare]", "[life]")
        )
    )
    assert [text for _, text in found] == [
        f"lupus: {section} has no passage about {ABOUT[section]}"
    ]


@pytest.mark.parametrize("disease", DISEASES)
def test_a_leaflet_shows_its_passages_word_for_word_in_order(client, index, disease):
    html = client.get(f"/leaflet/{slug(disease)}").text
    html = re.sub('<a class="term"[^>]*>(.*?)</a>', r"\1", html)
    text = " ".join(entities.unescape(re.sub("<[^>]+>", " ", html)).split())
    text = re.sub(r"( ?\[\d+\])+ ?(?=[.;,])", "", text)
    ids = [id_ for ids in index.leaflets[disease].sections.values() for id_ in ids]
    assert re.findall(r'<article id="p-([^"]+)"', html) == ids
    for id_ in ids:
        for paragraph in index.passage(id_).paragraphs:
            assert " ".join(without_citations(paragraph).split()) in text
    assert CAUTION in text
    assert "<script" not in html


@pytest.mark.parametrize("disease", DISEASES)
def test_each_source_stands_once_and_every_number_leads_there(client, index, disease):
    html = client.get(f"/leaflet/{slug(disease)}").text
    cited = {
        key
        for ids in index.leaflets[disease].sections.values()
        for id_ in ids
        for paragraph in index.passage(id_).paragraphs
        for key in citations(paragraph)
    }
    numbers = re.findall(r'id="source-(\d+)"', html)
    assert numbers == [str(number) for number in range(1, len(cited) + 1)]
    assert set(re.findall(r'href="#source-(\d+)"', html)) == set(numbers)


def test_a_spanish_leaflet_names_its_disease_in_spanish(client, index):
    for link in leaflet_links(index):
        name = translated("es", f"disease {link.label}")
        assert name, link.label
        html = client.get(f"{link.path}?lang=es").text
        title = entities.escape(word("es", "leaflet_title", disease=name))
        assert f"<h1>{title}</h1>" in html
        assert f"{name[:1].upper()}{name[1:]}</a>" in client.get("/passages?lang=es").text


def test_a_leaflet_says_whom_it_is_for_and_where_it_comes_from(client):
    html = client.get("/leaflet/lupus").text
    assert word("en", "leaflet_intro", disease="lupus (SLE)") in html
    assert "From http://testserver/leaflet/lupus. " + word("en", "about_no_owner") in html


def test_an_unknown_leaflet_is_a_page_that_says_so(client):
    response = client.get("/leaflet/gout", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert word("en", "not_found") in response.text


def test_the_list_and_the_sitemap_name_every_leaflet(client, index):
    addresses = [link.path for link in leaflet_links(index)]
    assert addresses == [f"/leaflet/{slug(disease)}" for disease in DISEASES]
    for page in ("/passages", "/sitemap.xml"):
        text = client.get(page).text
        assert [path for path in addresses if path not in text] == []


def test_a_passage_and_an_answer_lead_to_the_leaflet_of_their_disease(client, index):
    link = '<a href="/leaflet/lupus">' + word("en", "leaflet_link", disease="lupus (SLE)")
    assert link in client.get("/passage/msc-lupus-does-it-work").text
    spanish = client.get("/passage/msc-lupus-does-it-work?lang=es").text
    assert 'href="/leaflet/lupus?lang=es"' in spanish
    reply = answer(index, ["Do mesenchymal stem cells work for lupus?"])
    picture = picture_for(index, reply.passages[0].diseases, set())
    assert link in turn(reply, "t1", picture=picture)
    assert "/leaflet/" not in turn(answer(index, ["best pizza in Naples"]), "t2", picture=picture)


@pytest.mark.parametrize("disease", DISEASES)
def test_beside_an_answer_the_short_answers_of_its_leaflet_stand_closed(index, disease):
    reply = answer(index, ["Do mesenchymal stem cells work for lupus?"])
    ids = [id_ for ids in index.leaflets[disease].sections.values() for id_ in ids]
    picture = picture_for(index, [disease], {ids[1]})  # as if the reply showed the second one
    html = turn(reply, "t1", picture=picture)
    (fold,) = re.findall('<details class="picture">(.*?)</details>', html)
    text = " ".join(entities.unescape(re.sub("<[^>]+>", " ", fold)).split())
    assert re.findall('href="/passage/([^"]+)"', fold) == [ids[0], *ids[2:]]
    for id_ in (ids[0], *ids[2:]):
        assert " ".join(without_citations(index.passage(id_).answer).split()) in text
    assert "[1]" not in text  # its numbers would be those of the reply's sources
    assert [word("en", f"leaflet_{section}") in text for section in ABOUT] == [True] * len(ABOUT)


def test_the_whole_picture_dates_what_changes_and_says_how_sure_it_is(index):
    picture = picture_for(index, ["multiple sclerosis"], set())
    html = picture_html(picture, "en")
    (dated,) = re.findall('href="/passage/ms-hsct-cost".*?</p><p>(.*?)</p>', html)
    assert "As of " in dated
    (sure,) = re.findall('href="/passage/ms-hsct-does-it-work".*?</p><p>(.*?)</p>', html)
    assert "evidence.</strong>" in sure


@pytest.mark.parametrize(
    ("diseases", "path"),
    [
        (["lupus"], "/leaflet/lupus"),
        (["lupus nephritis"], "/leaflet/lupus"),  # the broader disease
        (["Crohn's disease"], "/leaflet/crohns-disease"),
        (["general", "lupus"], "/leaflet/general"),
        (["lupus", "general"], "/leaflet/lupus"),
        (["vitiligo"], "/leaflet/general"),  # none of its own
        (["vitiligo", "lupus"], "/leaflet/lupus"),
        (["systemic sclerosis", "Crohn's disease"], "/leaflet/general"),  # for readers of either
        ([], "/leaflet/general"),
    ],
)
def test_the_leaflet_is_that_of_the_disease_or_else_the_general_one(index, diseases, path):
    assert picture_for(index, diseases, set()).link.path == path
