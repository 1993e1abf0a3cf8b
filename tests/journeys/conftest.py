"""The running app for the browser's journeys, and the folder where their screenshots go."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg
import pytest
from playwright.sync_api import Page, expect

from tests.programs import ROOT, Program, start_app

# Two cores may be busy with other tests.
expect.set_options(timeout=15_000)

OUTPUT = ROOT / "tests" / "output"
EXAMPLES = ROOT / "assets" / "examples"
PLAYS = "() => { const v = document.querySelector('#result video'); return v && v.readyState >= 2 && v.videoWidth > 0 }"


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with start_app(tmp_path_factory.mktemp("home")) as program:
        yield program


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip of the rocket with a tone, as a camera would make it."""
    target = tmp_path_factory.mktemp("clips") / "launch.mp4"
    picture = ["-loop", "1", "-t", "2.5", "-i", str(EXAMPLES / "rocket.jpg")]
    sound = ["-f", "lavfi", "-t", "2.5", "-i", "sine=frequency=90"]
    moving = "scale=960:-2,crop=854:480:0:'(ih-oh)*t/2.5',fps=30,format=yuv420p"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), *picture, *sound, "-vf", moving, "-c:v", "libx264", "-c:a", "aac"]
    subprocess.run([*command, "-movflags", "+faststart", str(target)], check=True, capture_output=True)
    return target


def open_page(page: Page, app: Program) -> None:
    """Open the page and wait until its events are there."""
    page.goto(app.address)
    page.wait_for_selector("#generate")
    page.wait_for_function("() => localStorage.getItem('r2v-visitor')")


def add_references(page: Page, *files: Path) -> None:
    """Drop files on the tray and wait until each has its verdict."""
    page.set_input_files("#references input[type=file]", [str(file) for file in files])
    wanted = len(files)
    page.wait_for_function(
        "(wanted) => document.querySelectorAll('#references .r2v-ref-mark[data-verdict]').length >= wanted", arg=wanted
    )


def add_voice(page: Page, file: Path) -> None:
    """Give the first reference a voice from a file."""
    page.locator("#references .r2v-ref").first.locator(".r2v-ref-sound").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name="This device").click()
    chooser.value.set_files(file)


def shoot(page: Page, name: str) -> None:
    """Keep a screenshot of what is seen."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUTPUT / f"{name}.png")
