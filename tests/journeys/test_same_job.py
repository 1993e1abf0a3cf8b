"""The page is a view: a refresh, a closed tab or a second browser neither loses a job nor shows another's."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from lib.errors import Failure
from lib.jobs.record import JobState
from tests.jobs.builders import new_record
from tests.journeys.conftest import EXAMPLES, PLAYS, add_references, open_page
from tests.journeys.pasts import Studio, answered, films, open_as_visitor

pytestmark = pytest.mark.browser

JSON = {"content-type": "application/json"}
WORDS = "#state [data-state={state}]"
NO_VIDEO = Failure(code="Test.Failed", message="It went wrong.", advice="Try again.")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    made = Studio(tmp_path_factory.mktemp("studio"))
    with made.app:
        yield made


@pytest.fixture
def context(page: Page) -> BrowserContext:
    return page.context


def submit(page: Page, prompt: str) -> None:
    add_references(page, EXAMPLES / "coffee.png")
    page.locator("#prompt textarea").fill(prompt)
    page.locator("#duration input[type=number]").fill("2")
    page.locator("#duration input[type=number]").press("Tab")
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.locator("#generate").click()
    page.wait_for_selector("#state [data-state]:not([data-state=idle])")


def chosen(page: Page) -> str | None:
    return page.locator("#history .r2v-chosen").get_attribute("data-job")


@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.long)])
def test_a_refresh_at_every_state_shows_the_same_job(page: Page, studio: Studio, width: int) -> None:
    """The records are held in their states; what the page shows of them is what it shows of a job that goes on."""
    page.set_viewport_size({"width": width, "height": 844})
    visitor = open_as_visitor(page, studio.app)
    jobs = {}
    for turn, state in enumerate(JobState):
        jobs[state] = f"{visitor[:20]}{state}"
        record = new_record(
            jobs[state],
            visitor=visitor,
            state=state,
            created=1_900_000_000.0 + turn,
            ended=1_900_000_060.0 if state.ended else None,
            error=NO_VIDEO if state in {JobState.FAILED, JobState.LOST} else None,
            video="video.mp4" if state is JobState.SUCCEEDED else "",
        )
        studio.write(record)
    page.reload()
    for state, job in jobs.items():
        page.locator(f"#history [data-job='{job}']").click()
        page.wait_for_selector(WORDS.format(state=state), state="attached")
        expect(page.locator(f"#history [data-job='{job}']")).to_have_class("r2v-past r2v-chosen")
        page.reload()
        page.wait_for_selector(WORDS.format(state=state), state="attached")
        assert chosen(page) == job
        cancel = page.locator("#cancel")
        # What is being saved is made and paid for already.
        over = state.ended or state is JobState.SAVING
        expect(cancel).to_be_hidden() if over else expect(cancel).to_be_visible()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width


@pytest.mark.long
def test_a_tab_that_is_closed_is_gone_on_with_in_a_new_one(page: Page, context: BrowserContext, studio: Studio) -> None:
    open_page(page, studio.app)
    submit(page, "Image 1 is stirred.")
    job = chosen(page)
    page.close()
    again = context.new_page()
    again.goto(studio.app.address)
    again.wait_for_function(PLAYS, timeout=90_000)
    assert chosen(again) == job
    expect(again.locator("#history .r2v-past")).to_have_count(1)
    expect(again.locator("#prompt textarea")).to_have_value("Image 1 is stirred.")


@pytest.mark.long
def test_two_tabs_each_keep_their_own_job(page: Page, context: BrowserContext, studio: Studio) -> None:
    open_page(page, studio.app)
    submit(page, "Image 1 is poured.")
    first = chosen(page)
    other = context.new_page()
    open_page(other, studio.app)
    # A new tab begins with the job that the browser was looking at last, and with its form.
    other.wait_for_selector(f"#history .r2v-chosen[data-job='{first}']")
    expect(other.locator("#prompt textarea")).to_have_value("Image 1 is poured.")
    submit(other, "Image 1 is spilled.")
    other.wait_for_function("(first) => document.querySelector('.r2v-chosen')?.dataset.job !== first", arg=first)
    second = chosen(other)
    page.reload()
    page.wait_for_selector("#state [data-state]:not([data-state=idle])")
    assert chosen(page) == first
    for tab, job in ((page, first), (other, second)):
        tab.wait_for_function(PLAYS, timeout=90_000)
        assert chosen(tab) == job
        expect(tab.locator("#history .r2v-past")).to_have_count(2)


def test_two_browsers_do_not_see_each_others_jobs(page: Page, browser: Browser, studio: Studio) -> None:
    mine = open_as_visitor(page, studio.app)
    records = films(mine, 3)
    studio.write(*records)
    stranger = browser.new_context(locale="en-US", reduced_motion="reduce").new_page()
    theirs = open_as_visitor(stranger, studio.app)
    assert theirs != mine
    expect(stranger.locator("#history .r2v-past")).to_have_count(0)
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request) if request.method == "POST" else None)
    page.reload()
    expect(page.locator("#history .r2v-past")).to_have_count(3)
    page.locator("#history .r2v-all").click()
    page.wait_for_selector("#history-sheet .r2v-piece")
    asked = [(request.url, request.post_data or "") for request in requests]
    listing = 0
    for url, body in ((url, body) for url, body in asked if mine in body):
        # The same request with a name that is mine, one that is another's, one that is next to mine, and none.
        answers = {
            name: stranger.request.post(url, data=body.replace(mine, name), headers=JSON)
            for name in (mine, theirs, mine[:-1] + ("A" if mine[-1] != "A" else "B"), "")
        }
        listing += records[0].job in answers[mine].text()
        for name in answers.keys() - {mine}:
            assert not any(record.job in answers[name].text() for record in records), url
    assert listing >= 2, "the strip and the list are among what was asked"
    stranger.context.close()


@pytest.mark.long
def test_a_removed_job_is_not_shown_after_a_refresh(page: Page, studio: Studio) -> None:
    visitor = open_as_visitor(page, studio.app)
    (record,) = films(visitor, 1)
    studio.write(record)
    page.reload()
    page.locator("#history .r2v-past").click()
    page.wait_for_selector("#result video")
    page.locator("#history .r2v-all").click()
    page.locator("#history-sheet .r2v-piece").hover()
    page.locator("#history-sheet").get_by_role("button", name="Remove").click()
    expect(page.locator("#history .r2v-past")).to_have_count(0)
    with answered(page, visitor):
        page.reload()
    expect(page.locator("#result video")).to_have_count(0)
