"""From nothing to a video on the page: what a newcomer does first, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import EXAMPLES, PLAYS, add_references, open_page, shoot
from tests.programs import Program

pytestmark = pytest.mark.browser

PROMPT = "Scene 1 [0-1.5s]: Image 1 dozes beside Image 2. Scene 2 [1.5-3s]: Image 1 wakes and watches Video 1 lift off."
WATCH_STATES = """() => {
  window.seen = [];
  const look = () => {
    const box = document.querySelector('#state [data-state]');
    if (box && window.seen.at(-1) !== box.dataset.state) window.seen.push(box.dataset.state);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  look();
}"""
FACTS = "() => { const v = document.querySelector('#result video'); return [v.videoWidth, v.videoHeight, v.duration] }"


def set_duration(page: Page, seconds: int) -> None:
    box = page.locator("#duration input[type=number]")
    box.fill(str(seconds))
    box.press("Tab")


def test_two_pictures_a_clip_and_a_sentence_become_a_video(page: Page, app: Program, clip: Path) -> None:
    open_page(page, app)
    shoot(page, "empty-desktop")
    expect(page.locator("#top")).to_contain_text("Sandbox")
    add_references(page, EXAMPLES / "chelsea.png", EXAMPLES / "coffee.png", clip)
    expect(page.locator("#references")).to_contain_text("Video 1")
    page.locator("#prompt textarea").fill(PROMPT)
    page.get_by_label("720P").check()
    set_duration(page, 3)
    expect(page.locator("#findings")).to_contain_text("Ready")
    expect(page.locator("#cost")).to_contain_text("Free")
    shoot(page, "ready-desktop")
    page.evaluate(WATCH_STATES)
    # Twice, as some people do with every button: it is one job all the same.
    page.locator("#generate").click()
    page.locator("#generate").click()
    expect(page.locator("#cancel")).to_be_visible()
    page.wait_for_function(PLAYS, timeout=90_000)
    width, height, seconds = page.evaluate(FACTS)
    assert (width, height) == (1280, 720)
    assert seconds == pytest.approx(3, abs=0.2)
    states = page.evaluate("() => window.seen")
    assert states[-1] == "succeeded", states
    assert {"queued", "running"} & set(states), states
    expect(page.locator("#state")).to_contain_text("Succeeded")
    expect(page.locator("#history .r2v-past")).to_have_count(1)
    expect(page.locator("#cancel")).to_be_hidden()
    page.evaluate("() => { document.querySelector('#result video').currentTime = 2.4 }")
    page.wait_for_function(
        "() => { const v = document.querySelector('#result video'); return !v.seeking && v.readyState >= 3 }"
    )
    shoot(page, "succeeded-desktop")
    page.locator("#record summary").click()
    expect(page.locator("#record")).to_contain_text("sandbox-")
    with page.expect_download() as download:
        page.locator("#result a[download]", has_text="Download").click()
    name = download.value.suggested_filename
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-image-1-[\w-]+\.mp4", name), name


def test_a_refresh_while_it_runs_finds_the_job_and_the_form_again(page: Page, app: Program) -> None:
    open_page(page, app)
    add_references(page, EXAMPLES / "rocket.jpg")
    page.locator("#prompt textarea").fill("Image 1 lifts off.")
    set_duration(page, 2)
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.locator("#generate").click()
    page.wait_for_selector("#state [data-state=running]")
    page.reload()
    page.wait_for_selector("#state [data-state]:not([data-state=idle])")
    expect(page.locator("#prompt textarea")).to_have_value("Image 1 lifts off.")
    expect(page.locator("#references .r2v-ref")).to_have_count(1)
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.wait_for_function(PLAYS, timeout=90_000)
    expect(page.locator("#history .r2v-past")).to_have_count(1)


def test_bad_input_is_a_sentence_each_and_nothing_is_lost(page: Page, app: Program, tmp_path: Path) -> None:
    lie, cut = tmp_path / "photo.jpg", tmp_path / "cut.png"
    lie.write_text("this is a text")
    whole = (EXAMPLES / "coffee.png").read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    open_page(page, app)
    page.locator("#prompt textarea").fill("Image 7 dances with @Image1 <b>bold</b>.")
    add_references(page, lie, cut)
    findings = page.locator("#findings")
    expect(findings).to_contain_text("Image 1 is not a picture, whatever its name says")
    expect(findings).to_contain_text("Image 2 is cut off")
    expect(findings).to_contain_text("cites Image 7")
    page.locator("#generate").click()
    # No toast over the page: the list says it, and its first error is where the person is now.
    expect(findings).to_contain_text("Not sent: 3 to mend")
    expect(page.locator("#prompt textarea")).to_be_focused()
    assert page.locator("[data-testid=toast-body]").count() == 0
    shoot(page, "errors-desktop")
    expect(page.locator("#prompt textarea")).to_have_value("Image 7 dances with @Image1 <b>bold</b>.")
    expect(page.locator("#references .r2v-ref")).to_have_count(2)
    assert page.locator("#findings b, #references b").count() == 0


def test_the_chips_write_citations_at_the_caret(page: Page, app: Program) -> None:
    open_page(page, app)
    add_references(page, EXAMPLES / "chelsea.png", EXAMPLES / "coffee.png")
    prompt = page.locator("#prompt textarea")
    prompt.fill("looks at")
    prompt.press("Home")
    page.locator("#chips .r2v-chip", has_text="Image 1").click()
    prompt.press("End")
    page.locator("#chips .r2v-chip", has_text="Image 2").click()
    expect(prompt).to_have_value("Image 1 looks at Image 2")
    expect(page.locator("#findings")).to_contain_text("Ready")
    expect(page.locator("#chips")).to_contain_text("24 / 5000")


def test_on_a_phone_the_same_journey_in_one_column(page: Page, app: Program) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, app)
    shoot(page, "empty-phone")
    add_references(page, EXAMPLES / "chelsea.png", EXAMPLES / "coffee.png")
    page.locator("#prompt textarea").fill("Image 1 drinks from Image 2.")
    set_duration(page, 2)
    expect(page.locator("#findings")).to_contain_text("Ready")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    generate = page.locator("#generate").bounding_box()
    assert generate is not None
    assert generate["y"] + generate["height"] <= 844, "Generate stays at the bottom edge"
    shoot(page, "ready-phone")
    page.locator("#generate").click()
    # What came of the tap is seen without looking for it.
    page.wait_for_function("() => Math.abs(document.getElementById('result').getBoundingClientRect().top) < 100")
    expect(page.locator("#cancel")).to_be_in_viewport()
    page.wait_for_function(PLAYS, timeout=90_000)
    shoot(page, "succeeded-phone")


def test_the_key_stays_in_this_browser(page: Page, app: Program) -> None:
    open_page(page, app)
    page.get_by_role("button", name="Service and key").click()
    page.locator("#api-key input").fill("sk-a-visitors-own")
    page.wait_for_function("() => localStorage.getItem('r2v.key') === 'sk-a-visitors-own'")
    page.reload()
    page.wait_for_selector("#generate")
    page.get_by_role("button", name="Service and key").click()
    expect(page.locator("#api-key input")).to_have_value("sk-a-visitors-own")
    page.get_by_label("Model Studio", exact=True).check()
    expect(page.locator("#top")).to_contain_text("on your key")
    shoot(page, "key-sheet-desktop")


IDS = (
    "references first-frame prompt negative-prompt model service resolution ratio duration seed generate cancel "
    "findings cost state result history request-example api-key"
)


def test_the_element_ids_are_in_the_page_from_the_start(page: Page, app: Program) -> None:
    open_page(page, app)
    for name in IDS.split():
        expect(page.locator(f"#{name}")).to_be_attached()
    expect(page.locator("#references input[type=file]")).to_have_count(1)
    more = page.get_by_role("button", name="More settings")
    expect(more).to_have_attribute("aria-expanded", "false")
    more.press("Enter")
    page.locator("#negative-prompt textarea").fill("rain")
    page.locator("#seed input, #seed textarea").fill("-1")
    add_references(page, EXAMPLES / "rocket.jpg")
    expect(page.locator("#findings")).to_contain_text("Seed is -1")
    more.press("Enter")
    expect(page.locator("#seed")).to_be_hidden()
