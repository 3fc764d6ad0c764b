"""The document around the chat: Gradio's page with our head, title, caution, welcome and footer.

Gradio draws everything in the browser, after some seconds on a slow phone. What stands here is
there at once, and also without JavaScript. Gradio's inline scripts are replaced by data that our
own script hands over, so that no inline script is left to run.
"""

import json
import re
from functools import lru_cache

from stemfaq.answer import texts
from stemfaq.web import assets, render
from stemfaq.web.escape import ask_buttons, telephones, text
from stemfaq.web.words import address, catalogue, word

_CONFIG = re.compile(
    r"<script>window\.gradio_config = (?P<config>.*?);</script>"
    r"<script>window\.gradio_api_info = (?P<info>.*?);</script>",
    re.DOTALL,
)
_SCRIPTS = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>.*?</script>\s*", re.DOTALL)
_CLUTTER = re.compile(
    r'<meta (?:property="og:|name="twitter:)[^>]*?/>\s*|<link rel="manifest"[^>]*>\s*', re.DOTALL
)
# Without scripts nothing can be asked: what asks is not shown, and the one line says why.
_ALONE = "<style>.welcome, #browse, #broken { display: none !important; }</style>"


@lru_cache(maxsize=16)
def document(page: str, language: str, available: bool, days: int | None) -> str:
    """Gradio's document made ours.

    `available` says whether an index can be served, `days` how long feedback is kept (None: not
    at all). Raises ValueError if Gradio's document is not the one that we know.
    """
    found = _CONFIG.search(page)
    if not found or "<gradio-app" not in page:
        raise ValueError("Gradio's page has changed; see docs/web.md")
    config = json.loads(found["config"]) | {"title": word(language, "title")}
    data = _data("gradio-config", config) + _data("gradio-api-info", json.loads(found["info"]))
    page = _CLUTTER.sub("", _SCRIPTS.sub("", page))
    head, body = page.split("</head>", 1)
    head = re.sub(r"<html\b[^>]*>", f'<html lang="{language}">', head, count=1, flags=re.DOTALL)
    head = head.replace('<meta charset="utf-8" />', f'<meta charset="utf-8" />{_head(language)}', 1)
    inside = body[body.index("<gradio-app") : body.index("</gradio-app>")] + "</gradio-app>"
    return (
        f"{head}{data}</head><body>{_before(language, available)}{inside}"
        f"{_after(language, days)}</body></html>"
    )


def _data(id_: str, value: object) -> str:
    """JSON for our script; it cannot end the element that it stands in."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="{id_}">{plain}</script>'


def _head(language: str) -> str:
    return (
        f"<title>{text(word(language, 'title'))}</title>"
        f'<meta name="description" content="{text(word(language, "description"))}" />'
        '<meta name="color-scheme" content="light dark" />'
        f'<link rel="icon" href="{assets.address("icon.svg")}" type="image/svg+xml" />'
        f'<link rel="stylesheet" href="{assets.address("page.css")}" />'
        f'<script defer src="{assets.address("page.js")}"></script>'
    )


def _before(language: str, available: bool) -> str:
    """What stands before Gradio's part: header, caution, and the conversation to be."""
    words = catalogue(language)
    other = words["other_language_code"]
    note = f"<p>{text(words['english_only'])}</p>" if language != "en" else ""
    missing = "" if available else render.unavailable(texts.UNAVAILABLE, language)
    emergency = telephones(words["emergency"])
    pages = _pages(language)
    return f"""
<a class="skip" href="#conversation">{text(words["skip"])}</a>
<header class="head"><div class="brand"><span class="name">stemfaq</span>
<a href="?lang={other}" lang="{other}" hreflang="{other}">{text(words["other_language"])}</a></div>
</header>
<div id="caution" role="region" aria-label="{text(words["caution_title"])}">
{render.caution_bar(language)}</div>
<section class="top" aria-labelledby="title"><h1 id="title">{text(words["heading"])}</h1>
<p>{text(words["intro"])} <strong>{emergency}</strong></p>{note}</section>
<div id="early" role="main">
<noscript>{_ALONE}<p class="notice">{text(words["no_script"])} {emergency}<br>{pages}</p></noscript>
<div id="broken"><p class="notice">{text(words["not_started"])} {emergency}<br>{pages}</p></div>
<div id="conversation" role="region" tabindex="-1"
 aria-label="{text(words["conversation"])}"><div id="missing">{missing}</div>
<section class="welcome" aria-labelledby="welcome"><h2 id="welcome">{text(words["welcome"])}</h2>
{ask_buttons(render.EXAMPLES, "examples", language)}</section><div id="turns"></div>
<details id="browse"><summary><h2>{text(words["browse"])}</h2></summary><div class="themes"></div>
</details></div></div>
<div id="announce" class="sr-only" role="status" aria-live="polite"></div>
"""


def _after(language: str, days: int | None) -> str:
    words = catalogue(language)
    privacy = words["privacy_off"] if days is None else word(language, "privacy", days=days)
    return f"""
<footer class="foot"><p>{text(privacy)}</p>
<p>{_pages(language)}</p></footer>
"""


def _pages(language: str) -> str:
    """Links to what can be read without asking."""
    return " · ".join(
        f'<a href="{address(path, language)}">{text(word(language, key))}</a>'
        for path, key in (("passages", "all_passages"), ("about", "about"))
    )
