"""The door: which requests reach Gradio. Its page needs a few routes; it has some eighty."""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

_READ = r"/|/theme\.css|/favicon\.ico|/gradio_api/heartbeat/\w+|/gradio_api/queue/data"
_WRITE = r"/gradio_api/(component_server/?|queue/join|run/predict|cancel|reset)"
_MCP = r"/gradio_api/mcp/?"


class Door:
    """Sends what the page needs to Gradio, and everything else to our own routes."""

    def __init__(self, chat: ASGIApp, others: ASGIApp, *, mcp: bool) -> None:
        self._chat = chat
        self._others = others
        self._ways = {
            "GET": re.compile(_READ),
            "HEAD": re.compile(_READ),
            "POST": re.compile(f"{_WRITE}|{_MCP}" if mcp else _WRITE),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request to one or the other."""
        way = self._ways.get(scope["method"]) if scope["type"] == "http" else None
        inside = scope["type"] == "lifespan" or (way and way.fullmatch(scope["path"]))
        await (self._chat if inside else self._others)(scope, receive, send)
