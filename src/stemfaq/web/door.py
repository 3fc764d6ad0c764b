"""The door: which requests reach Gradio. Its page needs a few routes; it has some eighty."""

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

_READ = r"/|/theme\.css|/favicon\.ico"
_WRITE = r"/gradio_api/component_server/?"  # the functions of `web/chat.py`
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
        inside = scope["type"] == "lifespan" or self._is_for_chat(scope)
        await (self._chat if inside else self._others)(scope, receive, send)

    def _is_for_chat(self, scope: Scope) -> bool:
        """Whether the page or an assistant asks; what brings files is never for the chat."""
        way = self._ways.get(scope["method"]) if scope["type"] == "http" else None
        if not way or not way.fullmatch(scope["path"]):
            return False
        sent = Headers(scope=scope).get("content-type", "")
        return scope["method"] != "POST" or sent.split(";")[0].strip() == "application/json"
