"""The API: what it gives, how it refuses, and that its document tells the truth."""

import json

import pytest
from fastapi import APIRouter
from starlette.testclient import TestClient

from stemfaq.answer import texts
from stemfaq.answer.shown import show_passage
from stemfaq.caution import CAUTION
from stemfaq.index.publish import live
from stemfaq.settings import Settings
from stemfaq.web import limits, server
from stemfaq.web.server import make_app

JSON = {"Content-Type": "application/json"}
QUESTION = "Do mesenchymal stem cells work for lupus?"


@pytest.fixture(scope="module")
def client(index_root, tmp_path_factory):
    settings = Settings(index=index_root, data=tmp_path_factory.mktemp("data"), rate=10_000)
    with TestClient(make_app(settings)) as client:
        yield client


@pytest.fixture
def client_without_index(tmp_path):
    settings = Settings(index=tmp_path / "none", data=tmp_path / "data", rate=10_000)
    with TestClient(make_app(settings)) as client:
        yield client


def refused(response, status):
    """The body of a refusal, which always has this shape."""
    body = response.json()
    assert response.status_code == status
    assert set(body) == {"status", "error", "details", "caution"}
    assert body["status"] == status
    assert body["caution"] == CAUTION
    assert body["error"]
    return body


def test_a_question_gets_the_reply_of_the_command_line(client, index):
    from stemfaq.answer.answer import answer

    response = client.post("/api/ask", json={"turns": [QUESTION]})
    assert response.status_code == 200
    assert response.json() == json.loads(json.dumps(answer(index, [QUESTION]).as_dict()))
    assert response.json()["caution"] == CAUTION
    assert response.headers["cache-control"] == "no-store"


def test_passages_are_listed_in_pages_and_every_one_once(client, index):
    first = client.get("/api/passages").json()
    pages = [
        client.get("/api/passages", params={"page": page}).json()
        for page in range(1, first["pages"] + 1)
    ]
    ids = [passage["id"] for page in pages for passage in page["passages"]]
    assert ids == sorted(passage.id for passage in index.passages)
    assert first["total"] == len(ids)
    assert all(page["caution"] == CAUTION for page in pages)
    assert client.get("/api/passages", params={"page": 9999}).json()["passages"] == []


def test_filters_hold_together(client, index):
    filters = {"disease": "lupus", "therapy": "MSC", "about": "effectiveness"}
    found = client.get("/api/passages", params=filters).json()
    assert {passage["id"] for passage in found["passages"]} == {
        passage.id
        for passage in index.passages
        if "lupus" in passage.diseases
        and "MSC" in passage.therapies
        and passage.about == "effectiveness"
    }
    assert found["total"] > 0
    nothing = client.get("/api/passages", params={"disease": "no such disease"}).json()
    assert (nothing["total"], nothing["pages"], nothing["passages"]) == (0, 0, [])


def test_a_passage_is_given_word_for_word_with_its_sources(client, index):
    from dataclasses import asdict

    for passage in index.passages[::23]:
        body = client.get(f"/api/passages/{passage.id}").json()
        shown = show_passage(index, passage, {})
        assert body["passage"] == json.loads(json.dumps(asdict(shown)))
        assert body["caution"] == CAUTION
        assert len(body["passage"]["sources"]) == len(shown.sources)


def test_what_operators_look_at(client, index):
    assert client.get("/healthz").json() == {"status": "ok", "caution": CAUTION}
    ready = client.get("/readyz").json()
    assert ready == {"status": "ready", "index": index.manifest.digest, "caution": CAUTION}


def test_metrics_count_replies_and_seconds_but_no_words(client):
    def value(name):
        lines = client.get("/metrics").text.splitlines()
        return next(float(line.split()[-1]) for line in lines if line.startswith(name))

    kind = 'stemfaq_replies_total{kind="decline"}'
    before, timed = value(kind), value("stemfaq_reply_seconds_count")
    client.post("/api/ask", json={"turns": ["best pizza in Naples zyzzyva"]})
    assert value(kind) == before + 1
    assert value("stemfaq_reply_seconds_count") == timed + 1
    assert value('stemfaq_requests_total{status="200"}') > 0
    assert "zyzzyva" not in client.get("/metrics").text
    client.post("/doctor", data={"turns": '["best pizza in Naples zyzzyva"]'})
    assert value(kind) == before + 1


