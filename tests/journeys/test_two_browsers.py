"""Two browsers at one open app: what one types, makes and keeps is nowhere else, and the other gets none of it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from lib.sandbox import Sandbox, SandboxConfig
from tests.canaries import files_below, found_below, found_in
from tests.journeys.conftest import EXAMPLES, PLAYS, add_references
from tests.journeys.pasts import Studio
from tests.journeys.watched import Watched

pytestmark = pytest.mark.browser

OWNERS_KEY, OWNER_CODE, ACCESS_CODE = "sk-canary-of-the-owner-4711", "canary-owner-code-4711", "canary-access-code-4711"
ANNAS_KEY, ANNAS_OTHER_KEY = "sk-canary-of-anna-4711", "ms-canary-of-anna-4711"
CANARIES = (OWNERS_KEY, OWNER_CODE, ACCESS_CODE, ANNAS_KEY, ANNAS_OTHER_KEY)
PROMPT = "Image 1 hides an amber lantern."
STORED = "() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with Sandbox(SandboxConfig(data_dir=tmp_path_factory.mktemp("service"), speed=20.0)) as running:
        yield running


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, service: Sandbox) -> Iterator[Studio]:
    made = Studio(
        tmp_path_factory.mktemp("studio"),
        DASHSCOPE_API_KEY=OWNERS_KEY,
        DASHSCOPE_HTTP_BASE_URL=service.base_url,
        R2V_ACCESS_CODE=ACCESS_CODE,
        R2V_OWNER_CODE=OWNER_CODE,
    )
    with made.app:
        yield made


def make_video(anna: Watched) -> None:
    """Type a key that isn't to be kept, and have a video made with it."""
    page = anna.page
    page.get_by_role("button", name="Service and key").click()
    page.locator("#service").get_by_label("Model Studio").check()
    page.locator("#keep-key input").uncheck()
    page.locator("#api-key input:visible").fill(ANNAS_KEY)
    page.locator("#access-code input").fill(ACCESS_CODE)
    add_references(page, EXAMPLES / "chelsea.png")
    page.locator("#prompt textarea").fill(PROMPT)
    page.get_by_label("720P").check()
    box = page.locator("#duration input[type=number]")
    box.fill("2")
    box.press("Tab")
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.locator("#generate").click()
    page.wait_for_function(PLAYS, timeout=90_000)
    expect(page.locator("#history .r2v-past")).to_have_count(1)


def use_every_key(anna: Watched, address: str) -> bytes:
    """Type the gateway's key, spend the owner's, cancel that, see the owner's page; give the first video's bundle."""
    page = anna.page
    with page.expect_download() as download:
        page.locator("#result a[href*='bundle/']").click()
    # The sheet with the keys is still open.
    page.locator("#forget-key").click()
    page.get_by_label("ModelStream", exact=True).check()
    # Each service has a box of its own, shown once the server has said so.
    expect(page.locator("#unconfirmed")).to_contain_text("Unconfirmed.")
    page.locator("#api-key input:visible").fill(ANNAS_OTHER_KEY)
    page.locator("#service").get_by_label("Model Studio").check()
    expect(page.locator("#unconfirmed")).not_to_contain_text("Unconfirmed.")
    page.locator("#prompt textarea").fill(f"{PROMPT} Again.")
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.locator("#generate").click()
    expect(page.locator("#history .r2v-past")).to_have_count(2, timeout=90_000)
    page.locator("#cancel").click()
    expect(page.locator("#state")).to_have_text(re.compile("Canceled|Succeeded|cancel"), timeout=90_000)
    page.goto(f"{address}/owner")
    page.locator("#code").fill(OWNER_CODE)
    page.locator("#ask button").click()
    expect(page.locator("#spenders tr")).to_have_count(1)
    return Path(download.value.path()).read_bytes()


def replayed(web: httpx.Client, anna: Watched, otto: Watched, job: str) -> Iterator[str]:
    """Send every event that Anna's page sent in Otto's name, for a job of which he has guessed all but one digit."""
    near = job[:-1] + ("0" if job[-1] != "0" else "1")
    seen = set[str]()
    for url, call in anna.calls():
        text = json.dumps({**call, "session_hash": "ottos"})
        for hers, his in ((anna.visitor, otto.visitor), (job, near), (ANNAS_KEY, ""), (ACCESS_CODE, ""), (PROMPT, "")):
            text = text.replace(hers, his)
        if text not in seen:
            seen.add(text)
            yield web.post(url, content=text, headers={"Content-Type": "application/json"}).text
    assert len(seen) > 5
    with web.stream("GET", "/gradio_api/queue/data?session_hash=ottos") as told:
        for line in told.iter_lines():
            yield line
            if "close_stream" in line:
                break


def test_what_one_browser_has_is_nowhere_else(browser: Browser, studio: Studio) -> None:
    address = studio.app.address.rstrip("/")
    with browser.new_context() as hers, browser.new_context() as his:
        anna, otto = Watched(hers, studio), Watched(his, studio)
        make_video(anna)
        job = anna.page.locator("#history [data-job]").first.get_attribute("data-job") or ""
        src = anna.page.locator("#result video").get_attribute("src") or ""
        bundle = anna.page.locator("#result a[href*='bundle/']").get_attribute("href") or ""
        assert len(job) == 32
        # The other browser shows nothing of it, and is given nothing of it.
        otto.page.reload()
        expect(otto.page.locator("#history")).to_contain_text("Videos that you make in this browser are listed here.")
        marks = (job, PROMPT, anna.visitor, *CANARIES)
        for shown in (otto.page.content(), otto.page.evaluate(STORED)):
            assert [mark for mark in marks if mark in shown] == []
        # Nor is a raw client that sends what the first browser sent.
        with httpx.Client(base_url=address, timeout=60) as web:
            for told in replayed(web, anna, otto, job):
                assert [mark for mark in marks if mark in told] == [], told[:300]
            token = bundle.rpartition("/")[2]
            for path in (f"bundle/{job}/{token[:-1]}x", f"bundle/{job}/", f"bundle/{job}", "owner/spending"):
                assert web.get(f"/{path}").status_code in {403, 404}, path
            folder = src.rpartition("/")[0].replace(address, "")
            for path in (folder, f"{folder}/", f"{folder.rpartition('/')[0]}/", src.replace(job, job[::-1])):
                assert web.get(path if path.startswith("/") else f"/{path}").status_code in {403, 404}, path
            video = web.get(src if src.startswith("http") else f"/{src.lstrip('/')}")
            assert video.content[4:8] == b"ftyp"
        stored = anna.page.evaluate(STORED)
        content = anna.page.content()
        made = use_every_key(anna, address)
        # The keys: not kept, not asked for elsewhere, not in an address, not logged, not on the disk.
        places = {
            "storage": stored + anna.page.evaluate(STORED),
            "indexed": json.dumps(hers.storage_state(indexed_db=True)),
            "page": content + anna.page.content(),
            "bundle": made,
            "console": "\n".join((*anna.said, *otto.said)),
            "addresses": "\n".join(one.url for one in (*anna.asked, *otto.asked)),
            "log": studio.app.output,
            "video": video.content,
        }
        assert found_in(places, CANARIES) == []
        elsewhere = [
            one.url for one in (*anna.asked, *otto.asked) if not one.url.startswith((address, "blob:", "data:"))
        ]
        assert elsewhere == []
    assert {"jobs.sqlite3", "video.mp4"} <= {path.name for path in files_below(studio.data.parent)}
    assert found_below(studio.data.parent, CANARIES) == []
