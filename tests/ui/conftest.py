"""What the tests of the tray share: its page, opened and empty, and a few real files."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.makers import make_clip, make_picture, make_voice
from tests.programs import Program, environment, free_port
from tests.ui.tray_driver import Trays


@pytest.fixture(scope="session")
def tray_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trays]:
    """The page with the two trays, served once by a process of its own: Gradio leaves its event loops open."""
    settings = environment(tmp_path_factory.mktemp("home"), GRADIO_SERVER_PORT=str(free_port()))
    with Program([sys.executable, "-m", "tests.ui.tray_page"], r"http://\S+", settings) as program:
        yield Trays(program.address)


@pytest.fixture
def trays(tray_server: Trays, page: Page) -> Trays:
    """The page, opened and ready, with nothing in it."""
    page.goto(tray_server.address)
    expect(page.locator("#references .r2v-tray-slot")).to_be_visible()
    expect(page.locator("#first-frame .r2v-tray-slot")).to_be_visible()
    tray_server.forget()
    return tray_server


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one.png, two.png, three.png, clip.mp4, hevc.mp4 and voice.wav."""
    folder = tmp_path_factory.mktemp("tray")
    for name in ("one", "two", "three"):
        make_picture(folder / f"{name}.png", width=320, height=240)
    make_clip(folder / "clip.mp4", width=320, height=240, seconds=2.0)
    make_clip(folder / "hevc.mp4", width=320, height=240, seconds=1.0, codec="libx265")
    make_voice(folder / "voice.wav", seconds=1.0)
    return folder
