"""Who asks: the client's address, which only proxies of ours may tell."""

import ipaddress

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

_FORWARDED = (b"forwarded", b"x-forwarded-", b"x-real-ip")
_GRADIO = b"x-gradio-"  # by which Gradio takes any address for its own


def client_key(scope: Scope, proxies: int) -> str:
    """The client as one name to count by: an IPv4 address, or the /64 of an IPv6 address.

    Each of our proxies adds to X-Forwarded-For the address that it was asked from; what stands
    before these was written by the client and is not believed.
    """
    peer = str((scope.get("client") or ("unknown",))[0])
    if proxies:
        added = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
        peer = added[-proxies:][0].strip() or peer
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer[:100]
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


class OnlyOwnProxies:
    """Takes away headers that only proxies of ours may write, and those that nobody may.

    Gradio makes addresses from them, so that anyone could lead the page elsewhere.
    """

    def __init__(self, app: ASGIApp, proxies: int) -> None:
        self._app = app
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on without them."""
        if scope["type"] == "http":
            barred = (_GRADIO,) if self._proxies else (_GRADIO, *_FORWARDED)
            kept = [pair for pair in scope["headers"] if not pair[0].lower().startswith(barred)]
            scope = {**scope, "headers": kept}
        await self._app(scope, receive, send)
