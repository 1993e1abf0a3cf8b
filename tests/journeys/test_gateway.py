"""ModelStream on the page: what is unconfirmed is said, what it does not take is told, and each key stays its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.sandbox import Fault, Sandbox, SandboxConfig
from tests.journeys.conftest import EXAMPLES, PLAYS, add_references, open_page, shoot
from tests.programs import Program, start_app

pytestmark = pytest.mark.browser

OWNERS = "ms-of-the-owner"
STUDIO, STREAM = "sk-a-visitors-own", "ms-a-visitors-own"


@pytest.fixture
def gateway(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    faults = tuple(Fault.parse(text) for text in getattr(request, "param", ()))
    with Sandbox(SandboxConfig(data_dir=tmp_path / "gateway", faults=faults)) as running:
        yield running


@pytest.fixture
def keyed(tmp_path: Path, gateway: Sandbox) -> Iterator[Program]:
    asked = {"MODELSTREAM_API_KEY": OWNERS, "MODELSTREAM_BASE_URL": gateway.gateway_url}
    with start_app(tmp_path / "home", **asked) as app:
        yield app


def test_the_page_says_what_is_unconfirmed_and_what_is_missing(page: Page, app: Program, clip: Path) -> None:
    open_page(page, app)
    page.get_by_role("button", name="Service and key").click()
    page.locator("#api-key input").fill(STUDIO)
    page.wait_for_function(f"() => localStorage.getItem('r2v.key') === '{STUDIO}'")
    page.get_by_label("ModelStream", exact=True).check()
    expect(page.locator("#top")).to_contain_text("in parts unconfirmed")
    expect(page.locator("#unconfirmed")).to_contain_text("Unconfirmed.")
    expect(page.locator("#region")).to_have_count(0)
    expect(page.locator("#api-key input")).to_have_value("")
    page.locator("#unconfirmed summary").click()
    expect(page.locator("#unconfirmed")).to_contain_text("what a video costs")
    shoot(page, "gateway-sheet-desktop")
    add_references(page, clip)
    page.locator("#prompt textarea").fill("Video 1 lifts off.")
    expect(page.locator("#findings")).to_contain_text("The gateway takes no request without pictures")
    expect(page.locator("#cost")).to_contain_text("publishes no price")
    page.locator("#api-key input").fill(STREAM)
    page.locator("#generate").click()
    expect(page.locator("#findings")).to_contain_text("Not sent: 1 to mend")
    expect(page.locator("#references .r2v-tray-slot")).to_be_focused()
    shoot(page, "gateway-no-picture-desktop")
    page.get_by_label("Sandbox", exact=True).check()
    expect(page.locator("#findings")).to_contain_text("Ready")
    expect(page.locator("#unconfirmed")).not_to_contain_text("Unconfirmed.")


def test_each_service_keeps_its_own_key_over_a_reload(page: Page, app: Program) -> None:
    open_page(page, app)
    page.get_by_role("button", name="Service and key").click()
    box = page.locator("#api-key input")
    box.fill(STUDIO)
    page.wait_for_function(f"() => localStorage.getItem('r2v.key') === '{STUDIO}'")
    page.get_by_label("ModelStream", exact=True).check()
    expect(page.get_by_label("Your ModelStream key")).to_be_visible()
    box.fill(STREAM)
    page.wait_for_function(f"() => localStorage.getItem('r2v.key.modelstream') === '{STREAM}'")
    page.reload()
    page.wait_for_selector("#generate")
    page.get_by_role("button", name="Service and key").click()
    expect(box).to_have_value(STREAM)
    page.get_by_label("Model Studio", exact=True).check()
    expect(box).to_have_value(STUDIO)
    expect(page.locator("#region")).to_be_visible()
    page.get_by_label("ModelStream", exact=True).check()
    expect(box).to_have_value(STREAM)


@pytest.mark.long
def test_a_picture_becomes_a_video_at_the_gateway(keyed: Program, gateway: Sandbox, page: Page) -> None:
    open_page(page, keyed)
    expect(page.locator("#top")).to_contain_text("on this app's key or yours")
    add_references(page, EXAMPLES / "coffee.png")
    page.locator("#prompt textarea").fill("Image 1 steams.")
    page.get_by_label("720P").check()
    expect(page.locator("#findings")).to_contain_text("Ready")
    expect(page.locator("#request-example")).to_contain_text("MODELSTREAM_API_KEY")
    page.locator("#generate").click()
    expect(page.locator("#state")).to_contain_text("30 % done, it says.")
    shoot(page, "gateway-running-desktop")
    page.wait_for_function(PLAYS, timeout=90_000)
    assert gateway.creates == 1
    assert OWNERS not in page.content()


@pytest.mark.parametrize("gateway", [("create-drop:1",)], indirect=True)
@pytest.mark.long
def test_a_request_without_an_answer_is_lost_and_there_is_nothing_to_look_in(
    keyed: Program, gateway: Sandbox, page: Page
) -> None:
    open_page(page, keyed)
    add_references(page, EXAMPLES / "coffee.png")
    page.locator("#prompt textarea").fill("Image 1 steams.")
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.locator("#generate").click()
    page.wait_for_selector("#state [data-state=lost]", timeout=60_000)
    expect(page.locator("#result")).to_contain_text("look in the gateway's console")
    expect(page.locator("#look-again")).to_be_hidden()
    shoot(page, "gateway-lost-desktop")
    assert gateway.creates == 1
