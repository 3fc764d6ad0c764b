"""Replies as HTML. Everything that is shown is escaped; passages carry no markup of their own."""

import datetime
import html
import re
from collections.abc import Iterable, Sequence

from stemfaq.answer.reply import CitedSource, Reply, ShownPassage
from stemfaq.caution import CAUTION

_NUMBER = re.compile(r"\[(\d+)\]")
# Gradio fills the page through a template, so its signs must not survive in a text.
_TEMPLATE_SIGNS = {ord("{"): "&#123;", ord("}"): "&#125;", ord("$"): "&#36;", ord("`"): "&#96;"}
EXAMPLES = (
    "Does a stem cell transplant work for lupus?",
    "What are the risks of stem cell therapy?",
    "Is this stem cell clinic legit?",
    "Can I stop my steroids by myself?",
    "How do I find a real clinical trial?",
    "What should I ask my doctor?",
)


def conversation(replies: Sequence[Reply]) -> str:
    """The whole conversation, or the welcome with examples if there is none yet."""
    if not replies:
        return welcome()
    return "".join(turn(reply, number) for number, reply in enumerate(replies, 1))


def welcome() -> str:
    """What a patient sees before the first question."""
    return (
        '<section class="welcome"><h2>Ask a question, or try one of these</h2>'
        f"{_buttons(EXAMPLES, 'examples')}</section>"
    )


def turn(reply: Reply, number: int) -> str:
    """One question and its reply."""
    understood = (
        f'<p class="understood">Understood as: {text(reply.understood_as)}</p>'
        if reply.understood_as != reply.question
        else ""
    )
    parts = [
        f'<section class="turn" id="turn-{number}" aria-label="Question {number}">',
        f'<h2 class="asked"><span class="who">You asked</span>{text(reply.question)}</h2>',
        f'<div class="reply {reply.kind}">',
        understood,
        *(f'<p class="notice {n.kind}">{text(n.text)}</p>' for n in reply.notices),
        *_passages(reply.passages, number),
        _buttons((option.text for option in reply.options), "options"),
        f'<p class="caution-note">{text(reply.caution)}</p>',
        "</div>",
        _related(reply.suggestions),
        "</section>",
    ]
    return "".join(parts)


def unavailable(line: str) -> str:
    """What is shown when no index can be served."""
    return f'<section class="turn"><p class="notice unavailable">{text(line)}</p></section>'


def caution_bar() -> str:
    """The caution that stays in sight."""
    return f'<p class="caution" role="note"><strong>Please note.</strong> {text(CAUTION)}</p>'


def text(plain: str) -> str:
    """Any text as HTML that shows just this text."""
    return html.escape(plain).translate(_TEMPLATE_SIGNS)


def _passages(passages: Sequence[ShownPassage], number: int) -> Iterable[str]:
    if not passages:
        return
    yield _passage(passages[0], number, first=True)
    if others := passages[1:]:
        yield '<h3 class="also">Also reviewed on this</h3>'
        yield from (_passage(passage, number, first=False) for passage in others)


def _passage(passage: ShownPassage, number: int, *, first: bool) -> str:
    body = "".join(
        f"<p>{_cited(paragraph, number)}</p>" for paragraph in passage.body_markdown.split("\n\n")
    )
    content = (
        f'<p class="short">{_cited(passage.answer_markdown, number)}</p>'
        f'<details class="more"><summary>More detail</summary>{body}</details>'
        f'<p class="evidence {passage.evidence}">{text(passage.evidence_text)}</p>'
        f"{_sources(passage.sources, number)}"
        f'<p class="reviewed">Last reviewed by our staff on {_date(passage.reviewed)}.</p>'
        f"{_thumbs(passage.id)}"
    )
    title = f"<h3>{text(passage.question)}</h3>"
    if first:
        return f'<article class="passage">{title}{content}</article>'
    return (
        f'<details class="passage other"><summary>{text(passage.question)}</summary>'
        f"{content}</details>"
    )


def _cited(paragraph: str, number: int) -> str:
    """The paragraph with its source numbers as links to the list below it."""
    return _NUMBER.sub(
        lambda m: f'<a class="cite" href="#source-{number}-{m[1]}">[{m[1]}]</a>', text(paragraph)
    )


def _sources(sources: Sequence[CitedSource], number: int) -> str:
    items = "".join(
        f'<li value="{s.number}" id="source-{number}-{s.number}">{_source(s)}</li>' for s in sources
    )
    return (
        f'<details class="sources" open><summary>Sources ({len(sources)})</summary>'
        f"<ol>{items}</ol></details>"
    )


def _source(source: CitedSource) -> str:
    kind = ", ".join(str(part) for part in (source.kind, source.year) if part)
    label = f' <span class="kind">({text(kind)})</span>' if kind else ""
    if not source.url:
        return f"{text(source.text)}{label}"
    address = html.escape(source.url, quote=True).translate(_TEMPLATE_SIGNS)
    return (
        f'<a href="{address}" target="_blank" rel="noopener noreferrer">{text(source.text)}'
        f'<span class="sr-only"> (opens in a new tab)</span></a>{label}'
    )


def _thumbs(passage: str) -> str:
    buttons = "".join(
        f'<button type="button" data-thumb="{value}" data-passage="{passage}" '
        f'aria-pressed="false">{sign} {label}</button>'
        for value, sign, label in (("up", "👍", "Yes"), ("down", "👎", "No"))
    )
    return f'<p class="thumbs"><span>Was this helpful?</span> {buttons}</p>'


def _related(suggestions: Sequence[str]) -> str:
    if not suggestions:
        return ""
    return (
        '<nav class="related" aria-label="Related questions"><h3>You may also ask</h3>'
        f"{_buttons(suggestions, 'suggestions')}</nav>"
    )


def _buttons(questions: Iterable[str], name: str) -> str:
    items = "".join(
        f'<li><button type="button" data-ask="{text(question)}">{text(question)}</button></li>'
        for question in questions
    )
    return f'<ul class="{name}">{items}</ul>' if items else ""


def _date(iso: str) -> str:
    day = datetime.date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"
