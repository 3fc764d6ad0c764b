"""The live index of a running server: opened once, opened anew when staff publish another."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from stemfaq.answer.answer import answer
from stemfaq.answer.reply import Reply
from stemfaq.errors import IndexUnavailable
from stemfaq.index.opening import Index, open_index
from stemfaq.index.publish import live

RETRY_AFTER = 5.0  # seconds until an index that could not be opened is tried again
_log = logging.getLogger(__name__)


class LiveIndex:
    """Hands out the index that is live, and answers from it. Safe to share between threads.

    `replied` is told of each reply and the seconds that it took.
    """

    def __init__(
        self, root: Path, threads: int = 0, replied: Callable[[Reply, float], None] | None = None
    ) -> None:
        self._root = root
        self._threads = threads
        self._replied = replied
        self._lock = threading.Lock()
        self._opened: Index | None = None
        self._refused: IndexUnavailable | None = None
        self._refused_digest = ""
        self._refused_at = 0.0

    def get(self) -> Index:
        """The live index.

        Raises IndexUnavailable if none can be opened and none was open before; a server that
        has a sound index in memory goes on with it, also while another thread opens the next.
        """
        try:
            digest = live(self._root).name
        except IndexUnavailable:
            if self._opened is None:
                raise
            return self._opened
        if self._opened is not None and self._opened.manifest.digest == digest:
            return self._opened
        if not self._lock.acquire(blocking=self._opened is None):
            assert self._opened is not None
            return self._opened
        try:
            return self._open(digest)
        finally:
            self._lock.release()

    def answer(self, turns: Sequence[str], opened: Index | None = None) -> Reply:
        """Reply to the last of the turns from `opened`, or else from the live index.

        Who shows more beside the reply gives the index that this comes from: another may be
        published meanwhile. Raises IndexUnavailable, as `get`.
        """
        started = time.perf_counter()
        reply = answer(opened or self.get(), turns)
        if self._replied:
            self._replied(reply, time.perf_counter() - started)
        return reply

    def _open(self, digest: str) -> Index:
        """Open the index with this digest, unless it was done or refused just now."""
        if self._opened is not None and self._opened.manifest.digest == digest:
            return self._opened
        waiting = time.monotonic() - self._refused_at < RETRY_AFTER
        if self._refused is None or digest != self._refused_digest or not waiting:
            try:
                self._opened, self._refused = open_index(self._root, self._threads), None
                return self._opened
            except IndexUnavailable as error:
                _log.error("%s", error)
                self._refused, self._refused_digest = error, digest
                self._refused_at = time.monotonic()
        if self._opened is None:
            raise self._refused
        return self._opened
