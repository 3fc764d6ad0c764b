"""Threads: independent parts of some work, as many at once as there are cores."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")
Made = TypeVar("Made")


def at_once(make: Callable[[Part], Made], parts: Sequence[Part]) -> list[Made]:
    """What `make` makes of each part, in their order.

    It pays where the work is done outside of Python, which then lets other threads run, as in
    scikit-learn's machines and ONNX Runtime; a search is too much Python for it. A single part,
    such as a patient's question to encode, needs no thread.
    """
    if len(parts) == 1:
        return [make(parts[0])]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return list(threads.map(make, parts))
