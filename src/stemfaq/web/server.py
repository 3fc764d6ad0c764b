"""The server: the chat at /, plain pages and the API beside it, and guards around all of it."""

import os
import sys
import threading

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.telemetry import TelemetryConfig
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from stemfaq import __version__
from stemfaq.errors import IndexUnavailable, StemfaqError
from stemfaq.settings import Settings
from stemfaq.web import assets, problems
from stemfaq.web.api import make_api
from stemfaq.web.chat import Chat
from stemfaq.web.client import OnlyOwnProxies, client_key
from stemfaq.web.doctor import make_doctor
from stemfaq.web.door import Door
from stemfaq.web.feedback import FeedbackStore
from stemfaq.web.headers import SecureHeaders
from stemfaq.web.limits import RateLimit
from stemfaq.web.live import LiveIndex
from stemfaq.web.mending import OwnDocument
from stemfaq.web.metrics import Counted, Metrics
from stemfaq.web.page import build_page, translations
from stemfaq.web.pages import make_pages
from stemfaq.web.refusals import DETAILS, OneShape
from stemfaq.web.static_files import make_static_files
from stemfaq.web.tools import add_tools, only_tools

_SYSTEM_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
_NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "auto_configure": False,
}


def make_app(settings: Settings) -> ASGIApp:
    """The whole application. An index that cannot be opened is said on stderr, and served as such.

    The encoder gets one thread a question, since many questions come at once.
    """
    metrics = Metrics()
    index = LiveIndex(settings.index, threads=1, replied=metrics.replied)
    try:
        index.get()  # so that the first question need not wait
    except IndexUnavailable as error:
        print(f"{error}\n    Until then the page says that it is not available.", file=sys.stderr)  # noqa: T201
    app: ASGIApp = Door(_chat(settings, index), _others(settings, index, metrics), mcp=settings.mcp)
    app = RateLimit(app, settings.rate, lambda scope: client_key(scope, settings.proxies))
    app = OneShape(OnlyOwnProxies(app, settings.proxies))
    app = SecureHeaders(app, settings.embed)
    return Counted(GZipMiddleware(app, minimum_size=1000, compresslevel=6), metrics)


def _others(settings: Settings, index: LiveIndex, metrics: Metrics) -> FastAPI:
    """The API, the plain pages and the files."""
    app = FastAPI(
        title="stemfaq",
        version=__version__,
        description="Reviewed passages about stem cell therapy in autoimmune disease, word for "
        "word, with sources. Always show the caution with what you quote.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        max_body_size=settings.max_request,
        telemetry=_NO_TELEMETRY,
    )

    @app.exception_handler(RequestValidationError)
    def wrong(request: Request, error: RequestValidationError) -> Response:
        request.scope[DETAILS].extend(problems.details(error))
        return Response(status_code=422)

    @app.exception_handler(IndexUnavailable)
    def unavailable(request: Request, error: IndexUnavailable) -> Response:
        return Response(status_code=503, headers={"Retry-After": "30"})

    app.include_router(make_api(index, metrics))
    app.include_router(make_pages(index, settings))
    app.include_router(make_doctor(index, settings.reviewers))
    app.include_router(make_static_files())
    app.include_router(assets.router)
    return app


def _chat(settings: Settings, index: LiveIndex) -> ASGIApp:
    """Gradio's page, and what it and MCP clients ask for."""
    app = FastAPI(openapi_url=None, max_body_size=settings.max_request, telemetry=_NO_TELEMETRY)
    store = _feedback(settings)
    page = build_page(Chat(index, store, settings.reviewers))
    if settings.mcp:
        add_tools(page, index)
    theme = gr.themes.Base(
        font=_SYSTEM_FONTS, font_mono=["ui-monospace", "monospace"], text_size="lg"
    )
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=theme,
        i18n=translations(),
        footer_links=[],
        ssr_mode=False,
        show_error=False,
        enable_monitoring=False,
        mcp_server=settings.mcp,
        run_history=False,
    )
    if settings.mcp:
        only_tools(page)
    return OwnDocument(app, index, settings.feedback_days if store else None)


def _feedback(settings: Settings) -> FeedbackStore | None:
    """Where feedback goes, if it is wanted; the chat does not fail because of it."""
    if not settings.feedback:
        return None
    try:
        store = FeedbackStore.open(settings.data, settings.feedback_days)
    except StemfaqError as error:
        print(f"{error}\n    Until then no feedback is stored.", file=sys.stderr)  # noqa: T201
        return None
    threading.Thread(target=store.expire_hourly, daemon=True).start()
    return store


def serve(settings: Settings) -> None:
    """Serve until stopped; says the address on stdout once a page can be opened."""

    class Server(uvicorn.Server):
        async def startup(self, sockets: object = None) -> None:
            await super().startup(sockets)  # type: ignore[arg-type]
            if self.started:
                host = f"[{settings.host}]" if ":" in settings.host else settings.host  # IPv6
                print(f"stemfaq is ready: http://{host}:{settings.port}", flush=True)  # noqa: T201

    config = uvicorn.Config(
        make_app(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        proxy_headers=False,  # `client.py` decides whom to believe
        server_header=False,
    )
    Server(config).run()
