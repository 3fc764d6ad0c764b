"""Our own styles, script and icon, served from our own origin under names that change."""

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter, HTTPException, Response

_FOLDER = Path(__file__).parent
# The script is one file in the browser and several here, in this order.
_PARTS = ("words", "memory", "turns", "place", "asking", "feedback", "box", "start")
_YEAR = "public, max-age=31536000, immutable"
router = APIRouter()


@cache
def _files() -> dict[str, tuple[str, bytes]]:
    """Name to media type and content."""
    parts = (_FOLDER / "client" / f"{name}.js" for name in _PARTS)
    script = "\n".join(path.read_text("utf-8") for path in parts)
    return {
        "page.js": ("text/javascript", f'"use strict";\n(() => {{\n{script}}})();\n'.encode()),
        "page.css": ("text/css", (_FOLDER / "style.css").read_bytes()),
        "plain.css": ("text/css", (_FOLDER / "templates" / "plain.css").read_bytes()),
        "icon.svg": ("image/svg+xml", (_FOLDER / "icon.svg").read_bytes()),
    }


def address(name: str) -> str:
    """The address of a file relative to the root; it changes with the content."""
    return f"page/{hashlib.sha256(_files()[name][1]).hexdigest()[:12]}/{name}"


@router.get("/page/{version}/{name}", include_in_schema=False)
def asset(version: str, name: str) -> Response:
    """One file. What an older page asks for gets today's content, not to be kept."""
    if name not in _files():
        raise HTTPException(404)
    media_type, content = _files()[name]
    current = address(name) == f"page/{version}/{name}"
    headers = {"Cache-Control": _YEAR if current else "no-cache"}
    return Response(content, media_type=media_type, headers=headers)
