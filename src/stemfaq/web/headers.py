"""Headers that keep the page to itself: what it may load, who may frame it, what is cached."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), "
    "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# Without scripts: our own pages, the API, errors. With Gradio's page comes what Gradio needs:
# it evaluates templates and listeners (unsafe-eval) and sets style attributes (unsafe-inline).
_PLAIN = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'"
_CHAT = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' "
    "'unsafe-inline'; img-src 'self'; connect-src 'self'; form-action 'self'"
)
_IMMUTABLE = "public, max-age=31536000, immutable"


class SecureHeaders:
    """Adds the headers to every response; only the chat's page may run scripts, and only files."""

    def __init__(self, app: ASGIApp, embed: str) -> None:
        self._app = app
        self._alone = not embed
        self._end = f"; base-uri 'self'; frame-ancestors 'self' {embed}".rstrip()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the response on with them."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._secure(scope, message)
            await send(message)

        await self._app(scope, receive, send_secured)

    def _secure(self, scope: Scope, message: Message) -> None:
        is_chat = scope["path"] == "/" and message["status"] == 200
        headers = MutableHeaders(scope=message)
        for name, value in _FIXED.items():
            headers[name] = value
        if self._alone:
            headers["X-Frame-Options"] = "SAMEORIGIN"  # for browsers without frame-ancestors
        headers["Content-Security-Policy"] = (_CHAT if is_chat else _PLAIN) + self._end
        if scope["path"] == "/theme.css" and scope["query_string"].startswith(b"v="):
            headers["Cache-Control"] = _IMMUTABLE
        headers.setdefault("Cache-Control", "no-store")
        if "set-cookie" in headers:  # nothing here needs one
            del headers["set-cookie"]
