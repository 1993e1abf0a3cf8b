"""The Space from end to end: installed by the builder's own line, started as a Space, used in a frame of the Hub's.

Minutes long, since it installs everything anew. Python is the Space's own where it is here.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from gradio_client import Client, handle_file
from playwright.sync_api import Browser, Locator, Page, expect

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
