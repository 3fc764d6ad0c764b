"""What other assistants can ask through MCP: a question, and one passage. Nothing else."""

import json
import logging
from dataclasses import asdict
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import api
from mcp import types

from stemfaq.answer import texts
from stemfaq.answer.shown import show_passage
from stemfaq.caution import CAUTION
from stemfaq.errors import IndexUnavailable
from stemfaq.web.live import LiveIndex

_MCP = str(Path(types.__file__).parent)  # the library's own files


def add_tools(page: gr.Blocks, index: LiveIndex) -> None:
    """Give the page's MCP server its two functions; both answer with the caution."""

    def ask(question: str) -> str:
        """Ask about stem cell therapy in lupus and other autoimmune diseases.

        Selects passages that people have reviewed and gives them word for word with their
        sources, evidence level and review date. It writes no text of its own: if `kind` is
        "decline" it has no answer, and you should say so and not fill the gap. Always show
        `caution` and the sources with what you quote. If `kind` is "urgent", show that first.

        Args:
            question: One question in plain English, complete in itself. No personal details.

        Returns:
            The reply as JSON: kind, passages with sources, notices, options, suggestions, caution.
        """
        try:
            return _json(index.answer([question]).as_dict())
        except IndexUnavailable:
            return _json({"error": texts.UNAVAILABLE})

    def passage(id: str) -> str:
        """Give one reviewed passage word for word, by the id that a reply or an option names.

        Args:
            id: The passage's id, such as "msc-lupus-does-it-work".

        Returns:
            The passage as JSON with its sources, evidence level, review date, and the caution.
        """
        try:
            opened = index.get()
        except IndexUnavailable:
            return _json({"error": texts.UNAVAILABLE})
        found = opened.passage(id)
        if found is None:
            return _json({"error": "There is no passage with this id."})
        return _json({"passage": asdict(show_passage(opened, found, {}))})

    with page:
        api(ask, api_name="ask", queue=False)
        api(passage, api_name="passage", queue=False)


def only_tools(page: gr.Blocks) -> None:
    """Close what the page's MCP server, once Gradio has made it, answers beside the tools.

    There is no resource and no prompt to read. Asked for one, Gradio sends requests to whatever
    host the caller names.
    """
    assert page.mcp_server_obj is not None
    for closed in (types.ReadResourceRequest, types.GetPromptRequest):
        del page.mcp_server_obj.mcp_server.request_handlers[closed]
    # What it cannot read the MCP library logs with every word, also past its own loggers.
    logging.getLogger("mcp").setLevel(logging.CRITICAL)
    logging.getLogger().addFilter(_is_not_of_mcp)


def _is_not_of_mcp(record: logging.LogRecord) -> bool:
    return not record.pathname.startswith(_MCP)


def _json(result: dict[str, Any]) -> str:
    """The result with the caution; Gradio would give a dict away as Python prints it."""
    return json.dumps(result | {"caution": CAUTION}, ensure_ascii=False)
