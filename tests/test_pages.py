"""Plain pages: a passage for readers and printers, the list, the page for the doctor."""

import json
import re
import xml.etree.ElementTree as ElementTree

import pytest
from playwright.sync_api import expect
from starlette.testclient import TestClient

from conftest import CORPUS
from stemfaq.answer.answer import answer
from stemfaq.answer.reply import CitedSource
from stemfaq.caution import CAUTION
from stemfaq.corpus.passage import citations, without_citations
from stemfaq.settings import Settings
from stemfaq.web.doctor import GENERAL, SUPPORT, questions
from stemfaq.web.escape import text
from stemfaq.web.leaflet import leaflet_links
from stemfaq.web.passage_html import date, short_source
from stemfaq.web.server import make_app
from stemfaq.web.words import catalogue, translated, word

LUPUS = "Do mesenchymal stem cells work for lupus?"
BASE = "https://chat.example.org"


@pytest.fixture(scope="module")
def client(index_root, tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    settings = Settings(index=index_root, data=data, rate=10_000, base_url=BASE)
    with TestClient(make_app(settings)) as client:
        yield client


def words(html):
    """The text of a page without its source numbers."""
    import html as entities

    html = re.sub('<a class="term"[^>]*>(.*?)</a>', r"\1", html)
    text = " ".join(entities.unescape(re.sub("<[^>]+>", " ", html)).split())
    return re.sub(r"( ?\[\d+\])+(?: ?(?=[.;,:])|(?= ))", "", text)


def doctor(client, turns):
    return client.post("/doctor", data={"turns": json.dumps(turns)})


def test_every_passage_has_a_page_word_for_word(client, index):
    for passage in index.passages[::11]:
        response = client.get(f"/passage/{passage.id}")
        assert response.status_code == 200
        text = words(response.text)
        for paragraph in passage.paragraphs:
            assert " ".join(without_citations(paragraph).split()) in text
        assert CAUTION in text
        assert index.vocabulary.evidence[passage.evidence] in text
        assert f'datetime="{passage.reviewed.isoformat()}"' in response.text
        assert "<script" not in response.text


def test_a_passage_page_can_be_found_and_cited(client, index):
    passage = index.passage("msc-lupus-does-it-work")
    html = client.get(f"/passage/{passage.id}").text
    assert f"<title>{passage.question} – stemfaq</title>" in html
    assert f'<link rel="canonical" href="{BASE}/passage/{passage.id}">' in html
    description = re.search(r'<meta name="description" content="([^"]+)">', html)[1]
    assert 40 < len(description) <= 160
    assert without_citations(passage.answer).startswith(description.rstrip("…"))
    assert 'href="/?q=Do%20mesenchymal%20stem%20cells%20work%20for%20lupus%3F"' in html


def test_every_source_number_leads_to_its_source(client, index):
    html = client.get("/passage/msc-lupus-does-it-work").text
    targets = set(re.findall(r'href="#(source-\d+)"', html))
    assert targets
    assert targets == set(re.findall(r'id="(source-\d+)"', html))


def test_a_passage_leads_to_the_questions_for_the_doctor_and_to_support(client, index):
    line = word("en", "before_deciding")
    links = {id_: f'<a href="/passage/{id_}">' for id_ in (GENERAL, SUPPORT)}
    for id_ in ("msc-lupus-does-it-work", GENERAL, SUPPORT):
        _, offered = client.get(f"/passage/{id_}").text.split(line)
        offered, _ = offered.split("</section>", 1)
        assert {other for other, link in links.items() if link in offered} == set(links) - {id_}


def test_what_to_ask_and_who_supports_stand_open_on_a_passage_once(client, index):
    html = client.get("/passage/msc-lupus-does-it-work").text
    for id_ in (GENERAL, SUPPORT):
        short = text(without_citations(index.passage(id_).answer))
        assert html.count(short) == 1
        assert short not in html[html.index("<details") : html.index("</details>")]


def test_what_changes_by_itself_says_as_of_when_here_too(client, index):
    (passage, *_) = (p for p in index.passages if index.vocabulary.about[p.about].changes)
    line = f"As of {passage.reviewed:%B %Y}."
    assert line in client.get(f"/passage/{passage.id}").text
    assert line in doctor(client, [passage.question]).text
    article = client.get("/passage/msc-lupus-does-it-work").text.partition("</article>")[0]
    assert "As of" not in article


def test_plain_pages_follow_the_language_around_english_passages(client, index):
    spanish = {"Accept-Language": "es-MX", "Accept": "text/html"}
    passage = client.get("/passage/msc-lupus-does-it-work", headers=spanish)
    assert "Accept-Language" in passage.headers["vary"]
    made = client.post("/doctor", data={"turns": json.dumps(["what is lupus?"]), "language": "es"})
    pages = [
        passage,
        made,
        client.get("/leaflet/lupus?lang=es"),
        client.get("/passages?lang=es"),
        client.get("/about?lang=es"),
        client.get("/passage/none", headers=spanish),
    ]
    for page in pages:
        assert '<html lang="es">' in page.text
        assert words(translated("es", CAUTION)) in words(page.text)
        left = re.sub(r"<(\w+)[^>]* lang=\"en\".*?</\1>", "", page.text, flags=re.DOTALL)
        said = words(re.sub("<title>.*?</title>", "", left))
        english = [line for line in catalogue("en").values() if len(line) > 4]
        assert [line for line in english if line in said] == []
    reviewed = date(index.passage("msc-lupus-does-it-work").reviewed.isoformat(), "es")
    assert f"Última revisión: {reviewed}" in words(passage.text)
    assert " de 2026" in reviewed
    assert "ensayo aleatorizado" in passage.text
    assert 'href="/passage/msc-lupus-does-it-work?lang=es"' in client.get("/passages?lang=es").text


def test_every_source_has_a_year_or_the_day_on_which_it_was_read(client, index):
    dateless = [r for r in index.references.values() if not (r.year or r.as_of) and r.accessed]
    assert dateless
    for reference in dateless[::20]:
        cited = re.compile(rf"@{reference.id}(?![\w-])")
        passage = next(p for p in index.passages if cited.search(" ".join(p.paragraphs)))
        day = date(reference.accessed, "en")
        spanish = date(reference.accessed, "es")
        path = f"/passage/{passage.id}"
        assert f"read on {day})" in client.get(path).text
        assert f"leído el {spanish})" in client.get(f"{path}?lang=es").text


def test_a_source_opens_in_a_new_tab(client):
    html = client.get("/passage/msc-lupus-does-it-work").text
    assert 'target="_blank" rel="noopener noreferrer"' in html
    assert "(opens in a new tab)" in html


def test_titles_and_descriptions_are_each_passage_s_own(client, index):
    pages = [client.get(f"/passage/{passage.id}").text for passage in index.passages]
    titles = [re.search("<title>(.*?)</title>", page)[1] for page in pages]
    assert len(set(titles)) == len(titles)


def test_the_list_has_every_passage_once_under_a_theme(client, index):
    html = client.get("/passages").text
    links = re.findall(r'<li><a href="/passage/([^"]+)">', html)
    assert sorted(links) == sorted(passage.id for passage in index.passages)
    assert "<h2 id=" in html
    assert CAUTION in html


def test_the_sitemap_names_every_page_under_the_public_address(client, index):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [node.text for node in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert found[:3] == [f"{BASE}/", f"{BASE}/passages", f"{BASE}/about"]
    passages = {f"{BASE}/passage/{passage.id}" for passage in index.passages}
    assert set(found[3:]) == passages | {f"{BASE}{link.path}" for link in leaflet_links(index)}
    robots = client.get("/robots.txt").text
    assert f"Sitemap: {BASE}/sitemap.xml" in robots
    assert "Disallow: /doctor" in robots


@pytest.mark.parametrize(
    "path", ["/passage/msc-lupus-does-it-work", "/passages", "/about", "/sitemap.xml"]
)
def test_a_link_checker_may_look_without_reading(client, path):
    looked = client.head(path)
    assert looked.status_code == 200
    assert looked.headers["content-type"] == client.get(path).headers["content-type"]


def test_the_page_about_the_site_invents_no_owner(client, index):
    response = client.get("/about")
    text = words(response.text)
    for key in ("about_no_owner", "about_no_funding", "about_no_reviewers", "about_no_contact"):
        assert word("en", key) in text
    for line in index.vocabulary.evidence.values():
        assert line in text
    assert CAUTION in text
    assert "<script" not in response.text
    assert 'href="/about"' in client.get("/passage/msc-lupus-does-it-work").text
    assert 'href="about"' in client.get("/").text
    assert 'href="about?lang=es"' in client.get("/?lang=es").text


def test_the_settings_say_who_is_responsible(index_root, tmp_path):
    settings = Settings(
        index=index_root,
        data=tmp_path,
        owner="Example <b>Hospital</b>",
        funding="Example Charity",
        contact="mail@example.org",
        reviewers="two rheumatologists of Example Hospital",
    )
    with TestClient(make_app(settings)) as client:
        page = client.get("/about").text
        assert "Example &lt;b&gt;Hospital&lt;/b&gt;" in page
        assert 'href="mailto:mail@example.org"' in page
        text = words(page)
        assert word("en", "about_funding", funding="Example Charity") in text
        assert word("en", "about_no_owner") not in text
        role = "by two rheumatologists of Example Hospital."
        assert role in client.get("/passage/msc-lupus-does-it-work").text
        assert role in doctor(client, ["what is lupus?"]).text


@pytest.mark.parametrize("contact", ["javascript:alert(1)", "ask the desk", "data:text/html,x@y.z"])
def test_a_contact_that_is_no_address_is_no_link(index_root, tmp_path, contact):
    settings = Settings(index=index_root, data=tmp_path, contact=contact)
    with TestClient(make_app(settings)) as client:
        page = client.get("/about").text
        assert contact in page
        assert f'href="{contact}' not in page
        assert "mailto:" not in page


def test_a_link_to_a_passage_that_was_joined_with_another_leads_there(client, index):
    joined = next(passage for passage in index.passages if passage.formerly)
    response = client.get(f"/passage/{joined.formerly[0]}", follow_redirects=False)
    assert response.status_code == 308
    assert response.headers["location"] == joined.id
    in_spanish = client.get(f"/passage/{joined.formerly[0]}?lang=es")
    assert in_spanish.url.path == f"/passage/{joined.id}"
    assert '<html lang="es">' in in_spanish.text
    assert client.get(f"/passage/{joined.formerly[0]}").url.path == f"/passage/{joined.id}"
    by_api = client.get(f"/api/passages/{joined.formerly[0]}").json()
    assert by_api["passage"]["id"] == joined.id


@pytest.mark.parametrize("id_", ["none", "<script>alert(1)</script>", "a" * 5000, "%00", "é"])
def test_an_unknown_passage_is_a_page_that_says_so(client, id_):
    response = client.get(f"/passage/{id_}", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert CAUTION in response.text
    assert "<script" not in response.text


def test_the_doctor_s_page_has_the_questions_the_short_answers_and_the_sources(client, index):
    turns = ["Do mesenchymal stem cells work for lupus?", "best pizza in Naples"]
    response = doctor(client, turns)
    text = words(response.text)
    assert response.status_code == 200
    assert response.headers["cache-control"] == "no-store"
    for shown in answer(index, turns[:1]).passages:
        assert words(shown.answer_markdown) in text
        for paragraph in shown.body_markdown.split("\n\n"):
            assert words(paragraph) not in text
        for key in citations(index.passage(shown.id).answer):
            source = index.references[key]
            reference = source.text.split(". ")[1]
            assert words(reference) in text
            assert not source.url or f'href="{source.url}"' in response.text
    assert "Not answered: “best pizza in Naples”" in text
    assert answer(index, turns).notices[0].text not in text
    assert CAUTION in text
    assert "<script" not in response.text


def test_the_doctor_s_page_begins_with_the_questions_for_the_doctor(client):
    titles = re.findall("<h2[^>]*>(.*?)</h2>", doctor(client, [LUPUS, "best pizza"]).text)
    assert titles == ["Questions for your doctor", "My own questions", "What I asked", "Sources"]


def test_the_doctor_s_page_says_each_passage_and_each_source_once(client):
    html = doctor(
        client, [LUPUS, LUPUS, "Can mesenchymal stem cells help lupus kidney disease?"]
    ).text
    assert html.count("Nobody knows yet, and they are no proven cure.") == 1
    assert "Answered above:" in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    listed = re.findall(r'<li value="(\d+)" id="source-\1">(.*?)</li>', html)
    assert [int(number) for number, _ in listed] == list(range(1, len(listed) + 1))
    assert len({source for _, source in listed}) == len(listed)
    cited = set(re.findall(r'href="#source-(\d+)"', html))
    assert cited == {number for number, _ in listed}
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


@pytest.mark.parametrize(
    ("reference", "short"),
    [
        (
            "Wang D, Li J, Zhang Y, et al. A title. Lupus. 2014.",
            "Wang D, et al. A title. Lupus. 2014.",
        ),
        ("Huang X hua, Liu H feng. A title. 2019.", "Huang X hua, et al. A title. 2019."),
        ("Burt RK, et al. A title. 2018.", "Burt RK, et al. A title. 2018."),
        ("Burt RK. A title. 2018.", "Burt RK. A title. 2018."),
        (
            "European Medicines Agency, Heads of it. A title.",
            "European Medicines Agency, Heads of it. A title.",
        ),
        (
            "Successes, failures and hopes. Hematology. 2011.",
            "Successes, failures and hopes. Hematology. 2011.",
        ),
    ],
)
def test_a_short_reference_names_the_first_author_alone(reference, short):
    source = CitedSource("a", 1, reference, "https://www.example.org/a", "review", 2014)
    html = short_source(source, "en")
    assert words(html) == f"{short} (review, 2014) example.org/a {word('en', 'new_tab')}"
    assert 'href="https://www.example.org/a" target="_blank"' in html


def test_small_talk_is_left_out_of_the_doctor_s_page(client):
    text = words(doctor(client, ["hello", "", "thanks"]).text)
    assert "Questions for your doctor" in text
    assert "What I asked" not in text
    assert "hello" not in text


def test_a_long_story_is_shortened_on_the_doctor_s_page(client):
    text = words(doctor(client, ["my mother has lupus and " + "she is tired " * 90]).text)
    assert "my mother has lupus" in text
    assert text.count("she is tired") < 25


def test_the_doctor_s_page_has_questions_that_fit(index):
    cells = questions(index, [answer(index, [LUPUS])])
    assert cells[0].id == "talking-questions"
    assert all("MSC" in passage.therapies or passage.about == "clinics" for passage in cells[1:])
    assert len(cells) == 2
    family = questions(index, [answer(index, ["will I be tired after it, living with it"])])
    assert "talking-questions" in [passage.id for passage in family]
    nothing = questions(index, [answer(index, ["best pizza in Naples"])])
    assert [passage.id for passage in nothing] == ["talking-questions"]


def test_what_was_asked_about_talking_is_not_said_twice(client, index):
    asked = "What should I ask my doctor about stem cell therapy?"
    assert index.passage(GENERAL).question == asked
    html = doctor(client, [asked]).text
    assert html.count("Bring someone along if that helps") == 1
    assert f'<a href="#p-{GENERAL}">{asked}</a>' in html


def test_nothing_typed_becomes_markup_on_the_doctor_s_page(client):
    typed = "<img src=x onerror=alert(1)></h2><script>alert(1)</script> {{7*7}} lupus"
    html = doctor(client, [typed]).text
    assert "<img" not in html
    assert "<script" not in html
    assert "{{7*7}}" in html


@pytest.mark.parametrize("form", ["", "not json", "[]", "[1]", '{"a": 1}', "null", "[" * 50_000])
def test_a_wrong_form_is_refused(client, form):
    response = client.post("/doctor", data={"turns": form})
    assert response.status_code == 422
    assert response.json()["caution"] == CAUTION


def test_a_form_without_turns_is_refused(client):
    assert client.post("/doctor", data={}).status_code == 422


def test_a_long_conversation_is_shown_from_its_end(client):
    html = doctor(client, [f"best pizza in Naples {n}" for n in range(60)]).text
    assert "Naples 59”" in html
    assert "Naples 9”" not in html


@pytest.mark.parametrize(
    "path", ["/passage/msc-lupus-does-it-work", "/leaflet/lupus", "/passages", "/about", "/nothing"]
)
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_plain_pages_have_no_axe_violation_and_no_script(browser, address, path, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        bypass_csp=True,  # axe itself is a script, which these pages refuse
    )
    page = context.new_page()
    page.goto(f"{address}{path}")
    found = Axe().run(page)
    assert found.response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("script").count() == 0
    context.close()


SIZES = [(320, 256), (320, 568), (360, 740), (481, 800), (768, 1024), (1280, 900)]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_caution_stays_in_sight_and_covers_nothing_that_a_link_leads_to(
    browser, address, language
):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{address}/leaflet/lupus?lang={language}")
        bar = page.locator(".bar")
        expect(bar).to_be_in_viewport(ratio=1)
        page.locator("nav li a").nth(6).click()
        expect(bar).to_be_in_viewport(ratio=0.3)
        seen = bar.bounding_box()
        edge = seen["y"] + seen["height"]
        assert 40 < edge <= height / 3, (width, height)
        name = page.url.partition("#")[2]
        assert edge <= page.locator(f"#{name}").bounding_box()["y"] <= edge + 80, (width, height)
    context.close()


@pytest.mark.parametrize("path", ["/passage/ms-bladder", "/leaflet/lupus"])
def test_a_hard_word_leads_to_its_explanation_and_back_without_a_script(browser, address, path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{path}")
    terms = page.locator("a.term")
    explained = page.locator(".words dt")
    assert terms.count() == explained.count() > 3
    assert len({term.casefold() for term in explained.all_text_contents()}) == explained.count()
    terms.nth(2).focus()
    page.keyboard.press("Enter")
    expect(explained.nth(2)).to_be_in_viewport()
    assert explained.nth(2).text_content() == f"{terms.nth(2).text_content()}:"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(terms.nth(2)).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize("path", ["/passage/ms-bladder", "/leaflet/lupus", "/passages"])
def test_links_that_stand_alone_are_large_enough_to_tap(browser, address, path):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}{path}")
    for details in page.locator("details").all():
        details.evaluate("details => { details.open = true; }")
    small = page.evaluate(
        """() => [...document.querySelectorAll("main a, footer a")]
          .filter((one) => one.closest("p, li, dd, nav").innerText.trim() === one.innerText.trim())
          .filter((one) => one.getBoundingClientRect().height < 24)
          .map((one) => one.textContent)"""
    )
    assert small == []
    context.close()


def test_a_leaflet_s_sources_open_in_a_new_tab(client):
    links = re.findall('<a [^>]*href="http[^>]*>', client.get("/leaflet/lupus").text)
    assert links
    assert [link for link in links if 'target="_blank" rel="noopener noreferrer"' not in link] == []


@pytest.fixture
def doctors_page(browser, address):
    """Opens the page for a conversation, as the form of the chat does; closes it."""
    contexts = []

    def open_page(turns, language="en", **options):
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        form = {"turns": json.dumps(turns), "language": language}
        response = context.request.post(f"{address}/doctor", form=form)
        page.route(f"{address}/doctor", lambda route: route.fulfill(response=response))
        page.goto(f"{address}/doctor")
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_the_doctor_s_page_prints_without_what_is_for_the_screen(doctors_page):
    page = doctors_page([LUPUS, "can a transplant kill me"], java_script_enabled=False)
    page.emulate_media(media="print")
    expect(page.get_by_text(CAUTION)).to_be_visible()
    expect(page.get_by_role("heading", name="Questions for your doctor")).to_be_visible()
    expect(page.get_by_role("heading", name="My own questions")).to_be_visible()
    expect(page.get_by_role("link", name="Ask a question")).to_be_hidden()
    expect(page.locator(".keys")).to_be_hidden()
    expect(page.locator(".touch")).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("turns", "most"),
    [
        ([LUPUS], 2),
        (["Do stem cells work for lupus?"], 2),
        ([LUPUS, "can a transplant kill me", "Is this stem cell clinic legit?"], 4),
        (["what does it cost", "am I too old for HSCT with MS", "best pizza in Naples"], 4),
    ],
)
def test_the_doctor_s_page_takes_little_paper(doctors_page, turns, most, language):
    pdf = doctors_page(turns, language).pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= most


def test_how_to_print_fits_the_machine(doctors_page):
    on_desk = doctors_page([LUPUS])
    expect(on_desk.locator(".keys")).to_be_visible()
    expect(on_desk.locator(".touch")).to_be_hidden()
    on_phone = doctors_page([LUPUS], has_touch=True, is_mobile=True)
    expect(on_phone.locator(".keys")).to_be_hidden()
    expect(on_phone.locator(".touch")).to_contain_text("Share")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_doctor_s_page_has_no_axe_violation(doctors_page, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = doctors_page(
        [LUPUS, "best pizza in Naples", "I have chest pain and cannot breathe", LUPUS],
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        bypass_csp=True,  # axe itself is a script, which these pages refuse
    )
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_corpus_has_the_passages_that_the_doctor_s_page_takes():
    found = [path.stem for path in (CORPUS / "passages" / "talking").glob("*.md")]
    assert "talking-questions" in found
    assert all(name.startswith("talking-") for name in found)
