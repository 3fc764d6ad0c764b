"""The server: the chat at /, the API beside it, and what operators look at."""

import os
import sys
from pathlib import Path

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")

import gradio as gr
import uvicorn
from fastapi import FastAPI, Response
from pydantic import BaseModel, Field

from stemfaq import __version__
from stemfaq.answer.answer import answer
from stemfaq.answer.question import MAX_CHARACTERS
from stemfaq.errors import IndexUnavailable
from stemfaq.web import assets
from stemfaq.web.chat import Chat
from stemfaq.web.live import LiveIndex
from stemfaq.web.mending import OwnDocument
from stemfaq.web.page import build_page, translations

_SYSTEM_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"]
_UNAVAILABLE = 503
FEEDBACK_DAYS = 90


class Ask(BaseModel):
    """What a client of the API sends: the turns of a conversation, the last one is asked."""

    turns: list[str] = Field(min_length=1, max_length=500)


def make_app(root: Path, data: Path | None) -> FastAPI:
    """The application over the indexes under `root`; `data` is where thumbs are counted."""
    index = LiveIndex(root)
    app = FastAPI(title="stemfaq", version=__version__, docs_url=None, redoc_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        """Whether the process answers."""
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz(response: Response) -> dict[str, str]:
        """Whether an index can be served."""
        try:
            return {"status": "ready", "index": index.get().manifest.digest}
        except IndexUnavailable:
            response.status_code = _UNAVAILABLE
            return {"status": "no index"}

    @app.post("/api/ask")
    def ask(asked: Ask) -> Response:
        """Reply to the last turn."""
        return _reply(index, [turn[: MAX_CHARACTERS + 1] for turn in asked.turns])

    app.include_router(assets.router)
    app.add_middleware(OwnDocument, index=index, days=None if data is None else FEEDBACK_DAYS)
    theme = gr.themes.Base(
        font=_SYSTEM_FONTS, font_mono=["ui-monospace", "monospace"], text_size="lg"
    )
    gr.mount_gradio_app(
        app,
        build_page(Chat(index, data)),
        path="/",
        theme=theme,
        i18n=translations(),
        footer_links=[],
        ssr_mode=False,
        show_error=False,
        enable_monitoring=False,
        mcp_server=False,
        run_history=False,
    )
    return app


def _reply(index: LiveIndex, turns: list[str]) -> Response:
    import json

    from stemfaq.answer import texts
    from stemfaq.caution import CAUTION

    try:
        reply = answer(index.get(), turns).as_dict()
        return Response(json.dumps(reply, ensure_ascii=False), media_type="application/json")
    except IndexUnavailable:
        body = {"error": texts.UNAVAILABLE, "caution": CAUTION}
        return Response(json.dumps(body), _UNAVAILABLE, media_type="application/json")


def serve(root: Path, host: str, port: int, data: Path | None = None) -> None:
    """Serve until stopped; says the address on stdout once a page can be opened."""

    class Server(uvicorn.Server):
        async def startup(self, sockets: object = None) -> None:
            await super().startup(sockets)  # type: ignore[arg-type]
            if self.started:
                print(f"stemfaq is ready: http://{host}:{port}", flush=True)  # noqa: T201

    app = make_app(root, data)
    try:
        LiveIndex(root).get()
    except IndexUnavailable as error:
        print(f"{error}\n    Until then the page says that it is not available.", file=sys.stderr)  # noqa: T201
    Server(uvicorn.Config(app, host=host, port=port, log_level="warning")).run()
