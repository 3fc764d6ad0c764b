"""Headers that keep the page to itself: what it may load, who may frame it, what is cached."""

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SCRIPT = re.compile(
    r'<script(?![^>]*\s(?:src=|type="application/json"))[^>]*>(.*?)</script>',
    re.DOTALL | re.IGNORECASE,
)
_HASHED_PARTS = 16  # more inline scripts than this the chat's page does not have
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
    "default-src 'none'; script-src 'self' 'unsafe-eval' {hashes}; style-src 'self' "
    "'unsafe-inline'; img-src 'self'; connect-src 'self'; form-action 'self'"
)
_IMMUTABLE = "public, max-age=31536000, immutable"


class SecureHeaders:
    """Adds the headers to every response; the chat's page may run just its own scripts."""

    def __init__(self, app: ASGIApp, embed: str) -> None:
        self._app = app
        self._alone = not embed
        self._end = f"; base-uri 'self'; frame-ancestors 'self' {embed}".rstrip()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the response on with them."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == "/":
            await self._app(scope, receive, self._send_page(scope, send))
        else:
            await self._app(scope, receive, self._send(scope, send))

    def _send(self, scope: Scope, send: Send) -> Send:
        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._secure(scope, message, _PLAIN)
            await send(message)

        return secured

    def _send_page(self, scope: Scope, send: Send) -> Send:
        """Send the chat's page whole, once the digests of its scripts are known.

        Nothing that was sent to us is repeated in it, so every script in it is Gradio's or ours.
        """
        start: Message = {}
        body = b""

        async def secured(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")
                if not message.get("more_body"):
                    policy = _CHAT.format(hashes=" ".join(script_hashes(body.decode())))
                    self._secure(scope, start, policy if start["status"] == 200 else _PLAIN)
                    await send(start)
                    await send({"type": "http.response.body", "body": body})

        return secured

    def _secure(self, scope: Scope, message: Message, policy: str) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in _FIXED.items():
            headers[name] = value
        if self._alone:
            headers["X-Frame-Options"] = "SAMEORIGIN"  # for browsers without frame-ancestors
        headers["Content-Security-Policy"] = policy + self._end
        if scope["path"] == "/theme.css" and scope["query_string"].startswith(b"v="):
            headers["Cache-Control"] = _IMMUTABLE
        headers.setdefault("Cache-Control", "no-store")
        if "set-cookie" in headers:  # nothing here needs one
            del headers["set-cookie"]


def script_hashes(html: str) -> list[str]:
    """The CSP sources of the scripts that stand in a page of ours."""
    found = list(dict.fromkeys(_SCRIPT.findall(html)))[:_HASHED_PARTS]
    digests = (hashlib.sha256(script.encode()).digest() for script in found)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
