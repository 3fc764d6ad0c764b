"""Safety: whatever is typed, linked or written in a passage is shown as text and runs nothing."""

from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from browser import ANSWERED, answered, ask, ready, reply_with
from stemfaq.answer.answer import answer
from stemfaq.answer.reply import Notice, Option
from stemfaq.corpus.glossary import GlossaryEntry
from stemfaq.web.render import turn

HOSTILE = (
    "<img src=x onerror=window.ran=1><script>window.ran=1</script>\"'><b>b</b> ${window.ran=1} "
    "{{window.ran=1}} `x` [x](javascript:window.ran=1) &lt;b&gt; lupus"
)
TAGS = set(
    "article section nav div p span time h2 h3 h4 ul ol li a button details summary strong".split()
)


class Tags(HTMLParser):
    """Which elements and attributes a piece of HTML has."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.links = set(), set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name == "href"]


def hostile(reply, text):
    """The reply with the text wherever a reply holds text."""
    source = replace(reply.passages[0].sources[0], text=text, url=f"javascript:{text}", kind=text)
    passage = replace(
        reply.passages[0],
        id=text,
        question=text,
        answer_markdown=f"{text} [1]",
        body_markdown=f"{text}\n\n{text}",
        evidence=text,
        evidence_text=text,
        sources=(source,),
    )
    return replace(
        reply,
        question=text,
        understood_as=f"{text}!",
        passages=(passage, passage),
        notices=(Notice(text, text),),
        options=(Option(text, text),),
        suggestions=(text,),
    )


@pytest.fixture(scope="module")
def reply(index):
    return answer(index, [ANSWERED])


@given(text=st.one_of(st.text(max_size=60), st.sampled_from([HOSTILE, "\"'<>&", "[1][99]"])))
def test_no_text_of_a_reply_becomes_markup(reply, text):
    glossary = (GlossaryEntry(text or "x", (text or "x",), text),)
    found = Tags(turn(hostile(reply, text), "t1", "en", glossary))
    assert found.tags <= TAGS
    assert not {name for name in found.attributes if name.startswith("on") or name == "style"}
    assert all(link.startswith(("#t1-source-", "passage/")) for link in found.links)


def ran(page):
    return page.evaluate("window.ran ?? document.querySelectorAll('#turns img, #turns b').length")


def test_a_hostile_question_is_shown_as_it_was_typed(opened):
    page = opened()
    words = ask(page, HOSTILE).locator(".asked .words")
    expect(words).to_have_text(HOSTILE)
    assert ran(page) == 0
    page.reload()
    expect(words).to_have_text(HOSTILE)
    assert ran(page) == 0


def test_a_hostile_link_asks_its_text_and_nothing_else(opened):
    page = opened(f"/?q={quote(HOSTILE)}&lang={quote(HOSTILE)}")
    expect(answered(page, 1).locator(".asked .words")).to_have_text(HOSTILE)
    assert ran(page) == 0


def test_a_hostile_passage_is_shown_as_it_was_written(opened, reply):
    page = opened()
    reply_with(page, hostile(reply, HOSTILE))
    passage = ask(page, "anything").locator(".passage").first
    expect(passage.locator("h3")).to_have_text(HOSTILE)
    passage.get_by_text("More detail").click()
    expect(passage.locator(".more p").first).to_have_text(HOSTILE)
    assert ran(page) == 0


def test_what_a_tab_remembers_is_read_with_care(opened):
    page = opened()
    for kept in ('[null, 7, {"typed": "no html"}]', '{"not": "a list"}'):
        page.evaluate("kept => sessionStorage.setItem('stemfaq', kept)", kept)
        page.reload()
        ready(page)
    ask(page, ANSWERED)
    expect(page.locator(".turn")).to_have_count(1)


def test_the_page_has_no_inline_script_and_may_run_none(opened):
    page = opened()
    scripts = page.locator("script:not([src]):not([type='application/json'])")
    expect(scripts).to_have_count(0)
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = 1";
          document.body.append(script);
        }"""
    )
    assert ran(page) == 0


@pytest.mark.parametrize("sent", [None, [], "text", {"turns": "text"}, {"turns": [1, None, {}]}, 7])
def test_whatever_a_browser_sends_gets_a_calm_reply(index_root, sent):
    from stemfaq.web.chat import Chat
    from stemfaq.web.live import LiveIndex

    chat = Chat(LiveIndex(index_root), None)
    assert "caution-note" in chat.ask(sent)["html"]
    assert chat.feedback(sent) == {"noted": False}
    assert chat.gap(sent) == {"noted": False}
    assert "theme" in chat.themes(sent)["html"]
