"""Many jobs at once in a real browser: variants, places in line, the question before a repeat, word from elsewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import EXAMPLES, PLAYS, add_references, open_page, shoot
from tests.programs import Program, start_app, start_sandbox

pytestmark = pytest.mark.browser

KEY = "sk-of-the-owner"
QUIET_SECONDS = 3
# The state's own clock: a click later than this is no second click.
OLDER = f"""() => {{
  const told = document.querySelector('.r2v-job-state');
  const clock = told && /(\\d+):(\\d\\d)/.exec(told.textContent);
  return clock && Number(clock[1]) * 60 + Number(clock[2]) > {QUIET_SECONDS};
}}"""
BOXES = """() => ['#generate', '#variants', '#prompt', '#result'].map((name) => {
  const { x, y, width, height } = document.querySelector(name).getBoundingClientRect();
  return [name, x, y + window.scrollY, width, height].join(' ');
})"""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Program]:
    with start_sandbox(tmp_path / "service", "--fault", "never-ends:5") as sandbox:
        yield sandbox


@pytest.fixture
def keyed(tmp_path: Path, service: Program) -> Iterator[Program]:
    settings = {"DASHSCOPE_API_KEY": KEY, "DASHSCOPE_HTTP_BASE_URL": service.address}
    with start_app(tmp_path / "home", **settings) as app:
        yield app


def tasks_at(service: Program) -> int:
    answer = httpx.get(f"{service.address}/tasks/", headers={"Authorization": f"Bearer {KEY}"}).json()
    return int(answer["total"])


def fill_in(page: Page, prompt: str) -> None:
    add_references(page, EXAMPLES / "coffee.png")
    page.locator("#prompt textarea").fill(prompt)
    page.get_by_label("720P").check()
    box = page.locator("#duration input[type=number]")
    box.fill("2")
    box.press("Tab")
    expect(page.locator("#findings")).to_contain_text("Ready")


def choose_variants(page: Page, words: str) -> None:
    page.locator("#variants input").click()
    page.get_by_role("option", name=words).click()


def test_eight_variants_wait_in_line_and_the_same_again_is_asked_about(
    keyed: Program, service: Program, page: Page
) -> None:
    open_page(page, keyed)
    fill_in(page, "Image 1 steams while the morning light comes in.")
    expect(page.locator("#cost")).to_contain_text("about ¥1.20")
    choose_variants(page, "8 variants")
    expect(page.locator("#cost")).to_contain_text("8 × about ¥1.20 = ¥9.60")
    shoot(page, "variants-desktop")
    # Twice, as some people do with every button: it is one batch all the same.
    page.locator("#generate").click()
    page.locator("#generate").click()
    rows = page.locator(".r2v-job")
    expect(rows).to_have_count(8)
    expect(rows.nth(7)).to_contain_text("third in line")
    rows.nth(7).locator(".r2v-job-open").click()
    expect(page.locator("#state")).to_contain_text("Waiting · third in line")
    shoot(page, "waiting-third-desktop")
    page.wait_for_function(OLDER)
    before = page.evaluate(BOXES)
    page.locator("#generate").click()
    expect(page.locator("#asked-twice")).to_contain_text("The same is under way")
    expect(page.locator("#asked-twice")).to_contain_text("8 × about ¥1.20 = ¥9.60")
    assert page.evaluate(BOXES) == before, "nothing moves when it asks"
    shoot(page, "asked-twice-desktop")
    page.get_by_role("button", name="Open it").click()
    expect(page.locator(".r2v-job").first.locator("[aria-current=true]")).to_be_visible()
    expect(page.locator(".r2v-twice")).to_have_count(0)
    expect(rows).to_have_count(8)
    rows.nth(6).get_by_role("button", name="Cancel").click()
    expect(rows.nth(6)).to_contain_text("Canceled")
    expect(rows.nth(7)).to_contain_text("second in line")
    rows.nth(6).get_by_role("button", name="Take out of this list").click()
    expect(rows).to_have_count(7)
    assert tasks_at(service) == 5
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    page.locator("#queue").scroll_into_view_if_needed()
    shoot(page, "queue-phone")


@pytest.mark.long
def test_run_it_again_makes_another_and_another_form_takes_the_question_back(keyed: Program, page: Page) -> None:
    open_page(page, keyed)
    fill_in(page, "Image 1 steams.")
    page.locator("#generate").click()
    page.wait_for_selector("#state [data-state=running]")
    # The state panel's clock counts on while there is no list yet.
    page.wait_for_function("() => /0:0[4-9]/.test(document.querySelector('.r2v-clock').textContent)")
    page.locator("#generate").click()
    expect(page.locator(".r2v-twice")).to_be_visible()
    page.locator("#prompt textarea").fill("Image 1 steams quietly.")
    expect(page.locator(".r2v-twice")).to_have_count(0)
    page.locator("#prompt textarea").fill("Image 1 steams.")
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.locator("#generate").click()
    page.get_by_role("button", name="Run it again").click()
    expect(page.locator(".r2v-job")).to_have_count(2)
    expect(page.locator(".r2v-twice")).to_have_count(0)


def test_two_tabs_that_send_the_same_make_one_job(keyed: Program, service: Program, page: Page) -> None:
    open_page(page, keyed)
    other = page.context.new_page()
    open_page(other, keyed)
    for tab in (page, other):
        fill_in(tab, "Image 1 steams.")
    # Both clicks are made before either answer is waited for.
    for tab in (page, other):
        tab.evaluate("() => document.querySelector('#generate').click()")
    for tab in (page, other):
        tab.wait_for_selector("#state [data-state=running]")
    for tab in (page, other):
        expect(tab.locator("#history .r2v-past")).to_have_count(1)
    assert tasks_at(service) == 1


@pytest.mark.long
def test_a_job_that_ends_elsewhere_says_so_and_is_made_again(app: Program, page: Page) -> None:
    open_page(page, app)
    title = page.title()
    fill_in(page, "Image 1 steams.")
    choose_variants(page, "3 variants")
    expect(page.locator("#cost")).to_contain_text("Free")
    page.locator("#generate").click()
    expect(page.locator(".r2v-job")).to_have_count(3)
    # The job that is shown plays on undisturbed while the others come in.
    page.wait_for_function(PLAYS, timeout=60_000)
    page.evaluate("() => { document.querySelector('#result video').id = 'the-same' }")
    toast = page.locator(".r2v-toast-open")
    # Two that end between two looks are told together.
    expect(toast).to_contain_text(re.compile(r"Ready: Image 1 steams\.|2 jobs have ended\."), timeout=60_000)
    assert page.title().startswith("(")
    shoot(page, "elsewhere-desktop")
    expect(page.locator("#queue h2")).to_have_text("Finished", timeout=60_000)
    expect(page.locator("#result #the-same")).to_be_visible()
    if toast.count():
        toast.get_by_role("button", name="Close").click()
    assert page.title() == title
    page.get_by_role("button", name="Clear finished").click()
    expect(page.locator(".r2v-job")).to_have_count(0)
    expect(page.locator("#repeat")).to_contain_text("Free")
    page.locator("#repeat").get_by_role("button", name="Another seed").click()
    expect(page.locator("#history .r2v-past")).to_have_count(4)
    page.wait_for_selector("#state [data-state=succeeded]", timeout=60_000)
    shoot(page, "once-more-desktop")
    # The way to change something first: the form is filled in from the job, and its seed with it.
    page.locator("#prompt textarea").fill("Something else.")
    page.locator("#use-form").click()
    expect(page.locator("#prompt textarea")).to_have_value("Image 1 steams.")
    expect(page.locator("#seed input, #seed textarea")).not_to_have_value("")
    page.locator("#record summary").click()
    expect(page.locator("#record")).not_to_contain_text("random")
