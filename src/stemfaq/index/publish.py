"""Publishing: which index is live, and how it becomes so in one rename."""

import contextlib
import re
import shutil
from pathlib import Path

from stemfaq.errors import IndexUnavailable
from stemfaq.index.files import write_atomically
from stemfaq.index.manifest import verify

CURRENT = "current"
_DIGEST = re.compile(r"^[0-9a-f]{16}$")


def live(root: Path) -> Path:
    """The folder of the live index.

    Raises IndexUnavailable if none is published.
    """
    pointer = root / CURRENT
    try:
        digest = pointer.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnavailable(
            f"{pointer}: no index is published\n    Run `stemfaq build`."
        ) from error
    if not _DIGEST.match(digest):
        raise IndexUnavailable(f"{pointer}: names no index\n    Run `stemfaq build`.")
    return root / digest


def publish(folder: Path, keep: int) -> None:
    """Verify the folder, make it live, and drop all but the `keep` that were live last.

    Raises IndexUnavailable if the folder is not sound; the live index then stays.
    """
    root = folder.parent
    _touch_live(root)  # after a rollback it is not the newest, but the one to go back to
    verify(folder)
    folder.touch()
    write_atomically(root / CURRENT, f"{folder.name}\n".encode())
    for old in published(root)[keep:]:
        if old != folder:
            shutil.rmtree(old, ignore_errors=True)


def published(root: Path) -> list[Path]:
    """The index folders, the one that was made live last first: it is the newest."""
    folders = [path for path in root.iterdir() if path.is_dir() and _DIGEST.match(path.name)]
    return sorted(folders, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def _touch_live(root: Path) -> None:
    with contextlib.suppress(IndexUnavailable):
        if (folder := live(root)).is_dir():
            folder.touch()


def rollback(root: Path) -> Path:
    """Make the index live that was live before; returns its folder.

    Raises IndexUnavailable if there is none, or it is not sound.
    """
    current = live(root).name
    folders = published(root)
    names = [path.name for path in folders]
    position = names.index(current) + 1 if current in names else 0
    if position >= len(folders):
        raise IndexUnavailable(
            f"{root}: there is no earlier index than {current}\n    Run `stemfaq build`."
        )
    verify(folders[position])
    write_atomically(root / CURRENT, f"{names[position]}\n".encode())
    return folders[position]
