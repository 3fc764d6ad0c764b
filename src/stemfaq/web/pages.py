"""Pages for readers, printers and search engines: a passage, all passages, what may be indexed."""

import re
from collections.abc import Callable
from typing import TypeVar

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from stemfaq.answer.shown import show_passage
from stemfaq.corpus.passage import Passage, without_citations
from stemfaq.index.opening import Index
from stemfaq.settings import Settings
from stemfaq.web import plain
from stemfaq.web.browse import by_subject, capital
from stemfaq.web.doctor import always_offered
from stemfaq.web.leaflet import in_short, leaflet_links, leaflet_page, picture_for
from stemfaq.web.live import LiveIndex
from stemfaq.web.marks import Words
from stemfaq.web.words import asked_for

_CACHE = {"Cache-Control": "public, max-age=300"}  # seconds; a new index is seen soon
_PAGE = _CACHE | {"Vary": "Accept-Language"}
_Route = TypeVar("_Route", bound=Callable[..., Response])
_DESCRIPTION = 160  # characters; search engines show no more


def make_pages(index: LiveIndex, settings: Settings) -> APIRouter:
    """The routes. Without a public address in the settings, links take the one that was asked."""
    pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    def base(request: Request) -> str:
        return settings.base_url or str(request.base_url).rstrip("/")

    _add_reading(pages, index, settings, base)
    _add_site(pages, index, settings, base)
    return pages


def _add_reading(
    pages: APIRouter, index: LiveIndex, settings: Settings, base: Callable[[Request], str]
) -> None:
    """What is read and printed: a passage, a leaflet, and the list of all."""

    @_get(pages, "/passage/{id}")
    def passage(id: str, request: Request) -> Response:
        opened = index.get()
        found = opened.passage(id)
        if found is None:
            raise HTTPException(404)
        if found.id != id:
            query = f"?{request.url.query}" if request.url.query else ""  # the language, say
            return RedirectResponse(f"{found.id}{query}", status_code=308, headers=_PAGE)
        always = [p for p in always_offered(opened, found.diseases) if p.id != found.id]
        content = plain.page(
            "passage.html",
            asked_for(request.scope),
            shown=show_passage(opened, found, {}),
            words=Words(opened.glossary),
            description=description(found),
            canonical=f"{base(request)}/passage/{found.id}",
            reviewers=settings.reviewers,
            always=[in_short(opened, other) for other in always],
            picture=picture_for(opened, found.diseases, {found.id, *(p.id for p in always)}),
            related=[other for id_ in found.related if (other := opened.passage(id_))],
        )
        return HTMLResponse(content, headers=_PAGE)

    @_get(pages, "/leaflet/{name}")
    def leaflet(name: str, request: Request) -> Response:
        opened = index.get()
        found = leaflet_page(opened, name)
        if found is None:
            raise HTTPException(404)
        content = plain.page(
            "leaflet.html",
            asked_for(request.scope),
            leaflet=found,
            words=Words(opened.glossary),
            levels=opened.vocabulary.evidence,
            owner=settings.owner,
            canonical=f"{base(request)}{found.link.path}",
            reviewers=settings.reviewers,
        )
        return HTMLResponse(content, headers=_PAGE)

    @_get(pages, "/passages")
    def passages(request: Request) -> Response:
        opened = index.get()
        content = plain.page(
            "passages.html",
            asked_for(request.scope),
            themes=themes(opened),
            leaflets=leaflet_links(opened),
            canonical=f"{base(request)}/passages",
        )
        return HTMLResponse(content, headers=_PAGE)


def _add_site(
    pages: APIRouter, index: LiveIndex, settings: Settings, base: Callable[[Request], str]
) -> None:
    """What tells of the site itself, to people and to search engines."""

    @_get(pages, "/about")
    def about(request: Request) -> Response:
        content = plain.page(
            "about.html",
            asked_for(request.scope),
            settings=settings,
            contact_address=_link(settings.contact),
            levels=index.get().vocabulary.evidence,
            canonical=f"{base(request)}/about",
        )
        return HTMLResponse(content, headers=_PAGE)

    @_get(pages, "/sitemap.xml")
    def sitemap(request: Request) -> Response:
        opened = index.get()
        content = plain.page(
            "sitemap.xml",
            base=base(request),
            passages=opened.passages,
            leaflets=leaflet_links(opened),
        )
        return Response(content, headers=_CACHE, media_type="application/xml")

    @_get(pages, "/robots.txt")
    def robots(request: Request) -> Response:
        lines = ["User-agent: *", "Disallow: /api/", "Disallow: /gradio_api/", "Disallow: /doctor"]
        sitemap_line = f"Sitemap: {base(request)}/sitemap.xml"
        return PlainTextResponse("\n".join([*lines, "Allow: /", sitemap_line, ""]), headers=_CACHE)


def _get(pages: APIRouter, path: str) -> Callable[[_Route], _Route]:
    """A route for GET, and for HEAD, by which link checkers look whether a page is there."""
    return pages.api_route(path, methods=["GET", "HEAD"])


def themes(index: Index) -> list[tuple[str, list[Passage]]]:
    """The passages by subject, in the vocabulary's order; each subject as patients read it."""
    return [
        (capital(label), sorted(found, key=lambda passage: passage.question.casefold()))
        for label, found in by_subject(index.passages, index.vocabulary).items()
    ]


def _link(contact: str) -> str:
    """Where a contact leads, if it is an address; empty for a line of text."""
    if re.fullmatch(r"https?://\S+", contact):
        return contact
    return f"mailto:{contact}" if re.fullmatch(r"[\w.+-]+@[\w.-]+", contact) else ""


def description(passage: Passage) -> str:
    """The short answer's beginning, ended at a word."""
    text = without_citations(passage.answer)
    if len(text) <= _DESCRIPTION:
        return text
    return text[: _DESCRIPTION - 1].rsplit(" ", 1)[0] + "…"
