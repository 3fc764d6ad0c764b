"""Serves the page: takes Gradio's document on its way out and makes it ours."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stemfaq.errors import IndexUnavailable
from stemfaq.web.document import document
from stemfaq.web.live import LiveIndex
from stemfaq.web.words import asked_for


class OwnDocument:
    """ASGI middleware for the page at /; everything else passes through untouched."""

    def __init__(self, app: ASGIApp, index: LiveIndex, days: int | None) -> None:
        self._app = app
        self._index = index
        self._days = days

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != "/":
            return await self._app(scope, receive, send)
        start: Message = {}
        body = b""

        async def hold(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")
                if not message.get("more_body"):
                    await self._send(scope, start, body, send)
            else:
                await send(message)

        await self._app(scope, receive, hold)
        return None

    async def _send(self, scope: Scope, start: Message, body: bytes, send: Send) -> None:
        headers = MutableHeaders(raw=list(start["headers"]))
        if headers.get("content-type", "").startswith("text/html"):
            # It may open a new index, which takes seconds: other requests must not wait for that.
            available = await run_in_threadpool(self._available)
            page = document(body.decode(), asked_for(scope), available, self._days)
            body = page.encode()
            headers["content-length"] = str(len(body))
            headers["cache-control"] = "no-cache"
            headers.add_vary_header("Accept-Language")
        await send({**start, "headers": headers.raw})
        await send({"type": "http.response.body", "body": body})

    def _available(self) -> bool:
        try:
            self._index.get()
        except IndexUnavailable:
            return False
        return True
