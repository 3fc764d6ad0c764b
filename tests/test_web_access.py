"""Access: by axe, by keyboard, by screen reader, at any size, in any colours."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser import ANSWERED, EMERGENCY, OUTSIDE, answered, ask, box, reply_with, send
from stemfaq.answer import texts
from stemfaq.answer.reply import Notice, Option, Reply

# 320 x 256 is what 400 % zoom leaves of 1280 x 1024.
WINDOWS = [(1280, 1024, "light"), (1280, 1024, "dark"), (360, 740, "dark"), (320, 256, "light")]
FOCUSABLE = "a[href], button, summary, textarea, input, [tabindex='0']"
SMALLEST = 24  # px: WCAG 2.2, 2.5.8


def empty(page):
    expect(page.locator(".welcome")).to_be_visible()


def closed(page):
    ask(page, ANSWERED)


def twice(page):
    """The same passages in two replies: no landmark may have the name of another."""
    ask(page, ANSWERED)
    ask(page, ANSWERED)


def opened_wide(page):
    turn = ask(page, ANSWERED)
    for summary in turn.locator("summary").all():
        summary.click()
    turn.locator(".term").first.click()


def declined(page):
    ask(page, OUTSIDE)


def urgent(page):
    ask(page, EMERGENCY)


def asked_to_choose(page):
    reply_with(
        page,
        Reply(
            kind="clarify",
            question="and the risks?",
            understood_as="What are the risks for lupus?",
            index="",
            notices=(Notice("unsure", texts.UNSURE),),
            options=(Option("What are the risks of HSCT?", "a"), Option("Is MSC safe?", "b")),
        ),
    )
    turn = ask(page, "and the risks?")
    expect(turn.locator(".understood")).to_contain_text("Understood as: What are the risks")
    expect(turn.locator(".options button")).to_have_count(2)


def failed(page):
    page.route("**/component_server/**", lambda route: route.abort())
    send(page, ANSWERED)
    expect(page.locator(".failed .notice")).to_be_visible(timeout=10_000)


def waiting(page):
    page.route("**/component_server/**", lambda route: None)
    send(page, ANSWERED)
    expect(page.locator(".looking")).to_be_visible()


def unhelpful(page):
    ask(page, ANSWERED).locator("[data-helpful=no]").first.click()


def themes(page):
    page.get_by_text("Browse all questions by theme").click()
    page.locator(".theme summary").first.click(timeout=10_000)
    page.locator(".subject summary").first.click()


STATES = [
    empty,
    closed,
    twice,
    opened_wide,
    declined,
    asked_to_choose,
    urgent,
    failed,
    waiting,
    unhelpful,
    themes,
]


def violations(page):
    found = Axe().run(page).response["violations"]
    return [(v["id"], [node["html"] for node in v["nodes"]]) for v in found]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_no_violation(opened, state):
    """One page, looked at in each window: opening one anew for each would take minutes."""
    page = opened()
    state(page)
    found = {}
    for width, height, scheme in WINDOWS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        fits = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        found[width, scheme] = [*violations(page), *([] if fits else ["wider than the window"])]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce", forced_colors="active")
    found["forced colours"] = violations(page)
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("state", [opened_wide, declined, unhelpful], ids=lambda s: s.__name__)
def test_targets_are_large_enough_to_tap(opened, state):
    """Links and hard words inside a sentence are free of this rule; those below it are not."""
    page = opened(viewport={"width": 360, "height": 740})
    state(page)
    small = page.evaluate(
        """([focusable, smallest]) => [...document.querySelectorAll(focusable)]
          .filter((one) => one.checkVisibility() && !one.closest("p:not(.before p), li a, .skip"))
          .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
          .filter(([, box]) => box.width > 1 && (box.width < smallest || box.height < smallest))
          .map(([html]) => html)""",
        [FOCUSABLE, SMALLEST],
    )
    assert small == []


def test_everything_is_reached_by_key_in_reading_order_with_focus_in_sight(opened):
    page = opened()
    turn = ask(page, ANSWERED)
    turn.locator(".asked").focus()
    places = []
    for _ in range(60):
        page.keyboard.press("Tab")
        place = page.evaluate(
            """() => {
              const one = document.activeElement;
              const box = one.getBoundingClientRect();
              const style = getComputedStyle(one);
              const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
              const middle = document.elementFromPoint(x, y);
              return {
                at: box.y + scrollY,
                id: one.closest("[id]")?.id ?? "",
                outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
                seen: one.contains(middle) || middle?.contains(one) === true,
                inside: Boolean(one.closest(".turn")),
              };
            }"""
        )
        assert place["outlined"], place
        assert place["seen"], place
        places.append(place)
        if place["id"] == "question":
            break
    order = [place["at"] for place in places if place["inside"]]
    assert len(order) > 8
    assert order == sorted(order)
    assert places[-1]["id"] == "question"


def test_a_reply_is_announced_once_and_politely(opened):
    page = opened()
    region = page.locator("#announce")
    expect(region).to_have_attribute("aria-live", "polite")
    page.evaluate(
        """() => {
          window.said = [];
          const note = () => {
            const text = document.querySelector("#announce").textContent;
            if (text) window.said.push(text);
          };
          new MutationObserver(note).observe(document.querySelector("#announce"),
            { childList: true, characterData: true, subtree: true });
        }"""
    )
    ask(page, ANSWERED)
    page.wait_for_timeout(500)
    assert page.evaluate("window.said") == [f"Answer to: {ANSWERED}"]
    live = page.locator("[aria-live]:not([aria-live=off])").all()
    assert [one.get_attribute("id") for one in live if one.text_content().strip()] == ["announce"]


def test_headings_and_landmarks_tell_the_structure(opened):
    page = opened()
    ask(page, ANSWERED)
    levels = page.evaluate(
        """() => [...document.querySelectorAll("h1, h2, h3, h4")]
          .filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"""
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    for role in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_box_has_a_name_and_its_hints(opened):
    page = opened()
    expect(page.get_by_label("Your question")).to_have_count(1)
    described = box(page).get_attribute("aria-describedby").split()
    assert all(page.locator(f"#{id_}").count() == 1 for id_ in described)


def test_in_forced_colours_buttons_and_caution_keep_an_edge(opened):
    page = opened(forced_colors="active")
    ask(page, ANSWERED)
    for selector in ("#send", "#caution", ".suggestions button"):
        style = page.locator(selector).first.evaluate("one => getComputedStyle(one).borderTopStyle")
        assert style == "solid", selector


def test_nothing_moves_for_whom_motion_is_too_much(opened):
    page = opened(reduced_motion="reduce")
    ask(page, ANSWERED)
    assert page.evaluate("document.getAnimations().length") == 0


def test_from_right_to_left_the_page_holds_together(opened):
    page = opened(viewport={"width": 360, "height": 740})
    page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    typed = "ما هو الذئبة؟"
    send(page, typed)
    turn = answered(page, 1)
    expect(turn.locator(".words")).to_have_text(typed)
    for part in (".words", ".who", ".reply", "#tools", "#browse", "#caution"):
        direction = page.locator(part).first.evaluate("one => getComputedStyle(one).direction")
        assert direction == "rtl", part
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []


def test_the_first_key_leads_past_the_header(opened):
    page = opened()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#conversation")).to_be_focused()


def test_at_400_percent_zoom_the_caution_is_whole_at_first_and_then_leaves_room(opened):
    page = opened(viewport={"width": 320, "height": 256})
    bar = page.locator("#caution")
    expect(bar).to_be_in_viewport(ratio=1)
    assert bar.evaluate("one => one.scrollHeight <= one.clientHeight")
    short = ask(page, ANSWERED).locator(".short").first
    short.evaluate("one => one.scrollIntoView()")
    seen = bar.bounding_box()
    assert 0 < seen["y"] + seen["height"] <= 80
    assert short.bounding_box()["y"] >= seen["y"] + seen["height"]
    expect(page.locator("#ask-row")).not_to_be_in_viewport()  # it gives way to the text


def test_the_page_stays_where_it_is_when_a_keyboard_takes_half_of_the_phone(opened):
    page = opened(viewport={"width": 360, "height": 740})
    ask(page, ANSWERED)
    page.mouse.wheel(0, 700)
    page.wait_for_timeout(200)
    box(page).click()
    before = page.evaluate("scrollY")
    for height in (400, 300):
        page.set_viewport_size({"width": 360, "height": height})
        page.keyboard.type("what")
        page.wait_for_timeout(200)
        expect(page.locator("#ask-row")).to_be_in_viewport(ratio=1)
        assert page.evaluate("scrollY") == before


def test_one_key_back_from_the_box_leads_to_the_answer(opened):
    page = opened()
    turn = ask(page, ANSWERED)
    expect(box(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    link = page.get_by_role("link", name="Go to the answer")
    expect(link).to_be_focused()
    assert link.bounding_box()["height"] >= SMALLEST
    page.keyboard.press("Enter")
    expect(turn.locator(".asked")).to_be_focused()
    page.keyboard.press("Tab")
    assert turn.evaluate("turn => turn.contains(document.activeElement)")


def test_on_paper_stand_answers_with_their_sources_and_no_buttons(opened):
    page = opened()
    turn = ask(page, ANSWERED)
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(turn.locator(".sources li").first).to_be_visible()
    assert [
        one.inner_text() for one in page.locator("button:not(.term)").all() if one.is_visible()
    ] == []
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    expect(turn.locator(".sources li").first).to_be_hidden()
