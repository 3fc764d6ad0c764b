"""The page keeps to itself: headers, closed doors, no request elsewhere, frames by permission."""

import functools
import http.server
import re
import threading

import gradio.routes
import pytest
from fastapi import FastAPI
from playwright.sync_api import expect
from starlette.testclient import TestClient

from conftest import ROOT
from serving import free_port, served
from stemfaq.caution import CAUTION
from stemfaq.errors import StemfaqError
from stemfaq.settings import Settings
from stemfaq.web import assets
from stemfaq.web.chat import Chat
from stemfaq.web.page import build_page
from stemfaq.web.server import make_app

PATHS = [
    "/",
    "/api/passages",
    "/api/nothing",
    "/passage/lupus-what-is",
    "/passage/nothing",
    "/healthz",
    "/metrics",
    "/theme.css",
    "/favicon.ico",
    "/robots.txt",
    "/api/openapi.json",
    f"/{assets.address('plain.css')}",
]


@pytest.fixture(scope="module")
def client(index_root, tmp_path_factory):
    settings = Settings(index=index_root, data=tmp_path_factory.mktemp("data"), rate=10_000)
    with TestClient(make_app(settings)) as client:
        yield client


@pytest.fixture
def page(browser, address):
    """A page that notes each request and each complaint of the browser."""
    context = browser.new_context()
    page = context.new_page()
    page.requested, page.complaints = [], []
    page.on("request", lambda request: page.requested.append(request.url))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(address)
    page.wait_for_selector(".welcome button")
    yield page
    context.close()


def policy(response):
    directives = response.headers["content-security-policy"].split(";")
    return {name: rest for name, *rest in (directive.split() for directive in directives)}


@pytest.mark.parametrize("path", PATHS)
def test_every_response_has_the_headers(client, path):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "camera=()" in headers["permissions-policy"]
    assert "set-cookie" not in headers
    assert "server" not in headers
    assert headers["cache-control"]


@pytest.mark.parametrize("path", PATHS)
def test_only_the_chat_may_run_scripts(client, path):
    allowed = policy(client.get(path))
    assert allowed["default-src"] == ["'none'"]
    assert allowed["frame-ancestors"] == ["'self'"]
    assert allowed["base-uri"] == ["'self'"]
    if path == "/":
        assert allowed["script-src"] == ["'self'", "'unsafe-eval'"]
        assert allowed["connect-src"] == ["'self'"]
    else:
        assert "script-src" not in allowed


def test_answers_are_kept_nowhere_and_files_for_a_year(client):
    assert client.get("/").headers["cache-control"] == "no-cache"  # nobody's words are in it
    ask = client.post("/api/ask", json={"turns": ["what is lupus"]})
    assert ask.headers["cache-control"] == "no-store"
    page = client.get("/").text
    script = page.split('src="./assets/')[1].split('"')[0]
    for address in (f"/assets/{script}", "/theme.css?v=1"):
        assert "immutable" in client.get(address).headers["cache-control"]
    assert "immutable" not in client.get("/theme.css").headers["cache-control"]


@pytest.mark.parametrize("name", ["page.js", "page.css", "plain.css", "icon.svg"])
def test_a_file_of_ours_is_kept_under_its_own_address_alone(name):
    app = FastAPI()
    app.include_router(assets.router)
    client = TestClient(app)
    own, old = client.get(f"/{assets.address(name)}"), client.get(f"/page/older/{name}")
    assert "immutable" in own.headers["cache-control"]
    assert old.headers["cache-control"] == "no-cache"
    assert own.content == old.content


def test_a_plain_page_finds_its_style(tmp_path):
    with TestClient(make_app(Settings(index=tmp_path, data=tmp_path))) as client:
        page = client.get("/nothing", headers={"Accept": "text/html"})
        [style] = re.findall('<link rel="stylesheet" href="([^"]+)"', page.text)
        assert client.get(style).headers["content-type"].startswith("text/css")


