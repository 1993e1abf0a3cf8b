"""The canary on the page: keys that are typed or kept, jobs that fail and say the key back, links that are signed.

Every key is looked for in everything that the app, the browser and the disk have afterwards. None begins as a service's
own keys do, so that it is taken out because it is known and not because of how it looks.
"""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from lib.sandbox import Sandbox, SandboxConfig
from tests.app.echoes import REFUSED, RUNNING, SAVING, SIGNATURE, SUBMITTING, Echoes
from tests.canaries import found_below, found_in, holds, kept_by, typed_in
from tests.journeys.conftest import EXAMPLES, PLAYS, add_references
from tests.journeys.pasts import Studio
from tests.journeys.watched import Watched
from tests.makers import make_clip
from tests.providers.server import ScriptedServer, serving

# The short suite's two browsers look for typed keys, too, where jobs succeed.
pytestmark = [pytest.mark.browser, pytest.mark.long]

TYPED, KEPT, OWNERS = "canary4712-typed-by-anna", "ms-canary4712-kept-by-anna", "canary4712-of-the-owner"
STORE_ID, PASSWORD, LINK = "canary-store-id", "canary-password-4712", "canary-signature-of-a-reference"
SIGNED = (SIGNATURE, STORE_ID, PASSWORD, LINK)
KEPT_AS = "r2v.key.modelstream"
# Each prompt, and the words by which its end is told.
ENDS = {REFUSED: "The key was not accepted.", SUBMITTING: "Odd.Sending.", RUNNING: "Odd.Running."}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScriptedServer]:
    film = make_clip(tmp_path_factory.mktemp("film") / "film.mp4", width=320, height=180, seconds=2.0)
    with serving(Echoes(film.read_bytes()).reply) as running:
        yield running


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    folder = tmp_path_factory.mktemp("gateway")
    with Sandbox(SandboxConfig(data_dir=folder, scale=0.25, speed=20.0)) as running:
        yield running


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, service: ScriptedServer, gateway: Sandbox) -> Iterator[Studio]:
    home = tmp_path_factory.mktemp("studio")
    (home / "tmp").mkdir()
    made = Studio(
        home,
        DASHSCOPE_API_KEY=OWNERS,
        DASHSCOPE_HTTP_BASE_URL=service.base_url,
        R2V_SERVICE="sandbox",
        MODELSTREAM_BASE_URL=gateway.gateway_url,
        # With the exceptions' own words, and with whatever lies about while it runs.
        R2V_LOG_LEVEL="DEBUG",
        TMPDIR=str(home / "tmp"),
    )
    with made.app:
        yield made


def choose(page: Page, service: str, key: str, *, keep: bool) -> None:
    page.get_by_role("button", name="Service and key").click()
    page.locator("#service").get_by_label(service, exact=True).check()
    page.locator("#keep-key input").set_checked(keep)
    box = page.get_by_label(f"Your {service} key")
    expect(box).to_be_visible()
    box.fill(key)
    add_references(page, EXAMPLES / "chelsea.png")
    page.get_by_label("720P").check()
    page.locator("#duration input[type=number]").fill("2")


def generate(page: Page, prompt: str) -> None:
    page.locator("#prompt textarea").fill(prompt)
    expect(page.locator("#findings")).to_contain_text("Ready")
    page.locator("#generate").click()


def fetch_link(page: Page, address: str) -> None:
    """Ask for a reference by a link that can't be had: it leads to this machine."""
    page.click("#references .r2v-tray-from")
    page.get_by_role("menuitem", name="Link").click()
    page.get_by_role("dialog").get_by_role("textbox").fill(address)
    page.get_by_role("button", name="Fetch").click()
    expect(page.get_by_role("alert").filter(has_text="Nothing was fetched")).to_be_visible()
    page.keyboard.press("Escape")


def open_again(page: Page, made: bytes, target: Path) -> None:
    """Put a form back from what was downloaded."""
    target.write_bytes(made)
    page.locator("#prompt textarea").fill("Another one.")
    with page.expect_file_chooser() as chooser:
        page.locator("#open-made").click()
    chooser.value.set_files(str(target))
    expect(page.locator("#prompt textarea")).to_have_value(SAVING)


def everything(anna: Watched, studio: Studio) -> dict[str, str]:
    """Give all that the browser, the app's log and the addresses say."""
    kept = kept_by(anna.page.context, anna.page)
    asked = "\n".join(one.url for one in anna.asked)
    return {**kept, "addresses": asked, "console": "\n".join(anna.said), "log": studio.app.output}


