"""The API: a reply to a conversation, the passages themselves, and what operators look at."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from stemfaq.answer.shown import show_passage
from stemfaq.caution import CAUTION
from stemfaq.web.live import LiveIndex
from stemfaq.web.metrics import CONTENT_TYPE, Metrics
from stemfaq.web.models import Ask, Health, OnePassage, PassageList, Ready, Reply, passage_list
from stemfaq.web.problems import responses

Word = Annotated[str | None, Query(max_length=100)]
_SHORT_CACHE = "public, max-age=300"  # seconds; a new index is seen within five minutes


def make_api(index: LiveIndex, metrics: Metrics) -> APIRouter:
    """The routes that the OpenAPI document describes."""
    api = APIRouter()

    @api.post("/api/ask", response_model=Reply, responses=responses(400, 413, 422, 429, 503))
    def ask(asked: Ask) -> Response:
        """Reply to the last turn with reviewed passages, or say that there is none."""
        return JSONResponse(index.answer(asked.turns).as_dict())

    @api.get("/api/passages", responses=responses(422, 429, 503))
    def passages(
        response: Response,
        disease: Word = None,
        therapy: Word = None,
        about: Word = None,
        page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    ) -> PassageList:
        """List the passages about a disease, a therapy and a subject, in pages of 50."""
        opened = index.get()
        found = [
            passage
            for passage in opened.passages
            if (disease is None or disease in passage.diseases)
            and (therapy is None or therapy in passage.therapies)
            and (about is None or about == passage.about)
        ]
        response.headers["Cache-Control"] = _SHORT_CACHE
        return passage_list(sorted(found, key=lambda p: p.id), page, opened.manifest.digest)

    @api.get("/api/passages/{id}", responses=responses(404, 422, 429, 503))
    def passage(id: Annotated[str, Path(max_length=200)], response: Response) -> OnePassage:
        """Give one passage word for word, with its sources."""
        opened = index.get()
        found = opened.passage(id)
        if found is None:
            raise HTTPException(404)
        response.headers["Cache-Control"] = _SHORT_CACHE
        shown = show_passage(opened, found, {})
        return OnePassage(passage=shown, index=opened.manifest.digest, caution=CAUTION)

    @api.get("/healthz")
    async def healthz() -> Health:  # answers also while every thread is busy
        """Say that the process answers."""
        return Health(status="ok", caution=CAUTION)

    @api.get("/readyz", responses=responses(503))
    def readyz() -> Ready:
        """Say whether an index can be served."""
        return Ready(status="ready", index=index.get().manifest.digest, caution=CAUTION)

    @api.get(
        "/metrics",
        response_class=PlainTextResponse,
        responses={200: {"content": {"text/plain": {}}, "description": "Prometheus' text format."}},
    )
    def show_metrics() -> Response:
        """Count replies by kind and their seconds, for Prometheus."""
        return Response(metrics.text(), media_type=CONTENT_TYPE)

    return api