def test_files_are_sent_compressed_and_whole(client):
    script = client.get("/").text.split('src="./assets/')[1].split('"')[0]
    plain = client.get(f"/assets/{script}", headers={"Accept-Encoding": "identity"})
    for encoding in ("br", "gzip"):
        packed = client.get(f"/assets/{script}", headers={"Accept-Encoding": encoding})
        assert packed.headers["content-encoding"] == encoding
        assert packed.headers["vary"].lower() == "accept-encoding"
        assert packed.content == plain.content
        assert int(packed.headers["content-length"]) < len(plain.content) / 2


@pytest.mark.parametrize(
    "name", ["none.js", "../index.html", "..%2findex.html", "%2e%2e/index.html", "/etc/passwd", ""]
)
def test_only_the_files_of_the_page_are_served(client, name):
    assert client.get(f"/assets/{name}").status_code == 404
    assert client.get(f"/static/{name}").status_code == 404


def gradio_routes():
    """Every method and path that Gradio itself serves."""
    app = gradio.routes.App.create_app(gradio.Blocks())
    for route in app.routes:
        for inner in getattr(getattr(route, "original_router", None), "routes", [route]):
            for method in getattr(inner, "methods", None) or ["GET"]:
                yield method, inner.path


OPEN = {
    ("GET", "/"),
    ("HEAD", "/"),
    ("GET", "/theme.css"),
    ("GET", "/favicon.ico"),
    ("GET", "/robots.txt"),  # ours
    ("GET", "/assets/{path:path}"),  # ours, see above
    ("GET", "/static/{path:path}"),  # ours, see above
    ("POST", "/gradio_api/component_server"),  # with JSON, see below
    ("POST", "/gradio_api/component_server/"),
}


def test_gradio_s_other_routes_are_closed(client):
    found = set(gradio_routes())
    assert len(found) > 60
    assert found >= OPEN
    for method, path in sorted(found - OPEN):
        filled = path.replace("{", "").replace("}", "").replace(":path", "")
        response = client.request(method, filled, headers={"Accept": "application/json"})
        assert response.status_code in (404, 405), (method, path)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/upload/"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/gradio_api/proxy=https://example.org"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/gradio_api/run/ask"),
        ("POST", "/gradio_api/api/predict"),
        ("GET", "/monitoring"),
        ("GET", "/monitoring/summary"),
        ("GET", "/config"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/startup-events"),
        ("GET", "/gradio_api/mcp/schema"),
        ("GET", "/gradio_api/mcp/sse"),
        ("POST", "/gradio_api/mcp/messages"),
        ("POST", "/gradio_api/queue/join"),
        ("GET", "/gradio_api/queue/data?session_hash=a"),
        ("POST", "/gradio_api/run/predict"),
        ("GET", "/gradio_api/heartbeat/a"),
        ("GET", "//gradio_api/info"),
        ("GET", "/gradio_api/./info"),
        ("GET", "/gradio_api%2finfo"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("GET", "/login"),
    ],
)
def test_a_closed_route_is_refused_with_the_caution(client, method, path):
    response = client.request(method, path)
    assert response.status_code == 404
    assert response.json()["caution"] == CAUTION


@pytest.mark.parametrize("path", ["/gradio_api/component_server/", "/gradio_api/mcp/"])
def test_no_file_is_taken_where_the_page_asks(client, path):
    form = {"component_id": "1", "fn_name": "ask", "session_hash": "a"}
    response = client.post(path, data=form, files={"data": ("a.txt", b"content")})
    assert response.status_code == 404
    assert response.json()["caution"] == CAUTION


def test_gradio_keeps_nothing_of_who_asked():
    """Otherwise ten thousand sessions under names of any length, which clients choose."""
    page = build_page(Chat(None, None))
    app = gradio.routes.App.create_app(page)
    [part] = [id_ for id_, block in page.blocks.items() if isinstance(block, gradio.HTML)]
    with TestClient(app) as client:
        for name in ("first", "second", "third"):
            asked = {"data": {}, "component_id": part, "fn_name": "gap", "session_hash": name}
            response = client.post("/gradio_api/component_server/", json=asked)
            assert response.json() == {"noted": False}
    assert list(app.state_holder.session_data) == ["third"]