def downloads(anna: Watched, studio: Studio) -> dict[str, bytes]:
    """Give the video and the bundle that are shown, as they are downloaded, and all records as a program reads them."""
    page, given = anna.page, dict[str, bytes]()
    with httpx.Client(base_url=studio.app.address, timeout=60) as web:
        for name in ("download", "bundle"):
            link = page.locator(f"#result a[href*='{name}/']").get_attribute("href") or ""
            given[name] = web.get(link).raise_for_status().content
        for job in page.locator("#history [data-job]").all():
            begun = web.post("gradio_api/call/v2/job", json={"job": job.get_attribute("data-job")}).json()
            given[str(begun)] = web.get(f"gradio_api/call/job/{begun['event_id']}").content
    assert given["download"][4:8] == b"ftyp"
    assert given["bundle"][:2] == b"PK"
    return given


def stays_here(anna: Watched, studio: Studio) -> None:
    asked = [one.url for one in anna.asked]
    assert [one for one in asked if not one.startswith((studio.app.address, "blob:", "data:"))] == []


def test_a_typed_key_is_in_nothing_that_a_failed_job_leaves(
    browser: Browser, studio: Studio, service: ScriptedServer, gateway: Sandbox, tmp_path: Path
) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        anna = Watched(context, studio)
        page = anna.page
        choose(page, "Model Studio", TYPED, keep=False)
        for prompt, words in ENDS.items():
            generate(page, prompt)
            expect(page.locator("#outcome")).to_contain_text(words, timeout=60_000)
            assert found_in(everything(anna, studio), (TYPED, OWNERS, *SIGNED)) == []
        generate(page, SAVING)
        page.wait_for_function(PLAYS, timeout=90_000)
        given = downloads(anna, studio)
        fetch_link(page, f"http://anna:{PASSWORD}@127.0.0.1:9/a.png?Signature={LINK}")
        for name, made in given.items():
            if name in {"download", "bundle"}:
                open_again(page, made, tmp_path / f"{name}{'.mp4' if name == 'download' else '.zip'}")
        assert found_in({**everything(anna, studio), **given}, (TYPED, OWNERS, *SIGNED)) == []
        assert [value for kind, value in typed_in(page) if TYPED in value and kind != "password"] == []
        # It went with the four requests, and with nothing else that was asked of the app or of the service.
        with_it = [one.url for one in anna.asked if holds(one.post_data_buffer or b"", TYPED)]
        assert (len(with_it), {url.rpartition("/")[2].partition("?")[0] for url in with_it}) == (4, {"join"})
        stays_here(anna, studio)
    keyless = [one for one in service.seen if one.path.endswith(("/oss", "/video.mp4"))]
    assert {one.path.rpartition("/")[2] for one in keyless} == {"oss", "video.mp4"}
    assert [one.path for one in keyless if "Authorization" in one.headers] == []
    assert {one.headers["Authorization"] for one in service.seen if one not in keyless} == {f"Bearer {TYPED}"}
    assert [one.target for one in service.seen if holds(one.target.encode() + one.body, TYPED)] == []
    assert not holds(str(gateway.requests).encode(), TYPED)
    assert found_below(studio.data.parent, (TYPED, OWNERS, *SIGNED)) == []


def test_a_key_that_is_kept_is_kept_in_one_place_and_forgotten(
    browser: Browser, studio: Studio, service: ScriptedServer
) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        anna = Watched(context, studio)
        page = anna.page
        choose(page, "ModelStream", KEPT, keep=True)
        generate(page, "Image 1 steams.")
        page.wait_for_function(PLAYS, timeout=90_000)
        given = downloads(anna, studio)
        page.reload()
        expect(page.locator("#history [data-job]")).to_have_count(1)
        assert page.evaluate("(name) => localStorage.getItem(name)", KEPT_AS) == KEPT
        found = found_in({**everything(anna, studio), **given}, [KEPT])
        assert found == [("stores", KEPT), ("kept", KEPT)]
        # Without that one entry there is no other.
        page.evaluate("(name) => localStorage.removeItem(name)", KEPT_AS)
        assert found_in(everything(anna, studio), [KEPT]) == []
        page.evaluate("([name, key]) => localStorage.setItem(name, key)", [KEPT_AS, KEPT])
        page.get_by_role("button", name="Service and key").click()
        page.locator("#forget-key").click()
        page.wait_for_function("(name) => localStorage.getItem(name) === null", arg=KEPT_AS)
        assert found_in(everything(anna, studio), [KEPT]) == []
        expect(page.get_by_label("Your ModelStream key")).to_have_value("")
        assert [value for _, value in typed_in(page) if KEPT in value] == []
        assert sum(holds(one.post_data_buffer or b"", KEPT) for one in anna.asked) == 1
        stays_here(anna, studio)
    assert not holds(str(service.seen).encode(), KEPT)
    assert found_below(studio.data.parent, [KEPT]) == []
