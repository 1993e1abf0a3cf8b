"""What all tests share: one Chromium and one Postgres for the session, and a page that tells what went wrong."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, ViewportSize, sync_playwright

from tests.ensure_browser import browser_path
from tests.postgres import Postgres, shared_postgres

# The same texts at each run of `make test`, which fails for a change and not by luck; `make test-long` draws others.
settings.register_profile("steady", derandomize=True)
settings.load_profile("steady")

ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
    # A camera that shows a test picture and a microphone that beeps, both given without asking.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# What Chromium and Gradio say of their own accord: a password box outside a form, a request that a test cut off.
NOISE = re.compile(r"Password field is not contained|Method not implemented|net::ERR_(FAILED|ABORTED)")


@pytest.hookimpl(trylast=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Name what failed at once: a run that is cut off has no summary."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        sys.stderr.write(f"\n{report.outcome} in {report.when}: {report.nodeid}\n")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium, started once."""
    path = browser_path()
    assert path is not None, "there is no Chromium: python -m tests.ensure_browser finds or installs one"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS), headless=True)
        yield chromium
        chromium.close()


@pytest.fixture
def foreign_requests() -> list[str]:
    """The addresses outside this machine that the page asked for; each was refused."""
    return []


@pytest.fixture
def page(browser: Browser, foreign_requests: list[str]) -> Iterator[Page]:
    """A still page of 1280 × 800 in English that reaches this machine only; an error on its console fails the test."""
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and not NOISE.search(message.text):
            complaints.append(message.text)

    def keep_here(route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in {"http", "https"} and address.hostname not in LOOPBACK:
            foreign_requests.append(route.request.url)
            route.abort()
        else:
            route.fallback()

    # Still, as some people ask for it: without a graphics card the films of an empty page take a core each.
    size: ViewportSize = {"width": 1280, "height": 800}
    context = browser.new_context(viewport=size, locale="en-US", reduced_motion="reduce")
    context.route("**/*", keep_here)
    opened = context.new_page()
    opened.on("console", listen)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []
    assert foreign_requests == []


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Postgres]:
    """A Postgres server, started when a test first asks for it; all workers of a run share one."""
    own: Path = tmp_path_factory.getbasetemp()
    with shared_postgres(own if worker_id == "master" else own.parent) as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The URL of an empty database of the test's own on a real Postgres."""
    with postgres.new_database() as url:
        yield url
