"""The manifest: what an index folder holds, and the proof that it still holds it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from stemfaq.errors import IndexUnavailable
from stemfaq.index.files import sha256

# 2: fitted adaptation and decision; 3: a glossary; 4: an urgency classifier; 5: leaflets; 6: one
# encoder for urgency and subject; 7: proxies
FORMAT = 7
NAME = "manifest.json"
MEND = "Run `stemfaq build`, or `stemfaq rollback` for the one before."


@dataclass(frozen=True)
class Manifest:
    """The content of manifest.json."""

    digest: str
    inputs: str  # digest of what it was built from: corpus, encoder, code
    encoder: str
    encoder_sha256: str
    counts: Mapping[str, int]
    files: Mapping[str, str]  # name: SHA-256
    evaluation: Mapping[str, Any] = field(default_factory=dict)
    built: str = ""
    format: int = FORMAT


def seal(folder: Path, **fields: Any) -> Manifest:
    """Write the manifest of a finished folder; its digest follows from the files alone."""
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    files = {name: sha256(folder / name) for name in names if name != NAME}
    manifest = Manifest(digest=_digest(files), files=files, **fields)
    (folder / NAME).write_text(json.dumps(asdict(manifest), indent=1) + "\n", "utf-8")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest.

    Raises IndexUnavailable, naming the file, if it is missing, unreadable or of another format.
    """
    path = folder / NAME
    try:
        stored = json.loads(path.read_text("utf-8"))
        found = stored["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnavailable(f"{path}: missing or unreadable\n    {MEND}") from error
    if found != FORMAT:
        raise IndexUnavailable(
            f"{path}: format {found}, but this stemfaq reads {FORMAT}\n"
            "    Run `stemfaq build`, or install the matching stemfaq."
        )
    try:
        manifest = Manifest(**stored)
        _digest(manifest.files)
    except (TypeError, AttributeError) as error:
        raise IndexUnavailable(f"{path}: has missing or unknown fields\n    {MEND}") from error
    return manifest


def verify(folder: Path) -> Manifest:
    """Hold every file against its SHA-256.

    Raises IndexUnavailable, naming the first file that is missing or altered.
    """
    manifest = read_manifest(folder)
    if manifest.digest != _digest(manifest.files):
        raise IndexUnavailable(f"{folder / NAME}: altered\n    {MEND}")
    for name, expected in manifest.files.items():
        path = folder / name
        try:
            found = sha256(path)
        except OSError as error:
            raise IndexUnavailable(f"{path}: missing or unreadable\n    {MEND}") from error
        if found != expected:
            raise IndexUnavailable(f"{path}: truncated or altered\n    {MEND}")
    return manifest


def _digest(files: Mapping[str, str]) -> str:
    joined = "\n".join(f"{name} {digest}" for name, digest in sorted(files.items()))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
