"""A job in each of its states on the page: what is offered there, and what stands where its video will be."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import grave_in_both_themes
from tests.journeys.conftest import PLAYS, shoot
from tests.journeys.pasts import open_as_visitor
from tests.showcase.state_records import states, write
from tests.showcase.states import Gallery, crowded, gallery_of

# The app, its films and a job in each state: on a machine that others load that takes its time.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

# The place of the video: its left edge, its top, its width and its height, in pixels.
PLACE = """(name) => {
  const { x, y, width, height } = document.querySelector(name).getBoundingClientRect();
  return [x, y, width, height].map(Math.round);
}"""

# Left, top, right and bottom of everything that is seen under a name.
SIDES = """(name) => [...document.querySelectorAll(name)].map((one) => one.getBoundingClientRect())
  .filter(({ width }) => width).map(({ left, top, right, bottom }) => [left, top, right, bottom])"""

# Whether the buttons that are seen beneath the result are those with these words.
OFFERED = """(wanted) => [...document.querySelectorAll('#cancel, #use-form, #repeat button')]
  .filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => one.textContent.trim())
  .sort().join(',') === wanted"""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    with gallery_of(tmp_path_factory.mktemp("states") / "plain") as made:
        yield made


def with_every_state(gallery: Gallery, page: Page) -> dict[str, str]:
    """Open the page with a job in each state, and give their names by their states'."""
    every = states(open_as_visitor(page, gallery.app))
    write(gallery.data, list(every.values()), gallery.made)
    page.reload()
    page.wait_for_selector("#history .r2v-past")
    return {name: record.job for name, record in every.items()}


def choose(page: Page, job: str, words: str) -> None:
    page.locator(f"#history [data-job='{job}']").click()
    expect(page.locator("#state .r2v-state-line")).to_contain_text(words)
    expect(page.locator(f"#history [data-job='{job}'].r2v-chosen")).to_be_visible()


def expect_deeds(page: Page, *wanted: str) -> None:
    """Wait until just these are offered: the panels of a job come one after another."""
    page.wait_for_function(OFFERED, arg=",".join(wanted))


def test_each_deed_is_offered_where_it_makes_sense(gallery: Gallery, page: Page) -> None:
    jobs = with_every_state(gallery, page)
    offered = {
        ("job-running", "Running"): ["Cancel"],
        ("job-saving", "Saving"): [],
        ("succeeded-wide", "Succeeded"): ["Again", "Another seed", "Edit and run"],
        ("failed-moderation", "Failed"): ["Edit and run"],
        ("failed-key", "Failed"): ["Again", "Edit and run"],
        ("canceled", "Canceled"): ["Again", "Edit and run"],
        ("lost", "Lost"): ["Edit and run"],
    }
    for (name, words), wanted in offered.items():
        choose(page, jobs[name], words)
        expect_deeds(page, *wanted)
    # In the list a cross is there for what can still be stopped: a video that is being saved can't.
    saving = page.locator(".r2v-job[data-state=saving]")
    expect(saving.locator(".r2v-job-act")).to_be_hidden()
    expect(page.locator(".r2v-job[data-state=queued] .r2v-job-act")).to_be_visible()
    page.locator("#history .r2v-all").click()
    piece = "#history-sheet .r2v-piece[data-job='{}'] button"
    expect(page.locator(piece.format(jobs["job-running"]))).to_have_count(1)
    expect(page.locator(piece.format(jobs["failed-key"]))).to_have_count(2)
    expect(page.locator(piece.format(jobs["succeeded-wide"]))).to_have_count(3)


def test_what_is_being_made_stands_in_the_place_and_shape_of_its_video(gallery: Gallery, page: Page) -> None:
    jobs = with_every_state(gallery, page)
    for width, height in ((1280, 800), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        choose(page, jobs["job-tall"], "Running")
        page.evaluate("() => scrollTo(0, 0)")
        expect(page.locator(".r2v-making-frame")).to_be_visible()
        making = page.evaluate(PLACE, ".r2v-making-frame")
        assert making[2] / making[3] == pytest.approx(9 / 16, abs=0.01)
        assert making[3] < height
        expect(page.locator(".r2v-making")).to_contain_text("Your first reference. The video comes here.")
        page.wait_for_function("() => document.querySelector('.r2v-making img').naturalWidth > 0")
        shoot(page, f"making-tall-{width}")
        choose(page, jobs["succeeded-tall"], "Succeeded")
        page.wait_for_function(PLAYS)
        page.evaluate("() => scrollTo(0, 0)")
        assert page.evaluate(PLACE, ".r2v-film video") == making, "the video takes its place, and nothing jumps"
    choose(page, jobs["job-tall"], "Running")
    expect(page.locator(".r2v-making-frame")).to_be_visible()
    assert grave_in_both_themes(page, "#outcome") == []


def test_a_full_form_is_tidy_on_a_phone_and_at_twice_the_size(gallery: Gallery, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    crowded(gallery, page)
    # A phone, a narrow one, and a window of 1280 pixels at 200 %.
    for width, height in ((390, 844), (320, 640), (640, 400)):
        page.set_viewport_size({"width": width, "height": height})
        (_, _, title, middle), (language, _, _, _), (theme, above, right, below) = (
            page.evaluate(SIDES, name)[0] for name in (".r2v-top h1", "#language", ".r2v-theme")
        )
        assert title <= language < theme < right <= width
        assert above < middle <= below, "the name, the language and the theme share a line"
        assert page.evaluate(SIDES, ".r2v-stage-button")[0][1] >= below
        chips = page.evaluate(SIDES, ".r2v-chip-row .r2v-chip")
        assert len(chips) == 5
        assert max(chip[2] for chip in chips) <= width, "every chip is seen whole"
        assert max(chip[3] for chip in chips) <= page.evaluate(SIDES, "#prompt textarea")[0][1]
        left, _, right, _ = page.evaluate(SIDES, "#references")[0]
        assert page.evaluate(SIDES, "#first-frame")[0][::2] == [left, right], "no box stands alone in its line"
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        shoot(page, f"crowded-{width}")
    page.set_viewport_size({"width": 320, "height": 640})
    page.set_input_files("#first-frame input[type=file]", str(gallery.odd / "wide.png"))
    page.locator("#first-frame .r2v-ref-body").press("Delete")
    undo = page.locator("#first-frame .r2v-tray-undo-button")
    expect(undo).to_be_visible()
    assert page.evaluate(SIDES, "#first-frame .r2v-tray-undo-button")[0][2] <= 320
    shoot(page, "first-frame-undo-320")
    undo.click()
    expect(page.locator("#first-frame .r2v-ref")).to_have_count(1)
    shoot(page, "first-frame-320")
