"""A form comes back as it was: from the history, from its video, from its bundle; and one click undoes it."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import EXAMPLES, OUTPUT, PLAYS, add_references, add_voice, open_page, shoot
from tests.makers import make_voice
from tests.programs import Program, start_app

pytestmark = pytest.mark.browser

PROMPT = "Image 1 dozes beside Image 2 while Video 1 lifts off; “Image 2” steams. 图1"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("restore")


@pytest.fixture(scope="module")
def studio(home: Path) -> Iterator[Program]:
    with start_app(home, R2V_DATA_DIR=str(home / "data")) as program:
        yield program


def orders(home: Path) -> list[dict[str, Any]]:
    """Give what was submitted, oldest first, as the database keeps it."""
    with sqlite3.connect(home / "data" / "jobs.sqlite3") as db:
        rows = db.execute('select "order" from r2v_jobs order by created').fetchall()
    db.close()
    return [json.loads(row[0]) for row in rows]


def set_duration(page: Page, seconds: int) -> None:
    box = page.locator("#duration input[type=number]")
    box.fill(str(seconds))
    box.press("Tab")


def fill_in(page: Page, clip: Path, voice: Path) -> None:
    """Fill in a form whose every part differs from what a new page shows."""
    add_references(page, EXAMPLES / "chelsea.png", clip, EXAMPLES / "coffee.png")
    add_voice(page, voice)
    page.wait_for_selector("#references .r2v-ref-voice[data-state=ready]")
    page.set_input_files("#first-frame input[type=file]", str(EXAMPLES / "rocket.jpg"))
    page.wait_for_selector("#first-frame .r2v-ref-mark[data-verdict]")
    page.locator("#prompt textarea").fill(PROMPT)
    page.get_by_label("720P").check()
    page.locator("#ratio").get_by_label("4:3").check()
    set_duration(page, 2)
    page.get_by_role("button", name="More settings").click()
    page.locator("#negative-prompt textarea").fill("rain, crowds")
    page.locator("#seed input, #seed textarea").fill("0")
    page.locator("#prompt-extend input").uncheck()
    page.locator("#watermark input").check()
    expect(page.locator("#findings")).to_contain_text("Ready")


def expect_the_same(page: Page) -> None:
    """Send the form: the app itself knows it for what was submitted before, and asks."""
    page.locator("#generate").click()
    expect(page.locator("#asked-twice")).to_contain_text("You made the same")


def generate(page: Page, home: Path) -> dict[str, Any]:
    """Send the form and give what was submitted."""
    before = len(orders(home))
    again = page.locator("#asked-twice").get_by_role("button", name="Run it again")
    (again if again.is_visible() else page.locator("#generate")).click()
    page.wait_for_selector("#state [data-state]:not([data-state=idle]):not([data-state=succeeded])")
    page.wait_for_function(PLAYS, timeout=90_000)
    sent = orders(home)
    assert len(sent) == before + 1
    return sent[-1]


def open_file(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator("#open-made").click()
    chooser.value.set_files(str(file))


def clear(page: Page) -> None:
    """Empty the form as a person would who begins with something else."""
    for card in reversed(page.locator("#references .r2v-ref, #first-frame .r2v-ref").all()):
        card.locator(".r2v-ref-remove").click(force=True)
    page.locator("#prompt textarea").fill("")
    page.get_by_label("1080P").check()
    page.locator("#seed input, #seed textarea").fill("")
    page.locator("#watermark input").uncheck()
    set_duration(page, 5)
    expect(page.locator("#references .r2v-ref")).to_have_count(0)


def expect_restored(page: Page) -> None:
    expect(page.locator("#prompt textarea")).to_have_value(PROMPT)
    expect(page.locator("#references .r2v-ref")).to_have_count(3)
    expect(page.locator("#references .r2v-ref-voice[data-state=ready]")).to_have_count(1)
    expect(page.locator("#first-frame .r2v-ref")).to_have_count(1)
    expect(page.locator("#findings")).to_contain_text("Ready")
    expect(page.locator("#restored")).not_to_contain_text("Not here")


@dataclass(frozen=True, kw_only=True)
class Made:
    """A finished job: what was submitted, its video and bundle as they are downloaded, and what its browser keeps."""

    submitted: dict[str, Any]
    video: Path
    bundle: Path
    address: str
    kept: dict[str, str]


@pytest.fixture(scope="module")
def made(browser: Browser, studio: Program, home: Path, clip: Path) -> Iterator[Made]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US", reduced_motion="reduce")
    page = context.new_page()
    open_page(page, studio)
    fill_in(page, clip, make_voice(home / "Anna's voice.wav", seconds=2))
    submitted = generate(page, home)
    for name, target in (("Download", "video.mp4"), ("Bundle", "bundle.zip")):
        with page.expect_download() as download:
            page.locator("#result a.r2v-download", has_text=name).click()
        download.value.save_as(home / target)
    yield Made(
        submitted=submitted,
        video=home / "video.mp4",
        bundle=home / "bundle.zip",
        address=str(page.locator("#result a.r2v-download", has_text="Bundle").get_attribute("href")),
        kept=page.evaluate("() => ({ ...localStorage })"),
    )
    context.close()


def open_as_before(page: Page, studio: Program, made: Made) -> None:
    """Open the page in the browser that made the job, with another form begun."""
    open_page(page, studio)
    page.evaluate(
        "(kept) => Object.entries(kept).forEach(([name, value]) => localStorage.setItem(name, value))", made.kept
    )
    page.reload()
    expect(page.locator("#prompt textarea")).to_have_value(PROMPT)
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.wait_for_function(PLAYS)
    page.get_by_role("button", name="More settings").click()
    clear(page)


@pytest.mark.long
def test_a_form_comes_back_from_history_video_and_bundle(made: Made, page: Page, home: Path, studio: Program) -> None:
    submitted = made.submitted
    assert [item["voice"] is not None for item in submitted["media"]] == [True, False, False, False]
    open_as_before(page, studio, made)
    page.locator("#history [data-job]").first.click()
    page.locator("#use-form").click()
    expect_restored(page)
    expect(page.locator("#restored")).to_contain_text("The form of this video is back.")
    shoot(page, "restored-desktop")
    expect_the_same(page)

    clear(page)
    page.set_input_files("#references input[type=file]", str(made.video))
    expect_restored(page)
    expect(page.locator("#restored")).to_contain_text("made here")
    expect_the_same(page)

    clear(page)
    open_file(page, made.bundle)
    expect_restored(page)
    expect_the_same(page)
    assert generate(page, home) == submitted


@pytest.mark.long
def test_a_video_on_a_form_in_use_is_a_clip_and_offers_its_form(made: Made, page: Page, studio: Program) -> None:
    open_as_before(page, studio, made)
    page.locator("#prompt textarea").fill("Video 1 goes on.")
    page.set_input_files("#references input[type=file]", str(made.video))
    line = page.locator("#restored")
    expect(line).to_contain_text("was made here")
    expect(page.locator("#references .r2v-ref")).to_have_count(1)
    expect(page.locator("#prompt textarea")).to_have_value("Video 1 goes on.")
    shoot(page, "made-here-desktop")
    line.get_by_role("button", name="Restore its form").click()
    expect_restored(page)
    line.get_by_role("button", name="Undo").click()
    expect(page.locator("#prompt textarea")).to_have_value("Video 1 goes on.")
    expect(page.locator("#references .r2v-ref")).to_have_count(1)
    line.get_by_role("button", name="Redo").click()
    expect_restored(page)


@pytest.mark.long
def test_citations_follow_the_references_of_a_form_that_came_back(made: Made, page: Page, studio: Program) -> None:
    open_as_before(page, studio, made)
    page.locator("#use-form").click()
    expect_restored(page)
    page.locator("#references .r2v-ref").first.locator(".r2v-ref-remove").click(force=True)
    after = "Image 2 dozes beside Image 1 while Video 1 lifts off; “Image 1” steams. 图2"
    expect(page.locator("#prompt textarea")).to_have_value(after)


@pytest.mark.long
def test_a_stranger_has_the_settings_from_the_video_and_the_files_only_from_the_bundle(
    made: Made, page: Page, studio: Program
) -> None:
    open_page(page, studio)
    page.set_input_files("#references input[type=file]", str(made.video))
    line = page.locator("#restored")
    expect(page.locator("#prompt textarea")).to_have_value(PROMPT)
    expect(line).to_contain_text("Not here any more")
    for name in ("Image 1 (chelsea.png)", "the voice of Image 1 (Anna's voice.wav)", "Video 1 (launch.mp4)"):
        expect(line).to_contain_text(name)
    expect(page.locator("#references .r2v-ref")).to_have_count(0)
    shoot(page, "missing-files-desktop")
    open_file(page, made.bundle)
    expect_restored(page)


def test_a_bundle_is_for_whoever_made_it(made: Made, studio: Program) -> None:
    _, job, token = made.address.split("/")
    base = studio.address.rstrip("/")
    assert httpx.get(f"{base}/bundle/{job}/{token}").status_code == 200
    for wrong in (f"{job}/{token[:-1]}x", f"{job}/é", f"{'0' * 32}/{token}"):
        assert httpx.get(f"{base}/bundle/{wrong}").status_code == 404, wrong


@pytest.mark.long
def test_the_page_says_until_when_it_is_kept_and_that_a_file_is_gone(page: Page, studio: Program, home: Path) -> None:
    open_page(page, studio)
    add_references(page, EXAMPLES / "coffee.png")
    page.locator("#prompt textarea").fill("Image 1 cools down.")
    page.get_by_label("720P").check()
    set_duration(page, 2)
    generate(page, home)
    page.locator("#record summary").click()
    kept = (datetime.now().astimezone() + timedelta(days=30)).strftime("%B %Y")
    expect(page.locator("#record")).to_contain_text(kept)
    expect(page.locator("#record")).to_contain_text("until")
    for video in newest_of(home).glob("*"):
        video.unlink()
    page.reload()
    expect(page.locator("#result")).to_contain_text("The video is gone")
    expect(page.locator("#history [data-job]")).to_have_count(1)
    shoot(page, "gone-desktop")
    page.locator("#use-form").click()
    expect(page.locator("#restored")).to_contain_text("The form of this video is back.")


def newest_of(home: Path) -> Path:
    """Give the folder of the newest job's results."""
    return max((home / "data" / "results").iterdir(), key=lambda folder: folder.stat().st_mtime_ns)


def test_a_file_that_tells_nothing_is_told_and_the_form_stays(page: Page, studio: Program, clip: Path) -> None:
    open_page(page, studio)
    page.locator("#prompt textarea").fill("Image 1 waits.")
    open_file(page, clip)
    expect(page.locator("[data-testid=toast-body]")).to_contain_text("does not tell how it was made")
    expect(page.locator("#prompt textarea")).to_have_value("Image 1 waits.")


@pytest.mark.long
def test_the_page_in_a_bundle_shows_the_video_without_a_server(made: Made, page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(made.bundle) as archive:
        archive.extractall(folder)
    page.goto((folder / "index.html").as_uri())
    page.wait_for_function("() => document.querySelector('video.film').readyState >= 2")
    page.wait_for_function("() => [...document.images].every((one) => one.complete && one.naturalWidth > 0)")
    assert page.locator("li").count() == 4
    assert page.locator("script").count() == 0
    expect(page.locator("p.prompt")).to_have_text(PROMPT)
    sources = page.eval_on_selector_all("[src]", "(all) => all.map((one) => one.getAttribute('src'))")
    for source in sources:
        assert (folder / unquote(source)).is_file(), source
    page.screenshot(path=OUTPUT / "bundle-page.png", full_page=True)
