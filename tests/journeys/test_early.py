"""The form before Gradio has begun: what is done in it is there afterwards, and nothing jumps in between."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.axe import grave_findings
from tests.journeys.conftest import EXAMPLES, add_references, open_page
from tests.programs import Program, start_app

pytestmark = pytest.mark.browser

# The early one, and Gradio's own in its place.
PLACES = {
    f"#{name}": f".r2v-as-{name}"
    for name in ("references", "prompt", "preflight", "model", "ratio", "duration", "cost", "variants", "generate")
} | {
    "#prompt textarea": "#r2v-early textarea",
    "#references .r2v-tray-slot": "#r2v-early [data-live].r2v-tray-slot",
    "#chips": ".r2v-as-chips",
    "#welcome": ".r2v-as-welcome",
}
BOXES = """(names) => names.map((name) => {
  const { x, y, width, height } = document.querySelector(name).getBoundingClientRect();
  return [x, y, width, height];
})"""
AREA, FILES, SEND = "#r2v-early textarea", "#r2v-early input[type=file]", "#r2v-early .r2v-as-generate"
PROMPT = "#prompt textarea"
CARET = """() => [document.activeElement.matches('#prompt textarea'), document.activeElement.selectionStart,
  document.activeElement.selectionEnd]"""
TWO = [str(EXAMPLES / name) for name in ("chelsea.png", "coffee.png")]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("early")


@pytest.fixture(scope="module")
def studio(home: Path) -> Iterator[Program]:
    with start_app(home, R2V_DATA_DIR=str(home / "data")) as program:
        yield program


def jobs(home: Path) -> int:
    """Count what was submitted."""
    with sqlite3.connect(home / "data" / "jobs.sqlite3") as db:
        count = db.execute("select count(*) from r2v_jobs").fetchone()[0]
    db.close()
    return int(count)


def before_gradio(page: Page, studio: Program) -> Callable[[], None]:
    """Open the page with Gradio's first script held back; give what lets it come."""
    held: list[Route] = []
    free: list[bool] = []
    page.unroute_all()
    page.route("**/assets/index-*.js", lambda route: route.continue_() if free else held.append(route))
    page.goto(studio.address, wait_until="commit")
    page.wait_for_selector(AREA)

    def let_come() -> None:
        free.append(True)
        for route in held:
            route.continue_()

    return let_come


def stands(page: Page) -> None:
    """Wait until the form has been handed over."""
    page.wait_for_selector("#r2v-early", state="detached", timeout=60_000)
    expect(page.locator("#generate")).to_be_visible()


