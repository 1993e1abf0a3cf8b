"""How somebody begins, and goes on: an example fills the form, and a video's last frame opens the next one."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PLAYS, open_page, shoot
from tests.programs import Program

pytestmark = pytest.mark.browser

STARTERS_RUN = """() => {
  const films = [...document.querySelectorAll('.r2v-starter video')];
  return films.length === 3 && films.every((film) => film.muted && !film.paused && film.currentTime > 0);
}"""
IN_SIGHT = """() => ['#model', '#references', '#prompt', '#resolution', '#ratio', '#duration', '#findings', '#cost',
  '#generate', '#welcome'].filter((name) => {
  const box = document.querySelector(name).getBoundingClientRect();
  return box.top < 0 || box.bottom > innerHeight || box.height === 0;
})"""
FILM = "document.querySelector('.r2v-film video')"


def test_an_example_fills_the_form_and_its_last_frame_opens_the_next_shot(page: Page, app: Program) -> None:
    page.emulate_media(reduced_motion="no-preference")
    open_page(page, app)
    page.wait_for_function(STARTERS_RUN)
    assert page.evaluate(IN_SIGHT) == [], "nothing needs scrolling at 1280 × 800"
    page.locator("[data-starter=two]").click()
    expect(page.locator("#references .r2v-ref")).to_have_count(2)
    expect(page.locator("#findings")).to_contain_text("Ready")
    expect(page.get_by_label("720P")).to_be_checked()
    shoot(page, "example-desktop")
    page.locator("#restored").get_by_role("button", name="Undo").click()
    expect(page.locator("#references .r2v-ref")).to_have_count(0)
    expect(page.locator("#findings")).to_contain_text("Add a picture")
    page.locator("[data-starter=one]").click()
    expect(page.locator("#findings")).to_contain_text("Ready")
    expect(page.locator("#references .r2v-ref")).to_have_count(1)
    page.locator("#generate").click()
    page.wait_for_function(PLAYS, timeout=90_000)

    page.locator("[data-do=speed]").click()
    assert page.evaluate(f"() => {FILM}.playbackRate") == 0.5
    page.evaluate(f"() => {{ {FILM}.currentTime = 1 }}")
    page.keyboard.press(".")
    assert page.evaluate(f"() => {FILM}.currentTime") == pytest.approx(31.5 / 30, abs=0.02)
    page.keyboard.press(",")
    assert page.evaluate(f"() => {FILM}.currentTime") == pytest.approx(30.5 / 30, abs=0.02)
    page.get_by_role("button", name="Loop").click()
    assert page.evaluate(f"() => {FILM}.loop") is False

    page.get_by_role("button", name="as a reference").click()
    expect(page.locator("#references .r2v-ref")).to_have_count(2)
    page.get_by_role("button", name="as its first frame").click()
    expect(page.locator("#first-frame .r2v-ref")).to_have_count(1)
    expect(page.locator("#findings")).to_contain_text("Ready")
    # The prompt is the person's: it is kept, said to be the shot before's, and emptied and brought back by a click.
    line, prompt = page.locator("#restored"), page.locator("#prompt textarea")
    expect(line).to_contain_text("The prompt still tells the shot before; write what happens next.")
    before = prompt.input_value()
    line.get_by_role("button", name="Empty the prompt").click()
    expect(prompt).to_have_value("")
    line.get_by_role("button", name="Undo").click()
    expect(prompt).to_have_value(before)
    expect(page.locator("#first-frame .r2v-ref")).to_have_count(1)

    page.get_by_role("button", name="Stage: show it to others").click()
    stage = page.get_by_role("dialog", name="Stage")
    expect(stage.locator(".r2v-stage-still img")).to_have_count(1)
    expect(stage).to_contain_text("Offline animatic")
    page.wait_for_function("() => document.querySelector('.r2v-stage-still img').naturalWidth > 0")
    shoot(page, "stage-desktop")
    page.keyboard.press("Escape")
    expect(stage).to_be_hidden()


# Counts what the page asks the browser to play; the sound itself is the browser's.
COUNT_RINGS = """() => {
  window.rings = 0;
  window.AudioContext = class extends AudioContext { constructor() { super(); window.rings += 1; } };
}"""


def test_a_sound_tells_of_the_end_where_one_is_asked_for(page: Page, app: Program) -> None:
    open_page(page, app)
    page.evaluate(COUNT_RINGS)
    page.locator("[data-starter=grid]").click()
    expect(page.locator("#references .r2v-ref")).to_have_count(1)
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.locator("#generate").click()
    bell = page.locator("#state .r2v-bell")
    expect(bell).to_have_attribute("aria-pressed", "false")
    bell.click()
    expect(bell).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("() => window.rings") == 1, "turning it on lets it be heard"
    page.wait_for_function("() => window.rings === 2", timeout=90_000)
    expect(page.locator("#state")).to_contain_text("Succeeded")
    assert page.evaluate("() => localStorage.getItem('r2v.sound')") == "on"
