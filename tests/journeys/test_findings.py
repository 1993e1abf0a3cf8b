"""The list of what is wrong is a way there: to the card, the words, the setting; and it stays small."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import EXAMPLES, add_references, open_page, shoot
from tests.programs import Program

pytestmark = pytest.mark.browser

CHOSEN = "() => { const one = document.activeElement; return one.value.slice(one.selectionStart, one.selectionEnd) }"

MOVE_LINES = """() => {
  const line = document.createElement('li');
  line.style.height = '80px';
  document.querySelector('#findings .r2v-finding').before(line);
}"""


@pytest.fixture
def lie(tmp_path: Path) -> Path:
    """A text that calls itself a picture."""
    file = tmp_path / "photo.jpg"
    file.write_text("this is a text")
    return file


def line(page: Page, words: str) -> Locator:
    return page.locator("#findings .r2v-finding", has_text=words)


def way(page: Page, words: str) -> Locator:
    return line(page, words).locator(".r2v-way")


def test_a_finding_leads_to_the_words_the_card_and_the_setting(page: Page, app: Program, lie: Path) -> None:
    open_page(page, app)
    page.get_by_role("button", name="More settings").click()
    page.locator("#seed input, #seed textarea").fill("-1")
    page.get_by_role("button", name="More settings").click()
    add_references(page, EXAMPLES / "coffee.png", lie)
    page.locator("#prompt textarea").fill("Image 1 and Image 2 dance with Image 12.")
    page.locator("#prompt textarea").blur()
    way(page, "cites Image 12").click()
    expect(page.locator("#prompt textarea")).to_be_focused()
    assert page.evaluate(CHOSEN) == "Image 12"
    # The same by keyboard, to the card and to a setting that is folded away.
    way(page, "Image 2 is not a picture").press("Enter")
    expect(page.locator("#references .r2v-ref-body").nth(1)).to_be_focused()
    way(page, "Seed is -1").press("Enter")
    expect(page.locator("#seed input, #seed textarea")).to_be_focused()
    expect(page.locator("#seed")).to_be_in_viewport()
    # Pressed on a line that has moved away when the pointer is let go of: what was pressed is meant.
    way(page, "cites Image 12").hover()
    page.mouse.down()
    page.evaluate(MOVE_LINES)
    page.mouse.up()
    expect(page.locator("#prompt textarea")).to_be_focused()


def test_another_file_takes_the_place_of_one_that_cannot_be_used(page: Page, app: Program, lie: Path) -> None:
    open_page(page, app)
    page.locator("#prompt textarea").fill("Image 1 steams.")
    add_references(page, lie)
    with page.expect_file_chooser() as chooser:
        line(page, "Image 1 is not a picture").get_by_role("button", name="Choose another file", exact=True).click()
    chooser.value.set_files(EXAMPLES / "coffee.png")
    expect(page.locator("#findings")).to_contain_text("Ready")
    expect(page.locator("#references .r2v-ref")).to_have_count(1)
    expect(page.locator("#prompt textarea")).to_have_value("Image 1 steams.")


def test_what_is_too_much_of_a_prompt_is_selected_and_never_cut(page: Page, app: Program) -> None:
    open_page(page, app)
    # What a browser takes for two characters is one.
    taken = "\N{CLAPPER BOARD}" + "ha " * 1666 + "x"
    page.locator("#prompt textarea").fill(f"{taken}and the rest")
    too_long = line(page, "5012 characters long")
    page.locator("#prompt textarea").evaluate("(area) => { area.scrollTop = 0 }")
    too_long.get_by_role("button", name="Select what is too much").click()
    assert page.evaluate(CHOSEN) == "and the rest"
    assert page.locator("#prompt textarea").evaluate("(area) => area.scrollTop") > 0, "what is selected is in sight"
    page.keyboard.press("Delete")
    expect(too_long).to_have_count(0)
    expect(page.locator("#prompt textarea")).to_have_value(taken)


PARTS = ["generate", "prompt", "more-button"]
TOPS = "(names) => names.map((name) => document.getElementById(name).getBoundingClientRect().y)"
CITED = "@Image1 waves to Image 2"
SHOTS = "Scene 1 [0-9s]: night. Scene 2 [8-9s]: day."


def test_shots_follow_a_changed_duration_at_one_press_and_not_by_themselves(page: Page, app: Program) -> None:
    open_page(page, app)
    add_references(page, EXAMPLES / "coffee.png")
    prompt = page.locator("#prompt textarea")
    was = "Scene 1 [0-2s]: Image 1 steams.\nScene 2 [2-5s]: Image 1 cools."
    prompt.fill(was)
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.locator("#duration input[type=number]").fill("10")
    page.locator("#duration input[type=number]").blur()
    fit = line(page, "The last scene ends at 5 s; the video ends at 10 s.").get_by_role(
        "button", name="Fit the scenes", exact=True
    )
    expect(fit).to_be_visible()
    expect(prompt).to_have_value(was)
    fit.click()
    expect(prompt).to_have_value("Scene 1 [0-4s]: Image 1 steams.\nScene 2 [4-10s]: Image 1 cools.")
    expect(fit).to_have_count(0)
    page.locator("#mending").get_by_role("button", name="Undo").click()
    expect(prompt).to_have_value(was)


def test_errors_stay_in_sight_and_the_rest_is_folded_where_nothing_jumps(page: Page, app: Program, lie: Path) -> None:
    open_page(page, app)
    expect(page.locator("#references .r2v-tray-list")).to_be_visible()
    before = page.evaluate(TOPS, PARTS)
    page.locator("#prompt textarea").fill(f"{CITED}, and to Image 12. {SHOTS}")
    add_references(page, EXAMPLES / "coffee.png", lie)
    expect(page.locator("#findings .r2v-error")).to_have_count(2)
    expect(page.locator("#findings .r2v-error").last).to_be_in_viewport(ratio=1)
    assert page.evaluate(TOPS, PARTS) == before
    expect(page.locator("#more-button button")).to_be_in_viewport(ratio=1)
    warning = page.locator("#findings .r2v-warning").first
    expect(warning).to_be_hidden()
    more = page.get_by_role("button", name=re.compile(r"\d more"))
    expect(more).to_have_attribute("aria-expanded", "false")
    more.press("Enter")
    expect(warning).to_be_visible()
    expect(more).to_have_attribute("aria-expanded", "true")
    # It stays as somebody left it when the next verdict comes.
    page.locator("#prompt textarea").fill(f"{CITED}. {SHOTS}")
    expect(page.locator("#findings .r2v-error")).to_have_count(1)
    expect(warning).to_be_visible()
    shoot(page, "findings-unfolded-desktop")


def test_on_a_phone_the_list_leaves_the_page_to_be_used(page: Page, app: Program, lie: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, app)
    add_references(page, EXAMPLES / "coffee.png", lie)
    page.locator("#prompt textarea").fill("@Image1 waves to Image 2, and to Image 12.")
    expect(page.locator("#findings .r2v-error")).to_have_count(2)
    box = page.locator("#preflight").bounding_box()
    assert box is not None
    assert box["height"] <= 844 / 5
    page.evaluate("() => window.scrollTo(0, 0)")
    page.locator("#generate").click()
    expect(page.locator("#prompt textarea")).to_be_focused()
    expect(page.locator("#prompt textarea")).to_be_in_viewport(ratio=1)
    assert page.evaluate(CHOSEN) == "Image 12"
    assert page.locator("[data-testid=toast-body]").count() == 0
    shoot(page, "findings-refused-phone")
