"""Plain pages: HTML without scripts, from templates that escape whatever they are given."""

import datetime
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from stemfaq.caution import CAUTION

_FOLDER: Final = Path(__file__).with_name("templates")
_STYLE: Final = "plain.css"
_NUMBER = re.compile(r"\[(\d+)\]")


def page(template: str, **values: Any) -> str:
    """The page; the caution is part of every one and no value of it."""
    return _environment().get_template(template).render(**values)


def style() -> str:
    """The style sheet of all plain pages."""
    return (_FOLDER / _STYLE).read_text("utf-8")


@cache
def style_address() -> str:
    """Where the style sheet is; another content has another address."""
    return f"/plain.css?v={hashlib.sha256(style().encode()).hexdigest()[:16]}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"caution": CAUTION, "style_address": style_address}
    environment.filters |= {"cited": _cited, "day": _day}
    return environment


def _cited(paragraph: str, prefix: str = "source") -> Markup:
    """The paragraph escaped, its source numbers as links to the list below it."""
    return Markup(
        _NUMBER.sub(lambda m: f'<a href="#{prefix}-{m[1]}">[{m[1]}]</a>', str(escape(paragraph)))
    )


def _day(iso: str) -> str:
    day = datetime.date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"
