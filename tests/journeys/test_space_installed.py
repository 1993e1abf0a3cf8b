"""The Space from end to end: installed by the builder's own line, started as a Space, used in a frame of the Hub's.

Minutes long, since it installs everything anew. Python is the Space's own where it is here.
"""

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from gradio_client import Client, handle_file
from itsdangerous import TimestampSigner
from playwright.sync_api import Browser, Locator, Page, expect

from tests.app.hostile import API
from tests.app.hub_login import CLIENT_SECRET, CODE, NAME, HubLogin, Visit
from tests.conftest import ARGUMENTS
from tests.ensure_browser import browser_path
from tests.journeys.hub import HUB, hub_before
from tests.makers import make_picture
from tests.programs import SPACE_HOST, Program, build_space, start_space
from tests.providers.server import answer, serving

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(1500)]

SPACES_PYTHON = "python3.12"
# As the builder's log has it (`gradio-facts.md`, 3.3).
BUILDERS_LINE = ("gradio[oauth,mcp]=={version}", "uvicorn>=0.14.0", "websockets>=10.4", "spaces")
KEEPS = "() => { try { return localStorage.length >= 0 } catch { return false } }"


def spaces_python() -> str:
    """Give the Space's Python where it starts, else the one that runs this."""
    found = shutil.which(SPACES_PYTHON)
    starts = (
        found is not None and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0
    )
    return found if found is not None and starts else sys.executable


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_space(tmp_path_factory.mktemp("built") / "space")