def test_who_is_not_our_proxy_cannot_lead_the_page_elsewhere(client):
    for headers in (
        {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
        {"X-Gradio-Server": "http://evil.example"},
        {"X-Gradio-Server": "http://a:no-port/"},
    ):
        response = client.get("/", headers=headers)
        assert response.status_code == 200
        assert "evil.example" not in response.text


def test_a_conversation_breaks_no_policy_and_asks_nobody_else(page, address):
    box = page.get_by_label("Your question")
    box.fill("Do mesenchymal stem cells work for lupus?")
    box.press("Enter")
    expect(page.locator(".turn .short").first).to_be_visible(timeout=20_000)
    page.get_by_text("More detail").first.click()
    page.wait_for_timeout(500)
    assert [url for url in page.requested if not url.startswith((address, "blob:"))] == []
    assert [text for text in page.complaints if "Content Security Policy" in text] == []
    assert page.context.cookies() == []


def test_a_script_that_got_into_the_page_does_not_run(page):
    page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.injected = true';
            document.body.append(script);
            const image = document.createElement('div');
            image.innerHTML = '<img src="/nothing" onerror="window.injected = true">';
            document.body.append(image);
        }"""
    )
    page.wait_for_timeout(500)
    assert page.evaluate("window.injected") is None
    assert any("Content Security Policy" in text for text in page.complaints)


def test_nothing_can_be_sent_to_another_site(page):
    sent = page.evaluate(
        "fetch('http://127.0.0.1:9/', {mode: 'no-cors'}).then(() => 'sent', () => 'refused')"
    )
    assert sent == "refused"
    assert any("connect-src" in text for text in page.complaints)


@pytest.fixture
def site(tmp_path):
    """Another site's pages, on an origin of their own: its address and its folder."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    handler.log_message = lambda *arguments: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}", tmp_path
        site.shutdown()


def embedded(browser, site, chat):
    """The chat's frame in the demo page of the other site."""
    address, folder = site
    demo = (ROOT / "docs" / "embedding-demo.html").read_text("utf-8")
    (folder / "demo.html").write_text(demo.replace("https://chat.example.org", chat), "utf-8")
    page = browser.new_page()
    page.goto(f"{address}/demo.html")
    return page, page.frame_locator("iframe")


def test_a_site_that_is_named_shows_the_chat_in_a_frame(browser, site, index_root, tmp_path):
    with served(index_root, tmp_path / "data", embed=site[0]) as chat:
        page, frame = embedded(browser, site, chat)
        box = frame.get_by_label("Your question")
        box.fill("Do mesenchymal stem cells work for lupus?", timeout=20_000)
        box.press("Enter")
        expect(frame.locator(".turn .short").first).to_be_visible(timeout=20_000)
        expect(frame.get_by_text(CAUTION).first).to_be_visible()
        page.close()


def test_a_site_that_is_not_named_shows_nothing(browser, site, address):
    page, frame = embedded(browser, site, address)
    page.wait_for_timeout(1500)
    expect(frame.get_by_label("Your question")).to_have_count(0)
    expect(frame.get_by_text(CAUTION)).to_have_count(0)
    page.close()


@pytest.mark.parametrize(
    "embed", ["*", "example.org", "https://a.org; script-src *", "https://a,b"]
)
def test_a_setting_cannot_break_the_policy(monkeypatch, embed):
    monkeypatch.setenv("STEMFAQ_EMBED", embed)
    with pytest.raises(StemfaqError, match="STEMFAQ_EMBED"):
        Settings.load()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base_url", "https://a.example\n"),
        ("feedback_days", 1_000_000),
        ("feedback_days", 0),
    ],
)
def test_a_setting_out_of_its_bounds_is_named(name, value):
    with pytest.raises(StemfaqError, match=f"STEMFAQ_{name.upper()}"):
        Settings.load(**{name: value})


def test_origins_may_stand_on_several_lines():
    assert Settings.load(embed="https://a.org\n https://*.b.org:8443\n").embed == (
        "https://a.org https://*.b.org:8443"
    )


def test_a_setting_that_is_gone_says_what_replaced_it(monkeypatch):
    monkeypatch.setenv("STEMFAQ_THUMBS", "false")
    with pytest.raises(StemfaqError, match="STEMFAQ_FEEDBACK"):
        Settings.load()
