"""Text as HTML, and small pieces of HTML that every part of the page uses."""

import html
from collections.abc import Iterable


def text(plain: str) -> str:
    """Any text as HTML that shows just this text, in an element or a quoted attribute."""
    return html.escape(plain, quote=True)


def english(language: str) -> str:
    """The attribute that marks English inside a page in another language."""
    return "" if language == "en" else ' lang="en"'


def ask_buttons(questions: Iterable[str], name: str, language: str) -> str:
    """A list of questions, each asked by one click."""
    items = "".join(
        f'<li><button type="button" class="ask"{english(language)} '
        f'data-ask="{text(question)}">{text(question)}</button></li>'
        for question in questions
    )
    return f'<ul class="{name}">{items}</ul>' if items else ""
