"""How the page comes over the line: little, compressed, in one go, and hardly anything the second time."""

import re

import httpx
import pytest
from playwright.sync_api import Page

from tests.programs import Program

NAMED = re.compile(r'(?:src|href)="\./((?:assets|scripts)/[^"]+)"')
# An unused style is named so that Gradio doesn't ask for it.
UNUSED = re.compile(r'<link rel="stylesheet" disabled[^>]*>')
# The form that stands first is in the document.
MOST_DOCUMENT, MOST_NAMED = 9_000, 420_000
MOST_REQUESTS = 70


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_document_is_small_and_what_it_names_is_kept_for_ever(app: Program, language: str) -> None:
    with httpx.Client(base_url=app.address, headers={"Accept-Language": language}, timeout=60) as web:
        document = web.get("/")
        assert f'lang="{language}"' in document.text
        assert _sent(document) < MOST_DOCUMENT
        again = web.get("/", headers={"If-None-Match": document.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")

        names = NAMED.findall(UNUSED.sub("", document.text))
        files = [web.get(f"/{name}") for name in names]
        assert len(files) > 40
        for name, file in zip(names, files, strict=True):
            assert file.status_code == 200, name
            assert "immutable" in file.headers["cache-control"], name
            assert "content-encoding" in file.headers or len(file.content) < 400, name
        assert sum(_sent(file) for file in files) < MOST_NAMED


def test_whoever_takes_no_brotli_gets_gzip_and_whoever_takes_nothing_the_text(app: Program) -> None:
    gzip, plain = (httpx.get(app.address, headers={"Accept-Encoding": way}) for way in ("gzip", "identity"))
    assert gzip.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.text == plain.text


def test_the_styles_of_components_come_after_gradios_own(app: Program) -> None:
    """As Gradio loads them: of two rules of one weight the component's holds."""
    styles = re.findall(
        r'<link rel="stylesheet"(?! disabled)[^>]*href="\./assets/([a-z]+)-', httpx.get(app.address).text
    )
    assert styles == ["index", "page"]


def test_a_file_of_another_process_is_what_it_is_here_and_is_not_kept(app: Program) -> None:
    with httpx.Client(base_url=app.address) as web:
        for name in ("scripts/page-en-0000000000000000.js", "assets/page-0000000000000000.css"):
            file = web.get(f"/{name}")
            assert (file.status_code, file.headers["cache-control"]) == (200, "no-store")
            assert len(file.content) > 10_000
        assert web.get("/scripts/page-en-0000000000000000.txt").status_code == 404
        assert web.get("/assets/../index.html").status_code == 404


def test_a_stream_of_events_is_never_compressed(app: Program) -> None:
    with (
        httpx.Client(base_url=app.address, headers={"Accept-Encoding": "br, gzip"}) as web,
        web.stream("GET", "/gradio_api/heartbeat/nobody") as stream,
    ):
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in stream.headers
        assert next(stream.iter_raw())


def test_the_browser_asks_for_nothing_of_gradio_that_the_page_does_not_name(page: Page, app: Program) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(app.address)
    page.wait_for_selector("#references input[type=file]")
    page.wait_for_function("() => localStorage.getItem('r2v-visitor')")
    names = set(NAMED.findall(UNUSED.sub("", httpx.get(app.address).text)))
    own = [url.partition("/assets/")[2] for url in asked if "/assets/" in url and "gradio_api" not in url]
    assert {f"assets/{name}" for name in own} <= names
    assert len(own) == len(set(own)), "a file was asked for twice"
    assert len([url for url in asked if "/theme.css" in url]) == 1
    assert len(asked) <= MOST_REQUESTS


def _sent(answer: httpx.Response) -> int:
    return int(answer.headers["content-length"])
