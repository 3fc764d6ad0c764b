"""Every error that stemfaq raises on purpose.

StemfaqError                what staff did or have can be mended; the CLI prints it
├── CorpusError             the corpus has problems; carries all of them
└── IndexUnavailable        an index is missing, altered, or of another format (exit code 2)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stemfaq.corpus.problem import Problem


class StemfaqError(Exception):
    """What is wrong, where, and what to type next."""

    exit_code = 1


class CorpusError(StemfaqError):
    """The corpus cannot be built; `problems` holds every reason."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class IndexUnavailable(StemfaqError):
    """No index can be served; the message names the file and the command that mends it."""

    exit_code = 2
