"""Another model on the page: the form follows at once, nothing is lost, and each of them makes a video."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.forms.outside_model import put, written
from tests.journeys.conftest import EXAMPLES, PLAYS, add_references, add_voice, open_page, shoot
from tests.makers import make_picture, make_voice
from tests.programs import Program, start_app

pytestmark = pytest.mark.browser

R2V, HORSE = "Wan 2.7 reference to video", "HappyHorse 1.1 reference to video"
I2V, T2V, EDIT = "Wan 2.7 image to video", "Wan 2.7 text to video", "Wan 2.7 video edit"
VERSION = "Wan 2.7 reference to video, 2026-06-12"
PROMPT = "Image 1 pours Image 2 while Video 1 lifts off."
# What each form has on it: its trays, and its settings beside the prompt.
TRAYS = {
    HORSE: "references",
    I2V: "first-frame last-frame first-clip driving-audio",
    T2V: "audio-url",
    EDIT: "references video",
    R2V: "references first-frame",
}
ALL_TRAYS = "references first-frame last-frame first-clip driving-audio audio-url video"


def choose(page: Page, title: str) -> None:
    page.locator("#model input").click()
    page.get_by_role("option", name=title, exact=True).click()


def expect_trays(page: Page, title: str) -> None:
    shown = TRAYS[title].split()
    for name in ALL_TRAYS.split():
        if name in shown:
            expect(page.locator(f"#{name}")).to_be_visible()
        else:
            expect(page.locator(f"#{name}")).to_be_hidden()


def set_duration(page: Page, seconds: int) -> None:
    box = page.locator("#duration input[type=number]")
    box.fill(str(seconds))
    box.press("Tab")


def bring(page: Page, tray: str, file: Path) -> None:
    page.set_input_files(f"#{tray} input[type=file]", str(file))
    page.wait_for_selector(f"#{tray} .r2v-ref[data-verdict=ok], #{tray} .r2v-ref[data-verdict=warning]")


def fill_in(page: Page, clip: Path, voice: Path, frame: Path) -> None:
    """Fill in a form of references in which everything is set, in an order that was changed by hand."""
    add_references(page, EXAMPLES / "coffee.png", clip, EXAMPLES / "rocket.jpg")
    bodies = page.locator("#references .r2v-ref-body")
    for place in (2, 1):
        bodies.nth(place).press("Alt+ArrowLeft")
        expect(bodies.nth(place - 1)).to_have_attribute("aria-label", re.compile("rocket"))
    add_voice(page, voice)
    page.wait_for_selector("#references .r2v-ref-voice[data-state=ready]")
    bring(page, "first-frame", frame)
    page.locator("#prompt textarea").fill(PROMPT)
    page.get_by_label("720P").check()
    page.locator("#ratio").get_by_label("4:3").check()
    set_duration(page, 7)
    page.get_by_role("button", name="More settings").click()
    page.locator("#negative-prompt textarea").fill("rain")
    page.locator("#seed textarea, #seed input").fill("42")
    expect(page.locator("#findings")).to_contain_text("Ready")


def expect_filled_in(page: Page) -> None:
    expect_trays(page, R2V)
    expect(page.locator("#set-aside")).to_have_text("")
    expect(page.locator("#prompt textarea")).to_have_value(PROMPT)
    cards = page.locator("#references .r2v-ref-body")
    for place, name in enumerate(("Image 1, rocket.jpg", "Image 2, coffee.png", "Video 1, launch.mp4")):
        expect(cards.nth(place)).to_have_attribute("aria-label", name)
    expect(page.locator("#references .r2v-ref-voice[data-state=ready]")).to_have_count(1)
    expect(page.locator("#first-frame .r2v-ref")).to_have_count(1)
    expect(page.locator("#ratio").get_by_label("4:3")).to_be_checked()
    expect(page.locator("#duration input[type=number]")).to_have_value("7")
    expect(page.locator("#negative-prompt textarea")).to_have_value("rain")
    expect(page.locator("#seed textarea, #seed input")).to_have_value("42")
    expect(page.locator("#findings")).to_contain_text("Ready")


def test_through_all_models_and_back_with_nothing_lost(page: Page, app: Program, clip: Path, tmp_path: Path) -> None:
    open_page(page, app)
    fill_in(page, clip, make_voice(tmp_path / "Anna.wav", seconds=2), make_picture(tmp_path / "frame.png", width=800))
    choose(page, VERSION)
    expect(page.locator("#model-note")).to_contain_text("wan2.7-r2v-2026-06-12")
    expect_filled_in(page)
    choose(page, HORSE)
    expect_trays(page, HORSE)
    line = page.locator("#set-aside")
    expect(line).to_have_text(
        f"Set aside for {VERSION}: Video 1, the voice of Image 1, the first frame, the negative prompt."
    )
    expect(page.locator("#references .r2v-ref")).to_have_count(2)
    expect(page.locator("#references .r2v-ref-voice")).to_have_count(0)
    expect(page.locator("#references")).to_contain_text("2 of 9")
    expect(page.locator("#ratio label")).to_have_count(9)
    expect(page.locator("#negative-prompt")).to_be_hidden()
    expect(page.locator("#watermark input")).to_be_checked()
    expect(page.locator("#findings")).to_contain_text("it reads [Image 1]")
    expect(page.locator("#request-example")).to_contain_text('"model": "happyhorse-1.1-r2v"')
    page.locator("#ratio").get_by_label("21:9").check()
    shoot(page, "switch-happyhorse-desktop")
    choose(page, I2V)
    expect_trays(page, I2V)
    expect(line).to_contain_text("Image 1, Image 2")
    expect(line).to_contain_text("ratio 21:9")
    expect(page.locator("#first-frame .r2v-ref")).to_have_count(1)
    expect(page.locator("#chips .r2v-chip-row .r2v-chip")).to_have_count(0)
    shoot(page, "switch-i2v-desktop")
    # What stands aside outlives a reload.
    page.reload()
    page.wait_for_selector("#generate")
    expect(page.locator("#model input")).to_have_value(I2V)
    expect_trays(page, I2V)
    expect(line).to_contain_text("Image 1, Image 2")
    choose(page, T2V)
    expect_trays(page, T2V)
    expect(page.locator("#findings")).to_contain_text("Ready")
    shoot(page, "switch-t2v-desktop")
    choose(page, EDIT)
    expect_trays(page, EDIT)
    expect(page.locator("#ratio").get_by_label("As the clip")).to_be_checked()
    expect(page.locator("#audio-setting")).to_be_attached()
    expect(page.locator("#findings")).to_contain_text("The clip is missing")
    shoot(page, "switch-videoedit-desktop")
    choose(page, HORSE)
    expect(page.locator("#ratio").get_by_label("21:9")).to_be_checked()
    page.locator("#ratio").get_by_label("4:3").check()
    choose(page, R2V)
    expect_filled_in(page)
    shoot(page, "switch-r2v-desktop")


def test_every_form_on_a_phone_and_in_the_dark(page: Page, app: Program) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, app)
    add_references(page, EXAMPLES / "coffee.png", EXAMPLES / "rocket.jpg")
    page.locator("#prompt textarea").fill("Image 1 waits for Image 2.")
    for title, name in ((HORSE, "happyhorse"), (I2V, "i2v"), (T2V, "t2v"), (EDIT, "videoedit"), (R2V, "r2v")):
        choose(page, title)
        expect_trays(page, title)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
        page.mouse.move(0, 0)
        shoot(page, f"switch-{name}-phone")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Switch between light and dark").click()
    choose(page, EDIT)
    expect_trays(page, EDIT)
    expect(page.locator("#findings")).to_contain_text("The clip is missing")
    shoot(page, "switch-videoedit-dark")


def test_a_frame_with_a_sound_and_a_clip_with_a_picture_become_videos(
    page: Page, app: Program, clip: Path, tmp_path: Path
) -> None:
    open_page(page, app)
    choose(page, I2V)
    expect(page.locator("#findings")).to_contain_text("Add a first frame or a first clip")
    bring(page, "first-frame", make_picture(tmp_path / "frame.png", width=800, height=600))
    bring(page, "driving-audio", make_voice(tmp_path / "song.wav", seconds=2))
    expect(page.locator("#driving-audio")).to_contain_text("song.wav")
    page.get_by_label("720P").check()
    set_duration(page, 2)
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.locator("#generate").click()
    page.wait_for_function(PLAYS, timeout=90_000)
    width, height = page.evaluate(
        "() => (({ videoWidth, videoHeight }) => [videoWidth, videoHeight])(document.querySelector('#result video'))"
    )
    assert width / height == pytest.approx(4 / 3, rel=0.02)
    shoot(page, "switch-i2v-made-desktop")
    choose(page, EDIT)
    expect(page.locator("#set-aside")).to_have_text(f"Set aside for {I2V}: the first frame, the driving sound.")
    bring(page, "video", clip)
    add_references(page, EXAMPLES / "coffee.png")
    page.locator("#prompt textarea").fill("The sky is made of coffee.")
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.locator("#generate").click()
    expect(page.locator("#history .r2v-past")).to_have_count(2)
    page.wait_for_selector("#state [data-state=succeeded]", timeout=90_000)
    page.wait_for_function(PLAYS, timeout=90_000)
    page.locator("#record summary").click()
    expect(page.locator("#record")).to_contain_text("wan2.7-videoedit")
    shoot(page, "switch-videoedit-made-desktop")


def test_what_a_service_does_not_offer_is_said(page: Page, app: Program) -> None:
    open_page(page, app)
    choose(page, T2V)
    page.locator("#prompt textarea").fill("It rains.")
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.get_by_role("button", name="Service and key").click()
    page.get_by_label("ModelStream", exact=True).check()
    expect(page.locator("#findings")).to_contain_text("wan2.7-t2v is not known to be offered by ModelStream")
    page.get_by_label("Model Studio", exact=True).check()
    expect(page.locator("#cost")).to_contain_text("about ¥5.00")
    choose(page, HORSE)
    expect(page.locator("#cost")).to_contain_text("about ¥6.00")


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Program]:
    """An app with a model from outside in its data folder, one parameter of each kind, and a file that is none."""
    (tmp_path / "data").mkdir()
    put(tmp_path / "data" / "models", written())
    (tmp_path / "data" / "models" / "broken.json").write_text("{", encoding="utf-8")
    with start_app(tmp_path / "home", R2V_DATA_DIR=str(tmp_path / "data")) as app:
        yield app


def test_a_model_file_is_a_form_on_the_page(studio: Program, page: Page, tmp_path: Path) -> None:
    open_page(page, studio)
    expect(page.locator("#model-note")).to_contain_text("broken.json is not understood")
    page.locator("#prompt textarea").fill("x" * 70)
    choose(page, "Studio 9.9")
    expect(page.locator("#chips")).to_contain_text("70 / 80")
    expect(page.locator("#references")).to_contain_text("Actors")
    bring(page, "opening", make_picture(tmp_path / "opening.png", width=300, height=300))
    bring(page, "score", make_voice(tmp_path / "score.wav", seconds=2))
    bring(page, "references", make_picture(tmp_path / "anna.png", width=300, height=300))
    expect(page.locator("#references")).to_contain_text("Actor 1")
    page.locator("#prompt textarea").fill("goes home")
    page.locator("#prompt textarea").press("Home")
    page.locator("#chips .r2v-chip", has_text="Actor 1").click()
    expect(page.locator("#prompt textarea")).to_have_value("#Actor1 goes home")
    expect(page.locator("#resolution label")).to_have_text(["4K ultra"])
    expect(page.locator("#duration input[type=number]")).to_have_value("3")
    expect(page.locator("#slow-motion input")).to_be_checked()
    page.get_by_role("button", name="More settings").click()
    page.locator("#dice textarea, #dice input").fill("6")
    for name in ("ratio", "negative-prompt", "watermark", "seed", "first-frame"):
        expect(page.locator(f"#{name}")).to_be_hidden()
    expect(page.locator("#findings")).to_contain_text("Ready")
    example = page.locator("#request-example")
    expect(example).to_contain_text('"dice": 6')
    shoot(page, "switch-model-file-desktop")
    choose(page, R2V)
    expect(page.locator("#slow-motion")).to_be_hidden()
    expect(page.locator("#references")).to_contain_text("Image 1")
