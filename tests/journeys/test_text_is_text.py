"""What somebody wrote, named or answered is text wherever it is shown: no tag is made of it, no script of it runs."""

import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from lib.errors import Failure
from lib.jobs.budget import day_of
from lib.jobs.record import JobState, Record
from lib.jobs.records import Records, sqlite_url
from lib.jobs.schema import SPENDING
from tests.forms.outside_model import put, written
from tests.jobs.builders import new_order, new_record
from tests.journeys.conftest import EXAMPLES
from tests.journeys.pasts import Studio, films, open_as_visitor

pytestmark = pytest.mark.browser

# A tag, an end of what it may stand in, a script, a backslash that ends nothing, and what templates take for code: the
# last of these holds no character that Handlebars would write otherwise.
EVIL = (
    """"'><img src=x onerror=window.ran=1></textarea></script><script>window.ran=1</script>\\u{{ran}}`"""
    "${document.documentElement.setAttribute(location.protocol.slice(0,1)+/ran/.source,1)}"
)
EVIL_NAME = "'><img src=x onerror=window.ran=1>${document.documentElement.setAttribute(/hran/.source,1)}.png"
OWNER_CODE = "an-owners-code"
RAN = "() => [window.ran ?? null, document.querySelectorAll('img[src=x], [onerror], [hran], [fran]').length]"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    home = tmp_path_factory.mktemp("studio")
    model = written()
    schema = [{**row, "label": EVIL, "description": EVIL} for row in model["form_schema"]]
    (home / "data").mkdir()
    put(home / "data" / "models", {**model, "title": EVIL, "form_schema": schema})
    made = Studio(home, R2V_OWNER_CODE=OWNER_CODE)
    with made.app:
        yield made


def is_text(page: Page, shown: str = "window.ran=1") -> None:
    """Hold that the text can be read on the page, and that nothing was made of it."""
    assert page.evaluate(RAN) == [None, 0]
    assert shown in page.locator("body").inner_text()


def evil_order() -> Record:
    order = new_order(f"Image 1 {EVIL}", ratio="16:9")
    (item,) = order.media
    named = replace(item, called=EVIL, file=replace(item.file, name=EVIL_NAME))
    return new_record("x", order=replace(order, media=(named,)))


def past(visitor: str) -> list[Record]:
    """Two videos, a failure and a job under way, each of them evil throughout."""
    like = evil_order()
    made = []
    for film in films(visitor, 2):
        # Compared, they differ in their prompts.
        order = replace(like.order, values={**like.order.values, "prompt": f"{film.job[-1]} {like.order.prompt}"})
        made.append(replace(film, order=order, actual_prompt=EVIL, message=EVIL, batch=EVIL[:8]))
    failure = Failure(code=EVIL, message=EVIL, advice=EVIL, request_id=EVIL, field=EVIL)
    later = replace(like, visitor=visitor, message=EVIL, created=1_800_000_000.0)
    failed = replace(later, job=f"{visitor[:20]}failed", state=JobState.FAILED, error=failure, ended=3_000_000_000.0)
    return [*made, failed, replace(later, job=f"{visitor[:20]}running", state=JobState.RUNNING)]


def test_a_past_of_evil_texts(page: Page, studio: Studio) -> None:
    visitor = open_as_visitor(page, studio.app)
    first, second, failed, _ = records = past(visitor)
    studio.write(*records)
    page.reload()
    expect(page.locator("#history .r2v-past")).to_have_count(4)
    expect(page.locator("#queue")).to_contain_text("window.ran=1")
    is_text(page)
    page.locator(f"#history [data-job='{failed.job}']").click()
    expect(page.locator("#state")).to_contain_text("window.ran=1")
    is_text(page)
    page.locator(f"#history [data-job='{second.job}']").click()
    page.wait_for_selector("#result video")
    page.locator("#record summary").click()
    is_text(page)
    page.get_by_role("button", name="Stage: show it to others").click()
    expect(page.locator(".r2v-stage")).to_contain_text("window.ran=1")
    is_text(page)
    page.keyboard.press("Escape")
    page.locator("#history .r2v-all").click()
    for job in (first.job, second.job):
        page.locator(f"#history-sheet [data-job='{job}']").get_by_role("checkbox").check()
    is_text(page)
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator(".r2v-compare")).to_contain_text("window.ran=1")
    is_text(page)


def test_a_bundles_own_page(page: Page, studio: Studio, tmp_path: Path) -> None:
    visitor = open_as_visitor(page, studio.app)
    film = past(visitor)[0]
    studio.write(film)
    page.reload()
    page.locator(f"#history [data-job='{film.job}']").click()
    page.wait_for_selector("#result video")
    with page.expect_download() as download:
        page.locator("#result a[href*='bundle/']").click()
    with zipfile.ZipFile(download.value.path()) as bundle:
        assert all((tmp_path / name).resolve().is_relative_to(tmp_path) for name in bundle.namelist())
        bundle.extractall(tmp_path)
    (html,) = tmp_path.rglob("*.html")
    page.goto(html.as_uri())
    is_text(page)


def test_a_form_of_evil_texts(page: Page, studio: Studio) -> None:
    open_as_visitor(page, studio.app)
    content = (EXAMPLES / "chelsea.png").read_bytes()
    whole: FilePayload = {"name": EVIL_NAME, "mimeType": "image/png", "buffer": content}
    page.set_input_files("#references input[type=file]", whole)
    page.wait_for_selector("#references .r2v-ref-mark[data-verdict]")
    page.locator("#references .r2v-ref").first.click()
    is_text(page, "onerror")
    page.locator("#prompt textarea").fill(f"Image 1 and Image 9 {EVIL}")
    expect(page.locator("#findings")).to_contain_text("Image 9")
    is_text(page, "onerror")
    page.set_input_files("#references input[type=file]", {**whole, "buffer": content[:2000]})
    expect(page.locator("#findings")).to_contain_text("cut off")
    page.locator("#generate").click()
    expect(page.locator("#findings")).to_contain_text("Not sent")
    is_text(page, "onerror")


def test_a_models_evil_title_and_words(page: Page, studio: Studio) -> None:
    open_as_visitor(page, studio.app)
    page.locator("#model input").click()
    page.get_by_role("option").filter(has_text="window.ran=1").click()
    expect(page.locator("#form")).to_contain_text("window.ran=1")
    assert page.evaluate(RAN) == [None, 0]


def test_the_owners_list_of_evil_payers(page: Page, studio: Studio) -> None:
    database = Records(sqlite_url(studio.data, "jobs.sqlite3"))
    with database.transaction() as db:
        row = {"payer": EVIL[:64], "currency": "CNY", "amount": 120, "a_second": None}
        db.execute(SPENDING.insert().values(job="x", day=day_of(time.time()), **row))
    database.close()
    page.goto(f"{studio.app.address.rstrip('/')}/owner")
    page.locator("#code").fill(OWNER_CODE)
    page.locator("#ask button").click()
    expect(page.locator("#spenders")).to_contain_text("onerror")
    is_text(page, "onerror")
