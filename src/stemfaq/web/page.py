"""The web chat in Gradio: a question box, and the conversation that we render ourselves."""

import logging
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gradio as gr

from stemfaq.answer import texts
from stemfaq.answer.answer import answer
from stemfaq.answer.reply import Reply
from stemfaq.errors import IndexUnavailable
from stemfaq.web import feedback, render
from stemfaq.web.live import LiveIndex

TITLE = "stemfaq: stem cell therapy and autoimmune disease"
MAX_TURNS = 50  # a longer conversation begins anew
FORGET_AFTER = 3600  # seconds without a question until the server forgets a conversation
_log = logging.getLogger(__name__)

_HEADER = """
<header class="top"><h1>stemfaq</h1>
<p>Reviewed answers about stem cell therapy, for people with lupus and other autoimmune diseases
and those close to them. In an emergency call 112, 911 or 999.</p></header>
"""
_FOOTER = """
<footer class="foot"><p>Your questions go to our server and to nobody else. We do not store them,
and you need no account. If you press “Was this helpful?”, we count it without your words.</p>
</footer>
"""
# One listener for all buttons of the conversation: questions to ask, and thumbs.
_ON_LOAD = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-ask], button[data-thumb]');
  if (!button) return;
  if (button.dataset.thumb) {
    button.parentElement.querySelectorAll('button').forEach((other) => { other.disabled = true; });
    button.setAttribute('aria-pressed', 'true');
    button.parentElement.querySelector('span').textContent = 'Thank you.';
  }
  trigger('click', {
    ask: button.dataset.ask || '',
    thumb: button.dataset.thumb || '',
    passage: button.dataset.passage || '',
  });
});
"""
_SCROLL = """
() => {
  const turns = document.querySelectorAll('#conversation .turn');
  const last = turns[turns.length - 1];
  if (turns.length && last) {
    const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    last.scrollIntoView({behavior: calm ? 'auto' : 'smooth', block: 'start'});
  }
}
"""


@dataclass
class Conversation:
    """What a browser tab's conversation holds; it lives in memory only."""

    turns: list[str] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)


def build_page(index: LiveIndex, data: Path | None) -> gr.Blocks:
    """The chat. `data` is where thumbs are counted; None counts none."""

    def ask(typed: str, state: Conversation | None) -> tuple[Any, ...]:
        state = state or Conversation()
        try:
            opened = index.get()
        except IndexUnavailable as error:
            _log.error("%s", error)
            shown = render.conversation(state.replies) if state.replies else ""
            return typed, state, shown + render.unavailable(texts.UNAVAILABLE)
        if len(state.turns) >= MAX_TURNS:
            state = Conversation()
        turns = [*state.turns, typed]
        replies = [*state.replies, answer(opened, turns)]
        state = Conversation(turns, replies)
        return "", state, render.conversation(replies)

    def clicked(event: gr.EventData, state: Conversation | None) -> tuple[Any, ...]:
        chosen = event._data or {}
        if question := str(chosen.get("ask", "")):
            return ask(question, state)[1:]
        if chosen.get("thumb") in ("up", "down"):
            _count(index, data, str(chosen.get("passage", "")), chosen["thumb"] == "up")
        return gr.skip(), gr.skip()

    def start_again() -> tuple[Any, ...]:
        return "", Conversation(), render.welcome()

    def opened_page() -> Any:
        try:
            index.get()
        except IndexUnavailable as error:
            _log.error("%s", error)
            return render.unavailable(texts.UNAVAILABLE)
        return gr.skip()  # the welcome stands there already, and a question may have come since

    with gr.Blocks(title=TITLE, analytics_enabled=False, delete_cache=(3600, 3600)) as page:
        gr.HTML(_HEADER, elem_id="header", apply_default_css=False)
        gr.HTML(render.caution_bar(), elem_id="caution", apply_default_css=False)
        conversation = gr.HTML(
            render.welcome(), elem_id="conversation", js_on_load=_ON_LOAD, apply_default_css=False
        )
        with gr.Row(elem_id="ask-row"):
            box = gr.Textbox(
                label="Your question",
                placeholder="For example: does it work for lupus?",
                lines=1,
                max_lines=8,
                scale=5,
                elem_id="question",
            )
            send = gr.Button("Ask", variant="primary", scale=1, min_width=88, elem_id="send")
            again = gr.Button("Start again", size="sm", scale=1, min_width=88, elem_id="again")
        gr.HTML(_FOOTER, elem_id="footer", apply_default_css=False)
        page.load(opened_page, None, conversation, api_visibility="private", queue=False)
        state = gr.State(None, time_to_live=FORGET_AFTER)
        asked = gr.on(
            [box.submit, send.click],
            ask,
            [box, state],
            [box, state, conversation],
            show_progress="minimal",
            api_visibility="private",
            trigger_mode="once",
            concurrency_limit=8,
        )
        asked.then(fn=None, js=_SCROLL)
        chosen = conversation.click(
            clicked,
            [state],
            [state, conversation],
            show_progress="minimal",
            api_visibility="private",
            trigger_mode="once",
            concurrency_limit=8,
        )
        chosen.then(fn=None, js=_SCROLL)
        again.click(
            start_again, None, [box, state, conversation], api_visibility="private", queue=False
        )
    return page  # type: ignore[no-any-return]


def _count(index: LiveIndex, data: Path | None, passage: str, helpful: bool) -> None:
    """Count a thumb; a patient's page never fails because of it."""
    try:
        if data is not None and index.get().passage(passage):
            feedback.add_thumb(data, passage, helpful=helpful)
    except (IndexUnavailable, OSError, sqlite3.Error) as error:
        _log.error("a thumb was not counted: %s", error)
