"""Refusals: whatever fails inside leaves in one shape, for programs and for people."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stemfaq.web import problems
from stemfaq.web.plain import page
from stemfaq.web.words import asked_for

DETAILS = "stemfaq.details"  # in the scope: where a handler leaves what is wrong in a request
_KEPT = ("allow", "retry-after")  # headers of the response that is replaced


class OneShape:
    """Replaces the body of every response with a status of 400 or more by our own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the response on, or ours in its place."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope[DETAILS] = []
        refused = False

        async def send_shaped(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] >= 400:
                refused = True
                await _response(scope, message)(scope, receive, send)
            elif not refused:
                await send(message)

        await self._app(scope, receive, send_shaped)


def _response(scope: Scope, message: Message) -> Response:
    """The response in place of one that begins with `message`."""
    status = message["status"]
    headers = MutableHeaders({"Cache-Control": "no-store"})
    for name, value in Headers(raw=message["headers"]).items():
        if name in _KEPT:
            headers[name] = value
    if _wants_page(scope):
        shown = page("problem.html", asked_for(scope), problem=problems.problem(status))
        return Response(shown, status, headers, media_type="text/html")
    body = problems.body(status, scope[DETAILS])
    return Response(body, status, headers, media_type="application/json")


def _wants_page(scope: Scope) -> bool:
    """Whether a person looks at this in a browser."""
    path = scope["path"]
    accepted = Headers(scope=scope).get("accept", "")
    return "text/html" in accepted and not path.startswith(("/api/", "/gradio_api/"))