def test_the_openapi_document_covers_exactly_the_api(client):
    document = client.get("/api/openapi.json").json()
    assert set(document["paths"]) == {
        "/api/ask",
        "/api/passages",
        "/api/passages/{id}",
        "/healthz",
        "/readyz",
        "/metrics",
    }
    for path, methods in document["paths"].items():
        for operation in methods.values():
            assert operation["description"]
            for status, response in operation["responses"].items():
                if path != "/metrics":
                    schema = response["content"]["application/json"]["schema"]
                    name = schema["$ref"].rsplit("/", 1)[-1]
                    assert "caution" in document["components"]["schemas"][name]["required"]
                if status.startswith(("4", "5")):
                    assert name == "Problem"


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"json": {"turns": []}}, "body.turns"),
        ({"json": {"turns": [1]}}, "body.turns.0"),
        ({"json": {"turns": ["a"] * 501}}, "body.turns"),
        ({"json": {"turns": ["a"], "caution": ""}}, "body"),
        ({"json": ["a"]}, "body"),
        ({"content": b"{not json", "headers": {"Content-Type": "application/json"}}, "body.1"),
        ({"content": b"", "headers": {"Content-Type": "application/json"}}, "body"),
        ({"content": b'{"turns": ["a"]}'}, "body"),  # it does not say that it is JSON
    ],
)
def test_a_wrong_request_is_told_where_it_is_wrong(client, sent, where):
    body = refused(client.post("/api/ask", **sent), 422)
    assert body["details"][0]["where"].startswith(where)
    assert body["details"][0]["what"]


def test_a_wrong_request_is_not_repeated(client):
    response = client.post("/api/ask", json={"turns": [{"zyzzyva": "x" * 50_000}] * 4})
    refused(response, 422)
    assert "zyzzyva" not in response.text
    many = client.post("/api/ask", json={"turns": list(range(400))})
    assert len(refused(many, 422)["details"]) == 10
    named = client.post("/api/ask", json={"turns": ["a"], "zyzzyva": 1, "I have zyzzyva": 2})
    assert refused(named, 422)["details"] == [
        {"where": "body", "what": "There is a field here that the OpenAPI document does not name."}
    ]


def test_half_a_character_does_no_harm(client):
    headers = {"Content-Type": "application/json"}
    sent = b'{"turns": ["what is \\ud800 lupus"]}'
    assert client.post("/api/ask", content=sent, headers=headers).json()["kind"] == "answer"


def test_bytes_that_are_no_text_are_refused(client):
    headers = {"Content-Type": "application/json"}
    refused(client.post("/api/ask", content=b"[" * 100_000, headers=headers), 400)
    refused(client.post("/api/ask", content=b'{"turns": ["\xff\xfe"]}', headers=headers), 400)


@pytest.mark.parametrize("path", ["/api/ask", "/doctor", "/gradio_api/component_server/"])
def test_a_large_request_is_refused(client, path):
    refused(client.post(path, content=b"x" * 262_145, headers=JSON), 413)


def test_a_large_request_in_chunks_is_refused_too(client):
    def chunks():
        for _ in range(300):
            yield b" " * 1024

    headers = {"Content-Type": "application/json"}
    response = client.post("/api/ask", content=chunks(), headers=headers)
    assert "content-length" not in response.request.headers
    refused(response, 413)


def test_a_request_just_within_the_limit_is_read(client):
    turns = {"turns": ["what is lupus" + " " * 260_000]}
    assert client.post("/api/ask", json=turns).json()["kind"] == "clarify"


@pytest.mark.parametrize("path", ["/api/nothing", "/api/passages/nothing", "/nothing", "/..%2f"])
def test_an_unknown_address_is_refused_with_the_caution(client, path):
    refused(client.get(path), 404)


def test_another_method_is_refused_and_told_the_right_one(client):
    response = client.put("/api/ask")
    refused(response, 405)
    assert response.headers["allow"] == "POST"


def test_a_person_is_shown_a_page_instead(client):
    response = client.get("/passage/nothing", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert "Page not found" in response.text
    assert CAUTION in response.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/ask"),
        ("GET", "/api/passages"),
        ("GET", "/api/passages/lupus-what-is"),
        ("GET", "/readyz"),
        ("GET", "/passages"),
        ("GET", "/passage/lupus-what-is"),
        ("GET", "/sitemap.xml"),
    ],
)
def test_without_an_index_nothing_is_answered(client_without_index, method, path):
    sent = {"json": {"turns": ["a"]}} if method == "POST" else {}
    response = client_without_index.request(method, path, **sent)
    assert refused(response, 503)["error"] == texts.UNAVAILABLE
    assert response.headers["retry-after"] == "30"


def test_without_an_index_the_process_is_healthy_all_the_same(client_without_index):
    assert client_without_index.get("/healthz").status_code == 200


