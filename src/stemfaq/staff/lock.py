"""The lock: one process at a time writes into a folder."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from stemfaq.errors import StemfaqError


@contextlib.contextmanager
def alone(folder: Path, busy: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the folder's lock; `busy` is told if another has it, and then waited.

    The system takes it back from a process that ends, however it ends. Raises StemfaqError if the
    folder cannot be locked.
    """
    lock = FileLock(folder / ".lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            busy()
            lock.acquire()
    except (OSError, NotImplementedError) as error:
        raise StemfaqError(
            f"{lock.lock_file}: cannot be locked: {error}\n"
            "    Build in a folder that you may write to, on a local disk."
        ) from error
    try:
        yield
    finally:
        lock.release()