@pytest.mark.parametrize(("language", "scheme", "width"), [("en", "light", 1280), ("zh-CN", "dark", 390)])
def test_it_stands_where_gradios_own_will(
    browser: Browser, studio: Program, language: str, scheme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, locale=language, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    let_come = before_gradio(page, studio)
    early = page.evaluate(BOXES, list(PLACES.values()))
    assert grave_findings(page) == []
    placeholder, label = page.locator(AREA).get_attribute("placeholder"), page.locator(SEND).inner_text()
    dark = page.evaluate("() => getComputedStyle(document.querySelector('#r2v-early')).backgroundColor")
    let_come()
    stands(page)
    assert page.locator(PROMPT).get_attribute("placeholder") == placeholder
    assert page.locator("#generate").inner_text() == label
    assert page.evaluate("() => getComputedStyle(document.querySelector('gradio-app')).backgroundColor") == dark
    own = page.evaluate(BOXES, list(PLACES))
    for name, one, other in zip(PLACES, early, own, strict=True):
        assert one == pytest.approx(other, abs=1), name
    context.close()


def test_what_is_written_brought_and_pressed_there_is_carried_out_once(page: Page, studio: Program, home: Path) -> None:
    let_come = before_gradio(page, studio)
    page.locator(FILES).set_input_files(TWO)
    page.locator(AREA).click()
    page.keyboard.type("Image 1 sleeps beside Image 2.")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#r2v-early .r2v-verdict")).to_contain_text("It is sent as soon as the page is ready.")
    page.locator(SEND).focus()
    page.keyboard.press("Enter")
    page.locator(AREA).focus()
    let_come()
    stands(page)
    expect(page.locator(PROMPT)).to_have_value("Image 1 sleeps beside Image 2.")
    assert page.evaluate(CARET) == [True, 25, 25]
    expect(page.locator("#references .r2v-ref")).to_have_count(2)
    page.wait_for_selector("#state [data-state=succeeded]", timeout=90_000)
    assert jobs(home) == 1
    expect(page.locator(PROMPT)).to_have_value("Image 1 sleeps beside Image 2.")
    first, second = (page.locator("#references .r2v-ref").nth(at).get_attribute("data-details") for at in (0, 1))
    assert ("chelsea" in str(first), "coffee" in str(second)) == (True, True)


def test_a_kept_form_gets_what_was_written_on_and_keeps_its_references(page: Page, studio: Program, home: Path) -> None:
    before = jobs(home)
    open_page(page, studio)
    add_references(page, Path(TWO[0]))
    page.locator(PROMPT).fill("Image 1 naps")
    expect(page.locator("#findings")).to_contain_text("Ready")
    let_come = before_gradio(page, studio)
    expect(page.locator(AREA)).to_have_value("Image 1 naps")
    page.locator(AREA).click()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+End")
    # What was pressed for is another form now.
    page.keyboard.type(" by the sea")
    expect(page.locator(SEND)).not_to_have_attribute("aria-busy", "true")
    page.locator(FILES).set_input_files(TWO[1])
    let_come()
    stands(page)
    expect(page.locator(PROMPT)).to_have_value("Image 1 naps by the sea")
    expect(page.locator("#references .r2v-ref")).to_have_count(2)
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.keyboard.press("Control+z")
    expect(page.locator(PROMPT)).to_have_value("Image 1 naps")
    assert jobs(home) == before


def test_a_reload_loses_nothing_and_a_file_chooser_that_outlives_the_form_is_answered(
    page: Page, studio: Program
) -> None:
    before_gradio(page, studio)
    page.locator(AREA).fill("Half a sentence")
    let_come = before_gradio(page, studio)
    expect(page.locator(AREA)).to_have_value("Half a sentence")
    with page.expect_file_chooser() as chooser:
        page.locator("#r2v-early [data-live].r2v-tray-slot").click()
    let_come()
    stands(page)
    expect(page.locator(PROMPT)).to_have_value("Half a sentence")
    chooser.value.set_files(TWO[0])
    expect(page.locator("#references .r2v-ref")).to_have_count(1)


def test_whoever_writes_on_and_on_loses_no_letter_on_a_slow_machine(page: Page, studio: Program) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.goto(studio.address, wait_until="commit")
    page.locator(AREA).focus()
    written = ""
    while page.locator("#r2v-early").count() or len(written) < 60:
        page.keyboard.type(word := f"{len(written)} ")
        written += word
    assert page.locator(PROMPT).input_value() == written


def test_a_word_that_is_being_composed_is_waited_for(page: Page, studio: Program) -> None:
    let_come = before_gradio(page, studio)
    page.locator(AREA).focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "mao", "selectionStart": 3, "selectionEnd": 3})
    let_come()
    page.wait_for_selector("#generate:enabled", state="attached", timeout=60_000)
    expect(page.locator("#r2v-early")).to_be_visible()
    keyboard.send("Input.insertText", {"text": "猫"})
    stands(page)
    expect(page.locator(PROMPT)).to_have_value("猫")


def test_without_scripts_there_is_no_form_that_would_go_nowhere(browser: Browser, studio: Program) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(studio.address)
    expect(page.get_by_text("This page needs JavaScript.")).to_be_visible()
    expect(page.locator(AREA)).to_be_hidden()
    context.close()


def test_no_element_is_found_twice_by_its_id(studio: Program) -> None:
    text = httpx.get(studio.address).text
    assert re.findall(r'\bid="([^"]*)"', text) == ["r2v-early"]
