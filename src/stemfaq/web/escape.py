"""Text as HTML, and small pieces of HTML that every part of the page uses."""

import html
import re
from collections.abc import Iterable

_TELEPHONE = re.compile(r"\b(?:112|911|999|988|116 123)\b")


def text(plain: str) -> str:
    """Any text as HTML that shows just this text, in an element or a quoted attribute."""
    return html.escape(plain, quote=True)


def telephones(plain: str) -> str:
    """A line of ours as HTML, its emergency numbers as links that a phone calls."""
    return _TELEPHONE.sub(
        lambda m: f'<a href="tel:{m[0].replace(" ", "")}">{m[0]}</a>', text(plain)
    )


def english(language: str) -> str:
    """The attributes that mark English inside a page in another language."""
    return "" if language == "en" else ' lang="en" dir="ltr"'


def ask_buttons(questions: Iterable[str], name: str, language: str) -> str:
    """A list of questions, each asked by one click."""
    items = "".join(
        f'<li><button type="button" class="ask"{english(language)} '
        f'data-ask="{text(question)}">{text(question)}</button></li>'
        for question in questions
    )
    return f'<ul class="{name}">{items}</ul>' if items else ""
