"""Metrics for Prometheus: how many replies of which kind, how fast. Never words of patients."""

from typing import get_args

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stemfaq.answer.reply import Kind, Reply

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one server, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._replies = Counter(
            "stemfaq_replies", "Replies by kind.", ["kind"], registry=self._registry
        )
        self._seconds = Histogram(
            "stemfaq_reply_seconds",
            "Seconds from a question to its reply.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._requests = Counter(
            "stemfaq_requests", "Responses by status.", ["status"], registry=self._registry
        )
        for kind in get_args(Kind):
            self._replies.labels(kind)

    def replied(self, reply: Reply, seconds: float) -> None:
        """Count a reply."""
        self._replies.labels(reply.kind).inc()
        self._seconds.observe(seconds)

    def responded(self, status: int) -> None:
        """Count a response."""
        self._requests.labels(str(status)).inc()

    def text(self) -> str:
        """All counters in Prometheus' text format."""
        return generate_latest(self._registry).decode()


class Counted:
    """Counts the responses of an application by status."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the response on and count it."""

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._metrics.responded(message["status"])
            await send(message)

        await self._app(scope, receive, send_counted)
