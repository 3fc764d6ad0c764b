"""The words of the interface in each language: one catalogue for the page, its script and Gradio.

`<language>.json` holds the interface; `<language>-fixed.json` translates the lines that the reply
brings in English: the constants of `stemfaq.answer.texts` by name, the caution, and the levels of
evidence. Passages are English.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import Scope

from stemfaq.answer import texts
from stemfaq.caution import CAUTION

DEFAULT: Final = "en"
LANGUAGES: Final = ("en", "es")
_FOLDER = Path(__file__).parent


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All words of one of `LANGUAGES`."""
    loaded: Mapping[str, str] = json.loads((_FOLDER / f"{language}.json").read_text("utf-8"))
    return loaded


def word(language: str, key: str, **values: object) -> str:
    """One line of the interface, with its values filled in. Raises KeyError for an unknown key."""
    return catalogue(language)[key].format(**values)


@cache
def _fixed(language: str) -> Mapping[str, str]:
    """The translation of each English line that replies bring; empty for English itself."""
    path = _FOLDER / f"{language}-fixed.json"
    if not path.exists():
        return {}
    by_name: Mapping[str, str] = json.loads(path.read_text("utf-8"))
    english = {"CAUTION": CAUTION, **vars(texts)}
    return {english.get(name, name): line for name, line in by_name.items()}


def translated(language: str, line: str) -> str | None:
    """The translation of a fixed line, or of a word of the vocabulary with what it is before it.

    Such are `evidence <level>`, `kind <kind of source>` and `disease <label>`. None if it stays
    English.
    """
    return _fixed(language).get(line)


def choose(wanted: str) -> str:
    """The language of ours that an Accept-Language header or a language tag asks for first.

    Like Gradio, which asks the browser, only the first wish counts; what we lack gets English.
    """
    first = wanted.split(",")[0].split(";")[0].strip().lower()
    return next((lang for lang in LANGUAGES if first.split("-")[0] == lang), DEFAULT)


def asked_for(scope: Scope) -> str:
    """The language of a request: what its address says (`?lang=es`), or else the browser."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang")
    return choose(asked[0] if asked else Headers(scope=scope).get("accept-language", ""))


def address(path: str, language: str) -> str:
    """The address of a page in this language; the default needs no word for it."""
    return path if language == DEFAULT else f"{path}?lang={language}"
