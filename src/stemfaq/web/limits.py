"""Limits: how much one client may ask in a minute."""

import math
import re
import time
from collections.abc import Callable
from functools import partial

from fastapi import HTTPException, Request
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
_CLIENTS = 10_000  # after so many the count begins anew
_COUNT = "stemfaq.count"  # in the scope: what counts further questions of the same client


class RateLimit:
    """Answers 429 with Retry-After to a client that asks too often."""

    def __init__(self, app: ASGIApp, rate: int, client: Callable[[Scope], str]) -> None:
        self._app = app
        self._client = client
        self._storage = MemoryStorage()
        self._rates = {
            "ask": RateLimitItemPerMinute(rate),
            "read": RateLimitItemPerMinute(rate * _READS),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and not _FREE.search(scope["path"]):
            sort = "read" if scope["method"] in ("GET", "HEAD") else "ask"
            scope[_COUNT] = count = partial(self._count, sort, self._client(scope))
            if seconds := count(1):
                await Response(status_code=429, headers={"Retry-After": str(seconds)})(
                    scope, receive, send
                )
                return
        await self._app(scope, receive, send)

    def _count(self, sort: str, client: str, requests: int) -> int:
        """Count requests; the seconds to wait if they are too many, else 0.

        Many at once are never more than a minute allows, so that they can be asked at all.
        """
        if len(self._storage.events) > _CLIENTS:
            self._storage = MemoryStorage()  # by itself it forgets none, and walks through all
        rate, window = self._rates[sort], MovingWindowRateLimiter(self._storage)
        cost = min(requests, max(1, rate.amount - 1))
        if window.hit(rate, sort, client, cost=cost):
            return 0
        reset = window.get_window_stats(rate, sort, client).reset_time
        return min(60, max(1, math.ceil(reset - time.time())))


def count_further(request: Request, questions: int) -> None:
    """Count what one request asks beside its first question.

    Raises HTTPException (429) if that is too much for this minute.
    """
    if seconds := request.scope[_COUNT](questions):
        raise HTTPException(429, headers={"Retry-After": str(seconds)})
