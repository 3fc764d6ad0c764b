"""The lock: one process at a time writes into a folder."""

import contextlib
import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path

from stemfaq.errors import StemfaqError


@contextlib.contextmanager
def alone(folder: Path, busy: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the folder's lock; `busy` is told if another has it, and then waited.

    The system takes it back from a process that ends, however it ends. Raises StemfaqError if the
    folder cannot be locked.
    """
    lock = folder / ".lock"
    with contextlib.ExitStack() as held:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = held.enter_context(lock.open("w"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                busy()
                fcntl.flock(file, fcntl.LOCK_EX)
        except OSError as error:
            raise StemfaqError(
                f"{lock}: cannot be locked: {error}\n"
                "    Build in a folder that you may write to, on a local disk."
            ) from error
        yield
