"""Limits: how much one client may ask in a minute."""

import math
import re
import time
from collections.abc import Callable

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

# What costs nothing: files that browsers keep, and what operators look at.
_FREE = re.compile(
    r"^/(assets|static|page)/|^/(theme\.css|favicon\.ico|robots\.txt|healthz|readyz|metrics)$"
)
_READS = 10  # reading is cheaper than asking


class RateLimit:
    """Answers 429 with Retry-After to a client that asks too often."""

    def __init__(self, app: ASGIApp, rate: int, client: Callable[[Scope], str]) -> None:
        self._app = app
        self._client = client
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._rates = {
            "ask": RateLimitItemPerMinute(rate),
            "read": RateLimitItemPerMinute(rate * _READS),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and not _FREE.search(scope["path"]):
            sort = "read" if scope["method"] in ("GET", "HEAD") else "ask"
            rate, client = self._rates[sort], self._client(scope)
            if not self._window.hit(rate, sort, client):
                reset = self._window.get_window_stats(rate, sort, client).reset_time
                seconds = min(60, max(1, math.ceil(reset - time.time())))
                await Response(status_code=429, headers={"Retry-After": str(seconds)})(
                    scope, receive, send
                )
                return
        await self._app(scope, receive, send)
