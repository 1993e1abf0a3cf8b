"""What a card of the references can be: named, one of a storyboard grid, and a clip that the browser can't play."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lib.ui.starters import FOLDER
from tests.journeys.conftest import add_references, open_page, shoot
from tests.makers import make_clip
from tests.programs import Program

pytestmark = pytest.mark.browser

BODIES = "#references .r2v-ref-body"


def called(page: Page) -> list[str]:
    labels: list[str] = page.eval_on_selector_all(BODIES, "all => all.map((one) => one.ariaLabel)")
    return labels


def expect_called(page: Page, *labels: str) -> None:
    expect(page.locator(BODIES)).to_have_count(len(labels))
    assert called(page) == list(labels)


def test_cards_are_named_and_laid_into_a_grid_that_can_be_taken_apart(page: Page, app: Program, tmp_path: Path) -> None:
    phone = make_clip(tmp_path / "phone.mp4", width=320, height=240, seconds=1.0, codec="libx265")
    open_page(page, app)
    add_references(page, FOLDER / "fox.jpg", FOLDER / "ada.jpg", phone)
    page.wait_for_function("() => document.querySelectorAll('#references .r2v-ref img')[2]?.naturalWidth === 320")

    page.locator(BODIES).nth(1).press("F2")
    page.keyboard.type("Anna")
    page.keyboard.press("Enter")
    expect(page.locator(BODIES).nth(1)).to_be_focused()
    expect(page.locator(".r2v-ref-label")).to_have_text(["Image 1", "Image 2", "Video 1"])
    shoot(page, "cards-desktop")

    page.click("#references .r2v-tray-from")
    page.get_by_role("menuitem", name="Storyboard grid").click()
    sheet = page.locator("#references .r2v-tray-sheet")
    with page.expect_file_chooser() as chooser:
        sheet.get_by_role("button", name="Add pictures").click()
    chooser.value.set_files(FOLDER / "robot.jpg")
    expect(sheet.get_by_role("button", pressed=True)).to_have_count(3)
    # Clicked away and again, the first is the last.
    sheet.get_by_role("button", name="fox.jpg").click()
    sheet.get_by_role("button", name="fox.jpg").click()
    expect(sheet.get_by_role("button", name="fox.jpg")).to_contain_text("3")
    shoot(page, "storyboard-desktop")
    sheet.get_by_role("button", name="Make the grid").click()
    expect(page.locator(".r2v-ref-label")).to_have_text(["Image 1", "Video 1"])
    page.wait_for_function("() => document.querySelector('#references .r2v-ref img')?.naturalWidth > 2000")
    expect(page.locator("#references .r2v-tray-count")).to_have_text("2 of 5")

    # Undo is for a moment; the grid knows its pictures for as long as it stands.
    page.locator(BODIES).first.hover()
    page.get_by_role("button", name="Take Image 1 apart").click()
    expect(page.locator(".r2v-ref-label")).to_have_text(["Image 1", "Image 2", "Image 3", "Video 1"])
    expect_called(page, "Image 1, Anna, ada.jpg", "Image 2, robot.jpg", "Image 3, fox.jpg", "Video 1, phone.mp4")
    page.click("#references .r2v-tray-undo-button")
    expect(page.locator(".r2v-ref-label")).to_have_text(["Image 1", "Video 1"])

    page.locator(BODIES).nth(1).hover()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Replace Video 1").click()
    chooser.value.set_files(FOLDER / "ada.jpg")
    expect(page.locator(".r2v-ref-label")).to_have_text(["Image 1", "Image 2"])
