"""Threads: independent parts of a build's work, as many at once as there are cores."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")
Made = TypeVar("Made")


def at_once(make: Callable[[Part], Made], parts: Sequence[Part]) -> list[Made]:
    """What `make` makes of each part, in their order.

    It pays where the work is done outside of Python, which then lets other threads run, as in
    scikit-learn's machines; a search is too much Python for it.
    """
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(make, parts))
