"""A paid request whose fate is not known: the page says so, and looks again without sending anything."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import EXAMPLES, add_references, open_page, shoot
from tests.programs import Program, start_app, start_sandbox

pytestmark = pytest.mark.browser

KEY = "sk-of-the-owner"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Program]:
    with start_sandbox(tmp_path / "service", "--fault", "create-500:1") as sandbox:
        yield sandbox


@pytest.fixture
def keyed(tmp_path: Path, service: Program) -> Iterator[Program]:
    settings = {"DASHSCOPE_API_KEY": KEY, "DASHSCOPE_HTTP_BASE_URL": service.address}
    with start_app(tmp_path / "home", **settings) as app:
        yield app


def test_a_lost_job_says_so_and_can_be_looked_for(keyed: Program, service: Program, page: Page) -> None:
    open_page(page, keyed)
    expect(page.locator("#top")).to_contain_text("Model Studio")
    add_references(page, EXAMPLES / "coffee.png")
    page.locator("#prompt textarea").fill("Image 1 steams.")
    expect(page.locator("#cost")).to_contain_text("about ¥5.00")
    page.locator("#generate").click()
    page.wait_for_selector("#state [data-state=lost]", timeout=60_000)
    expect(page.locator("#result")).to_contain_text("may have been accepted and charged")
    shoot(page, "lost-desktop")
    page.locator("#look-again").click()
    page.wait_for_selector("#state [data-state=lost]", timeout=60_000)
    listed = httpx.get(f"{service.address}/tasks/", headers={"Authorization": f"Bearer {KEY}"}).json()
    assert listed["total"] == 0, "looking again sends nothing"
    assert KEY not in page.content()
    assert KEY not in keyed.output