@pytest.fixture(scope="module")
def python(built: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Install what the builder installs, into an environment of its own."""
    front = (built / "README.md").read_text()
    version = front.partition("sdk_version: ")[2].partition("\n")[0]
    folder = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([spaces_python(), "-m", "venv", str(folder)], check=True)
    own = str(folder / "bin" / "python")
    wanted = [one.format(version=version) for one in BUILDERS_LINE]
    install = [own, "-m", "pip", "install", "--quiet", "-r", str(built / "requirements.txt"), *wanted]
    subprocess.run(install, check=True, timeout=1200)
    subprocess.run([own, "-m", "pip", "check"], check=True)
    return own


@pytest.fixture(scope="module")
def space(built: Path, python: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with start_space(built, tmp_path_factory.mktemp("disk"), python) as program:
        yield program


def address(space: Program) -> str:
    return space.address.rstrip("/").replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - the address it printed


def test_a_program_has_a_video_made(space: Program, tmp_path: Path) -> None:
    client = Client(address(space), verbose=False, download_files=str(tmp_path))
    picture = handle_file(make_picture(tmp_path / "anna.png"))
    form = {"reference_image": [picture], "duration": 2, "resolution": "720P"}
    record = list(client.submit("Image 1 waves.", **form, api_name="/generate"))[-1]
    client.close()
    assert record["state"] == "succeeded", record
    assert "Traceback" not in space.output


def lead_out_of_the_frame(page: Page, note: Locator) -> None:
    with page.expect_popup() as opened:
        note.get_by_role("link", name="Open in its own tab").click()
    opened.value.wait_for_function("() => localStorage.getItem('r2v-visitor')")
    own = opened.value.locator("#space-note")
    expect(own).to_contain_text("Duplicate this Space")
    expect(own).not_to_contain_text("its own tab", use_inner_text=True)


def test_in_a_frame_of_the_hub_a_visitor_has_a_video_made(space: Program, browser: Browser, tmp_path: Path) -> None:
    with hub_before(address(space), tmp_path) as port:
        rules = f"MAP {HUB} 127.0.0.1:{port}, MAP {SPACE_HOST} 127.0.0.1:{port}"
        chromium = browser.browser_type.launch(
            executable_path=browser_path(), args=[*ARGUMENTS, f"--host-resolver-rules={rules}"]
        )
        page = chromium.new_page(ignore_https_errors=True, reduced_motion="reduce")
        page.goto(f"https://{HUB}/spaces/me/studio")
        frame = page.frame_locator("iframe")
        frame.locator(".r2v-starter").first.click()
        expect(frame.locator("#findings")).to_contain_text("Ready", timeout=60_000)
        frame.locator("#generate").click()
        expect(frame.locator("#state")).to_contain_text("Succeeded", timeout=60_000)
        expect(frame.locator("#result video")).to_be_visible()
        # Chromium with a window lets a frame of another site keep nothing; then the page says so and leads out of it.
        note = frame.locator("#space-note")
        expect(note).to_contain_text("forgets history and videos")
        if page.frames[-1].evaluate(KEEPS):
            expect(note).not_to_contain_text("keeps nothing", use_inner_text=True)
        else:
            expect(note).to_contain_text("In a frame this browser keeps nothing", use_inner_text=True)
            lead_out_of_the_frame(page, note)
        chromium.close()


def test_the_free_kind_hears_of_a_function(built: Path, python: str, tmp_path: Path) -> None:
    with serving(answer(b"")) as api:
        there = {"SPACES_ZERO_GPU": "true", "SPACES_ZERO_DEVICE_API_URL": api.origin}
        with start_space(built, tmp_path, python, **there) as program:
            assert "Traceback" not in program.output
        assert [one.path for one in api.seen] == ["/startup-report"]


# Where a visitor would be led by whoever gave them the link to log in.
ELSEWHERE = (
    "https://evil.example/a",
    "//evil.example/a",
    "////evil.example/a",
    "/\\evil.example/a",
    "https:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\r\nX-Evil: 1",
)
NOT_FINISHED = ("error=access_denied&state=x", "_nb_redirects=x&code=1&state=x", "error=<script>&error_description=x")


@pytest.fixture(scope="module")
def hub() -> Iterator[HubLogin]:
    one = HubLogin()
    with serving(one.reply) as server:
        one.origin = server.origin
        yield one


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("disk")


@pytest.fixture(scope="module")
def listed(built: Path, python: str, hub: HubLogin, disk: Path) -> Iterator[Program]:
    """A Space whose owner's key is for one person on a list."""
    settings = {"DASHSCOPE_API_KEY": "sk-owner", "R2V_ALLOWED_USERS": NAME, "R2V_LOG_LEVEL": "DEBUG"}
    with start_space(built, disk, python, **settings, **hub.environment()) as program:
        yield program


def owners_key(visit: Visit) -> str:
    """Ask for a video on the owner's key, and give what is said of it."""
    begun = visit.web.post(
        f"{API}/call/v2/submit",
        json={"prompt": "x", "service": "dashscope"},
        headers={"Cookie": f"session={visit.cookie}"},
    )
    return visit.get(f"{API}/call/submit/{begun.json()['event_id']}").text


@pytest.fixture
def anna(listed: Program) -> Iterator[Visit]:
    with Visit(address(listed)) as visit:
        yield visit


@pytest.fixture
def otto(listed: Program) -> Iterator[Visit]:
    with Visit(address(listed)) as visit:
        yield visit


def test_a_login_brings_a_name_in_and_no_token(listed: Program, hub: HubLogin, disk: Path, anna: Visit) -> None:
    assert "people on a list who are logged in" in owners_key(anna)
    for target in ELSEWHERE:
        state = anna.begin(hub, f"?{httpx.QueryParams({'_target_url': target})}")
        assert SPACE_HOST not in state
        led = urljoin(f"https://{SPACE_HOST}", anna.come_back(state, target).headers["location"])
        assert urlsplit(led)[:2] == ("https", SPACE_HOST), target
        assert json.loads(anna.said_by_cookie()).keys() == {"oauth_info"}
    assert json.loads(anna.said_by_cookie())["oauth_info"]["userinfo"] == {"preferred_username": NAME}
    # Now the form itself is judged: it has no picture.
    assert "people on a list who are logged in" not in owners_key(anna)
    for path in ("/", "/config", f"{API}/info", f"{API}/user", f"{API}/token", "/healthz"):
        anna.get(path)
    left = anna.cookie
    assert anna.get("/logout", **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert anna.cookie == left
    for target in ELSEWHERE:
        gone = anna.get(f"/logout?{httpx.QueryParams({'_target_url': target})}")
        assert urlsplit(urljoin(f"https://{SPACE_HOST}", gone.headers["location"]))[:2] == ("https", SPACE_HOST)
    assert anna.cookie == ""
    files = [path for path in disk.rglob("*") if path.is_file()]
    assert "jobs.sqlite3" in {path.name for path in files}
    for secret in (*hub.given, CODE, CLIENT_SECRET):
        assert secret not in listed.output
        assert [text[:200] for text in anna.told if secret in text] == []
        assert [str(path) for path in files if secret.encode() in path.read_bytes()] == []
    assert "evil.example" not in listed.output


def test_a_login_that_nobody_began_is_none(listed: Program, hub: HubLogin, anna: Visit, otto: Visit) -> None:
    hers = anna.begin(hub)
    asked = len(hub.given)
    # With her state and without her cookie, with none, and with a cookie of his own making.
    for state, cookie in (
        (hers, ""),
        ("made-up", anna.cookie),
        (hers, f"{anna.cookie[:-3]}AAA"),
        (hers, "bm90aGluZw=="),
    ):
        otto.cookie = cookie
        led = otto.come_back(state, "//evil.example/a").headers["location"]
        assert led.startswith("/login/huggingface?"), led
        assert "oauth_info" not in otto.said_by_cookie()
    for query in NOT_FINISHED:
        otto.cookie = ""
        refused = otto.get(f"/login/callback?{query}")
        assert (refused.status_code, refused.headers["location"], otto.cookie) == (302, "/", "")
    assert len(hub.given) == asked
    for forged in (f"{anna.cookie[:-3]}AAA", signed("a guess"), signed(""), signed("-v4")):
        otto.cookie = forged
        assert "people on a list who are logged in" in owners_key(otto)
    assert "Traceback" not in listed.output


def signed(secret: str) -> str:
    """Sign a session as Gradio does, by a guess of the Space's secret."""
    content = base64.b64encode(json.dumps({"oauth_info": {"userinfo": {"preferred_username": NAME}}}).encode())
    return TimestampSigner(sha256(f"{secret}-v4".encode()).hexdigest()).sign(content).decode()
