"""The live index of a running server: opened once, opened anew when staff publish another."""

import threading
from pathlib import Path

from stemfaq.errors import IndexUnavailable
from stemfaq.index.opening import Index, open_index
from stemfaq.index.publish import live


class LiveIndex:
    """Hands out the index that is live. Safe to share between threads."""

    def __init__(self, root: Path, threads: int = 0) -> None:
        self._root = root
        self._threads = threads
        self._lock = threading.Lock()
        self._opened: Index | None = None

    def get(self) -> Index:
        """The live index.

        Raises IndexUnavailable if none can be opened and none was open before; a server that
        has a sound index in memory goes on with it.
        """
        with self._lock:
            try:
                digest = live(self._root).name
                if self._opened is None or self._opened.manifest.digest != digest:
                    self._opened = open_index(self._root, self._threads)
            except IndexUnavailable:
                if self._opened is None:
                    raise
            return self._opened
