"""The history on the page: hundreds of videos, search, favourites, removal with undo, and the comparison."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from lib.jobs.record import JobState
from tests.jobs.builders import new_record
from tests.journeys.axe import grave_in_both_themes
from tests.journeys.conftest import shoot
from tests.journeys.pasts import Studio, answered, films, open_as_visitor

pytestmark = pytest.mark.browser

PIECES = "#history-sheet .r2v-piece"
VIDEOS = "[...document.querySelectorAll('.r2v-compare video')]"
READY = f"(count) => {VIDEOS}.filter((video) => video.readyState >= 3).length === count"
MOMENTS = f"() => {VIDEOS}.map((video) => video.currentTime)"
STILL = f"() => {VIDEOS}.every((video) => video.paused && !video.seeking)"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    made = Studio(tmp_path_factory.mktemp("studio"))
    with made.app:
        yield made


def open_list(page: Page) -> None:
    page.locator("#history .r2v-all").click()
    page.wait_for_selector(PIECES)


def piece(job: str) -> str:
    return f"{PIECES}[data-job='{job}']"


def test_an_empty_history_says_what_will_be_there(page: Page, studio: Studio) -> None:
    open_as_visitor(page, studio.app)
    expect(page.locator("#history")).to_contain_text("Videos that you make in this browser are listed here.")
    expect(page.locator("#history .r2v-all")).to_have_count(0)


def test_hundreds_come_while_one_scrolls_and_are_searched(page: Page, studio: Studio) -> None:
    visitor = open_as_visitor(page, studio.app)
    studio.write(*films(visitor, 200))
    page.reload()
    expect(page.locator("#history .r2v-all")).to_have_text("All 200")
    expect(page.locator("#history .r2v-past")).to_have_count(12)
    open_list(page)
    shoot(page, "history-desktop")
    assert grave_in_both_themes(page, ".r2v-sheet") == []
    assert page.locator(PIECES).count() < 100
    while page.locator(PIECES).count() < 200:
        before = page.locator(PIECES).count()
        page.locator(PIECES).last.scroll_into_view_if_needed()
        page.wait_for_function(f"(before) => document.querySelectorAll('{PIECES}').length > before", arg=before)
    jobs = page.locator(PIECES).evaluate_all("(items) => items.map((item) => item.dataset.job)")
    assert jobs == sorted(jobs, reverse=True)
    assert len(set(jobs)) == 200
    page.get_by_label("Search prompts, models and file names").fill("zanz")
    expect(page.locator(PIECES)).to_have_count(1)
    expect(page.locator(PIECES)).to_have_attribute("data-job", jobs[-1])
    page.get_by_label("Search prompts, models and file names").fill("quetzal")
    expect(page.locator(PIECES)).to_have_count(0)
    expect(page.locator(".r2v-sheet-line")).to_have_text("Nothing matches.")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(PIECES)).not_to_have_count(0)
    page.get_by_label("From", exact=True).fill("2023-11-15")
    page.get_by_label("To", exact=True).fill("2023-11-16")
    expect(page.locator(PIECES)).to_have_count(2)
    page.get_by_label("State").select_option("failed")
    expect(page.locator(PIECES)).to_have_count(0)


def test_a_favourite_is_kept_and_found(page: Page, studio: Studio) -> None:
    visitor = open_as_visitor(page, studio.app)
    records = films(visitor, 3)
    studio.write(*records)
    page.reload()
    open_list(page)
    star = page.locator(piece(records[1].job)).get_by_role("button", name="Keep as a favourite")
    star.focus()
    with answered(page, visitor):
        star.press("Enter")
    expect(page.locator(f"{PIECES} .r2v-piece-star[aria-pressed=true]")).to_have_count(1)
    page.get_by_role("button", name="Favourites").click()
    expect(page.locator(PIECES)).to_have_count(1)
    assert studio.read(records[1].job).favourite
    page.reload()
    open_list(page)
    expect(page.locator(f"{PIECES} .r2v-piece-star[aria-pressed=true]")).to_have_count(1)


def test_removed_is_undone_with_a_click_and_what_runs_is_not_removed(page: Page, studio: Studio) -> None:
    visitor = open_as_visitor(page, studio.app)
    running = new_record(f"{visitor[:20]}running", visitor=visitor, state=JobState.RUNNING, created=1_900_000_000.0)
    records = films(visitor, 4)
    studio.write(*records, running)
    page.reload()
    open_list(page)
    page.locator(piece(records[3].job)).hover()
    page.locator(piece(records[3].job)).get_by_role("button", name="Remove").click()
    expect(page.locator(PIECES)).to_have_count(4)
    expect(page.locator(".r2v-sheet-told")).to_contain_text("Removed: Image 1")
    expect(page.locator("#history .r2v-all")).to_have_text("All 4")
    assert studio.read(records[3].job).removed is not None
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(PIECES)).to_have_count(5)
    expect(page.locator("#history .r2v-all")).to_have_text("All 5")
    assert studio.read(records[3].job).removed is None
    # What runs is no film to keep yet, and can't be removed: only opened.
    expect(page.locator(piece(running.job)).get_by_role("button")).to_have_count(1)
    page.locator(piece(records[0].job)).hover()
    page.locator(piece(records[0].job)).get_by_role("button", name="Remove").click()
    expect(page.locator(PIECES)).to_have_count(4)
    page.reload()
    expect(page.locator("#history .r2v-past")).to_have_count(4)


def test_two_are_compared_in_sync_and_one_is_voted_for(page: Page, studio: Studio) -> None:
    visitor = open_as_visitor(page, studio.app)
    records = films(visitor, 40)
    studio.write(*records)
    page.reload()
    open_list(page)
    chosen = [records[36].job, records[39].job]
    for job in chosen:
        page.locator(piece(job)).get_by_role("checkbox").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_function(READY, arg=2)
    page.wait_for_function(f"() => ({MOMENTS})().every((moment) => moment > 0.3)")
    first, second = page.evaluate(MOMENTS)
    assert abs(first - second) < 0.2, "they play in sync"
    page.get_by_role("button", name="Pause").click()
    page.wait_for_function(STILL)
    slider = page.get_by_label("Moment")
    slider.fill("1.2")
    page.wait_for_function(STILL)
    assert page.evaluate(MOMENTS) == pytest.approx([1.2, 1.2], abs=0.02)
    slider.press("ArrowRight")
    page.wait_for_function(STILL)
    assert page.evaluate(MOMENTS) == pytest.approx([1.7, 1.7], abs=0.02)
    slider.press("Home")
    page.wait_for_function(STILL)
    assert page.evaluate(MOMENTS) == pytest.approx([0.0, 0.0], abs=0.02)
    rows = page.locator(".r2v-differences tbody tr")
    expect(rows.filter(has=page.get_by_role("rowheader", name="Seed"))).to_contain_text("36")
    expect(rows.filter(has=page.get_by_role("rowheader", name="Resolution"))).to_have_count(0)
    shoot(page, "compare-two-desktop")
    assert grave_in_both_themes(page, ".r2v-sheet") == []
    better = page.get_by_role("group", name="Which is better?").get_by_role("button", name="B")
    with answered(page, visitor):
        better.click()
    expect(better).to_have_attribute("aria-pressed", "true")
    assert [studio.read(job).vote for job in chosen] == ["worse", "better"]
    page.keyboard.press("Escape")
    expect(page.locator(".r2v-compare")).to_have_count(0)
    expect(page.locator(piece(chosen[1]))).to_contain_text("the better of two")
    expect(page.locator(f"{PIECES} input:checked")).to_have_count(2)
    expect(page.locator("#history-sheet .r2v-sheet")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#history-sheet .r2v-sheet")).to_be_hidden()


IN_THERE = "() => document.activeElement === document.body || document.activeElement.closest('.r2v-stage') !== null"


def test_the_stage_shows_how_a_film_was_made_and_goes_through_the_favourites(page: Page, studio: Studio) -> None:
    visitor = open_as_visitor(page, studio.app)
    records = [replace(record, favourite=number in {0, 2}) for number, record in enumerate(films(visitor, 4))]
    studio.write(*records)
    page.reload()
    page.locator(f"#history [data-job='{records[2].job}']").click()
    opener = page.get_by_role("button", name="Stage: show it to others")
    opener.focus()
    opener.press("Enter")
    stage = page.get_by_role("dialog", name="Stage")
    place, prompt = stage.locator(".r2v-stage-place"), stage.locator(".r2v-stage-prompt")
    expect(place).to_have_text("1 of 2")
    expect(prompt).to_have_text(records[2].order.prompt)
    expect(stage.locator(".r2v-stage-cited").first).to_have_text("Image 1")
    expect(stage.locator(".r2v-stage-references li")).to_contain_text(["anna.png"])
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("2 of 2")
    expect(prompt).to_have_text(records[0].order.prompt)
    stage.get_by_role("button", name="Next film").click()
    expect(place).to_have_text("1 of 2")
    page.keyboard.press("ArrowLeft")
    expect(place).to_have_text("2 of 2")
    for _ in range(9):
        page.keyboard.press("Tab")
        assert page.evaluate(IN_THERE), "the focus stays on the stage"
    assert grave_in_both_themes(page, ".r2v-stage") == []
    with answered(page, visitor):
        stage.get_by_role("button", name="Keep as a favourite").click()
    assert not studio.read(records[0].job).favourite
    stage.get_by_role("button", name="Prompt and references").click()
    expect(prompt).to_be_hidden()
    page.keyboard.press("Escape")
    expect(stage).to_be_hidden()
    expect(opener).to_be_focused()
    star = page.get_by_role("button", name="Favourite", exact=True)
    expect(star).to_have_attribute("aria-pressed", "true")
    with answered(page, visitor):
        star.click()
    assert not studio.read(records[2].job).favourite


# The sides of what is seen of each film, and whether the window itself would have to be moved.
SEEN = f"""() => ({{
  boxes: {VIDEOS}.map((video) => {{
    const {{ left, top, right, bottom }} = video.getBoundingClientRect();
    return [left, top, right, bottom];
  }}),
  sideways: document.documentElement.scrollWidth > innerWidth,
}})"""


def test_four_are_compared_in_sync_on_a_desk_and_on_a_phone(page: Page, studio: Studio) -> None:
    visitor = open_as_visitor(page, studio.app)
    studio.write(*films(visitor, 6))
    page.reload()
    open_list(page)
    boxes = page.locator(f"{PIECES} input[type=checkbox]")
    for number in range(4):
        boxes.nth(number).check()
    boxes.nth(4).click()
    expect(boxes.nth(4)).not_to_be_checked()
    page.locator(PIECES).nth(5).scroll_into_view_if_needed()
    place = page.evaluate("() => document.querySelector('.r2v-sheet-body').scrollTop")
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_function(READY, arg=4)
    page.get_by_role("button", name="Pause").click()
    page.wait_for_function(STILL)
    page.get_by_label("Moment").fill("1.2")
    page.wait_for_function(STILL)
    assert page.evaluate(MOMENTS) == pytest.approx([1.2] * 4, abs=0.02)
    for width, height in ((1280, 800), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        seen = page.evaluate(SEEN)
        assert not seen["sideways"]
        first, second, third, fourth = seen["boxes"]
        assert first[2] <= second[0], "two by two"
        assert third[2] <= fourth[0], "two by two"
        assert max(first[3], second[3]) <= min(third[1], fourth[1]), "two by two"
        for left, top, right, bottom in seen["boxes"]:
            assert 0 <= left < right <= width
            assert 0 <= top < bottom <= height
        expect(page.get_by_label("Moment")).to_be_in_viewport()
        shoot(page, f"compare-four-{width}")
    assert grave_in_both_themes(page, ".r2v-sheet") == []
    # Only one of them is heard.
    for letter in ("A", "D"):
        page.get_by_role("button", name=f"Sound of {letter}").click()
    assert page.evaluate(f"() => {VIDEOS}.map((video) => video.muted)") == [True, True, True, False]
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Back to the list").click()
    assert page.evaluate("() => document.querySelector('.r2v-sheet-body').scrollTop") == place
    expect(page.locator(f"{PIECES} input:checked")).to_have_count(4)


@pytest.mark.long
def test_a_video_whose_file_is_gone_says_so_and_breaks_nothing(page: Page, studio: Studio) -> None:
    visitor = open_as_visitor(page, studio.app)
    records = films(visitor, 3)
    studio.write(*records)
    studio.lose_files(records[1].job)
    page.reload()
    expect(page.locator("#history .r2v-past").nth(1)).to_have_text("Gone")
    open_list(page)
    gone = page.locator(piece(records[1].job))
    expect(gone).to_contain_text("Gone")
    expect(gone.get_by_role("checkbox")).to_have_count(0)
    gone.get_by_role("button", name="Open").click()
    expect(page.locator("#history-sheet .r2v-sheet")).to_be_hidden()
    expect(page.locator("#result")).to_contain_text("The video is gone")
    open_list(page)
    page.locator(piece(records[0].job)).get_by_role("button", name="Open").click()
    page.wait_for_selector("#result video")


@pytest.mark.long
def test_files_that_go_while_the_list_is_open_leave_the_comparison_whole(page: Page, studio: Studio) -> None:
    visitor = open_as_visitor(page, studio.app)
    records = films(visitor, 2)
    studio.write(*records)
    page.reload()
    open_list(page)
    for box in page.locator(f"{PIECES} input[type=checkbox]").all():
        box.check()
    studio.lose_files(records[0].job)
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_function(READY, arg=1)
    expect(page.locator(".r2v-compare-screen").last).to_have_text("Gone")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.long
def test_on_a_phone_the_list_and_the_comparison_fit(page: Page, studio: Studio, theme: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visitor = open_as_visitor(page, studio.app)
    studio.write(*(replace(record, favourite=turn == 1) for turn, record in enumerate(films(visitor, 30))))
    page.evaluate("(theme) => localStorage.setItem('r2v.theme', theme)", theme)
    page.reload()
    open_list(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    shoot(page, f"history-phone-{theme}")
    for number in range(2):
        page.locator(f"{PIECES} input[type=checkbox]").nth(number).check()
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_function(READY, arg=2)
    shoot(page, f"compare-two-phone-{theme}")
    tops = page.locator(".r2v-compare-one").evaluate_all("(items) => items.map((one) => one.getBoundingClientRect())")
    assert tops[0]["x"] == tops[1]["x"], "one above the other"
    assert tops[0]["bottom"] <= tops[1]["top"]
    assert page.evaluate("() => document.querySelector('.r2v-compare').scrollWidth") <= 390
