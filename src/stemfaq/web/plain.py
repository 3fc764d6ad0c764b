"""Plain pages: HTML without scripts, from templates that escape whatever they are given."""

import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from stemfaq.web import assets, passage_html, render
from stemfaq.web.escape import english
from stemfaq.web.picture import picture_html, short_html
from stemfaq.web.words import DEFAULT, address, translated, word

_FOLDER: Final = Path(__file__).with_name("templates")
_NUMBER = re.compile(r"\[(\d+)\]")


def page(template: str, language: str = DEFAULT, **values: Any) -> str:
    """The page in a language; the caution is part of every one and no value of it."""
    return (
        _environment()
        .get_template(template)
        .render(
            language=language,
            caution=Markup(render.caution_bar(language)),
            english=Markup(english(language)),
            say=partial(word, language),
            **values,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"asset": assets.address}
    environment.filters |= {
        "address": address,
        "as_of_words": _markup(passage_html.as_of_words),
        "as_of": _markup(passage_html.as_of),
        "cited": _cited,
        "day": passage_html.date,
        "evidence": _markup(passage_html.evidence),
        "level": _markup(passage_html.evidence_level),
        "notice": _markup(render.notice),
        "picture": _markup(picture_html),
        "reviewed": _markup(passage_html.reviewed),
        "short": _markup(short_html),
        "short_source": _markup(passage_html.short_source),
        "source": _markup(passage_html.cited_source),
        "translated": lambda line, language: translated(language, line),
    }
    return environment


def _cited(paragraph: str) -> Markup:
    """The paragraph escaped, its source numbers as links to the list below it."""
    return Markup(_NUMBER.sub(r'<a href="#source-\1">[\1]</a>', str(escape(paragraph))))


def _markup(make: Callable[..., str]) -> Callable[..., Markup]:
    """A filter that gives HTML of ours, which is escaped already."""
    return lambda *values: Markup(make(*values))