def test_a_failure_of_ours_is_one_calm_sentence(index_root, tmp_path, monkeypatch):
    """A route that raises stands for any bug."""

    def broken(*arguments):
        routes = APIRouter()

        @routes.get("/broken")
        def raises():
            raise RuntimeError("secret words of a patient")

        return routes

    monkeypatch.setattr(server, "make_doctor", broken)
    app = make_app(Settings(index=index_root, data=tmp_path))
    with TestClient(app, raise_server_exceptions=False) as client:
        response = client.get("/broken")
        assert refused(response, 500)["error"] == texts.ERROR
        assert "secret" not in response.text
        assert "nosniff" in response.headers["x-content-type-options"]
        page = client.get("/broken", headers={"Accept": "text/html"})
        assert texts.ERROR in page.text
        assert CAUTION in page.text


def test_a_client_that_asks_too_often_is_told_to_wait(index_root, tmp_path):
    app = make_app(Settings(index=index_root, data=tmp_path, rate=3))
    with TestClient(app) as client:
        for _ in range(3):
            assert client.post("/api/ask", json={"turns": ["hello"]}).status_code == 200
        response = client.post("/api/ask", json={"turns": ["hello"]})
        refused(response, 429)
        assert 1 <= int(response.headers["retry-after"]) <= 60
        refused(client.post("/gradio_api/component_server/", json={}), 429)
        refused(client.post("/gradio_api/mcp/", json={}), 429)
        assert client.get("/api/passages").status_code == 200
        assert client.get("/healthz").status_code == 200


def test_a_page_for_the_doctor_counts_as_many_questions_as_it_answers(index_root, tmp_path):
    app = make_app(Settings(index=index_root, data=tmp_path, rate=10))
    with TestClient(app) as client:

        def page(questions):
            return client.post("/doctor", data={"turns": json.dumps(["hello"] * questions)})

        assert page(6).status_code == 200
        assert page(4).status_code == 200
        response = page(1)
        refused(response, 429)
        assert 1 <= int(response.headers["retry-after"]) <= 60


def test_a_conversation_longer_than_the_limit_gets_its_page_all_the_same(index_root, tmp_path):
    app = make_app(Settings(index=index_root, data=tmp_path, rate=10))
    with TestClient(app) as client:
        statuses = [
            client.post("/doctor", data={"turns": json.dumps(["hello"] * 30)}).status_code
            for _ in range(2)
        ]
        assert statuses == [200, 429]


def test_not_every_client_that_ever_came_is_remembered(monkeypatch):
    monkeypatch.setattr(limits, "_CLIENTS", 20)
    counting = limits.RateLimit(lambda scope, receive, send: None, 3, lambda scope: "")
    for number in range(100):
        counting._count("ask", f"client {number}", 1)
    assert len(counting._storage.events) <= 21
    assert [counting._count("ask", "client 99", 1) for _ in range(3)] == [0, 0, 60]


def test_a_client_is_known_by_its_address_not_by_what_it_says(index_root, tmp_path):
    app = make_app(Settings(index=index_root, data=tmp_path, rate=1))
    with TestClient(app) as client:
        said = [{"X-Forwarded-For": f"203.0.113.{n}"} for n in (1, 2)]
        answers = [client.post("/api/ask", json={"turns": ["hi"]}, headers=h) for h in said]
        assert [answer.status_code for answer in answers] == [200, 429]


def test_our_own_proxy_tells_who_the_client_is(index_root, tmp_path):
    app = make_app(Settings(index=index_root, data=tmp_path, rate=1, proxies=1))
    with TestClient(app) as client:

        def status(forwarded):
            headers = {"X-Forwarded-For": forwarded}
            return client.post("/api/ask", json={"turns": ["hi"]}, headers=headers).status_code

        assert status("203.0.113.1") == 200
        assert status("203.0.113.2") == 200
        assert status("198.51.100.9, 203.0.113.2") == 429  # the first one is only claimed
        assert status("2001:db8::1") == 200
        assert status("2001:db8::2") == 429  # the same household


def test_a_damaged_index_that_is_published_leaves_the_sound_one_serving(copied_root, tmp_path):
    with TestClient(make_app(Settings(index=copied_root, data=tmp_path))) as client:
        before = client.post("/api/ask", json={"turns": [QUESTION]}).json()
        folder = live(copied_root)
        (copied_root / ("0" * 16)).mkdir()
        (copied_root / "current").write_text("0" * 16 + "\n")
        (folder / "passages.json").write_text("[]")
        assert client.post("/api/ask", json={"turns": [QUESTION]}).json() == before
        assert client.get("/readyz").json()["index"] == before["index"]


def test_a_damaged_index_is_never_served(copied_root, tmp_path):
    path = live(copied_root) / "passages.json"
    path.write_text(path.read_text().replace("Nobody knows", "Yes, it works"))
    with TestClient(make_app(Settings(index=copied_root, data=tmp_path))) as client:
        body = refused(client.post("/api/ask", json={"turns": [QUESTION]}), 503)
        assert body["error"] == texts.UNAVAILABLE
        refused(client.get("/api/passages/msc-lupus-does-it-work"), 503)
