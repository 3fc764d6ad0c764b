"""Gradio's files for the browser: compressed once, kept by browsers for a year."""

import functools
import mimetypes
from pathlib import Path

import brotli
from fastapi import APIRouter, HTTPException, Request, Response
from gradio.route_utils import BUILD_PATH_LIB, STATIC_PATH_LIB

_YEAR = "public, max-age=31536000, immutable"  # the names carry a digest of the content
_DAY = "public, max-age=86400"
_TEXT = (".js", ".css", ".json", ".svg", ".html", ".txt", ".map")
# Types by name, not by the machine's own tables, which differ.
_TYPES = mimetypes.MimeTypes()
_TYPES.add_type("text/javascript", ".js")
_TYPES.add_type("font/woff2", ".woff2")
_TYPES.add_type("font/woff", ".woff")


def make_static_files() -> APIRouter:
    """The routes of Gradio's built files, and of the few others that its page asks for."""
    routes = APIRouter(include_in_schema=False)
    built = _files(Path(str(BUILD_PATH_LIB)))
    static = _files(Path(str(STATIC_PATH_LIB)))

    @routes.get("/assets/{name:path}")
    def asset(name: str, request: Request) -> Response:
        return _response(built.get(name), request, _YEAR)

    @routes.get("/static/{name:path}")
    def static_file(name: str, request: Request) -> Response:
        return _response(static.get(name), request, _DAY)

    return routes


def _files(folder: Path) -> dict[str, Path]:
    """Every file below a folder by its relative name, so that no name can lead outside."""
    return {
        path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()
    }


def _response(path: Path | None, request: Request, cache: str) -> Response:
    if path is None:
        raise HTTPException(404)
    headers = {"Cache-Control": cache}
    media_type = _TYPES.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix not in _TEXT:
        return Response(path.read_bytes(), headers=headers, media_type=media_type)
    if "br" not in request.headers.get("accept-encoding", ""):
        return Response(path.read_bytes(), headers=headers, media_type=media_type)
    headers |= {"Content-Encoding": "br", "Vary": "Accept-Encoding"}
    return Response(_compressed(path), headers=headers, media_type=media_type)


@functools.lru_cache(maxsize=512)
def _compressed(path: Path) -> bytes:
    """The file at brotli's best quality, which takes some tenths of a second once."""
    return bytes(brotli.compress(path.read_bytes(), quality=11))
