"""Other assistants ask through MCP, with the official client against a real server."""

import asyncio
import json
import socket
import urllib.error
import urllib.request
from dataclasses import asdict

import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from starlette.testclient import TestClient

from serving import served
from stemfaq.answer import texts
from stemfaq.answer.answer import answer
from stemfaq.answer.shown import show_passage
from stemfaq.caution import CAUTION
from stemfaq.settings import Settings
from stemfaq.web.server import make_app


def talk(address, act):
    """What `act` makes of an open conversation with the MCP server."""

    async def run():
        async with (
            streamable_http_client(f"{address}/gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            return await act(session)

    return asyncio.run(run())


def call(address, tool, **arguments):
    result = talk(address, lambda session: session.call_tool(tool, arguments))
    assert not result.isError
    return json.loads(result.content[0].text)


@pytest.fixture
def send(tmp_path):
    """Sends one message as it is to a server without an index; returns what it answers."""
    app = make_app(Settings(index=tmp_path / "none", data=tmp_path / "data"))
    with TestClient(app) as client:

        def send(host="localhost", **message):
            headers = {"Accept": "application/json, text/event-stream", "Host": host}
            sent = {"jsonrpc": "2.0", **message}
            return client.post("/gradio_api/mcp/", json=sent, headers=headers)

        yield send


def test_exactly_two_tools_are_offered_and_explained(address):
    tools = talk(address, lambda session: session.list_tools()).tools
    assert [tool.name for tool in tools] == ["ask", "passage"]
    assert [list(tool.inputSchema["properties"]) for tool in tools] == [["question"], ["id"]]
    assert "Always show `caution`" in tools[0].description
    assert all(tool.inputSchema["properties"] for tool in tools)


def test_no_resource_and_no_prompt_is_offered(address):
    assert talk(address, lambda session: session.list_resources()).resources == []
    assert talk(address, lambda session: session.list_prompts()).prompts == []


@pytest.mark.parametrize(
    ("method", "named"),
    [("resources/read", {"uri": "file:///etc/passwd"}), ("prompts/get", {"name": "ask"})],
)
def test_nobody_can_have_the_server_ask_another_host(send, method, named):
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0.5)
        host = f"127.0.0.1:{other.getsockname()[1]}"
        response = send(host, id=1, method=method, params=named)
        assert "Method not found" in response.text
        with pytest.raises(TimeoutError):
            other.accept()


@pytest.mark.parametrize(
    "message",
    [
        {"id": 1, "method": "tools/call", "params": {"question": "zyzzyva"}},
        {"id": 1, "method": "tools/call", "params": {"name": "zyzzyva", "arguments": {}}},
        {"id": 1, "method": "tools/call", "params": {"name": "ask", "arguments": ["zyzzyva"]}},
        {"id": 1, "method": "zyzzyva"},
        {"method": "notifications/zyzzyva"},
        {"id": "zyzzyva", "result": {}},
    ],
)
def test_what_cannot_be_read_is_not_logged(send, message, caplog):
    send(**message)
    assert "zyzzyva" not in caplog.text


def test_a_question_gets_the_same_reply_as_elsewhere(address, index):
    question = "Do mesenchymal stem cells work for lupus?"
    assert call(address, "ask", question=question) == json.loads(
        json.dumps(answer(index, [question]).as_dict())
    )


@pytest.mark.parametrize("question", ["", "best pizza", "x" * 100_000, "I have chest pain now"])
def test_every_reply_carries_the_caution(address, question):
    assert call(address, "ask", question=question)["caution"] == CAUTION


def test_a_passage_is_given_word_for_word(address, index):
    body = call(address, "passage", id="lupus-what-is")
    shown = show_passage(index, index.passage("lupus-what-is"), {})
    assert body == {"passage": json.loads(json.dumps(asdict(shown))), "caution": CAUTION}


def test_an_unknown_passage_is_said_with_the_caution(address):
    body = call(address, "passage", id="none")
    assert set(body) == {"error", "caution"}
    assert body["caution"] == CAUTION


def test_a_wrong_call_fails_without_harm(address):
    result = talk(address, lambda session: session.call_tool("ask", {"wrong": 1}))
    assert result.isError
    assert call(address, "ask", question="what is lupus")["kind"] == "answer"


def test_without_an_index_it_says_so(tmp_path):
    with served(tmp_path / "none", tmp_path / "data") as address:
        assert call(address, "ask", question="hi") == {
            "error": texts.UNAVAILABLE,
            "caution": CAUTION,
        }


def test_one_setting_closes_it(index_root, tmp_path):
    with served(index_root, tmp_path, mcp="false") as address:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/gradio_api/mcp/", data=b"{}")
        assert refused.value.code == 404
        assert CAUTION in refused.value.read().decode()
