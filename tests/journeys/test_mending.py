"""A form full of faults, mended by clicks, generated, and brought back to what it was."""

from pathlib import Path

import pytest
from PIL import Image
from pillow_heif import from_pillow
from playwright.sync_api import Page, expect

from tests.journeys.axe import grave_in_both_themes
from tests.journeys.conftest import EXAMPLES, PLAYS, add_references, add_voice, open_page, shoot
from tests.makers import make_clip, make_voice
from tests.programs import Program

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A clip that is too long, a phone's HEIC photograph, and a transparent PNG."""
    folder = tmp_path_factory.mktemp("faulty")
    long = make_clip(folder / "too long <b>.mp4", width=426, height=240, seconds=31.5, fps=8)
    heic, alpha = folder / "phone.heic", folder / "alpha.png"
    from_pillow(Image.open(EXAMPLES / "chelsea.png").convert("RGB")).save(heic)
    cup = Image.open(EXAMPLES / "coffee.png").convert("RGBA")
    cup.putalpha(190)
    cup.save(alpha)
    return long, heic, alpha


def fix(page: Page, name: str) -> None:
    page.locator(f"#findings button[data-fix={name}]:not([data-pick])").first.click()


def test_faults_are_mended_by_clicks_and_the_original_comes_back(
    page: Page, app: Program, faulty: tuple[Path, Path, Path]
) -> None:
    open_page(page, app)
    add_references(page, *faulty)
    page.locator("#prompt textarea").fill("@Image1 walks past Video 1 and sips from image 2.")
    page.get_by_label("720P").check()
    findings = page.locator("#findings")
    expect(findings).to_contain_text("3 to mend")
    expect(findings).to_contain_text("HEIC")
    expect(findings).to_contain_text("transparent")
    expect(findings).to_contain_text("31.5 s long")
    shoot(page, "to-mend-desktop")
    fix(page, "all")
    expect(findings).to_contain_text("1 to mend", timeout=20_000)
    expect(page.locator("#prompt textarea")).to_have_value("Image 1 walks past Video 1 and sips from Image 2.")
    fix(page, "clip_trim")
    expect(findings).to_contain_text("Ready", timeout=40_000)
    expect(page.locator("#references")).to_contain_text("0:30")
    shoot(page, "mended-desktop")
    page.locator("#duration input[type=number]").fill("2")
    page.locator("#generate").click()
    page.wait_for_function(PLAYS, timeout=90_000)
    page.get_by_role("button", name="Show", exact=True).or_(page.get_by_role("button", name="3 notes")).click()
    page.locator("#findings button[data-fix=restore][data-field='reference_image[0]']").click()
    expect(findings).to_contain_text("Image 1 is a HEIC file")
    expect(page.locator("#references .r2v-ref")).to_have_count(3)


def test_a_person_picks_the_part_of_a_clip_that_is_kept(
    page: Page, app: Program, faulty: tuple[Path, Path, Path]
) -> None:
    open_page(page, app)
    add_references(page, faulty[0])
    page.locator("#prompt textarea").fill("Video 1 walks.")
    # The verdict on the whole form is there: no later one draws the list anew beneath the dialog.
    expect(page.locator("#findings")).to_contain_text("1 to mend")
    page.locator("#findings button[data-pick]").click()
    dialog = page.locator("dialog.r2v-pick")
    start, end = dialog.locator("input").nth(0), dialog.locator("input").nth(1)
    expect(end).to_have_value("30")
    end.fill("12")
    start.fill("4")
    expect(dialog).to_contain_text("8.0 s are kept; 30 s at most.")
    shoot(page, "pick-desktop")
    assert grave_in_both_themes(page, "dialog.r2v-pick") == []
    dialog.get_by_role("button", name="Keep this part").click()
    expect(page.locator("#findings")).to_contain_text("Ready", timeout=40_000)
    expect(page.locator("#references")).to_contain_text("0:08")


def test_a_rewritten_prompt_is_one_click_from_what_it_was(page: Page, app: Program) -> None:
    open_page(page, app)
    add_references(page, EXAMPLES / "chelsea.png")
    prompt = page.locator("#prompt textarea")
    prompt.fill("[Image 1] naps.")
    fix(page, "prompt_rewrite")
    expect(prompt).to_have_value("Image 1 naps.")
    page.locator("#mending button").click()
    expect(prompt).to_have_value("[Image 1] naps.")


def test_a_repair_can_be_stopped_and_leaves_the_file_as_it_was(page: Page, app: Program, tmp_path: Path) -> None:
    open_page(page, app)
    # Large enough that its repair is still under way when somebody thinks better of it.
    add_references(page, make_clip(tmp_path / "large.mp4", width=1280, height=720, seconds=31.5, fps=24))
    fix(page, "clip_trim")
    expect(page.locator("#mending")).to_contain_text("Trim: Video 1")
    page.locator("#stop-mending").dispatch_event("click")
    expect(page.locator("#mending .r2v-mending")).to_have_count(0)
    expect(page.locator("#findings")).to_contain_text("31.5 s long")


def test_a_voice_is_mended_where_it_stands(page: Page, app: Program, tmp_path: Path) -> None:
    open_page(page, app)
    add_references(page, EXAMPLES / "chelsea.png")
    page.locator("#prompt textarea").fill("Image 1 says: good evening.")
    voice = make_voice(tmp_path / "long.wav", seconds=12.0)
    add_voice(page, voice)
    expect(page.locator("#findings")).to_contain_text("Voice 1 is 12 s long")
    fix(page, "voice_trim")
    expect(page.locator("#findings")).to_contain_text("Voice 1 was mended", timeout=20_000)
    expect(page.locator("#findings")).to_contain_text("Ready")


def test_citations_follow_a_reference_that_is_moved_removed_and_brought_back(page: Page, app: Program) -> None:
    open_page(page, app)
    add_references(page, EXAMPLES / "chelsea.png", EXAMPLES / "coffee.png")
    prompt = page.locator("#prompt textarea")
    prompt.fill("Image 1 drinks from Image 2.")
    page.locator("#references .r2v-ref-body").first.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(prompt).to_have_value("Image 2 drinks from Image 1.")
    page.locator("#references .r2v-ref-body").first.focus()
    page.keyboard.press("Delete")
    expect(prompt).to_have_value("Image 1 drinks from Image 2.")
    expect(page.locator("#findings")).to_contain_text("cites Image 2, which is not among the references")
    page.locator("#references .r2v-tray-undo-button").click()
    expect(prompt).to_have_value("Image 2 drinks from Image 1.")
    expect(page.locator("#findings")).to_contain_text("Ready")
