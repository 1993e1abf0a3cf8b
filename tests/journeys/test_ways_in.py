"""References that come by other ways than dropping: camera, microphone, examples, a link, an earlier video."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import open_page, shoot
from tests.programs import Program

pytestmark = pytest.mark.browser

CARDS = "#references .r2v-ref"
ENDED = "() => document.querySelector('#state [data-state]')?.dataset.state === 'succeeded'"
RECORDED = "() => parseInt(document.querySelector('.r2v-ask-time')?.textContent.split(':')[1]) >= 2"


def add_from(page: Page, way: str, tray: str = "#references") -> None:
    page.click(f"{tray} .r2v-tray-from")
    page.get_by_role("menuitem", name=way).click()


def expect_ready(page: Page, *labels: str) -> None:
    """Wait until there are these cards, and nothing is wrong with any of them."""
    expect(page.locator(f"{CARDS} .r2v-ref-label")).to_have_text(list(labels))
    for number in range(len(labels)):
        expect(page.locator(CARDS).nth(number).locator(".r2v-ref-mark")).to_have_attribute("data-verdict", "ok")


def test_a_film_of_what_camera_microphone_and_history_give(page: Page, app: Program) -> None:
    open_page(page, app)
    # The whole menu by keyboard; Escape leaves it and gives the focus back.
    page.locator("#references .r2v-tray-from").press("Enter")
    expect(page.get_by_role("menuitem", name="This device")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Camera")).to_be_focused()
    shoot(page, "add-from-desktop")
    page.keyboard.press("Escape")
    expect(page.locator("#references .r2v-tray-from")).to_be_focused()

    add_from(page, "Camera")
    page.get_by_role("button", name="Take a photo").click()
    add_from(page, "Camera")
    page.get_by_role("button", name="Record a clip").click()
    page.wait_for_function(RECORDED)
    page.get_by_role("button", name="Stop").click()
    page.locator("#prompt textarea").fill("Image 1 greets Video 1.")
    expect_ready(page, "Image 1", "Video 1")

    page.get_by_role("button", name="Add a voice to Image 1").click()
    page.get_by_role("menuitem", name="Microphone").click()
    page.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_function(RECORDED)
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Use it").click()
    expect(page.locator(".r2v-ref-voice[data-state=ready]")).to_have_attribute("data-verdict", "ok")

    add_from(page, "Link")
    page.get_by_role("dialog").get_by_role("textbox").fill("http://127.0.0.1:9/private.png")
    page.get_by_role("button", name="Fetch").click()
    expect(page.get_by_role("alert").filter(has_text="private address")).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_label("720P").check()
    page.locator("#duration input[type=number]").fill("2")
    page.locator("#duration input[type=number]").press("Tab")
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.click("#generate")
    page.wait_for_function(ENDED, timeout=90_000)
    add_from(page, "Last frame", "#first-frame")
    page.locator("#first-frame .r2v-tray-sheet").get_by_role("button", name="Image 1 greets Video 1.").click()
    expect(page.locator("#first-frame .r2v-ref-body")).to_have_attribute("aria-label", "First frame, last-frame.png")
    page.wait_for_function("() => document.querySelector('#first-frame .r2v-ref img')?.naturalWidth === 1280")

    page.set_viewport_size({"width": 390, "height": 844})
    add_from(page, "Examples")
    shoot(page, "examples-phone")
    page.get_by_role("dialog").get_by_role("button", name="coffee").click()
    expect(page.locator(f"{CARDS} .r2v-ref-label")).to_have_text(["Image 1", "Video 1", "Image 2"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
